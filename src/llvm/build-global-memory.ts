/** What the declaring module defines for a global variable; how it is used is in build-global.ts. */
import llvm from 'llvm-bindings';
import type { DeclId } from '../base/ids.ts';
import { localOf } from '../base/ids.ts';
import { classRecord } from './build-class.ts';
import { globalAccessor } from './build-global.ts';
import type { IrSession } from './ir-session.ts';
import type { FragmentOrder } from './protocol.ts';
import { StaticData } from './static-data.ts';
import { TextPool } from './text-pool.ts';
import { threadCopySuffix } from './thread-local.ts';

type GlobalOrder = Extract<FragmentOrder, { kind: 'global' }>;

export function buildGlobal(ir: IrSession, order: GlobalOrder): void {
  const { decl, mode, type } = order.global;
  const texts = new TextPool(ir, decl);
  const initial = new StaticData(ir, decl, texts).inMemory(type, order.initial);
  const entry = ir.block('entry', globalAccessor(ir, decl));
  ir.builder.SetInsertPoint(entry);
  if (mode === 'locked') buildShared(ir, order, texts, initial);
  else buildOwn(ir, decl, initial);
}

interface Initial {
  readonly constant: llvm.Constant;
  readonly type: llvm.Type;
}

/** An object of a class of its own, whose name messages about locks show. */
function buildShared(
  ir: IrSession,
  { global: { decl } }: GlobalOrder,
  texts: TextPool,
  initial: Initial,
): void {
  const { builder, constants, types } = ir;
  const name = localOf(decl).slice(localOf(decl).indexOf(' ') + 1);
  const owner = classRecord(ir, {
    name: texts.data(name),
    superclass: constants.nullPointer,
    sizeBytes: 0,
    pointerFree: false,
    methods: [],
  });
  const described = ir.data(`${decl}$class`, owner.type, owner.constant);
  const record = llvm.StructType.get(ir.context, [types.pointer, types.i64, initial.type]);
  const value = llvm.ConstantStruct.get(record, [
    llvm.ConstantExpr.getBitCast(described, types.pointer),
    constants.i64(0),
    initial.constant,
  ]);
  const memory = ir.variable(`${decl}$memory`, record, value);
  builder.CreateRet(builder.CreateBitCast(memory, types.pointer));
}

/** The thread's copy, made on its first use and kept as a root: nobody scans thread-local memory. */
function buildOwn(ir: IrSession, decl: DeclId, initial: Initial): void {
  const { builder, constants, types } = ir;
  const start = ir.data(`${decl}$initial`, initial.type, initial.constant);
  const own = ir.variable(`${decl}${threadCopySuffix}`, types.pointer, constants.nullPointer);
  const accessor = globalAccessor(ir, decl);
  const make = ir.block('make', accessor);
  const done = ir.block('done', accessor);
  const copy = builder.CreateLoad(types.pointer, own);
  builder.CreateCondBr(builder.CreateIsNull(copy), make, done);
  builder.SetInsertPoint(make);
  const made = builder.CreateCall(ir.runtime('bolt_local_new'), [
    builder.CreateBitCast(start, types.pointer),
    constants.i64(ir.sizeBytes(initial.type)),
  ]);
  builder.CreateStore(made, own);
  builder.CreateRet(made);
  builder.SetInsertPoint(done);
  builder.CreateRet(copy);
}
