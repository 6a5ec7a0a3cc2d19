/** The ways out of a function: `return`, and the end of the body. */
import type { Ordinal } from '../../base/span.ts';
import type { HirBlock, HirExpr } from '../../sema/hir.ts';
import { lowerBlock, lowerBlockInto, lowerInto } from './branches.ts';
import { leave } from './function-builder.ts';
import type { Lowering, Value } from './lowering.ts';
import { emitCleanups, lowerEffect, lowerOperand } from './lowering.ts';

type Return = Extract<HirExpr, { readonly kind: 'return' }>;

/** The value is computed inside all scopes, which are then left, innermost first. */
export function lowerReturn(l: Lowering, { value }: Return): void {
  if (value === undefined || !returnsValue(l)) {
    if (value !== undefined) lowerEffect(l, value);
    leaveWith(l, undefined);
  } else if (l.cleanups.length === 0) {
    lowerInto(l, value, { kind: 'result' });
  } else {
    leaveWith(l, lowerOperand(l, value));
  }
}

/** Lowers the whole body; its value is the function's unless that is void. */
export function lowerRoot(l: Lowering, root: HirBlock): void {
  if (!returnsValue(l)) {
    lowerBlockInto(l, root, { kind: 'nowhere' });
    l.builder.at = endOf(root);
    leaveWith(l, undefined);
  } else if (l.cleanups.length === 0) {
    lowerBlockInto(l, root, { kind: 'result' });
  } else {
    const value = lowerBlock(l, root);
    l.builder.at = endOf(root);
    leaveWith(l, value);
  }
}

/** Where a function that ends with `block` is left: a debugger goes no line back for that. */
export function endOf(block: HirBlock): Ordinal {
  return block.statements.at(-1)?.at ?? block.at;
}

function leaveWith(l: Lowering, value: Value): void {
  emitCleanups(l, 0);
  leave(l.builder, value);
}

/** A task's result is discarded. */
function returnsValue(l: Lowering): boolean {
  return l.kind === 'declaration' && l.unit.body.result.kind !== 'void';
}
