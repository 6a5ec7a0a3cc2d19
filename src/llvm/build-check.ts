/** Checks that may panic: a compare and a branch to a cold block behind the function's code. */
import type llvm from 'llvm-bindings';
import { assertNever } from '../base/invariant.ts';
import type { Ordinal } from '../base/span.ts';
import type { Instruction, NullReason } from '../ir/mir.ts';
import type { FunctionScope } from './build-scope.ts';
import { moveTo, operandValue } from './build-scope.ts';
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
    default:
      return assertNever(reason);
  }
}
