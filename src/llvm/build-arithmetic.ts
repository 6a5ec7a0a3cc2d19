/**
 * Arithmetic without undefined behaviour: integers wrap, the least value divided by -1 wraps, shift
 * counts are taken modulo the width, comparisons with NaN are false and `!=` is true.
 */
import type llvm from 'llvm-bindings';
import { assertNever, InternalError } from '../base/invariant.ts';
import type { ArithmeticOperator, CompareOperator, Instruction, Operand } from '../ir/mir.ts';
import type { Type } from '../sema/type.ts';
import { typeKey } from '../sema/type-key.ts';
import { buildEquality } from './build-helpers.ts';
import type { FunctionScope } from './build-scope.ts';
import { operandValue } from './build-scope.ts';
import { compareStrings, equalStrings, isEmptyString } from './build-string.ts';

type Arith = Extract<Instruction, { op: 'arith' }>;
type Compare = Extract<Instruction, { op: 'compare' }>;
type IntType = Extract<Type, { kind: 'int' }>;

export function buildArithmetic(
  scope: FunctionScope,
  { operator, left, right, type }: Arith,
): llvm.Value {
  const a = operandValue(scope, left);
  const b = operandValue(scope, right);
  switch (type.kind) {
    case 'float':
      return floatArithmetic(scope.ir.builder, operator, a, b);
    case 'int':
      switch (operator) {
        case 'div':
          return divide(scope, type, a, b, right);
        case 'rem':
          return remainder(scope, type, a, b, right);
        case 'shl':
        case 'shr':
          return shift(scope, type, operator, a, b);
        default:
          return integerArithmetic(scope.ir.builder, operator, a, b);
      }
    default:
      throw new InternalError(`${operator} on ${typeKey(type)}`);
  }
}

export function buildCompare(
  scope: FunctionScope,
  { operator, left, right, type }: Compare,
): llvm.Value {
  const a = operandValue(scope, left);
  const b = operandValue(scope, right);
  const { builder, constants } = scope.ir;
  switch (type.kind) {
    case 'float':
      return floatCompare(builder, operator, a, b);
    case 'string':
      if (operator === 'eq' || operator === 'ne') {
        const isEqual = isEmpty(left)
          ? isEmptyString(scope, b)
          : isEmpty(right)
            ? isEmptyString(scope, a)
            : equalStrings(scope, a, b);
        return inverted(scope, operator, isEqual);
      }
      return signedCompare(builder, operator, compareStrings(scope, a, b), constants.i32(0));
    case 'array':
    case 'tuple':
    case 'optional':
    case 'struct':
    case 'union':
      return inverted(scope, operator, buildEquality(scope, type, a, b));
    case 'int':
      if (type.signed) return signedCompare(builder, operator, a, b);
      return unsignedCompare(builder, operator, a, b);
    default:
      return unsignedCompare(builder, operator, a, b);
  }
}

function isEmpty(operand: Operand): boolean {
  return operand.kind === 'string' && operand.value === '';
}

function inverted(
  { ir }: FunctionScope,
  operator: CompareOperator,
  isEqual: llvm.Value,
): llvm.Value {
  return operator === 'ne' ? ir.builder.CreateNot(isEqual) : isEqual;
}

export function buildNegate(scope: FunctionScope, operand: Operand, type: Type): llvm.Value {
  const value = operandValue(scope, operand);
  const { builder } = scope.ir;
  return type.kind === 'float' ? builder.CreateFNeg(value) : builder.CreateNeg(value);
}

export function buildComplement(scope: FunctionScope, operand: Operand): llvm.Value {
  return scope.ir.builder.CreateNot(operandValue(scope, operand));
}

function integerArithmetic(
  builder: llvm.IRBuilder,
  operator: Exclude<ArithmeticOperator, 'div' | 'rem' | 'shl' | 'shr'>,
  a: llvm.Value,
  b: llvm.Value,
): llvm.Value {
  switch (operator) {
    case 'add':
      return builder.CreateAdd(a, b);
    case 'sub':
      return builder.CreateSub(a, b);
    case 'mul':
      return builder.CreateMul(a, b);
    case 'and':
      return builder.CreateAnd(a, b);
    case 'or':
      return builder.CreateOr(a, b);
    case 'xor':
      return builder.CreateXor(a, b);
    default:
      return assertNever(operator);
  }
}

function floatArithmetic(
  builder: llvm.IRBuilder,
  operator: ArithmeticOperator,
  a: llvm.Value,
  b: llvm.Value,
): llvm.Value {
  switch (operator) {
    case 'add':
      return builder.CreateFAdd(a, b);
    case 'sub':
      return builder.CreateFSub(a, b);
    case 'mul':
      return builder.CreateFMul(a, b);
    case 'div':
      return builder.CreateFDiv(a, b);
    case 'rem':
      return builder.CreateFRem(a, b);
    case 'and':
    case 'or':
    case 'xor':
    case 'shl':
    case 'shr':
      throw new InternalError(`${operator} on a float`);
    default:
      return assertNever(operator);
  }
}

/** Least / -1 traps in hardware: -1 is divided as 1 and the result taken as a negation. */
function divide(
  scope: FunctionScope,
  type: IntType,
  a: llvm.Value,
  b: llvm.Value,
  divisor: Operand,
): llvm.Value {
  const { builder, constants } = scope.ir;
  if (!type.signed) return builder.CreateUDiv(a, b);
  if (!mayBeMinusOne(divisor)) return builder.CreateSDiv(a, b);
  const isMinusOne = builder.CreateICmpEQ(b, constants.integer(type.bits, '-1'));
  const safe = builder.CreateSelect(isMinusOne, constants.integer(type.bits, '1'), b);
  const quotient = builder.CreateSDiv(a, safe);
  return builder.CreateSelect(isMinusOne, builder.CreateNeg(a), quotient);
}

function remainder(
  scope: FunctionScope,
  type: IntType,
  a: llvm.Value,
  b: llvm.Value,
  divisor: Operand,
): llvm.Value {
  const { builder, constants } = scope.ir;
  if (!type.signed) return builder.CreateURem(a, b);
  if (!mayBeMinusOne(divisor)) return builder.CreateSRem(a, b);
  const isMinusOne = builder.CreateICmpEQ(b, constants.integer(type.bits, '-1'));
  const safe = builder.CreateSelect(isMinusOne, constants.integer(type.bits, '1'), b);
  return builder.CreateSRem(a, safe);
}

function mayBeMinusOne(divisor: Operand): boolean {
  return divisor.kind !== 'int' || divisor.value === '-1';
}

function shift(
  scope: FunctionScope,
  type: IntType,
  operator: 'shl' | 'shr',
  a: llvm.Value,
  b: llvm.Value,
): llvm.Value {
  const { builder, constants } = scope.ir;
  const count = builder.CreateAnd(b, constants.integer(type.bits, String(type.bits - 1)));
  if (operator === 'shl') return builder.CreateShl(a, count);
  return type.signed ? builder.CreateAShr(a, count) : builder.CreateLShr(a, count);
}

function signedCompare(
  builder: llvm.IRBuilder,
  operator: CompareOperator,
  a: llvm.Value,
  b: llvm.Value,
): llvm.Value {
  switch (operator) {
    case 'eq':
    case 'ne':
      return unsignedCompare(builder, operator, a, b);
    case 'lt':
      return builder.CreateICmpSLT(a, b);
    case 'le':
      return builder.CreateICmpSLE(a, b);
    case 'gt':
      return builder.CreateICmpSGT(a, b);
    case 'ge':
      return builder.CreateICmpSGE(a, b);
    default:
      return assertNever(operator);
  }
}

function unsignedCompare(
  builder: llvm.IRBuilder,
  operator: CompareOperator,
  a: llvm.Value,
  b: llvm.Value,
): llvm.Value {
  switch (operator) {
    case 'eq':
      return builder.CreateICmpEQ(a, b);
    case 'ne':
      return builder.CreateICmpNE(a, b);
    case 'lt':
      return builder.CreateICmpULT(a, b);
    case 'le':
      return builder.CreateICmpULE(a, b);
    case 'gt':
      return builder.CreateICmpUGT(a, b);
    case 'ge':
      return builder.CreateICmpUGE(a, b);
    default:
      return assertNever(operator);
  }
}

function floatCompare(
  builder: llvm.IRBuilder,
  operator: CompareOperator,
  a: llvm.Value,
  b: llvm.Value,
): llvm.Value {
  switch (operator) {
    case 'eq':
      return builder.CreateFCmpOEQ(a, b);
    case 'ne':
      return builder.CreateFCmpUNE(a, b);
    case 'lt':
      return builder.CreateFCmpOLT(a, b);
    case 'le':
      return builder.CreateFCmpOLE(a, b);
    case 'gt':
      return builder.CreateFCmpOGT(a, b);
    case 'ge':
      return builder.CreateFCmpOGE(a, b);
    default:
      return assertNever(operator);
  }
}
