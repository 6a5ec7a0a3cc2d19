/** Loops, `break` and `continue`. */
import { present } from '../../base/invariant.ts';
import type { HirBlock, HirExpr, LoopId } from '../../sema/hir.ts';
import type { Type } from '../../sema/type.ts';
import type { CompareOperator, Operand, SlotId } from '../mir.ts';
import { boolType } from '../operand.ts';
import { lowerBlockInto } from './branches.ts';
import { lowerCondition } from './conditions.ts';
import type { Label } from './function-builder.ts';
import {
  addSlot,
  branch,
  define,
  emit,
  enterBlock,
  jump,
  leaveBlock,
  newLabel,
  place,
  placeLoopHead,
} from './function-builder.ts';
import { bindLet } from './locals.ts';
import type { LoopTargets, Lowering } from './lowering.ts';
import { emitCleanups, forgetSince, lowerEffect, lowerOperand } from './lowering.ts';

type Kind<K extends HirExpr['kind']> = Extract<HirExpr, { readonly kind: K }>;

export function lowerWhile(l: Lowering, node: Kind<'while'>): void {
  const head = placeLoopHead(l.builder);
  const body = newLabel();
  const exit = newLabel();
  lowerCondition(l, node.condition, { then: body, otherwise: exit });
  place(l.builder, body);
  lowerLoopBody(l, node, { breakTo: exit, continueTo: head });
  jump(l.builder, head);
  place(l.builder, exit);
}

/** `continue` goes to the step, which sees none of the body's variables. */
export function lowerFor(l: Lowering, node: Kind<'for'>): void {
  const entered = enterBlock(l.builder);
  lowerEffect(l, node.init);
  const head = placeLoopHead(l.builder);
  const body = newLabel();
  const step = newLabel();
  const exit = newLabel();
  lowerCondition(l, node.condition, { then: body, otherwise: exit });
  place(l.builder, body);
  lowerLoopBody(l, node, { breakTo: exit, continueTo: step });
  jump(l.builder, step);
  place(l.builder, step);
  const mark = l.learned.length;
  lowerEffect(l, node.step);
  forgetSince(l, mark);
  jump(l.builder, head);
  place(l.builder, exit);
  leaveBlock(l.builder, entered);
}

/** The counter has a slot of its own, so that the body may assign its variable. */
export function lowerForRange(l: Lowering, node: Kind<'forRange'>): void {
  const { type } = node.from;
  const from = lowerOperand(l, node.from);
  const to = lowerOperand(l, node.to);
  const slot = addSlot(l.builder, { name: '', type, at: node.at });
  emit(l.builder, { op: 'store', slot, value: from });
  const range = { from, to, type, slot, exit: newLabel() };
  if (node.inclusive) countThroughEnd(l, node, range);
  else countToEnd(l, node, range);
  place(l.builder, range.exit);
}

interface Range {
  readonly from: Operand;
  readonly to: Operand;
  readonly type: Type;
  /** Of the counter. */
  readonly slot: SlotId;
  readonly exit: Label;
}

function countToEnd(l: Lowering, node: Kind<'forRange'>, range: Range): void {
  const head = placeLoopHead(l.builder);
  const body = newLabel();
  const counter = loadCounter(l, range);
  branch(l.builder, compare(l, 'lt', counter, range), { then: body, otherwise: range.exit });
  place(l.builder, body);
  countedBody(l, node, range, counter);
  advance(l, range, counter);
  jump(l.builder, head);
}

/** Compares before it counts: the end may be the type's greatest value. */
function countThroughEnd(l: Lowering, node: Kind<'forRange'>, range: Range): void {
  const enter = newLabel();
  branch(l.builder, compare(l, 'le', range.from, range), { then: enter, otherwise: range.exit });
  place(l.builder, enter);
  const head = placeLoopHead(l.builder);
  const counter = loadCounter(l, range);
  countedBody(l, node, range, counter);
  const next = newLabel();
  branch(l.builder, compare(l, 'eq', counter, range), { then: range.exit, otherwise: next });
  place(l.builder, next);
  advance(l, range, counter);
  jump(l.builder, head);
}

function countedBody(l: Lowering, node: Kind<'forRange'>, range: Range, counter: Operand): void {
  const step = newLabel();
  const entered = enterBlock(l.builder);
  bindLet(l, node.local, counter);
  lowerLoopBody(l, node, { breakTo: range.exit, continueTo: step });
  leaveBlock(l.builder, entered);
  jump(l.builder, step);
  place(l.builder, step);
}

function loadCounter(l: Lowering, { slot, type }: Range): Operand {
  return define(l.builder, type, (dest) => ({ op: 'load', dest, slot }));
}

function advance(l: Lowering, { slot, type }: Range, counter: Operand): void {
  const value = define(l.builder, type, (dest) => ({
    op: 'arith',
    dest,
    operator: 'add',
    left: counter,
    right: { kind: 'int', type, value: '1' },
    type,
  }));
  emit(l.builder, { op: 'store', slot, value });
}

function compare(l: Lowering, operator: CompareOperator, counter: Operand, range: Range): Operand {
  const { to: right, type } = range;
  return define(l.builder, boolType, (dest) => ({
    op: 'compare',
    dest,
    operator,
    left: counter,
    right,
    type,
  }));
}

export function lowerLoopBody(
  l: Lowering,
  node: { readonly body: HirBlock; readonly loop: LoopId },
  targets: Omit<LoopTargets, 'depth'>,
): void {
  l.loops.set(node.loop, { ...targets, depth: l.cleanups.length });
  const mark = l.learned.length;
  lowerBlockInto(l, node.body, { kind: 'nowhere' });
  forgetSince(l, mark);
}

export function lowerBreak(l: Lowering, node: Kind<'break'>): void {
  const { breakTo, depth } = present(l.loops.get(node.loop), `loop ${node.loop} to break out of`);
  emitCleanups(l, depth);
  jump(l.builder, breakTo);
}

export function lowerContinue(l: Lowering, node: Kind<'continue'>): void {
  const { continueTo, depth } = present(l.loops.get(node.loop), `loop ${node.loop} to continue`);
  emitCleanups(l, depth);
  jump(l.builder, continueTo);
}
