/** Global variables, C functions, tests of classes and switches, from mid-level IR to output. */
import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { Operand } from '../../src/ir/mir.ts';
import type { RuntimeFunction } from '../../src/ir/runtime-functions.ts';
import { runtimeFunctions } from '../../src/ir/runtime-functions.ts';
import type { FragmentOrder, Profile } from '../../src/llvm/protocol.ts';
import type { ConstantValue } from '../../src/sema/constant-value.ts';
import type { GlobalVariable } from '../../src/sema/model.ts';
import type { TupleType, Type } from '../../src/sema/type.ts';
import type { Body } from './mir-kit.ts';
import {
  bool,
  char,
  classOrder,
  classType,
  decl,
  f64,
  float,
  i32,
  i64,
  int,
  intType,
  mainOrder,
  Body as NewBody,
  orderOf,
  string,
  text,
} from './mir-kit.ts';
import { runProgram } from './program-kit.ts';

const profiles: readonly Profile[] = ['dev', 'release'];
const pair: TupleType = { kind: 'tuple', elements: [i32, string] };

function print(body: Body, value: Operand, type: Type): void {
  const line = body.def(string, { op: 'interpolate', parts: [{ value, type }] });
  body.do({ op: 'printf', format: '%s\n', args: [{ value: line, type: string }] });
}

async function prints(
  t: ExecutionContext,
  orders: readonly FragmentOrder[],
  expected: readonly string[],
): Promise<void> {
  for (const profile of profiles) {
    const { stdout, stderr, status } = await runProgram(orders, profile);
    t.is(stderr, '', profile);
    t.is(status, 0, profile);
    t.deepEqual(stdout.trimEnd().split('\n'), expected, profile);
  }
}

function globalOrder(global: GlobalVariable, initial: ConstantValue): FragmentOrder {
  return { kind: 'global', global, initial, values: {} };
}

const start: ConstantValue = {
  kind: 'members',
  members: [
    { kind: 'int', value: '41' },
    { kind: 'string', value: 'start' },
  ],
};

for (const mode of ['locked', 'local'] as const) {
  test(`a ${mode} global variable begins with its value, and parts of it are set`, async (t) => {
    const global: GlobalVariable = { decl: decl('global state'), mode, type: pair };
    const main = mainOrder((b) => {
      print(b, b.def(pair, { op: 'getGlobal', global }), pair);
      if (mode === 'locked') b.do({ op: 'lockGlobal', global, mode: 'exclusive', at: 1 });
      const before = b.def(i32, { op: 'getGlobal', global, path: ['0'] });
      const next = {
        op: 'arith',
        operator: 'add',
        left: before,
        right: int(1),
        type: i32,
      } as const;
      b.do({ op: 'setGlobal', global, path: ['0'], value: b.def(i32, next) });
      if (mode === 'locked') b.do({ op: 'unlockGlobal', global, mode: 'exclusive' });
      print(b, b.def(pair, { op: 'getGlobal', global }), pair);
      b.do({ op: 'setGlobal', global, value: { kind: 'zero', type: pair } });
      print(b, b.def(pair, { op: 'getGlobal', global }), pair);
    });
    await prints(
      t,
      [globalOrder(global, start), main],
      ['(41, "start")', '(42, "start")', '(0, "")'],
    );
  });
}

test('a variable of a thread keeps what it refers to alive', async (t) => {
  const type: Type = { kind: 'optional', value: string };
  const global: GlobalVariable = { decl: decl('global kept'), mode: 'local', type };
  const main = mainOrder((b) => {
    const made = b.def(string, {
      op: 'interpolate',
      parts: ['kept ', { value: int(1), type: i32 }],
    });
    const some = b.def(type, { op: 'some', value: made, type });
    b.do({ op: 'setGlobal', global, value: some });
    // Enough garbage for a few collections.
    const counter = b.local('i', i32);
    b.do({ op: 'store', slot: counter, value: int(0) });
    const [head, body, after] = [b.block(), b.block(), b.block()];
    b.end({ op: 'goto', target: head }).in(head);
    const i = b.load(counter);
    const less = {
      op: 'compare',
      operator: 'lt',
      left: i,
      right: int(200_000),
      type: i32,
    } as const;
    b.end({ op: 'branch', condition: b.def(bool, less), then: body, otherwise: after }).in(body);
    b.def(string, {
      op: 'interpolate',
      parts: ['garbage garbage garbage ', { value: i, type: i32 }],
    });
    const next = { op: 'arith', operator: 'add', left: i, right: int(1), type: i32 } as const;
    b.do({ op: 'store', slot: counter, value: b.def(i32, next) });
    b.end({ op: 'goto', target: head }).in(after);
    print(b, b.def(type, { op: 'getGlobal', global }), type);
  });
  await prints(t, [globalOrder(global, { kind: 'none' }), main], ['"kept 1"']);
});

test('C functions take scalars and texts, and their texts are copied', async (t) => {
  const call = (
    b: Body,
    symbol: string,
    result: Type,
    args: readonly { readonly value: Operand; readonly type: Type }[],
  ): Operand =>
    b.def(result, {
      op: 'callExtern',
      symbol,
      abi: 'c',
      parameters: args.map((arg) => arg.type),
      result,
      args: args.map((arg) => arg.value),
      at: 3,
    });
  const main = mainOrder((b) => {
    print(b, call(b, 'sqrt', f64, [{ value: float('2.25'), type: f64 }]), f64);
    print(
      b,
      call(
        b,
        'pow',
        f64,
        [float('2.0'), float('10.0')].map((value) => ({ value, type: f64 })),
      ),
      f64,
    );
    const length = call(b, 'strlen', i64, [{ value: text('héllo'), type: string }]);
    print(b, length, i64);
    print(b, call(b, 'abs', i32, [{ value: int(-3), type: i32 }]), i32);
    const small = intType(8, true);
    print(b, call(b, 'toupper', i32, [{ value: int(97, small), type: small }]), i32);
    const maybe: Type = { kind: 'optional', value: string };
    print(b, call(b, 'getenv', maybe, [{ value: text('NO_SUCH_VARIABLE'), type: string }]), maybe);
    const found = call(b, 'strchr', string, [
      { value: text('a=é'), type: string },
      { value: int(61), type: i32 },
    ]);
    print(b, found, string);
  });
  await prints(t, [main], ['1.5', '1024.0', '6', '3', '65', 'none', '=é']);
});

test('a C function that returns NULL for a text ends the program', async (t) => {
  const main = mainOrder((b) => {
    const parameters = [string];
    const args = [text('NO_SUCH_VARIABLE')];
    const result = string;
    b.def(string, {
      op: 'callExtern',
      symbol: 'getenv',
      abi: 'c',
      parameters,
      result,
      args,
      at: 3,
    });
  });
  const { stderr, status } = await runProgram([main], 'dev');
  t.is(status, 101);
  t.true(stderr.startsWith('panic: the C function `getenv` returned NULL\n  at t/m.bolt:103:1\n'));
});

test('strings are taken apart by code points', async (t) => {
  const call = (b: Body, fn: RuntimeFunction, ...args: readonly Operand[]): Operand =>
    b.def(runtimeFunctions[fn].result, { op: 'callRuntime', function: fn, args, at: 2 });
  const long = (value: number): Operand => int(value, i64);
  const main = mainOrder((b) => {
    print(b, call(b, 'stringSlice', text('hello'), long(1), long(3)), string);
    print(b, call(b, 'stringSlice', text('aπ😀é¬xyzäöü'), long(1), long(10)), string);
    print(b, call(b, 'stringAt', text('aπ😀é¬xyzäöü'), long(2)), char);
    print(b, call(b, 'stringAt', text('aπ😀é¬xyzäöü'), long(9)), char);
    print(b, call(b, 'stringDecode', text('aπ😀'), long(3)), char);
    print(b, call(b, 'charBytes', int(0x1f600, char)), i64);
    print(b, call(b, 'charQuote', int(10, char)), string);
  });
  await prints(t, [main], ['el', 'π😀é¬xyzäö', '😀', 'ö', '😀', '4', "'\\n'"]);
});

test('an integer that is no code point becomes the replacement character', async (t) => {
  const values: readonly (readonly [string, Type])[] = [
    ['97', i32],
    ['-1', intType(8, true)],
    ['255', intType(8, false)],
    ['55295', i32],
    ['55296', i32],
    ['57343', i64],
    ['57344', intType(16, false)],
    ['1114111', i32],
    ['1114112', i32],
    [String(2n ** 64n + 97n), intType(128, true)],
  ];
  const main = mainOrder((b) => {
    for (const [value, from] of values) {
      const made = b.def(char, { op: 'convert', value: int(value, from), from, to: char });
      print(b, b.def(i32, { op: 'convert', value: made, from: char, to: i32 }), i32);
    }
  });
  const bad = String(0xfffd);
  const expected = ['97', bad, '255', '55295', bad, bad, '57344', '1114111', bad, bad];
  await prints(t, [main], expected);
});

test('objects are of their class and of those above it', async (t) => {
  const [base, below, other] = ['Base', 'Below', 'Other'].map((name) => classType(name));
  if (base === undefined || below === undefined || other === undefined) return t.fail();
  const classes = [
    classOrder({ symbol: decl('class Base'), name: 'Base' }),
    classOrder({ symbol: decl('class Below'), name: 'Below', superSymbol: decl('class Base') }),
    classOrder({ symbol: decl('class Other'), name: 'Other' }),
  ];
  const main = mainOrder((b) => {
    const value = b.def(below, { op: 'new', class: below });
    for (const type of [base, below, other]) {
      print(b, b.def(bool, { op: 'isInstance', value, class: type }), bool);
    }
    print(b, value, below);
  });
  await prints(t, [main, ...classes], ['true', 'true', 'false', '<Below>']);
});

test('a switch goes by values of every width', async (t) => {
  const types: readonly (readonly [Type, readonly string[]])[] = [
    [intType(8, true), ['-128', '5']],
    [intType(64, false), ['18446744073709551615', '7']],
    [intType(128, true), [String(-(2n ** 127n)), String(2n ** 100n)]],
    [char, ['960', '97']],
    [bool, ['1', '0']],
  ];
  const functions = types.map(([type, cases], index): FragmentOrder => {
    const b = new NewBody([type]);
    const targets = cases.map((value) => ({ value, target: b.block() }));
    const otherwise = b.block();
    b.end({ op: 'switch', value: b.load(0), type, cases: targets, otherwise });
    for (const { target } of targets) b.in(target).return(int(target));
    b.in(otherwise).return(int(0));
    return orderOf(`function f${index}`, [b.function(decl(`function f${index}`), 1, i32)]);
  });
  const main = mainOrder((b) => {
    types.forEach(([type, cases], index) => {
      const callee = {
        decl: decl(`function f${index}`),
        typeArgs: [],
        parameters: [type],
        result: i32,
      };
      for (const value of cases) {
        const arg: Operand =
          type.kind === 'bool' ? { kind: 'bool', value: value === '1' } : int(value, type);
        print(b, b.def(i32, { op: 'call', callee, args: [arg] }), i32);
      }
    });
  });
  await prints(
    t,
    [main, ...functions],
    types.flatMap(() => ['1', '2']),
  );
});
