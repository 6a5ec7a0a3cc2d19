/**
 * Operators on values that are at hand: the choice of instruction, and the check before a division.
 */
import { present } from '../../base/invariant.ts';
import type { Ordinal } from '../../base/span.ts';
import { equalTypes } from '../../sema/equal-types.ts';
import type { BinaryOperator, UnaryOperator } from '../../sema/hir.ts';
import type { Type } from '../../sema/type.ts';
import type { ArithmeticOperator, CompareOperator, Operand } from '../mir.ts';
import { boolType } from '../operand.ts';
import { define, emit } from './function-builder.ts';
import type { Lowering } from './lowering.ts';

export interface Operands {
  readonly left: Operand;
  readonly right: Operand;
}

interface Operation {
  readonly operator: BinaryOperator;
  /** Of the result. */
  readonly type: Type;
  readonly at: Ordinal;
}

/** `left operator right` for an operator that yields a value of its operands' type. */
export function arithmetic(l: Lowering, operation: Operation, operands: Operands): Operand {
  const { type } = operation;
  const { left, right } = operands;
  const operator = present(arithmeticOperators.get(operation.operator), operation.operator);
  if (type.kind === 'int' && isDivision(operator) && !isNonZeroLiteral(right)) {
    emit(l.builder, { op: 'checkDivisor', value: right, type, at: operation.at });
  }
  return define(l.builder, type, (dest) => ({ op: 'arith', dest, operator, left, right, type }));
}

/** `left operator right`, or undefined if `operator` does not compare. */
export function comparison(
  l: Lowering,
  operator: BinaryOperator,
  operands: { readonly left: Operand; readonly right: Operand; readonly type: Type },
): Operand | undefined {
  const compare = compareOperators.get(operator);
  if (compare === undefined) return undefined;
  const operation = { op: 'compare', operator: compare, ...operands } as const;
  return define(l.builder, boolType, (dest) => ({ ...operation, dest }));
}

export function unary(
  l: Lowering,
  operator: UnaryOperator,
  operand: { readonly value: Operand; readonly type: Type },
): Operand {
  const op = operator === '-' ? 'negate' : 'complement';
  return define(l.builder, operand.type, (dest) => ({ op, dest, ...operand }));
}

export function convert(
  l: Lowering,
  value: Operand,
  types: { readonly from: Type; readonly to: Type },
): Operand {
  if (equalTypes(types.from, types.to)) return value;
  if (value.kind === 'zero') return { kind: 'zero', type: types.to };
  return define(l.builder, types.to, (dest) => ({ op: 'convert', dest, value, ...types }));
}

function isDivision(operator: ArithmeticOperator): boolean {
  return operator === 'div' || operator === 'rem';
}

function isNonZeroLiteral(operand: Operand): boolean {
  return operand.kind === 'int' && BigInt(operand.value) !== 0n;
}

const arithmeticOperators: ReadonlyMap<BinaryOperator, ArithmeticOperator> = new Map([
  ['+', 'add'],
  ['-', 'sub'],
  ['*', 'mul'],
  ['/', 'div'],
  ['%', 'rem'],
  ['&', 'and'],
  ['|', 'or'],
  ['^', 'xor'],
  ['<<', 'shl'],
  ['>>', 'shr'],
]);

const compareOperators: ReadonlyMap<BinaryOperator, CompareOperator> = new Map([
  ['==', 'eq'],
  ['!=', 'ne'],
  ['<', 'lt'],
  ['<=', 'le'],
  ['>', 'gt'],
  ['>=', 'ge'],
]);
