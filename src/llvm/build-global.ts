/**
 * Global variables. The module that declares one defines its memory, and a function by the variable's
 * link name that yields its address: a thread's own copy, where the variable is local. The memory of a
 * locked one begins like an object, so that locks of objects serve for it.
 */
import type llvm from 'llvm-bindings';
import type { Instruction } from '../ir/mir.ts';
import type { GlobalVariable } from '../sema/model.ts';
import type { FunctionScope } from './build-scope.ts';
import { operandValue } from './build-scope.ts';
import type { Place } from './ir-memory.ts';
import { loadPart, storePart } from './ir-memory.ts';
import type { IrSession } from './ir-session.ts';
import { headerBytes } from './layout.ts';

type Op<Name extends Instruction['op']> = Extract<Instruction, { op: Name }>;

export function buildGetGlobal(
  scope: FunctionScope,
  { global, path }: Op<'getGlobal'>,
): llvm.Value {
  const { address, type } = placeOf(scope.ir, global);
  return loadPart(scope.ir, address, type, path);
}

export function buildSetGlobal(
  scope: FunctionScope,
  { global, value, path }: Op<'setGlobal'>,
): void {
  const stored = operandValue(scope, value);
  storePart(scope.ir, stored, placeOf(scope.ir, global), path);
}

export function buildLockGlobal(
  scope: FunctionScope,
  { global, mode, at }: Op<'lockGlobal'>,
): void {
  const lock = mode === 'shared' ? 'bolt_lock_shared' : 'bolt_lock_exclusive';
  const args = [memoryOf(scope.ir, global), scope.sites.address(at)];
  scope.ir.builder.CreateCall(scope.ir.runtime(lock), args);
}

export function buildUnlockGlobal(
  scope: FunctionScope,
  { global, mode }: Op<'unlockGlobal'>,
): void {
  const unlock = mode === 'shared' ? 'bolt_unlock_shared' : 'bolt_unlock_exclusive';
  scope.ir.builder.CreateCall(scope.ir.runtime(unlock), [memoryOf(scope.ir, global)]);
}

/** The function that yields the address of the variable's memory. */
export function globalAccessor(ir: IrSession, decl: GlobalVariable['decl']): llvm.Function {
  return ir.function(decl, ir.types.address);
}

function memoryOf(ir: IrSession, { decl }: GlobalVariable): llvm.Value {
  return ir.builder.CreateCall(globalAccessor(ir, decl), []);
}

function placeOf(ir: IrSession, global: GlobalVariable): Place {
  const { builder, constants, types } = ir;
  const memory = memoryOf(ir, global);
  const value =
    global.mode === 'local'
      ? memory
      : builder.CreateInBoundsGEP(types.i8, memory, constants.i64(headerBytes));
  const address = builder.CreateBitCast(value, types.pointerTo(types.memory(global.type)));
  return { address, type: global.type };
}
