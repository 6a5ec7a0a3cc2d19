/** Optionals, and what binds parts of values by patterns: `if let`, `while let` and `let`. */
import { invariant } from '../../base/invariant.ts';
import type { HirBlock, HirExpr } from '../../sema/hir.ts';
import type { OptionalType, Type } from '../../sema/type.ts';
import type { Operand } from '../mir.ts';
import { boolType, zeroOf } from '../operand.ts';
import { lowerBlockInto, lowerInto } from './branches.ts';
import type { Branches } from './function-builder.ts';
import {
  addSlot,
  branch,
  define,
  emit,
  jump,
  newLabel,
  place,
  placeLoopHead,
} from './function-builder.ts';
import { lowerLoopBody } from './loops.ts';
import type { Destination, Lowering, Value } from './lowering.ts';
import { forgetSince, lowerOperand } from './lowering.ts';
import type { TestedArm } from './match.ts';
import { lowerArms } from './match.ts';
import { leaveWith } from './returns.ts';

type Kind<K extends HirExpr['kind']> = Extract<HirExpr, { readonly kind: K }>;

const nowhere: Destination = { kind: 'nowhere' };

export function lowerSome(l: Lowering, node: Kind<'some'>): Operand {
  const type = optionalOf(node.type);
  const value = lowerOperand(l, node.value);
  return define(l.builder, type, (dest) => ({ op: 'some', dest, value, type }));
}

/** The right side is evaluated where the left one is `none`. */
export function lowerCoalesce(l: Lowering, node: Kind<'coalesce'>): Value {
  const type = optionalOf(node.optional.type);
  const slot = addSlot(l.builder, { name: '', type: node.type, at: node.at });
  const optional = lowerOperand(l, node.optional);
  const otherwise = newLabel();
  const then = newLabel();
  const join = newLabel();
  branchOnSome(l, optional, type, { then, otherwise });
  place(l.builder, then);
  emit(l.builder, { op: 'store', slot, value: unwrap(l, optional, type) });
  jump(l.builder, join);
  place(l.builder, otherwise);
  const mark = l.learned.length;
  lowerInto(l, node.otherwise, { kind: 'slot', slot });
  forgetSince(l, mark);
  jump(l.builder, join);
  place(l.builder, join);
  return define(l.builder, node.type, (dest) => ({ op: 'load', dest, slot }));
}

/** What an optional holds; where it holds nothing the function returns that. */
export function lowerTry(l: Lowering, node: Kind<'try'>): Value {
  const type = optionalOf(node.operand.type);
  const optional = lowerOperand(l, node.operand);
  const then = newLabel();
  const otherwise = newLabel();
  branchOnSome(l, optional, type, { then, otherwise });
  place(l.builder, otherwise);
  leaveWith(l, zeroOf(l.unit.body.result));
  place(l.builder, then);
  return unwrap(l, optional, type);
}

export function lowerIfLet(l: Lowering, node: Kind<'ifLet'>): Value {
  const { type, at } = node;
  if (type.kind === 'void' || type.kind === 'never') {
    lowerIfLetInto(l, node, nowhere);
    return undefined;
  }
  const slot = addSlot(l.builder, { name: '', type, at });
  lowerIfLetInto(l, node, { kind: 'slot', slot });
  return define(l.builder, type, (dest) => ({ op: 'load', dest, slot }));
}

/** Two arms: the pattern, and everything else. */
export function lowerIfLetInto(l: Lowering, node: Kind<'ifLet'>, destination: Destination): void {
  const value = lowerOperand(l, node.subject);
  const { pattern, then, otherwise, at, subject } = node;
  const arms: readonly BlockArm[] = [
    { pattern, body: then },
    { pattern: { kind: 'wildcard' }, body: otherwise },
  ];
  lowerArms(l, {
    value,
    type: subject.type,
    arms,
    at,
    body({ body }) {
      if (body !== undefined) lowerBlockInto(l, body, destination);
    },
  });
}

export function lowerWhileLet(l: Lowering, node: Kind<'whileLet'>): void {
  const head = placeLoopHead(l.builder);
  const exit = newLabel();
  const value = lowerOperand(l, node.subject);
  const { pattern, body, at, subject } = node;
  const arms: readonly BlockArm[] = [
    { pattern, body },
    { pattern: { kind: 'wildcard' }, body: undefined },
  ];
  lowerArms(l, {
    value,
    type: subject.type,
    arms,
    at,
    body(arm) {
      if (arm.body === undefined) jump(l.builder, exit);
      else lowerLoopBody(l, node, { breakTo: exit, continueTo: head });
    },
  });
  jump(l.builder, head);
  place(l.builder, exit);
}

interface BlockArm extends TestedArm {
  readonly body: HirBlock | undefined;
}

/** The variables stay behind it. */
export function lowerLetPattern(l: Lowering, node: Kind<'letPattern'>): void {
  const value = lowerOperand(l, node.value);
  const { pattern, at } = node;
  const arms = [{ pattern }];
  lowerArms(l, { value, type: node.value.type, arms, at, body: () => undefined });
}

export function branchOnSome(
  l: Lowering,
  value: Operand,
  type: OptionalType,
  targets: Branches,
): void {
  branch(
    l.builder,
    define(l.builder, boolType, (dest) => ({ op: 'isSome', dest, value, type })),
    targets,
  );
}

function unwrap(l: Lowering, value: Operand, type: OptionalType): Operand {
  return define(l.builder, type.value, (dest) => ({ op: 'unwrap', dest, value, type }));
}

function optionalOf(type: Type): OptionalType {
  invariant(type.kind === 'optional', `An optional of type ${type.kind}`);
  return type;
}
