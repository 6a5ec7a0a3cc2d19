/** Optionals: `some`, `??`, `?`, and the statements that take them apart. */
import { InternalError } from '../../base/invariant.ts';
import { equalTypes } from '../../sema/equal-types.ts';
import type { HirArm, HirBlock, HirExpr } from '../../sema/hir.ts';
import type { OptionalType, Type } from '../../sema/type.ts';
import type { Operand } from '../mir.ts';
import { boolType, mayBeUnset, zeroOf } from '../operand.ts';
import {
  addSlot,
  branch,
  define,
  emit,
  jump,
  leave,
  newLabel,
  place,
  placeLoopHead,
} from './function-builder.ts';
import { lowerLoopBody } from './loops.ts';
import type { Destination, Lowering, Value } from './lowering.ts';
import { emitCleanups, forgetSince, learnSet, lowerOperand } from './lowering.ts';
import { lowerArms, lowerMatch, lowerMatchInto } from './match.ts';

type Kind<K extends HirExpr['kind']> = Extract<HirExpr, { readonly kind: K }>;

export function lowerSome(l: Lowering, node: Kind<'some'>): Value {
  const value = lowerOperand(l, node.value);
  const type = optionalType(node.type);
  return define(l.builder, type, (dest) => ({ op: 'some', dest, value, type }));
}

/** `optional ?? otherwise`, which is evaluated only where it is needed. */
export function lowerCoalesce(l: Lowering, node: Kind<'coalesce'>): Value {
  const optional = lowerOperand(l, node.optional);
  const of = optionalType(node.optional.type);
  const { type, at } = node;
  const slot = addSlot(l.builder, { name: '', type, at });
  const then = newLabel();
  const otherwise = newLabel();
  const join = newLabel();
  branch(l.builder, isSome(l, optional, of), { then, otherwise });
  place(l.builder, then);
  const value = equalTypes(type, of) ? optional : unwrap(l, optional, of);
  emit(l.builder, { op: 'store', slot, value });
  jump(l.builder, join);
  place(l.builder, otherwise);
  const mark = l.learned.length;
  const other = lowerOperand(l, node.otherwise);
  emit(l.builder, { op: 'store', slot, value: other });
  forgetSince(l, mark);
  jump(l.builder, join);
  place(l.builder, join);
  return define(l.builder, type, (dest) => ({ op: 'load', dest, slot }));
}

/** `e?`: without a value, the function is left. */
export function lowerTry(l: Lowering, node: Kind<'try'>): Value {
  const optional = lowerOperand(l, node.operand);
  const of = optionalType(node.operand.type);
  const then = newLabel();
  const otherwise = newLabel();
  branch(l.builder, isSome(l, optional, of), { then, otherwise });
  place(l.builder, otherwise);
  emitCleanups(l, 0);
  leave(l.builder, zeroOf(l.unit.body.result));
  place(l.builder, then);
  return unwrap(l, optional, of);
}

export function lowerIfLet(l: Lowering, node: Kind<'ifLet'>): Value {
  return lowerMatch(l, asMatch(node));
}

/** A `match`, or an `if let` as one. */
export function lowerDecisionInto(
  l: Lowering,
  node: Kind<'match' | 'ifLet'>,
  destination: Destination,
): void {
  lowerMatchInto(l, node.kind === 'ifLet' ? asMatch(node) : node, destination);
}

/** The pattern is one arm, everything else another. */
function asMatch(node: Kind<'ifLet'>): Kind<'match'> {
  const { type, subject, pattern, then, otherwise, at } = node;
  const empty: HirBlock = { statements: [], yields: false, type: voidType, at };
  const arms = [armOf(pattern, then), armOf({ kind: 'wildcard' }, otherwise ?? empty)];
  return { kind: 'match', type, subject, arms, at };
}

export function lowerWhileLet(l: Lowering, node: Kind<'whileLet'>): void {
  const head = placeLoopHead(l.builder);
  const exit = newLabel();
  const value = lowerOperand(l, node.subject);
  const pass = armOf(node.pattern, node.body);
  const end = armOf({ kind: 'wildcard' }, { ...node.body, statements: [], yields: false });
  lowerArms(l, {
    value,
    type: node.subject.type,
    arms: [pass, end],
    at: node.at,
    body: (arm) => {
      if (arm === pass) lowerLoopBody(l, node, { breakTo: exit, continueTo: head });
      jump(l.builder, arm === pass ? head : exit);
    },
  });
  place(l.builder, exit);
}

/** `let (a, b) = e`: the pattern cannot fail. */
export function lowerLetPattern(l: Lowering, node: Kind<'letPattern'>): void {
  const value = lowerOperand(l, node.value);
  const { at } = node;
  const empty: HirBlock = { statements: [], yields: false, type: voidType, at };
  const arms = [armOf(node.pattern, empty)];
  const { type } = node.value;
  lowerArms(l, { value, type, arms, at, areOutside: true, body: () => undefined });
}

const voidType: Type = { kind: 'void' };

function armOf(pattern: HirArm['pattern'], block: HirBlock): HirArm {
  const { type, at } = block;
  return { pattern, body: { kind: 'block', type, block, at }, at };
}

function isSome(l: Lowering, value: Operand, type: OptionalType): Operand {
  return define(l.builder, boolType, (dest) => ({ op: 'isSome', dest, value, type }));
}

function unwrap(l: Lowering, value: Operand, type: OptionalType): Operand {
  const held = define(l.builder, type.value, (dest) => ({ op: 'unwrap', dest, value, type }));
  if (mayBeUnset(type.value)) learnSet(l, held);
  return held;
}

function optionalType(type: Type): OptionalType {
  if (type.kind !== 'optional') throw new InternalError(`A ${type.kind} where an optional is`);
  return type;
}
