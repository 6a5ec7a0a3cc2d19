/**
 * A class's descriptor, struct bolt_class of the runtime. Its record `<symbol>$data` has a type of
 * its own; the symbol that code refers to is an alias of type i8, so that fragments need not know
 * the record's type. Methods stand in the table as `void ()*`: the descriptor does not know their
 * types. Module assembly puts the true one where the module knows it, for LLVM 14 wants one type
 * for each symbol.
 */
import llvm from 'llvm-bindings';
import type { IrSession } from './ir-session.ts';
import type { ClassDescriptor } from './protocol.ts';
import { TextPool } from './text-pool.ts';

export function buildClass(ir: IrSession, descriptor: ClassDescriptor): void {
  const { constants, types } = ir;
  const { methods, superSymbol, symbol } = descriptor;
  const texts = new TextPool(ir, symbol);
  const unknownCode = llvm.FunctionType.get(types.void, false);
  const record = classRecord(ir, {
    name: texts.data(descriptor.name),
    superclass:
      superSymbol === undefined ? constants.nullPointer : ir.external(superSymbol, types.i8),
    sizeBytes: descriptor.sizeBytes,
    pointerFree: descriptor.pointerFree,
    methods: methods.map((method) =>
      llvm.ConstantExpr.getBitCast(ir.function(method, unknownCode), types.pointer),
    ),
  });
  ir.define(classDataSymbol(symbol), record.type, record.constant);
}

interface ClassParts extends Pick<ClassDescriptor, 'sizeBytes' | 'pointerFree'> {
  readonly name: llvm.Constant;
  readonly superclass: llvm.Constant;
  readonly methods: readonly llvm.Constant[];
}

export interface ClassRecord {
  readonly type: llvm.StructType;
  readonly constant: llvm.Constant;
}

export function classRecord(ir: IrSession, parts: ClassParts): ClassRecord {
  const { constants, types } = ir;
  const table = llvm.ArrayType.get(types.pointer, parts.methods.length);
  const header = [types.pointer, types.pointer, types.i64, types.i32, types.i32];
  const type = llvm.StructType.get(ir.context, [...header, table]);
  const constant = llvm.ConstantStruct.get(type, [
    parts.name,
    parts.superclass,
    constants.i64(parts.sizeBytes),
    constants.i32(parts.pointerFree ? 1 : 0),
    constants.i32(parts.methods.length),
    llvm.ConstantArray.get(table, [...parts.methods]),
  ]);
  return { type, constant };
}

export function classDataSymbol(symbol: string): string {
  return `${symbol}$data`;
}
