/** `panic`, `assert` and `assertEqual`: what holds costs a branch. */
import type { Ordinal } from '../../base/span.ts';
import type { HirExpr } from '../../sema/hir.ts';
import type { Instruction, Operand } from '../mir.ts';
import { boolType, stringType } from '../operand.ts';
import { lowerCondition } from './conditions.ts';
import { branch, define, emit, endUnreachable, newLabel, place } from './function-builder.ts';
import type { Lowering } from './lowering.ts';
import { forgetSince, lowerOperand } from './lowering.ts';

type Kind<K extends HirExpr['kind']> = Extract<HirExpr, { readonly kind: K }>;

type Parts = Extract<Instruction, { readonly op: 'interpolate' }>['parts'];

export function lowerPanic(l: Lowering, node: Kind<'panic'>): void {
  endWith(l, lowerOperand(l, node.message), node.at);
}

export function lowerAssert(l: Lowering, node: Kind<'assert'>): void {
  const then = newLabel();
  const otherwise = newLabel();
  const mark = l.learned.length;
  lowerCondition(l, node.condition, { then, otherwise });
  place(l.builder, otherwise);
  forgetSince(l, mark);
  endWith(l, { kind: 'string', value: `assertion failed: ${node.text}` }, node.at);
  place(l.builder, then);
}

/** Both values are evaluated first, and shown where they differ. */
export function lowerAssertEqual(l: Lowering, node: Kind<'assertEqual'>): void {
  const left = lowerOperand(l, node.actual);
  const right = lowerOperand(l, node.expected);
  const { type } = node.actual;
  const operation = { op: 'compare', operator: 'eq', left, right, type } as const;
  const isEqual = define(l.builder, boolType, (dest) => ({ ...operation, dest }));
  const then = newLabel();
  const otherwise = newLabel();
  branch(l.builder, isEqual, { then, otherwise });
  place(l.builder, otherwise);
  const parts: Parts = [
    'assertion failed: ',
    { value: left, type },
    ' is not equal to ',
    { value: right, type },
  ];
  const text = define(l.builder, stringType, (dest) => ({ op: 'interpolate', dest, parts }));
  endWith(l, text, node.at);
  place(l.builder, then);
}

function endWith(l: Lowering, message: Operand, at: Ordinal): void {
  emit(l.builder, { op: 'panic', message, at });
  endUnreachable(l.builder);
}
