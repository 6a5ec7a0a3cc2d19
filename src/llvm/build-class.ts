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
  const table = llvm.ArrayType.get(types.pointer, methods.length);
  const entries = methods.map((method) =>
    llvm.ConstantExpr.getBitCast(ir.function(method, unknownCode), types.pointer),
  );
  const header = [types.pointer, types.pointer, types.i64, types.i32, types.i32];
  const record = llvm.StructType.get(ir.context, [...header, table]);
  const value = llvm.ConstantStruct.get(record, [
    texts.data(descriptor.name),
    superSymbol === undefined ? constants.nullPointer : ir.external(superSymbol, types.i8),
    constants.i64(descriptor.sizeBytes),
    constants.i32(descriptor.pointerFree ? 1 : 0),
    constants.i32(methods.length),
    llvm.ConstantArray.get(table, entries),
  ]);
  ir.define(classDataSymbol(symbol), record, value);
}

export function classDataSymbol(symbol: string): string {
  return `${symbol}$data`;
}
