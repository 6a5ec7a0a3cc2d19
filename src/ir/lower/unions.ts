/** Unions and classes at run time: what a value is, and the value as that. */
import type { HirExpr, TypeTest } from '../../sema/hir.ts';
import type { Type } from '../../sema/type.ts';
import { printType } from '../../sema/type-key.ts';
import type { Operand } from '../mir.ts';
import { boolType, stringType, zeroOf } from '../operand.ts';
import {
  addSlot,
  branch,
  define,
  emit,
  endUnreachable,
  jump,
  newLabel,
  place,
} from './function-builder.ts';
import type { Lowering } from './lowering.ts';
import { learnSet, lowerOperand } from './lowering.ts';
import { checkSet, nameOf } from './references.ts';

type Kind<K extends HirExpr['kind']> = Extract<HirExpr, { readonly kind: K }>;

export const tagType: Type = { kind: 'int', bits: 32, signed: true };

export function lowerInject(l: Lowering, node: Kind<'inject'>): Operand {
  const value = lowerOperand(l, node.value);
  const { type, member } = node;
  if (type.kind !== 'union') return value;
  return define(l.builder, type, (dest) => ({ op: 'inject', dest, value, type, member }));
}

export function lowerIs(l: Lowering, node: Kind<'is'>): Operand {
  const value = lowerOperand(l, node.operand);
  return passes(l, node.test, { value, expr: node.operand, at: node.at });
}

/** The value as what the test says; what becomes of one that is something else, `failure` says. */
export function lowerCast(l: Lowering, node: Kind<'cast'>): Operand {
  const value = lowerOperand(l, node.operand);
  const { test, failure } = node;
  const from = node.operand.type;
  if (failure === 'proven') return asTested(l, test, { value, from, type: node.type });
  const held =
    node.type.kind === 'optional' && failure === 'optional' ? node.type.value : node.type;
  const isHeld = passes(l, test, { value, expr: node.operand, at: node.at });
  const then = newLabel();
  const otherwise = newLabel();
  branch(l.builder, isHeld, { then, otherwise });
  if (failure === 'panic') {
    place(l.builder, otherwise);
    const message = describeFailure(l, node, value);
    emit(l.builder, { op: 'panic', message, at: node.at });
    endUnreachable(l.builder);
    place(l.builder, then);
    return asTested(l, test, { value, from, type: held });
  }
  const { type } = node;
  const join = newLabel();
  const slot = addSlot(l.builder, { name: '', type, at: node.at });
  place(l.builder, then);
  const inner = asTested(l, test, { value, from, type: held });
  const whole =
    type.kind === 'optional'
      ? define(l.builder, type, (dest) => ({ op: 'some', dest, value: inner, type }))
      : inner;
  emit(l.builder, { op: 'store', slot, value: whole });
  jump(l.builder, join);
  place(l.builder, otherwise);
  emit(l.builder, { op: 'store', slot, value: zeroOf(type) });
  jump(l.builder, join);
  place(l.builder, join);
  return define(l.builder, type, (dest) => ({ op: 'load', dest, slot }));
}

/** `value`, which is a `from`, as what it is known to be. */
export function asTested(
  l: Lowering,
  test: TypeTest,
  { value, from, type }: { readonly value: Operand; readonly from: Type; readonly type: Type },
): Operand {
  if (test.kind === 'class') {
    const cast = define(l.builder, type, (dest) => ({
      op: 'convert',
      dest,
      value,
      from,
      to: type,
    }));
    learnSet(l, cast);
    return cast;
  }
  const { union, member } = test;
  return define(l.builder, type, (dest) => ({ op: 'project', dest, value, type: union, member }));
}

/** Number of the member that a union holds. */
export function tagOf(
  l: Lowering,
  value: Operand,
  type: Extract<Type, { kind: 'union' }>,
): Operand {
  return define(l.builder, tagType, (dest) => ({ op: 'tag', dest, value, type }));
}

function passes(
  l: Lowering,
  test: TypeTest,
  { value, expr, at }: { readonly value: Operand; readonly expr: HirExpr; readonly at: number },
): Operand {
  if (test.kind === 'class') {
    checkSet(l, value, { reason: 'unset-field', name: nameOf(l, expr), at });
    return define(l.builder, boolType, (dest) => ({
      op: 'isInstance',
      dest,
      value,
      class: test.class,
    }));
  }
  const left = tagOf(l, value, test.union);
  const right: Operand = { kind: 'int', type: tagType, value: String(test.member) };
  return define(l.builder, boolType, (dest) => ({
    op: 'compare',
    dest,
    operator: 'eq',
    left,
    right,
    type: tagType,
  }));
}

/** Names what was there and what was wanted. An object shows as its class. */
function describeFailure(l: Lowering, node: Kind<'cast'>, value: Operand): Operand {
  const wanted = printType(node.type);
  if (node.test.kind === 'class') {
    const { type } = node.operand;
    const parts = ['cast failed: ', { value, type }, ` is no \`${wanted}\``];
    return define(l.builder, stringType, (dest) => ({ op: 'interpolate', dest, parts }));
  }
  const whole = printType(node.test.union);
  const { union } = node.test;
  const names = node.memberNames ?? [];
  const slot = addSlot(l.builder, { name: '', type: stringType, at: node.at });
  const join = newLabel();
  const tag = tagOf(l, value, union);
  names.forEach((name, member) => {
    if (node.test.kind === 'member' && member === node.test.member) return;
    const found = newLabel();
    const next = newLabel();
    const right: Operand = { kind: 'int', type: tagType, value: String(member) };
    const compare = { op: 'compare', operator: 'eq', left: tag, right, type: tagType } as const;
    branch(
      l.builder,
      define(l.builder, boolType, (dest) => ({ ...compare, dest })),
      { then: found, otherwise: next },
    );
    place(l.builder, found);
    const text = `cast failed: the \`${whole}\` holds \`${name}\`, not \`${wanted}\``;
    emit(l.builder, { op: 'store', slot, value: { kind: 'string', value: text } });
    jump(l.builder, join);
    place(l.builder, next);
  });
  const text = `cast failed: the \`${whole}\` does not hold \`${wanted}\``;
  emit(l.builder, { op: 'store', slot, value: { kind: 'string', value: text } });
  jump(l.builder, join);
  place(l.builder, join);
  return define(l.builder, stringType, (dest) => ({ op: 'load', dest, slot }));
}
