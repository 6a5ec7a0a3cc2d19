/** Conditions as control flow, and the short-circuiting operators as values. */
import type { HirExpr } from '../../sema/hir.ts';
import { boolType } from '../operand.ts';
import type { Branches, Label } from './function-builder.ts';
import { addSlot, branch, define, emit, jump, newLabel, place } from './function-builder.ts';
import type { Lowering, Value } from './lowering.ts';
import { forgetSince, lowerEffect, lowerOperand } from './lowering.ts';

/** A right operand, which may be skipped. */
interface RightOperand {
  readonly label: Label;
  readonly expr: HirExpr;
  readonly targets: Branches;
}

export type Logical = Extract<HirExpr, { readonly kind: 'binary' }>;

export function isLogical(expr: HirExpr): expr is Logical {
  return expr.kind === 'binary' && (expr.operator === '&&' || expr.operator === '||');
}

/**
 * Jumps to one of `targets`; chains of `&&`, `||` and `!` become jumps, left operands without
 * recursion.
 */
export function lowerCondition(l: Lowering, condition: HirExpr, targets: Branches): void {
  const pending: RightOperand[] = [];
  let expr = condition;
  let { then, otherwise } = targets;
  for (;;) {
    if (expr.kind === 'unary' && expr.operator === '!') {
      [then, otherwise] = [otherwise, then];
      expr = expr.operand;
    } else if (isLogical(expr)) {
      const label = newLabel();
      pending.push({ label, expr: expr.right, targets: { then, otherwise } });
      if (expr.operator === '&&') then = label;
      else otherwise = label;
      expr = expr.left;
    } else break;
  }
  branch(l.builder, lowerOperand(l, expr), { then, otherwise });
  const mark = l.learned.length;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    place(l.builder, next.label);
    lowerCondition(l, next.expr, next.targets);
    forgetSince(l, mark);
  }
}

/** `a && b && c`: a variable takes the value of each operand until one decides. */
export function lowerLogical(l: Lowering, node: Logical): Value {
  const operands = chainOf(node);
  const slot = addSlot(l.builder, { name: '', type: boolType, at: node.at });
  const join = newLabel();
  let mark: number | undefined;
  operands.forEach((operand, index) => {
    const value = lowerOperand(l, operand);
    mark ??= l.learned.length;
    emit(l.builder, { op: 'store', slot, value });
    if (index === operands.length - 1) return;
    const next = newLabel();
    const isAnd = node.operator === '&&';
    branch(l.builder, value, { then: isAnd ? next : join, otherwise: isAnd ? join : next });
    place(l.builder, next);
  });
  forgetSince(l, mark ?? 0);
  jump(l.builder, join);
  place(l.builder, join);
  return define(l.builder, boolType, (dest) => ({ op: 'load', dest, slot }));
}

/** An operator as a statement: its last operand is evaluated for its effects only. */
export function lowerLogicalEffect(l: Lowering, node: Logical): void {
  const right = newLabel();
  const join = newLabel();
  const isAnd = node.operator === '&&';
  lowerCondition(l, node.left, { then: isAnd ? right : join, otherwise: isAnd ? join : right });
  place(l.builder, right);
  const mark = l.learned.length;
  lowerEffect(l, node.right);
  forgetSince(l, mark);
  jump(l.builder, join);
  place(l.builder, join);
}

/** The operands of a chain of one operator, which leans to the left. */
function chainOf(node: Logical): HirExpr[] {
  const reversed: HirExpr[] = [];
  let expr: HirExpr = node;
  while (isLogical(expr) && expr.operator === node.operator) {
    reversed.push(expr.right);
    expr = expr.left;
  }
  reversed.push(expr);
  return reversed.reverse();
}
