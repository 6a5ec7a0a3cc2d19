/**
 * `finish`, `async` and locks. A scope's record and the captures live in the entry block's frame: a
 * finish in a loop reuses them. A task receives a copy of its captures and unpacks it into its
 * parameters.
 */
import llvm from 'llvm-bindings';
import { present } from '../base/invariant.ts';
import type { Instruction, LockMode, MirFunction, Operand } from '../ir/mir.ts';
import type { Type } from '../sema/type.ts';
import type { FunctionScope } from './build-scope.ts';
import { operandValue, scratchSlot } from './build-scope.ts';
import { loadMemory, storeMemory } from './ir-memory.ts';
import type { IrSession } from './ir-session.ts';

export function buildFinishBegin(scope: FunctionScope, finish: number): void {
  const begin = scope.ir.runtime('bolt_finish_begin');
  scope.ir.builder.CreateCall(begin, [finishRecord(scope, finish)]);
}

export function buildFinishEnd(scope: FunctionScope, finish: number): void {
  const end = scope.ir.runtime('bolt_finish_end');
  scope.ir.builder.CreateCall(end, [finishRecord(scope, finish)]);
}

export function buildSpawn(
  scope: FunctionScope,
  spawn: Extract<Instruction, { op: 'spawn' }>,
): void {
  const { ir } = scope;
  const code = present(
    scope.unit.functions[spawn.task],
    `task ${spawn.task} of ${scope.unit.symbol}`,
  );
  const captures = packCaptures(scope, spawn.task, code, spawn.captures);
  ir.builder.CreateCall(ir.runtime('bolt_finish_spawn'), [
    finishRecord(scope, spawn.scope),
    ir.function(code.symbol, ir.types.task),
    captures.address,
    ir.constants.i64(captures.sizeBytes),
    scope.sites.address(spawn.at),
  ]);
}

export function buildLock(
  scope: FunctionScope,
  { object, mode, at }: Extract<Instruction, { op: 'lock' }>,
): void {
  const lock = mode === 'shared' ? 'bolt_lock_shared' : 'bolt_lock_exclusive';
  const args = [operandValue(scope, object), scope.sites.address(at)];
  scope.ir.builder.CreateCall(scope.ir.runtime(lock), args);
}

export function buildUnlock(scope: FunctionScope, object: Operand, mode: LockMode): void {
  const unlock = mode === 'shared' ? 'bolt_unlock_shared' : 'bolt_unlock_exclusive';
  scope.ir.builder.CreateCall(scope.ir.runtime(unlock), [operandValue(scope, object)]);
}

/** At the head of a task: its parameters' values, out of the copied captures. */
export function unpackCaptures(
  ir: IrSession,
  code: MirFunction,
  captures: llvm.Value,
): readonly llvm.Value[] {
  if (code.parameterCount === 0) return [];
  const record = captureRecord(ir, code);
  const typed = ir.builder.CreateBitCast(captures, ir.types.pointerTo(record));
  return parameterTypes(code).map((type, index) =>
    loadMemory(ir, memberAddress(ir, record, typed, index), type),
  );
}

function packCaptures(
  scope: FunctionScope,
  task: number,
  code: MirFunction,
  captures: readonly Operand[],
): { readonly address: llvm.Value; readonly sizeBytes: number } {
  const { ir } = scope;
  if (captures.length === 0) return { address: ir.constants.nullPointer, sizeBytes: 0 };
  const record = captureRecord(ir, code);
  const frame = scratchSlot(scope, `captures${task}`, record);
  const types = parameterTypes(code);
  captures.forEach((capture, index) => {
    const address = memberAddress(ir, record, frame, index);
    storeMemory(
      ir,
      operandValue(scope, capture),
      address,
      present(types[index], `capture ${index}`),
    );
  });
  const address = ir.builder.CreateBitCast(frame, ir.types.pointer);
  return { address, sizeBytes: ir.sizeBytes(record) };
}

function captureRecord(ir: IrSession, code: MirFunction): llvm.StructType {
  return llvm.StructType.get(
    ir.context,
    parameterTypes(code).map((type) => ir.types.memory(type)),
  );
}

function parameterTypes(code: MirFunction): readonly Type[] {
  return code.locals.slice(0, code.parameterCount).map((local) => local.type);
}

function memberAddress(
  ir: IrSession,
  record: llvm.StructType,
  address: llvm.Value,
  index: number,
): llvm.Value {
  const path = [ir.constants.i32(0), ir.constants.i32(index)];
  return ir.builder.CreateInBoundsGEP(record, address, path);
}

function finishRecord(scope: FunctionScope, finish: number): llvm.Value {
  return scratchSlot(scope, `finish${finish}`, scope.ir.types.finish);
}
