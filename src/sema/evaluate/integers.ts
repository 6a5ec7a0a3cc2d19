/**
 * Fixed-width integer arithmetic, exactly as compiled programs do it: two's complement, wrapping; a shift
 * count is taken modulo the width; the least value divided by -1 wraps. Division by zero is the caller's
 * business.
 */
import type { IntType } from '../body/primitives.ts';
import type { BinaryOperator } from '../hir.ts';

/** `value` cut to the width of `type`. */
export function wrapInteger(value: bigint, { bits, signed }: IntType): bigint {
  return signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
}

/** `left operator right` for an operator that yields a number; undefined for one that does not. */
export function integerArithmetic(
  operator: BinaryOperator,
  left: bigint,
  { right, type }: { readonly right: bigint; readonly type: IntType },
): bigint | undefined {
  switch (operator) {
    case '+':
      return wrapInteger(left + right, type);
    case '-':
      return wrapInteger(left - right, type);
    case '*':
      return wrapInteger(left * right, type);
    case '/':
      return wrapInteger(left / right, type);
    case '%':
      return wrapInteger(left % right, type);
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '<<':
      return wrapInteger(left << shiftCount(right, type), type);
    case '>>':
      return left >> shiftCount(right, type);
    default:
      return undefined;
  }
}

function shiftCount(count: bigint, { bits }: IntType): bigint {
  return BigInt.asUintN(128, count) % BigInt(bits);
}
