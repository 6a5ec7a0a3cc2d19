/** What arithmetic and conversions must yield, by exact integers. */
import type { ArithmeticOperator, CompareOperator } from '../../src/ir/mir.ts';
import type { IntBits, Type } from '../../src/sema/type.ts';
import { intType } from './mir-kit.ts';

export type IntType = Extract<Type, { kind: 'int' }>;

const widths: readonly IntBits[] = [8, 16, 32, 64, 128];

export const intTypes: readonly IntType[] = widths.flatMap((bits) => [
  intType(bits, true),
  intType(bits, false),
]);

export const operators: readonly ArithmeticOperator[] = [
  'add',
  'sub',
  'mul',
  'div',
  'rem',
  'and',
  'or',
  'xor',
  'shl',
  'shr',
];

export const comparisons: readonly CompareOperator[] = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'];

export function leastOf({ bits, signed }: IntType): bigint {
  return signed ? -(1n << BigInt(bits - 1)) : 0n;
}

export function greatestOf({ bits, signed }: IntType): bigint {
  return (1n << BigInt(signed ? bits - 1 : bits)) - 1n;
}

/** Values at which operations misbehave. */
export function edgesOf(type: IntType): readonly bigint[] {
  const near = type.signed ? [-1n, 0n, 1n, 2n] : [0n, 1n, 2n];
  const least = leastOf(type);
  const greatest = greatestOf(type);
  return [...new Set([least, least + 1n, ...near, BigInt(type.bits), greatest - 1n, greatest])];
}

export function wrap(value: bigint, { bits, signed }: IntType): bigint {
  return signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
}

export function calculate(
  operator: ArithmeticOperator,
  a: bigint,
  b: bigint,
  type: IntType,
): bigint {
  const count = BigInt.asUintN(type.bits, b) % BigInt(type.bits);
  switch (operator) {
    case 'add':
      return wrap(a + b, type);
    case 'sub':
      return wrap(a - b, type);
    case 'mul':
      return wrap(a * b, type);
    case 'div':
      return wrap(a / b, type);
    case 'rem':
      return wrap(a % b, type);
    case 'and':
      return wrap(a & b, type);
    case 'or':
      return wrap(a | b, type);
    case 'xor':
      return wrap(a ^ b, type);
    case 'shl':
      return wrap(a << count, type);
    case 'shr':
      return wrap(a >> count, type);
  }
}

export function compare<T>(operator: CompareOperator, a: T, b: T): boolean {
  switch (operator) {
    case 'eq':
      return a === b;
    case 'ne':
      return a !== b;
    case 'lt':
      return a < b;
    case 'le':
      return a <= b;
    case 'gt':
      return a > b;
    case 'ge':
      return a >= b;
  }
}

/** `value as type` for a float. */
export function saturate(value: number, type: IntType): bigint {
  if (Number.isNaN(value)) return 0n;
  if (value <= Number(leastOf(type))) return leastOf(type);
  if (value >= Number(greatestOf(type))) return greatestOf(type);
  return BigInt(Math.trunc(value));
}
