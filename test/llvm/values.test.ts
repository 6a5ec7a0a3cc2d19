/** Tuples, structs, optionals, unions and arrays, from mid-level IR to what a program prints. */
import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { Operand } from '../../src/ir/mir.ts';
import type { ValueShapes } from '../../src/ir/value-shapes.ts';
import { buildFragment } from '../../src/llvm/build-fragment.ts';
import type { FragmentOrder, LayoutFacts, Profile } from '../../src/llvm/protocol.ts';
import type { ConstantValue } from '../../src/sema/constant-value.ts';
import type {
  ArrayType,
  OptionalType,
  StructType,
  TupleType,
  Type,
  UnionType,
} from '../../src/sema/type.ts';
import type { Body } from './mir-kit.ts';
import {
  bool,
  char,
  classOrder,
  classType,
  decl,
  f64,
  float,
  functionOrder,
  i32,
  i64,
  int,
  intType,
  mainOrder,
  noLayout,
  string,
  text,
} from './mir-kit.ts';
import { assemble, runProgram } from './program-kit.ts';

const profiles: readonly Profile[] = ['dev', 'release'];
const cell = classType('Cell');
const point: StructType = { kind: 'struct', decl: decl('struct Point'), args: [] };
const item: StructType = { kind: 'struct', decl: decl('struct Item'), args: [] };
const shape: UnionType = { kind: 'union', decl: decl('type Shape'), args: [] };
const i128 = intType(128, true);

const shapes: ValueShapes = {
  'struct:t.m.Point': {
    kind: 'struct',
    fields: [
      { name: 'x', type: f64 },
      { name: 'y', type: f64 },
    ],
  },
  'struct:t.m.Item': {
    kind: 'struct',
    fields: [
      { name: 'isOn', type: bool },
      { name: 'at', type: point },
      { name: 'name', type: string },
      { name: 'letter', type: char },
    ],
  },
  'union:t.m.Shape': { kind: 'union', members: [i32, string, point, bool, i128] },
};

const layout: LayoutFacts = { ...noLayout, values: shapes };

function arrayOf(element: Type): ArrayType {
  return { kind: 'array', element, isRead: false };
}

function optional(value: Type): OptionalType {
  return { kind: 'optional', value };
}

function tuple(...elements: readonly Type[]): TupleType {
  return { kind: 'tuple', elements };
}

function print(body: Body, value: Operand, type: Type): void {
  const line = body.def(string, { op: 'interpolate', parts: [{ value, type }] });
  body.do({ op: 'printf', format: '%s\n', args: [{ value: line, type: string }] });
}

function pointAt(body: Body, x: string, y: string): Operand {
  return body.def(point, { op: 'aggregate', type: point, parts: [float(x), float(y)] });
}

function itemNamed(body: Body, name: string, at: Operand): Operand {
  return body.def(item, {
    op: 'aggregate',
    type: item,
    parts: [{ kind: 'bool', value: true }, at, text(name), int(0x3c0, char)],
  });
}

function long(value: number): Operand {
  return int(value, i64);
}

async function prints(
  t: ExecutionContext,
  build: (body: Body) => void,
  expected: readonly string[],
  others: readonly FragmentOrder[] = [],
): Promise<void> {
  for (const profile of profiles) {
    const { stdout, stderr, status } = await runProgram(
      [mainOrder(build, layout), ...others],
      profile,
    );
    t.is(stderr, '', profile);
    t.is(status, 0, profile);
    t.deepEqual(stdout.trimEnd().split('\n'), expected, profile);
  }
}

test('values print their parts, with texts quoted', async (t) => {
  const pair = tuple(i32, string);
  await prints(
    t,
    (b) => {
      const at = pointAt(b, '1.0', '-2.5');
      print(b, at, point);
      print(b, itemNamed(b, 'a "b"\n$', at), item);
      print(b, b.def(pair, { op: 'aggregate', type: pair, parts: [int(7), text('x')] }), pair);
      const numbers = arrayOf(i32);
      const list = b.def(numbers, {
        op: 'arrayLiteral',
        type: numbers,
        elements: [int(1), int(2)],
      });
      print(b, list, numbers);
      print(b, { kind: 'zero', type: numbers }, numbers);
      const maybe = optional(string);
      print(b, { kind: 'zero', type: maybe }, maybe);
      print(b, b.def(maybe, { op: 'some', value: text('none'), type: maybe }), maybe);
      print(b, b.def(shape, { op: 'inject', value: at, type: shape, member: 2 }), shape);
      print(b, b.def(shape, { op: 'inject', value: int(-5), type: shape, member: 0 }), shape);
      print(b, { kind: 'zero', type: shape }, shape);
      const nested = arrayOf(optional(pair));
      print(b, b.def(nested, { op: 'newArray', type: nested, length: long(2), at: 0 }), nested);
    },
    [
      'Point { x: 1.0, y: -2.5 }',
      `Item { isOn: true, at: Point { x: 1.0, y: -2.5 }, name: "a \\"b\\"\\n\\$", letter: 'π' }`,
      '(7, "x")',
      '[1, 2]',
      '[]',
      'none',
      '"none"',
      'Point { x: 1.0, y: -2.5 }',
      '-5',
      '0',
      '[none, none]',
    ],
  );
});

test('a part of a variable is read and set in its place', async (t) => {
  await prints(
    t,
    (b) => {
      const slot = b.local('it', item);
      b.do({ op: 'store', slot, value: itemNamed(b, 'n', pointAt(b, '1.0', '2.0')) });
      b.do({ op: 'store', slot, path: ['at', 'y'], value: float('9.5') });
      b.do({ op: 'store', slot, path: ['isOn'], value: { kind: 'bool', value: false } });
      print(b, b.def(f64, { op: 'load', slot, path: ['at', 'y'] }), f64);
      print(b, b.load(slot), item);
      const on = b.def(bool, {
        op: 'extract',
        value: b.load(slot),
        type: item,
        path: ['isOn'],
      });
      print(b, on, bool);
      print(b, b.def(f64, { op: 'load', slot, path: ['at', 'x'] }), f64);
    },
    [
      '9.5',
      `Item { isOn: false, at: Point { x: 1.0, y: 9.5 }, name: "n", letter: 'π' }`,
      'false',
      '1.0',
    ],
  );
});

test('elements of arrays are read and set in their place', async (t) => {
  const items = arrayOf(item);
  const flags = arrayOf(bool);
  await prints(
    t,
    (b) => {
      const array = b.def(items, { op: 'newArray', type: items, length: long(3), at: 0 });
      const value = itemNamed(b, 'z', pointAt(b, '3.0', '4.0'));
      b.do({ op: 'setElement', array, type: items, index: long(1), value });
      const one = { array, type: items, index: long(1) };
      b.do({ op: 'setElement', ...one, path: ['at', 'x'], value: float('0.5') });
      print(b, b.def(f64, { op: 'getElement', ...one, path: ['at', 'x'] }), f64);
      print(b, b.def(item, { op: 'getElement', ...one }), item);
      print(b, b.def(string, { op: 'getElement', ...one, index: long(2), path: ['name'] }), string);
      const switches = b.def(flags, { op: 'newArray', type: flags, length: long(2), at: 0 });
      const last = { array: switches, type: flags, index: long(1) };
      b.do({ op: 'setElement', ...last, value: { kind: 'bool', value: true } });
      print(b, switches, flags);
      const rest = b.def(flags, {
        op: 'sliceArray',
        array: switches,
        type: flags,
        from: long(1),
        to: long(2),
        at: 0,
      });
      print(b, rest, flags);
      const first = b.def(flags, {
        op: 'sliceArray',
        array: switches,
        type: flags,
        from: long(0),
        to: long(1),
        at: 0,
      });
      print(
        b,
        b.def(flags, { op: 'joinArrays', left: first, right: rest, type: flags, at: 0 }),
        flags,
      );
      print(b, b.def(i64, { op: 'arrayLength', value: rest, type: flags }), i64);
    },
    [
      '0.5',
      `Item { isOn: true, at: Point { x: 0.5, y: 4.0 }, name: "z", letter: 'π' }`,
      '',
      '[false, true]',
      '[true]',
      '[false, true]',
      '1',
    ],
  );
});

test('values are equal when their parts are, and so are their hashes', async (t) => {
  const list = arrayOf(shape);
  const whole = tuple(list, optional(point), bool);
  await prints(
    t,
    (b) => {
      const make = (y: string, word: string): Operand => {
        const at = pointAt(b, '1.0', y);
        const elements = [
          b.def(shape, { op: 'inject', value: at, type: shape, member: 2 }),
          b.def(shape, { op: 'inject', value: text(word), type: shape, member: 1 }),
          b.def(shape, { op: 'inject', value: int('-9'.repeat(1), i128), type: shape, member: 4 }),
        ];
        const array = b.def(list, { op: 'arrayLiteral', type: list, elements });
        const some = b.def(optional(point), { op: 'some', value: at, type: optional(point) });
        const parts = [array, some, { kind: 'bool', value: true } as const];
        return b.def(whole, { op: 'aggregate', type: whole, parts });
      };
      const values = [make('2.0', 'a'), make('2.0', 'a'), make('2.0', 'b'), make('0.0', 'a')];
      const [first = text(''), ...others] = values;
      for (const right of others) {
        for (const operator of ['eq', 'ne'] as const) {
          print(b, b.def(bool, { op: 'compare', operator, left: first, right, type: whole }), bool);
        }
        const hash = (value: Operand): Operand =>
          b.def(intType(64, false), { op: 'hash', value, type: whole });
        const left = hash(first);
        const type = intType(64, false);
        const same = { op: 'compare', operator: 'eq', left, right: hash(right), type } as const;
        print(b, b.def(bool, same), bool);
      }
    },
    ['true', 'false', 'true', 'false', 'true', 'false', 'false', 'true', 'false'],
  );
});

test('zero and negative zero are equal, and so are their hashes', async (t) => {
  const u64 = intType(64, false);
  await prints(
    t,
    (b) => {
      const hash = (value: string): Operand =>
        b.def(u64, { op: 'hash', value: float(value), type: f64 });
      const [left, right] = [hash('0.0'), hash('-0.0')];
      print(b, b.def(bool, { op: 'compare', operator: 'eq', left, right, type: u64 }), bool);
    },
    ['true'],
  );
});

test('unions and optionals give back what they hold', async (t) => {
  const nested = optional(optional(bool));
  const reference = optional(cell);
  await prints(
    t,
    (b) => {
      const wide = int(-(2n ** 100n), i128);
      const held = b.def(shape, { op: 'inject', value: wide, type: shape, member: 4 });
      print(b, b.def(i32, { op: 'tag', value: held, type: shape }), i32);
      print(b, b.def(i128, { op: 'project', value: held, type: shape, member: 4 }), i128);
      const flag = b.def(shape, {
        op: 'inject',
        value: { kind: 'bool', value: true },
        type: shape,
        member: 3,
      });
      print(b, b.def(bool, { op: 'project', value: flag, type: shape, member: 3 }), bool);
      const none: Operand = { kind: 'zero', type: optional(bool) };
      const some = b.def(nested, { op: 'some', value: none, type: nested });
      print(b, b.def(bool, { op: 'isSome', value: some, type: nested }), bool);
      const inner = b.def(optional(bool), { op: 'unwrap', value: some, type: nested });
      print(b, b.def(bool, { op: 'isSome', value: inner, type: optional(bool) }), bool);
      const object = b.def(cell, { op: 'new', class: cell });
      const set = b.def(reference, { op: 'some', value: object, type: reference });
      print(b, b.def(bool, { op: 'isSome', value: set, type: reference }), bool);
      print(b, set, reference);
      const unset: Operand = { kind: 'zero', type: reference };
      print(b, b.def(bool, { op: 'isSome', value: unset, type: reference }), bool);
    },
    ['4', '-1267650600228229401496703205376', 'true', 'true', 'false', 'true', '<Cell>', 'false'],
    [classOrder({ symbol: decl('class Cell'), name: 'Cell' })],
  );
});

test('constants are what they say, unions in arrays among them', async (t) => {
  const list: ArrayType = { kind: 'array', element: tuple(bool, shape), isRead: true };
  const number = (value: string): ConstantValue => ({ kind: 'int', value });
  const on: ConstantValue = { kind: 'bool', value: true };
  const pair = (member: number, value: ConstantValue): ConstantValue => ({
    kind: 'members',
    members: [on, { kind: 'inject', member, value }],
  });
  const at: ConstantValue = {
    kind: 'members',
    members: [
      { kind: 'float', value: '1.5' },
      { kind: 'float', value: '-inf' },
    ],
  };
  await prints(
    t,
    (b) => {
      const elements = [
        pair(0, number('3')),
        pair(1, { kind: 'string', value: 'é' }),
        pair(2, at),
        pair(3, on),
        pair(4, number('-1')),
      ];
      print(b, { kind: 'constant', type: list, value: { kind: 'array', elements } }, list);
      print(
        b,
        { kind: 'constant', type: tuple(bool, shape), value: pair(2, at) },
        tuple(bool, shape),
      );
      const some: ConstantValue = { kind: 'some', value: at };
      print(b, { kind: 'constant', type: optional(point), value: some }, optional(point));
      print(b, { kind: 'constant', type: char, value: number('960') }, char);
      print(b, { kind: 'constant', type: bool, value: on }, bool);
    },
    [
      '[(true, 3), (true, "é"), (true, Point { x: 1.5, y: -inf }), (true, true), (true, -1)]',
      '(true, Point { x: 1.5, y: -inf })',
      'Point { x: 1.5, y: -inf }',
      'π',
      'true',
    ],
  );
});

const failures: readonly {
  readonly name: string;
  readonly build: (body: Body) => void;
  readonly message: string;
}[] = [
  {
    name: 'an index out of range',
    build: (b) => b.do({ op: 'checkIndex', index: long(10), length: long(3), at: 4 }),
    message: 'index 10 out of range for length 3',
  },
  {
    name: 'a negative index',
    build: (b) => b.do({ op: 'checkIndex', index: long(-1), length: long(3), at: 4 }),
    message: 'index -1 out of range for length 3',
  },
  {
    name: 'a negative length',
    build(b) {
      const type = arrayOf(i32);
      b.def(type, { op: 'newArray', type, length: long(-2), at: 4 });
    },
    message: 'an array cannot have the length -2',
  },
  {
    name: 'a length that is no int',
    build(b) {
      const type = arrayOf(point);
      b.def(type, { op: 'newArray', type, length: int(2n ** 60n, i64), at: 4 });
    },
    message: 'an array cannot have the length 1152921504606846976: it must fit an int',
  },
  {
    name: 'a slice that ends behind the array',
    build(b) {
      const type = arrayOf(i32);
      const array = b.def(type, { op: 'newArray', type, length: long(3), at: 0 });
      b.def(type, { op: 'sliceArray', array, type, from: long(2), to: long(4), at: 4 });
    },
    message: 'slice 2..4 out of range for length 3',
  },
  {
    name: 'a join of two arrays',
    build(b) {
      const type = arrayOf(i32);
      const make = (): Operand => b.def(type, { op: 'newArray', type, length: long(3), at: 0 });
      const [left, right] = [make(), make()];
      b.def(type, { op: 'joinArrays', left, right, type, at: 4 });
    },
    message: 'cannot join arrays that are not adjacent parts of one',
  },
  {
    name: 'a panic of the program',
    build: (b) => b.do({ op: 'panic', message: text('no % such thing'), at: 4 }),
    message: 'no % such thing',
  },
];

for (const { name, build, message } of failures) {
  test(`the program ends at ${name}`, async (t) => {
    for (const profile of profiles) {
      const order = mainOrder(build, layout);
      const { stderr, status } = await runProgram([order], profile);
      t.is(status, 101);
      t.true(stderr.startsWith(`panic: ${message}\n  at t/m.bolt:104:1\n`), stderr);
    }
  });
}

test('fragments of a module share the code that belongs to types', (t) => {
  const use = (b: Body): void => print(b, pointAt(b, '1.0', '2.0'), point);
  const build = (symbol: string): FragmentOrder => {
    const order = functionOrder(
      [],
      i32,
      (b) => {
        use(b);
        b.return(int(0));
      },
      layout,
    );
    if (order.kind !== 'function') return order;
    const functions = order.unit.functions.map((fn) => ({ ...fn, symbol }));
    return { ...order, unit: { ...order.unit, symbol, functions } };
  };
  const fragments = ['t.m::function f', 't.m::function g'].map((each) =>
    buildFragment(build(each)),
  );
  t.deepEqual(fragments[0]?.helpers, fragments[1]?.helpers);
  t.is(fragments[0]?.helpers?.length, 1);
  const ir = assemble(fragments);
  t.is(ir.split('define internal %bolt.string @"bolt::show struct:t.m.Point"').length, 2);
});
