/** Operators and conversions on values at hand, as compiled programs compute them. */
import { InternalError } from '../../base/invariant.ts';
import type { BinaryOperator, HirExpr, UnaryOperator } from '../hir.ts';
import type { Type } from '../type.ts';
import { floatArithmetic, floatToInteger, integerToFloat, roundFloat } from './floats.ts';
import { integerArithmetic, wrapInteger } from './integers.ts';
import type { Frame } from './machine.ts';
import { panic } from './machine.ts';
import type { Value } from './values.ts';
import { asFloat, asInteger, elementsOf } from './values.ts';

/** `left operator right`; both of `type`. */
export function applyBinary(
  frame: Frame,
  operator: BinaryOperator,
  {
    left,
    right,
    type,
    at,
  }: { readonly left: Value; readonly right: Value; readonly type: Type; readonly at: number },
): Value {
  const compared = comparison(operator, left, right);
  if (compared !== undefined) return compared;
  if (type.kind === 'int') {
    const divisor = asInteger(right);
    if (divisor === 0n && (operator === '/' || operator === '%')) {
      panic(frame, 'division by zero', at);
    }
    const result = integerArithmetic(operator, asInteger(left), { right: divisor, type });
    if (result !== undefined) return result;
  } else if (type.kind === 'float') {
    const result = floatArithmetic(operator, asFloat(left), { right: asFloat(right), type });
    if (result !== undefined) return result;
  } else if (type.kind === 'bool' && typeof left === 'boolean' && typeof right === 'boolean') {
    if (operator === '&') return left && right;
    if (operator === '|') return left || right;
    if (operator === '^') return left !== right;
  }
  throw new InternalError(`Operator ${operator} on ${type.kind}`);
}

export function applyUnary(operator: UnaryOperator, value: Value, type: Type): Value {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return -value;
  if (typeof value === 'bigint' && type.kind === 'int') {
    return wrapInteger(operator === '-' ? -value : ~value, type);
  }
  throw new InternalError(`Operator ${operator} on ${type.kind}`);
}

/** `value as to`, of what `convert` nodes do to values. */
export function convertValue(value: Value, to: Type): Value {
  switch (to.kind) {
    case 'int':
      if (typeof value === 'bigint') return wrapInteger(value, to);
      if (typeof value === 'number') return floatToInteger(value, to);
      if (typeof value === 'boolean') return value ? 1n : 0n;
      return value;
    case 'float':
      if (typeof value === 'bigint') return integerToFloat(value, to);
      return roundFloat(asFloat(value), to);
    case 'char': {
      const code = asInteger(value);
      const isScalar = code >= 0n && code <= 0x10ffffn && (code < 0xd800n || code > 0xdfffn);
      return isScalar ? code : 0xfffdn;
    }
    default:
      return value;
  }
}

export function isLogical(expr: HirExpr): boolean {
  return expr.kind === 'binary' && (expr.operator === '&&' || expr.operator === '||');
}

/** Part by part; not-a-number is equal to nothing. */
export function equalValues(left: Value, right: Value): boolean {
  if (typeof left !== 'object' || typeof right !== 'object') return left === right;
  switch (left.kind) {
    case 'none':
      return right.kind === 'none';
    case 'some':
      return right.kind === 'some' && equalValues(left.value, right.value);
    case 'inject':
      return (
        right.kind === 'inject' &&
        left.member === right.member &&
        equalValues(left.value, right.value)
      );
    case 'members':
      return right.kind === 'members' && equalLists(left.members, right.members);
    case 'array':
      return (
        right.kind === 'array' &&
        left.length === right.length &&
        equalLists(elementsOf(left), elementsOf(right))
      );
    default:
      throw new InternalError('Values that cannot be compared');
  }
}

function equalLists(left: readonly Value[], right: readonly Value[]): boolean {
  return left.every((value, index) => equalValues(value, right[index]));
}

function comparison(operator: BinaryOperator, left: Value, right: Value): boolean | undefined {
  switch (operator) {
    case '==':
      return equalValues(left, right);
    case '!=':
      return !equalValues(left, right);
    case '<':
      return order(left, right) < 0;
    case '<=':
      return order(left, right) <= 0;
    case '>':
      return order(left, right) > 0;
    case '>=':
      return order(left, right) >= 0;
    default:
      return undefined;
  }
}

/** Below, equal or above zero, or NaN, which every comparison of finds false. Strings by code points. */
function order(left: Value, right: Value): number {
  if (typeof left === 'string' && typeof right === 'string') return orderTexts(left, right);
  if (typeof left === 'number' && typeof right === 'number') {
    if (left === right) return 0;
    return left < right ? -1 : left > right ? 1 : Number.NaN;
  }
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  const difference = asInteger(left) - asInteger(right);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** JavaScript compares UTF-16 units, in which surrogates come before U+E000. */
function orderTexts(left: string, right: string): number {
  const others = right[Symbol.iterator]();
  for (const character of left) {
    const other = others.next();
    if (other.done === true) return 1;
    const difference = (character.codePointAt(0) ?? 0) - (other.value.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return others.next().done === true ? 0 : -1;
}
