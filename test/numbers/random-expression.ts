/** Random arithmetic with its value by a reference: exact integers, and floats rounded after every operation. */

export type NumberType = `${'i' | 'u'}${8 | 16 | 32 | 64 | 128}` | 'f32' | 'f64';

export interface Typed {
  readonly type: NumberType;
  /** As the language writes it; variables are `v0`, `v1`, … */
  readonly text: string;
  readonly value: bigint | number;
}

export const numberTypes: readonly NumberType[] = [
  ...(['i', 'u'] as const).flatMap((sign) =>
    ([8, 16, 32, 64, 128] as const).map((bits) => `${sign}${bits}` as const),
  ),
  'f32',
  'f64',
];

/** The same sequence for the same seed. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export function isFloat(type: NumberType): type is 'f32' | 'f64' {
  return type.startsWith('f');
}

function bitsOf(type: NumberType): number {
  return Number(type.slice(1));
}

function wrap(type: NumberType, value: bigint): bigint {
  return type.startsWith('i')
    ? BigInt.asIntN(bitsOf(type), value)
    : BigInt.asUintN(bitsOf(type), value);
}

function round(type: NumberType, value: number): number {
  return type === 'f32' ? Math.fround(value) : value;
}

function bounds(type: NumberType): readonly [least: bigint, greatest: bigint] {
  const bits = BigInt(bitsOf(type));
  return type.startsWith('i')
    ? [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n]
    : [0n, (1n << bits) - 1n];
}

/** A value for a variable: often one at an edge. */
export function randomValue(random: (below: number) => number, type: NumberType): bigint | number {
  if (isFloat(type)) {
    const values = [0, 1, -1, 0.5, -2.5, 3.75, 1e9, -1e18, 1e-5, 255.5, 65536];
    return round(type, values[random(values.length)] ?? 0);
  }
  const [least, greatest] = bounds(type);
  const edges = [0n, 1n, -1n, 2n, 7n, least, greatest, least + 1n, greatest - 1n, 100n];
  const edge = edges[random(edges.length + 3)];
  if (edge !== undefined) return wrap(type, edge);
  let value = 0n;
  for (let word = 0; word < 4; word++) value = (value << 32n) | BigInt(random(2 ** 32));
  return wrap(type, value);
}

/** As a literal of the type. */
export function literal(type: NumberType, value: bigint | number): string {
  if (typeof value === 'bigint') return `${value}${type}`;
  const text = String(value);
  const shown = /[.e]/.test(text) ? text.replace('e+', 'e') : `${text}.0`;
  return `${shown}${type}`;
}

/** An expression of `type` over `variables`, at most `depth` operators deep. */
export function randomExpression(
  random: (below: number) => number,
  variables: readonly Typed[],
  { type, depth }: { readonly type: NumberType; readonly depth: number },
): Typed {
  const own = variables.filter((variable) => variable.type === type);
  const leaf = own[random(own.length)];
  if (leaf !== undefined && (depth === 0 || random(5) === 0)) return leaf;
  const inner = (of: NumberType): Typed =>
    randomExpression(random, variables, { type: of, depth: depth - 1 });
  if (random(4) === 0) {
    const from = numberTypes[random(numberTypes.length)] ?? type;
    return converted(inner(from), type);
  }
  if (random(6) === 0) return unary(random, inner(type));
  return binary(random, inner(type), inner(type));
}

function converted(operand: Typed, type: NumberType): Typed {
  // From integers of 64 bits and more to f32, the reference would round twice.
  const isWide = !isFloat(operand.type) && bitsOf(operand.type) > 32;
  const source: Typed = type === 'f32' && isWide ? converted(operand, 'f64') : operand;
  return { type, text: `(${source.text} as ${type})`, value: convert(source.value, type) };
}

function convert(value: bigint | number, type: NumberType): bigint | number {
  if (typeof value === 'bigint')
    return isFloat(type) ? round(type, Number(value)) : wrap(type, value);
  if (isFloat(type)) return round(type, value);
  if (Number.isNaN(value)) return 0n;
  const [least, greatest] = bounds(type);
  if (value === Number.POSITIVE_INFINITY) return greatest;
  if (value === Number.NEGATIVE_INFINITY) return least;
  const whole = BigInt(Math.trunc(value));
  return whole < least ? least : whole > greatest ? greatest : whole;
}

function unary(random: (below: number) => number, operand: Typed): Typed {
  const { type, text, value } = operand;
  if (typeof value === 'number') return { type, text: `(-${text})`, value: -value };
  return random(2) === 0
    ? { type, text: `(-${text})`, value: wrap(type, -value) }
    : { type, text: `(~${text})`, value: wrap(type, ~value) };
}

function binary(random: (below: number) => number, left: Typed, right: Typed): Typed {
  const { type } = left;
  if (typeof left.value === 'number' || typeof right.value === 'number') {
    const operator = ['+', '-', '*', '/'][random(4)] ?? '+';
    const [a, b] = [Number(left.value), Number(right.value)];
    const value =
      operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : a / b;
    return { type, text: `(${left.text} ${operator} ${right.text})`, value: round(type, value) };
  }
  const operators = ['+', '-', '*', '&', '|', '^', '<<', '>>', '/', '%'];
  const operator = operators[random(operators.length)] ?? '+';
  const [a, b] = [left.value, right.value];
  if ((operator === '/' || operator === '%') && b === 0n)
    return { type, text: `(${left.text} + ${right.text})`, value: wrap(type, a + b) };
  const text = `(${left.text} ${operator} ${right.text})`;
  return { type, text, value: wrap(type, apply(operator, a, { b, bits: bitsOf(type) })) };
}

function apply(
  operator: string,
  a: bigint,
  { b, bits }: { readonly b: bigint; readonly bits: number },
): bigint {
  const count = BigInt.asUintN(Math.log2(bits), b);
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '<<':
      return a << count;
    case '>>':
      return a >> count;
    case '/':
      return a / b;
    default:
      return a % b;
  }
}
