/** Checks that may panic: a compare and a branch to a cold block behind the function's code. */
import type llvm from 'llvm-bindings';
import { assertNever } from '../base/invariant.ts';
import type { Ordinal } from '../base/span.ts';
import type { Instruction, NullReason } from '../ir/mir.ts';
import type { FunctionScope } from './build-scope.ts';
import { moveTo, operandValue, scratchSlot } from './build-scope.ts';
import { isKnownNonZero } from './panic-sites.ts';
import type { RuntimeFunction } from './runtime-abi.ts';

export function buildSetCheck(
  scope: FunctionScope,
  { value, reason, name, at }: Extract<Instruction, { op: 'checkSet' }>,
): void {
  const reference = operandValue(scope, value);
  if (scope.vetted.has(reference)) return;
  scope.vetted.add(reference);
  const isUnset = scope.ir.builder.CreateIsNull(reference);
  const panic = panicFunction(reason);
  panicIf(scope, isUnset, panic, at, name);
}

export function buildDivisorCheck(
  scope: FunctionScope,
  check: Extract<Instruction, { op: 'checkDivisor' }>,
): void {
  if (isKnownNonZero(check)) return;
  const { builder, constants } = scope.ir;
  const isZero = builder.CreateICmpEQ(operandValue(scope, check.value), constants.zero(check.type));
  panicIf(scope, isZero, 'bolt_panic_divide', check.at);
}

/** One comparison: an index below zero is a large unsigned number. */
export function buildIndexCheck(
  scope: FunctionScope,
  { index, length, at }: Extract<Instruction, { op: 'checkIndex' }>,
): void {
  const [i, n] = [operandValue(scope, index), operandValue(scope, length)];
  const isOutside = scope.ir.builder.CreateICmpUGE(i, n);
  panicWhere(scope, isOutside, at, (site) => ({ panic: 'bolt_panic_index', args: [site, i, n] }));
}

export function buildPanic(
  scope: FunctionScope,
  { message, at }: Extract<Instruction, { op: 'panic' }>,
): void {
  const { builder, types } = scope.ir;
  const text = scratchSlot(scope, 'message', types.string);
  builder.CreateStore(operandValue(scope, message), text);
  builder.CreateCall(scope.ir.runtime('bolt_panic'), [scope.sites.address(at), text]);
}

export interface PanicCall {
  readonly panic: RuntimeFunction;
  readonly args: readonly llvm.Value[];
}

/** Panics with values that are known where `condition` is. */
export function panicWhere(
  scope: FunctionScope,
  condition: llvm.Value,
  at: Ordinal,
  call: (site: llvm.Value) => PanicCall,
): void {
  const cold = scope.ir.block('panic');
  const next = scope.ir.block('ok', scope.fn);
  const { place } = scope.ir;
  const fill = (): void => {
    scope.ir.place = place;
    const { panic, args } = call(scope.sites.address(at));
    scope.ir.builder.CreateCall(scope.ir.runtime(panic), [...args]);
    scope.ir.builder.CreateUnreachable();
  };
  scope.panics.set(`check ${scope.panics.size}`, { block: cold, fill });
  scope.ir.builder.CreateCondBr(condition, cold, next);
  moveTo(scope, next);
}

/** Lays the panic blocks out behind all others. */
export function buildPanicBlocks(scope: FunctionScope): void {
  for (const { block, fill } of scope.panics.values()) {
    block.insertInto(scope.fn);
    moveTo(scope, block);
    fill();
  }
}

function panicIf(
  scope: FunctionScope,
  condition: llvm.Value,
  panic: RuntimeFunction,
  at: Ordinal,
  name?: string,
): void {
  const next = scope.ir.block('ok', scope.fn);
  scope.ir.builder.CreateCondBr(condition, panicBlock(scope, panic, at, name), next);
  moveTo(scope, next);
}

function panicBlock(
  scope: FunctionScope,
  panic: RuntimeFunction,
  at: Ordinal,
  name: string | undefined,
): llvm.BasicBlock {
  const key = `${panic} ${at} ${name ?? ''}`;
  let found = scope.panics.get(key);
  if (found === undefined) {
    const { builder } = scope.ir;
    const { place } = scope.ir;
    const fill = (): void => {
      scope.ir.place = place;
      const site = scope.sites.address(at);
      const args = name === undefined ? [site] : [site, scope.texts.data(name)];
      builder.CreateCall(scope.ir.runtime(panic), args);
      builder.CreateUnreachable();
    };
    found = { block: scope.ir.block('panic'), fill };
    scope.panics.set(key, found);
  }
  return found.block;
}

function panicFunction(reason: NullReason): RuntimeFunction {
  switch (reason) {
    case 'receiver':
      return 'bolt_panic_receiver';
    case 'field-access':
      return 'bolt_panic_field_access';
    case 'unset-field':
      return 'bolt_panic_unset_field';
    case 'unset-element':
      return 'bolt_panic_unset_element';
    default:
      return assertNever(reason);
  }
}
