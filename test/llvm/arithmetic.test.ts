/**
 * Arithmetic at run time against exact arithmetic here, in both profiles. Operations stand in
 * methods and are called virtually, so that the optimiser cannot see their operands.
 */
import test from 'ava';
import type { Operand } from '../../src/ir/mir.ts';
import type { FragmentOrder, Profile } from '../../src/llvm/protocol.ts';
import type { Type } from '../../src/sema/type.ts';
import { typeKey } from '../../src/sema/type-key.ts';
import {
  Body,
  bool,
  classOrder,
  classType,
  decl,
  f32,
  f64,
  float,
  int,
  mainOrder,
  nothing,
  orderOf,
  string,
} from './mir-kit.ts';
import {
  calculate,
  compare,
  comparisons,
  edgesOf,
  intTypes,
  operators,
  saturate,
  wrap,
} from './numbers-kit.ts';
import { runProgram } from './program-kit.ts';

interface Operation {
  /** Of the two parameters. */
  readonly type: Type;
  /** Prints one line for the operands. */
  readonly build: (body: Body, left: Operand, right: Operand) => void;
}

const ops = classType('Ops');
const profiles: readonly Profile[] = ['dev', 'release'];

/** Runs each operation on its operands; one line of output each. */
async function outputs(
  operations: readonly Operation[],
  calls: readonly { readonly operation: number; readonly left: Operand; readonly right: Operand }[],
  profile: Profile,
): Promise<readonly string[]> {
  const names = operations.map((_, index) => `m${index}()`);
  const slots = Object.fromEntries(names.map((name, index) => [`${typeKey(ops)}.${name}`, index]));
  const methods = operations.map((operation, index): FragmentOrder => {
    const body = new Body([ops, operation.type, operation.type]);
    operation.build(body, body.load(1), body.load(2));
    body.return();
    const local = `class Ops.method ${names[index]}`;
    return orderOf(local, [body.function(decl(local), 3, nothing)]);
  });
  const symbols = names.map((name) => decl(`class Ops.method ${name}`));
  const main = mainOrder(
    (b) => {
      const receiver = b.def(ops, { op: 'new', class: ops });
      for (const { operation, left, right } of calls) {
        const type = operations[operation]?.type ?? nothing;
        const slot = names[operation] ?? '';
        const method = { owner: ops, slot, parameters: [type, type], result: nothing };
        b.do({ op: 'callVirtual', receiver, method, args: [left, right] });
      }
    },
    { fieldOffsets: {}, methodSlots: slots, values: {} },
  );
  const descriptor = classOrder({
    symbol: decl('class Ops'),
    name: 'Ops',
    sizeBytes: 16,
    methods: symbols,
  });
  const { status, stderr, stdout } = await runProgram([...methods, descriptor, main], profile);
  if (status !== 0) throw new Error(`status ${status}: ${stderr}`);
  return stdout.trimEnd().split('\n');
}

/** Prints values with blanks between them. */
function printLine(
  body: Body,
  values: readonly { readonly value: Operand; readonly type: Type }[],
): void {
  const parts = values.flatMap((each) => [each, ' ']);
  const line = body.def(string, { op: 'interpolate', parts });
  body.do({ op: 'printf', format: '%s\n', args: [{ value: line, type: string }] });
}

for (const profile of profiles) {
  test(`integers of all widths wrap, divide, shift and compare exactly: ${profile}`, async (t) => {
    const operations = intTypes.flatMap((type): readonly Operation[] => [
      {
        type,
        build(body, left, right) {
          const results = operators
            .filter((operator) => operator !== 'div' && operator !== 'rem')
            .map((operator) => ({
              value: body.def(type, { op: 'arith', operator, left, right, type }),
              type,
            }));
          const tests = comparisons.map((operator) => ({
            value: body.def(bool, { op: 'compare', operator, left, right, type }),
            type: bool,
          }));
          printLine(body, [...results, ...tests]);
        },
      },
      {
        type,
        build(body, left, right) {
          body.do({ op: 'checkDivisor', value: right, type, at: 0 });
          const results = (['div', 'rem'] as const).map((operator) => ({
            value: body.def(type, { op: 'arith', operator, left, right, type }),
            type,
          }));
          const negated = body.def(type, { op: 'negate', value: left, type });
          const complement = body.def(type, { op: 'complement', value: left, type });
          printLine(body, [...results, { value: negated, type }, { value: complement, type }]);
        },
      },
    ]);
    const calls: { operation: number; left: Operand; right: Operand }[] = [];
    const expected: string[] = [];
    intTypes.forEach((type, index) => {
      for (const a of edgesOf(type)) {
        for (const b of edgesOf(type)) {
          const left = int(a, type);
          const right = int(b, type);
          calls.push({ operation: index * 2, left, right });
          const results = operators
            .filter((operator) => operator !== 'div' && operator !== 'rem')
            .map((operator) => calculate(operator, a, b, type));
          expected.push([...results, ...comparisons.map((each) => compare(each, a, b))].join(' '));
          if (b === 0n) continue;
          calls.push({ operation: index * 2 + 1, left, right });
          const quotients = [calculate('div', a, b, type), calculate('rem', a, b, type)];
          expected.push([...quotients, wrap(-a, type), wrap(~a, type)].join(' '));
        }
      }
    });
    const lines = await outputs(operations, calls, profile);
    t.deepEqual(
      lines.map((line) => line.trimEnd()),
      expected,
    );
  });

  test(`integers convert to integers and floats as the type says: ${profile}`, async (t) => {
    const operations = intTypes.map(
      (from): Operation => ({
        type: from,
        build(body, value) {
          const ints = intTypes.map((to) => ({
            value: body.def(to, { op: 'convert', value, from, to }),
            type: to,
          }));
          printLine(body, ints);
          const args = [f32, f64].map((to) => ({
            value: body.def(to, { op: 'convert', value, from, to }),
            type: to,
          }));
          body.do({ op: 'printf', format: '%.17g %.17g\n', args });
        },
      }),
    );
    const calls = intTypes.flatMap((type, operation) =>
      edgesOf(type).map((edge) => ({ operation, left: int(edge, type), right: int(0, type) })),
    );
    const lines = await outputs(operations, calls, profile);
    const edges = intTypes.flatMap((type) => edgesOf(type));
    edges.forEach((edge, index) => {
      t.is(lines[2 * index]?.trimEnd(), intTypes.map((to) => wrap(edge, to)).join(' '));
      const [single, double] = (lines[2 * index + 1] ?? '').split(' ').map(numberOf);
      t.is(double, Number(edge));
      t.is(single, Number(edge) > 3.4028235677973366e38 ? Infinity : Math.fround(Number(edge)));
    });
  });

  test(`floats convert to integers by saturation: ${profile}`, async (t) => {
    const values = [
      'nan',
      'inf',
      '-inf',
      '0.0',
      '-0.0',
      '0.5',
      '-0.5',
      '1.9',
      '-1.9',
      '127.5',
      '128.0',
      '-129.0',
      '255.9',
      '32768.0',
      '65536.5',
      '2147483647.5',
      '-2147483649.0',
      '4294967296.0',
      '9223372036854775808.0',
      '-9223372036854775809.0',
      '18446744073709551616.0',
      '1.5e30',
      '-1.5e30',
      '1e38',
      '1e300',
      '-1e300',
    ];
    for (const from of [f64, f32]) {
      const operation: Operation = {
        type: from,
        build(body, value) {
          printLine(
            body,
            intTypes.map((to) => ({
              value: body.def(to, { op: 'convert', value, from, to }),
              type: to,
            })),
          );
        },
      };
      const calls = values.map((value) => ({
        operation: 0,
        left: float(value, from),
        right: float('0.0', from),
      }));
      const lines = await outputs([operation], calls, profile);
      values.forEach((value, index) => {
        const exact = numberOf(value);
        const number = from === f32 ? Math.fround(exact) : exact;
        t.is(lines[index]?.trimEnd(), intTypes.map((to) => saturate(number, to)).join(' '), value);
      });
    }
  });

  test(`floats calculate and compare as IEEE 754 says: ${profile}`, async (t) => {
    const values = ['0.0', '-0.0', '1.0', '-2.5', '0.1', '1e308', 'inf', 'nan'];
    const arithmetic = ['add', 'sub', 'mul', 'div', 'rem'] as const;
    const operation: Operation = {
      type: f64,
      build(body, left, right) {
        const args = arithmetic.map((operator) => ({
          value: body.def(f64, { op: 'arith', operator, left, right, type: f64 }),
          type: f64,
        }));
        const tests = comparisons.map((operator) => ({
          value: body.def(bool, { op: 'compare', operator, left, right, type: f64 }),
          type: bool,
        }));
        const format = `${'%.17g '.repeat(args.length)}${'%d '.repeat(tests.length)}\n`;
        body.do({ op: 'printf', format, args: [...args, ...tests] });
      },
    };
    const pairs = values.flatMap((a) => values.map((b): [string, string] => [a, b]));
    const calls = pairs.map(([a, b]) => ({ operation: 0, left: float(a), right: float(b) }));
    const lines = await outputs([operation], calls, profile);
    pairs.forEach(([left, right], index) => {
      const [a, b] = [numberOf(left), numberOf(right)];
      const printed = (lines[index] ?? '').trimEnd().split(' ').map(numberOf);
      const results = [a + b, a - b, a * b, a / b, a % b];
      t.deepEqual(printed, [...results, ...comparisons.map((each) => Number(compare(each, a, b)))]);
    });
  });
}

/** As C prints it. */
function numberOf(text: string): number {
  if (text.endsWith('nan')) return NaN;
  return Number(text.replace('inf', 'Infinity'));
}
