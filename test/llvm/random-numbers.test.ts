/**
 * Random expressions over all numeric types, compiled in both profiles, against exact integers and
 * IEEE numbers here. Operands come out of memory that the optimiser cannot see through.
 */
import test from 'ava';
import type { ArithmeticOperator, Operand } from '../../src/ir/mir.ts';
import type { FragmentOrder, Profile } from '../../src/llvm/protocol.ts';
import type { ConstantValue } from '../../src/sema/constant-value.ts';
import type { GlobalVariable } from '../../src/sema/model.ts';
import type { TupleType, Type } from '../../src/sema/type.ts';
import {
  Body,
  bool,
  decl,
  f32,
  f64,
  i32,
  int,
  mainOrder,
  nothing,
  orderOf,
  string,
} from './mir-kit.ts';
import type { IntType } from './numbers-kit.ts';
import { calculate, edgesOf, intTypes, operators, saturate, wrap } from './numbers-kit.ts';
import { runProgram } from './program-kit.ts';

type FloatType = Extract<Type, { kind: 'float' }>;
type NumberType = IntType | FloatType;
type Known = bigint | number;

const floatTypes: readonly FloatType[] = [f32, f64].filter((type) => type.kind === 'float');
const numberTypes: readonly NumberType[] = [...intTypes, ...floatTypes];
const floatOperators: readonly ArithmeticOperator[] = ['add', 'sub', 'mul', 'div'];

/** Numbers that are the same for the same seed, everywhere. */
function randomFrom(seed: number): (below: number) => number {
  let state = BigInt(seed) * 2n + 1n;
  return (below) => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return Number((state >> 33n) % BigInt(below));
  };
}

function pick<T>(random: (below: number) => number, list: readonly T[]): T {
  const found = list[random(list.length)];
  if (found === undefined) throw new Error('Nothing to pick from');
  return found;
}

/** The nearest f32, ties to even, without the detour by way of f64. */
function nearestSingle(value: bigint): number {
  const magnitude = value < 0n ? -value : value;
  const extra = magnitude.toString(2).length - 24;
  if (extra <= 0) return Number(value);
  const shift = BigInt(extra);
  const half = 1n << (shift - 1n);
  const rest = magnitude & ((1n << shift) - 1n);
  const kept = magnitude >> shift;
  const isUp = rest > half || (rest === half && (kept & 1n) === 1n);
  const rounded = Number((kept + (isUp ? 1n : 0n)) << shift);
  const single = rounded >= 2 ** 128 ? Number.POSITIVE_INFINITY : rounded;
  return value < 0n ? -single : single;
}

function convert(value: Known, to: NumberType): Known {
  if (to.kind === 'int') return typeof value === 'bigint' ? wrap(value, to) : saturate(value, to);
  if (typeof value === 'bigint') return to.bits === 32 ? nearestSingle(value) : Number(value);
  return to.bits === 32 ? Math.fround(value) : value;
}

function apply(operator: ArithmeticOperator, a: Known, b: Known, type: NumberType): Known {
  if (type.kind === 'int' && typeof a === 'bigint' && typeof b === 'bigint') {
    return calculate(operator, a, b, type);
  }
  const [left, right] = [Number(a), Number(b)];
  const exact = { add: left + right, sub: left - right, mul: left * right, div: left / right };
  if (!(operator in exact)) throw new Error(`${operator} on floats`);
  const result = exact[operator as keyof typeof exact];
  return type.kind === 'float' && type.bits === 32 ? Math.fround(result) : result;
}

interface Node {
  readonly operand: Operand;
  readonly known: Known;
  readonly type: NumberType;
}

/** Inputs are elements of one tuple. */
interface Inputs {
  readonly type: TupleType;
  readonly values: readonly { readonly type: NumberType; readonly known: Known }[];
}

function inputsOf(random: (below: number) => number): Inputs {
  const values = numberTypes.flatMap((type) =>
    Array.from({ length: 3 }, () => {
      if (type.kind === 'float') {
        const known = pick(random, [0, 1, -1, 0.5, -2.5, 1e10, 255.5, -1e300, 65536, 3e38]);
        return { type, known: type.bits === 32 ? Math.fround(Math.max(known, -3e38)) : known };
      }
      const wide = BigInt(random(2 ** 30)) ** 5n;
      const known = random(2) === 0 ? pick(random, edgesOf(type)) : wrap(wide, type);
      return { type, known };
    }),
  );
  return { type: { kind: 'tuple', elements: values.map((each) => each.type) }, values };
}

function constantOf({ type, known }: Inputs['values'][number]): ConstantValue {
  if (type.kind === 'int') return { kind: 'int', value: String(known) };
  return { kind: 'float', value: floatText(Number(known)) };
}

/** As the compiler takes it: JavaScript's exponents have a plus sign, which is allowed. */
function floatText(value: number): string {
  return Object.is(value, -0) ? '-0.0' : String(value);
}

function build(
  body: Body,
  random: (below: number) => number,
  inputs: readonly Node[],
  { depth, type }: { readonly depth: number; readonly type: NumberType },
): Node {
  const fitting = inputs.filter((each) => each.type === type);
  if (depth === 0) return pick(random, fitting);
  if (random(3) === 0) {
    const from = pick(random, numberTypes);
    const inner = build(body, random, inputs, { depth: depth - 1, type: from });
    const operand = body.def(type, { op: 'convert', value: inner.operand, from, to: type });
    return { operand, known: convert(inner.known, type), type };
  }
  const left = build(body, random, inputs, { depth: depth - 1, type });
  const right = build(body, random, inputs, { depth: depth - 1, type });
  const operator = pick(random, type.kind === 'int' ? operators : floatOperators);
  const isDivision = operator === 'div' || operator === 'rem';
  if (isDivision && right.known === 0n) return left;
  if (isDivision && type.kind === 'int') {
    body.do({ op: 'checkDivisor', value: right.operand, type, at: 0 });
  }
  const operands = { left: left.operand, right: right.operand };
  const operand = body.def(type, { op: 'arith', operator, ...operands, type });
  return { operand, known: apply(operator, left.known, right.known, type), type };
}

interface Program {
  readonly orders: readonly FragmentOrder[];
  /** What is to be printed: 1 for each expression that has its value. */
  readonly expected: readonly string[];
}

const functionCount = 40;

function makeProgram(seed: number): Program {
  const random = randomFrom(seed);
  const inputs = inputsOf(random);
  const global: GlobalVariable = { decl: decl('global inputs'), mode: 'local', type: inputs.type };
  const expected: string[] = [];
  const functions = Array.from({ length: functionCount }, (_, number) => {
    const body = new Body();
    const nodes = inputs.values.map(({ type, known }, index): Node => {
      const path = [String(index)];
      return { operand: body.def(type, { op: 'getGlobal', global, path }), known, type };
    });
    const type = pick(random, numberTypes);
    const { operand, known } = build(body, random, nodes, { depth: 4, type });
    const line = body.def(string, { op: 'interpolate', parts: [{ value: operand, type }] });
    body.do({ op: 'printf', format: '%s\n', args: [{ value: line, type: string }] });
    expected.push(type.kind === 'int' ? String(known) : `f${type.bits} ${known}`);
    body.return();
    const local = `function f${number}()`;
    return orderOf(local, [body.function(decl(local), 0, nothing)]);
  });
  const main = mainOrder((b) => {
    for (let number = 0; number < functionCount; number += 1) {
      const callee = {
        decl: decl(`function f${number}()`),
        typeArgs: [],
        parameters: [],
        result: nothing,
      };
      b.do({ op: 'call', callee, args: [] });
    }
  });
  const initial: ConstantValue = { kind: 'members', members: inputs.values.map(constantOf) };
  return {
    orders: [main, ...functions, { kind: 'global', global, initial, values: {} }],
    expected,
  };
}

/** Shown floats are read back, at their own precision. */
function normalised(shown: string, expected: string): string {
  const [, bits] = /^f(32|64) /.exec(expected) ?? [];
  if (bits === undefined) return shown;
  const value = Number(shown.replace('inf', 'Infinity').replace('nan', 'NaN'));
  return `f${bits} ${bits === '32' ? Math.fround(value) : value}`;
}

const profiles: readonly Profile[] = ['dev', 'release'];

for (const profile of profiles) {
  test(`random expressions of all numeric types have their exact values: ${profile}`, async (t) => {
    for (let seed = 1; seed <= 6; seed += 1) {
      const { orders, expected } = makeProgram(seed);
      const { stdout, stderr, status } = await runProgram(orders, profile);
      t.is(stderr, '');
      t.is(status, 0);
      const lines = stdout.trimEnd().split('\n');
      const actual = lines.map((line, index) => normalised(line, expected[index] ?? ''));
      t.deepEqual(actual, expected, `seed ${seed}`);
    }
  });
}

test('a comparison of 128-bit numbers looks at all of their bits', async (t) => {
  const type = intTypes.find((each) => each.bits === 128 && each.signed);
  if (type === undefined) return t.fail();
  const main = mainOrder((b) => {
    for (const [left, right] of [
      [2n ** 64n, 1n],
      [-(2n ** 100n), 5n],
    ]) {
      const operands = { left: int(left ?? 0n, type), right: int(right ?? 0n, type) };
      const less = b.def(bool, { op: 'compare', operator: 'lt', ...operands, type });
      const value = b.def(i32, { op: 'convert', value: less, from: bool, to: i32 });
      b.do({ op: 'printf', format: '%d\n', args: [{ value, type: i32 }] });
    }
  });
  t.is((await runProgram([main], 'dev')).stdout, '0\n1\n');
});
