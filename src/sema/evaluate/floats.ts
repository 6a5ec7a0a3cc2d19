/**
 * Floats as compiled programs compute with them, and their texts: the decimal form that constants are kept
 * in, and the one that programs print. An f32 is a number that `Math.fround` leaves alone.
 */
import type { FloatType, IntType } from '../body/primitives.ts';
import { rangeOf } from '../body/primitives.ts';
import type { BinaryOperator } from '../hir.ts';

/** The nearest float of the width. */
export function roundFloat(value: number, type: FloatType): number {
  return type.bits === 32 ? Math.fround(value) : value;
}

/** `left operator right` for an operator that yields a number; undefined for one that does not. */
export function floatArithmetic(
  operator: BinaryOperator,
  left: number,
  { right, type }: { readonly right: number; readonly type: FloatType },
): number | undefined {
  switch (operator) {
    case '+':
      return roundFloat(left + right, type);
    case '-':
      return roundFloat(left - right, type);
    case '*':
      return roundFloat(left * right, type);
    case '/':
      return roundFloat(left / right, type);
    case '%':
      return roundFloat(left % right, type);
    default:
      return undefined;
  }
}

/** Towards zero; what is out of range becomes the nearest value in it, NaN becomes 0. */
export function floatToInteger(value: number, type: IntType): bigint {
  if (Number.isNaN(value)) return 0n;
  const { least, greatest } = rangeOf(type);
  if (value === Number.POSITIVE_INFINITY) return greatest;
  if (value === Number.NEGATIVE_INFINITY) return least;
  const whole = BigInt(Math.trunc(value));
  return whole < least ? least : whole > greatest ? greatest : whole;
}

/** The nearest float, ties to even. Not by way of a double for f32, which would round twice. */
export function integerToFloat(value: bigint, type: FloatType): number {
  if (type.bits === 64) return Number(value);
  const magnitude = value < 0n ? -value : value;
  const excess = magnitude.toString(2).length - 24;
  if (excess <= 0) return Number(value);
  const unit = 1n << BigInt(excess);
  const below = magnitude / unit;
  const rest = (magnitude % unit) * 2n;
  const isUp = rest > unit || (rest === unit && (below & 1n) === 1n);
  const rounded = Number((isUp ? below + 1n : below) * unit);
  return Math.fround(value < 0n ? -rounded : rounded);
}

/** The text of a float in a typed tree or a constant; see `ConstantValue`. */
export function printFloat(value: number, type: FloatType): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Object.is(value, -0) ? '-0' : shortest(value, type);
}

export function readFloat(text: string): number {
  switch (text) {
    case 'nan':
      return Number.NaN;
    case 'inf':
      return Number.POSITIVE_INFINITY;
    case '-inf':
      return Number.NEGATIVE_INFINITY;
    default:
      return Number(text);
  }
}

/** As a program prints it: always a literal of the language (`1.0`, `1e21`, `1.5e-7`), or `inf`, `nan`. */
export function showFloat(value: number, type: FloatType): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const sign = value < 0 ? '-' : '';
  const scientific = Number(shortest(Math.abs(value), type)).toExponential();
  const [mantissa = '', power = '0'] = scientific.split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(power);
  if (exponent < -4 || exponent > 15) {
    const rest = digits.slice(1);
    return `${sign}${digits.charAt(0)}${rest === '' ? '' : `.${rest}`}e${exponent}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/** The shortest decimal text that reads back as the same float of the width. */
function shortest(value: number, type: FloatType): string {
  if (type.bits === 64) return String(value);
  for (let digits = 1; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}
