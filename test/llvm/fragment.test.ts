/** The IR of each instruction, against golden files. `BLESS=1` writes them. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import test from 'ava';
import { buildFragment } from '../../src/llvm/build-fragment.ts';
import type { FragmentOrder } from '../../src/llvm/protocol.ts';
import type { Type } from '../../src/sema/type.ts';
import {
  Body,
  bool,
  char,
  classOrder,
  classType,
  decl,
  f32,
  f64,
  float,
  functionOrder,
  i32,
  i64,
  int,
  intType,
  mainOrder,
  nothing,
  orderOf,
  string,
  temp,
  text,
} from './mir-kit.ts';

const cell = classType('Cell');
const field = (name: string, type: Type) => ({ owner: cell, name, type });
const layout = {
  fieldOffsets: { 't.m.Cell.v': 16, 't.m.Cell.on': 20, 't.m.Cell.next': 24, 't.m.Cell.name': 32 },
  methodSlots: { 't.m.Cell.put(i32)': 2 },
  values: {},
};

const cases: Readonly<Record<string, FragmentOrder>> = {
  'parameters-that-are-not-stored-to-are-not-read-from-memory': functionOrder(
    [i32, i32],
    i32,
    (b) => {
      const sum = b.def(i32, {
        op: 'arith',
        operator: 'add',
        left: b.load(0),
        right: b.load(1),
        type: i32,
      });
      b.return(sum);
    },
  ),
  'a-loop-keeps-its-variable-in-memory': functionOrder([i32], i32, (b) => {
    const i = b.local('i', i32);
    const [head, body, exit] = [b.block(), b.block(), b.block()];
    b.do({ op: 'store', slot: i, value: int(0) }).end({ op: 'goto', target: head });
    b.in(head);
    const value = b.load(i);
    const more = b.def(bool, {
      op: 'compare',
      operator: 'lt',
      left: value,
      right: b.load(0),
      type: i32,
    });
    b.end({ op: 'branch', condition: more, then: body, otherwise: exit }).in(body);
    const next = b.def(i32, {
      op: 'arith',
      operator: 'add',
      left: b.load(i),
      right: int(1),
      type: i32,
    });
    b.do({ op: 'store', slot: i, value: next }).end({ op: 'goto', target: head });
    b.in(exit).return(b.load(i));
  }),
  'a-parameter-that-is-stored-to-moves-to-memory': functionOrder([i32, bool], i32, (b) => {
    const [then, exit] = [b.block(), b.block()];
    b.end({ op: 'branch', condition: b.load(1), then, otherwise: exit });
    b.in(then)
      .do({ op: 'store', slot: 0, value: int(1) })
      .end({ op: 'goto', target: exit });
    b.in(exit).return(b.load(0));
  }),
  'unreachable-blocks-are-dropped': functionOrder([], nothing, (b) => {
    const lost = b.block();
    b.return().in(lost).end({ op: 'unreachable' });
  }),
  'signed-division-is-guarded': functionOrder([i32, i32], i32, (b) => {
    const [left, right] = [b.load(0), b.load(1)];
    b.do({ op: 'checkDivisor', value: right, type: i32, at: 4 });
    const quotient = b.def(i32, { op: 'arith', operator: 'div', left, right, type: i32 });
    const rest = b.def(i32, { op: 'arith', operator: 'rem', left: quotient, right, type: i32 });
    b.return(rest);
  }),
  'division-by-a-literal-needs-no-check': functionOrder([i32], i32, (b) => {
    b.do({ op: 'checkDivisor', value: int(7), type: i32, at: 4 });
    b.return(
      b.def(i32, { op: 'arith', operator: 'div', left: b.load(0), right: int(7), type: i32 }),
    );
  }),
  'shift-counts-are-masked': functionOrder([intType(64, false), i64], i64, (b) => {
    const u64 = intType(64, false);
    const left = b.def(u64, {
      op: 'arith',
      operator: 'shr',
      left: b.load(0),
      right: int(70, u64),
      type: u64,
    });
    const right = b.load(1);
    b.return(b.def(i64, { op: 'arith', operator: 'shr', left, right, type: i64 }));
  }),
  'negation-and-complement': functionOrder([i32, bool, f64], i32, (b) => {
    const negated = b.def(i32, { op: 'negate', value: b.load(0), type: i32 });
    b.def(bool, { op: 'complement', value: b.load(1), type: bool });
    b.def(f64, { op: 'negate', value: b.load(2), type: f64 });
    b.return(b.def(i32, { op: 'complement', value: negated, type: i32 }));
  }),
  'comparisons-of-each-kind': functionOrder([i32, f64, string, cell, char], nothing, (b) => {
    const args = [0, 1, 2, 3, 4].map((slot) => b.load(slot));
    const types = [i32, f64, string, cell, char];
    types.forEach((type, index) => {
      const same = args[index] ?? int(0);
      b.def(bool, {
        op: 'compare',
        operator: index === 3 ? 'eq' : 'lt',
        left: same,
        right: same,
        type,
      });
    });
    b.def(bool, { op: 'compare', operator: 'ne', left: temp(1), right: temp(1), type: f64 });
    b.return();
  }),
  'conversions-of-each-kind': functionOrder([i64, f64, bool, char, cell], nothing, (b) => {
    const args = [0, 1, 2, 3, 4].map((slot) => b.load(slot));
    const types = [i64, f64, bool, char, cell];
    const pairs: readonly [number, Type][] = [
      [0, intType(8, true)],
      [0, intType(128, true)],
      [0, f32],
      [1, f32],
      [1, intType(8, false)],
      [1, i64],
      [2, i32],
      [3, i64],
      [4, classType('Base')],
    ];
    for (const [index, to] of pairs) {
      b.def(to, { op: 'convert', value: args[index] ?? int(0), from: types[index] ?? i32, to });
    }
    b.return();
  }),
  'objects-and-fields': functionOrder(
    [cell],
    cell,
    (b) => {
      const made = b.def(cell, { op: 'new', class: cell });
      const old = b.load(0);
      b.do({ op: 'checkSet', value: old, reason: 'field-access', name: 'c', at: 2 });
      const value = b.def(i32, { op: 'getField', object: old, field: field('v', i32) });
      b.do({ op: 'setField', object: made, field: field('v', i32), value });
      const on = b.def(bool, { op: 'getField', object: old, field: field('on', bool) });
      b.do({ op: 'setField', object: made, field: field('on', bool), value: on });
      const zero = { kind: 'zero', type: cell } as const;
      b.do({ op: 'setField', object: made, field: field('next', cell), value: zero });
      b.do({ op: 'setField', object: made, field: field('name', string), value: text('né') });
      b.return(made);
    },
    layout,
  ),
  'a-reference-is-vetted-once-in-a-block': functionOrder([cell], nothing, (b) => {
    b.do({ op: 'checkSet', value: b.load(0), reason: 'receiver', name: 'c', at: 2 });
    b.do({ op: 'checkSet', value: b.load(0), reason: 'unset-field', name: 'd', at: 9 });
    b.return();
  }),
  'a-virtual-call-goes-through-the-class': functionOrder(
    [cell],
    i32,
    (b) => {
      const method = { owner: cell, slot: 'put(i32)', parameters: [i32], result: i32 };
      b.return(b.def(i32, { op: 'callVirtual', receiver: b.load(0), method, args: [int(5)] }));
    },
    layout,
  ),
  'calls-of-functions-and-instances': functionOrder([], nothing, (b) => {
    const plain = {
      decl: decl('function g(string)'),
      typeArgs: [],
      parameters: [string],
      result: nothing,
    };
    const instance = {
      decl: decl('function h(T)'),
      typeArgs: [i32],
      parameters: [i32],
      result: i32,
    };
    b.do({ op: 'call', callee: plain, args: [text('x')] });
    b.def(i32, { op: 'call', callee: instance, args: [int(1)] });
    b.return();
  }),
  'printf-promotes-its-arguments': functionOrder(
    [intType(8, true), bool, f32, string],
    nothing,
    (b) => {
      const types = [intType(8, true), bool, f32, string];
      const args = types.map((type, slot) => ({ value: b.load(slot), type }));
      b.do({ op: 'printf', format: '%d %d %f %s\n', args }).return();
    },
  ),
  'interpolation-shows-each-kind': functionOrder([i32, char, intType(128, true)], string, (b) => {
    const types = [i32, char, intType(128, true)];
    const parts = types.map((type, slot) => ({ value: b.load(slot), type }));
    b.return(b.def(string, { op: 'interpolate', parts: ['<', ...parts, '>'] }));
  }),
  'interpolation-of-one-part-joins-nothing': functionOrder([f64], string, (b) => {
    b.return(b.def(string, { op: 'interpolate', parts: [{ value: b.load(0), type: f64 }] }));
  }),
  locks: functionOrder([cell], nothing, (b) => {
    const object = b.load(0);
    b.do({ op: 'lock', object, mode: 'shared', at: 1 }).do({
      op: 'unlock',
      object,
      mode: 'shared',
    });
    b.do({ op: 'lock', object, mode: 'exclusive', at: 3 });
    b.do({ op: 'unlock', object, mode: 'exclusive' }).return();
  }),
  'finish-and-tasks': finishOrder(),
  main: mainOrder((b) => b.do({ op: 'printf', format: 'hello', args: [] })),
  'wide-constants': functionOrder([], nothing, (b) => {
    const u128 = intType(128, false);
    const callee = {
      decl: decl('function k'),
      typeArgs: [],
      parameters: [i64, u128, f32],
      result: nothing,
    };
    const args = [int(-(2n ** 63n), i64), int(2n ** 128n - 1n, u128), float('0.1', f32)];
    b.do({ op: 'call', callee, args }).return();
  }),
  'class-descriptor': classOrder({
    symbol: classSymbolOf('Cell'),
    name: 'Cell',
    superSymbol: classSymbolOf('Base'),
    methods: [decl('class Base.method a()'), decl('class Cell.method b()')],
  }),
};

for (const [name, order] of Object.entries(cases)) {
  test(`golden: ${name.replaceAll('-', ' ')}`, (t) => {
    const { definitions, declarations, sites, symbols } = buildFragment(order);
    const shown = [`; defines ${symbols.join(', ')}`, `; sites ${sites.join(' ')}`.trimEnd()];
    const actual = `${shown.join('\n')}\n${definitions}\n${declarations.join('\n')}\n`;
    const file = `test/llvm/golden/${name}.ll`;
    if (process.env['BLESS'] === '1') {
      mkdirSync('test/llvm/golden', { recursive: true });
      writeFileSync(file, actual);
    }
    t.true(existsSync(file), `${file} is missing; BLESS=1 writes it`);
    t.is(actual, readFileSync(file, 'utf8'));
  });
}

test('a fragment does not depend on those built before it', (t) => {
  const orders = Object.values(cases);
  const forwards = orders.map(buildFragment);
  const backwards = orders.toReversed().map(buildFragment).toReversed();
  t.deepEqual(backwards, forwards);
});

test('malformed MIR is refused with the IR that it led to', (t) => {
  const order = functionOrder([i32], string, (b) => b.return(b.load(0)));
  const error = t.throws(() => buildFragment(order));
  t.is(error?.name, 'InternalError');
  t.regex(error?.message ?? '', /function f[\s\S]*ret i32/);
  const next = cases['main'];
  if (next !== undefined) t.notThrows(() => buildFragment(next), 'and leaves nothing behind');
});

function classSymbolOf(name: string): string {
  return decl(`class ${name}`);
}

function finishOrder(): FragmentOrder {
  const task = new Body([cell, bool, i32]);
  task.load(2);
  task.return();
  const idle = new Body().return();
  const own = new Body([cell]);
  const object = own.load(0);
  own.do({ op: 'finishBegin', scope: 0 });
  own.do({
    op: 'spawn',
    scope: 0,
    task: 1,
    captures: [object, { kind: 'bool', value: true }, int(7)],
    at: 5,
  });
  own.do({ op: 'spawn', scope: 0, task: 2, captures: [], at: 6 });
  own.do({ op: 'finishEnd', scope: 0 }).return();
  const symbol = decl('function f');
  return orderOf('function f', [
    own.function(symbol, 1, nothing),
    task.function(`${symbol}$task1`, 3, nothing, 'task'),
    idle.function(`${symbol}$task2`, 0, nothing, 'task'),
  ]);
}
