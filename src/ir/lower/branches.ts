/**
 * Blocks and `if`, lowered into where their value is wanted: the arms of an `if` store into its
 * variable or return, so that no arm's value takes a detour.
 */
import type { HirBlock, HirExpr } from '../../sema/hir.ts';
import type { Operand } from '../mir.ts';
import { lowerCondition } from './conditions.ts';
import type { Label } from './function-builder.ts';
import {
  addSlot,
  define,
  emit,
  enterBlock,
  jump,
  leave,
  leaveBlock,
  newLabel,
  place,
} from './function-builder.ts';
import type { Destination, Lowering, Value } from './lowering.ts';
import { forgetSince, lowerEffect, lowerOperand, lowerValue } from './lowering.ts';

type If = Extract<HirExpr, { readonly kind: 'if' }>;

const nowhere = { kind: 'nowhere' } as const;

export function lowerBlock(l: Lowering, block: HirBlock): Value {
  const entered = enterBlock(l.builder);
  const last = block.yields ? block.statements.at(-1) : undefined;
  for (const statement of block.statements) if (statement !== last) lowerEffect(l, statement);
  const value = last && lowerValue(l, last);
  leaveBlock(l.builder, entered);
  return value;
}

export function lowerBlockInto(l: Lowering, block: HirBlock, destination: Destination): void {
  const entered = enterBlock(l.builder);
  const last = block.statements.length - 1;
  // A callback would cost nested blocks stack.
  for (const [index, statement] of block.statements.entries()) {
    lowerInto(l, statement, index === last && block.yields ? destination : nowhere);
  }
  leaveBlock(l.builder, entered);
}

export function lowerInto(l: Lowering, expr: HirExpr, destination: Destination): void {
  const outer = l.builder.at;
  l.builder.at = expr.at;
  if (expr.kind === 'if') lowerIfInto(l, expr, destination);
  else if (expr.kind === 'block') lowerBlockInto(l, expr.block, destination);
  else if (expr.kind === 'match' || expr.kind === 'ifLet') l.unit.match(l, expr, destination);
  else if (destination.kind === 'nowhere') lowerEffect(l, expr);
  else deliver(l, lowerOperand(l, expr), destination);
  l.builder.at = outer;
}

function deliver(
  l: Lowering,
  value: Operand,
  destination: Exclude<Destination, typeof nowhere>,
): void {
  if (destination.kind === 'result') leave(l.builder, value);
  else emit(l.builder, { op: 'store', slot: destination.slot, value });
}

export function lowerIf(l: Lowering, node: If): Value {
  const { type, at } = node;
  if (type.kind === 'void' || type.kind === 'never') {
    lowerIfInto(l, node, nowhere);
    return undefined;
  }
  const slot = addSlot(l.builder, { name: '', type, at });
  lowerIfInto(l, node, { kind: 'slot', slot });
  return define(l.builder, type, (dest) => ({ op: 'load', dest, slot }));
}

/** A chain of `else if` is one loop: it may be as long as a file. */
function lowerIfInto(l: Lowering, head: If, destination: Destination): void {
  const join = newLabel();
  let mark: number | undefined;
  for (let node: If | undefined = head; node !== undefined; ) {
    l.builder.at = node.at;
    const { otherwise }: If = node;
    const then = newLabel();
    const orElse = otherwise === undefined ? join : newLabel();
    lowerCondition(l, node.condition, { then, otherwise: orElse });
    mark ??= l.learned.length;
    lowerArm(l, node.then, { label: then, join, destination });
    node = otherwise && elseIf(otherwise, destination);
    if (node !== undefined) place(l.builder, orElse);
    else if (otherwise !== undefined) lowerArm(l, otherwise, { label: orElse, join, destination });
  }
  forgetSince(l, mark ?? 0);
  place(l.builder, join);
}

interface Arm {
  readonly label: Label;
  readonly join: Label;
  readonly destination: Destination;
}

function lowerArm(l: Lowering, block: HirBlock, arm: Arm): void {
  place(l.builder, arm.label);
  const mark = l.learned.length;
  lowerBlockInto(l, block, arm.destination);
  forgetSince(l, mark);
  jump(l.builder, arm.join);
}

/** The `if` that is all of an `else`, and whose value goes where the block's goes. */
function elseIf(block: HirBlock, destination: Destination): If | undefined {
  const [only] = block.statements;
  if (block.statements.length !== 1 || only?.kind !== 'if') return undefined;
  const passesOn = block.yields || destination.kind === 'nowhere' || block.type.kind === 'never';
  return passesOn ? only : undefined;
}
