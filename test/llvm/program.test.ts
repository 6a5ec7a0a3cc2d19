/** Programs of hand-made MIR, from orders to their output, on the real runtime. */
import test from 'ava';
import type { Instruction } from '../../src/ir/mir.ts';
import type { FragmentOrder, Profile } from '../../src/llvm/protocol.ts';
import type { Type } from '../../src/sema/type.ts';
import {
  Body,
  bool,
  char,
  classOrder,
  classType,
  decl,
  f32,
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
import { runProgram } from './program-kit.ts';

const profiles: readonly Profile[] = ['dev', 'release'];
const counter = classType('Counter');
const value = { owner: counter, name: 'v', type: i32 };
const layout = {
  fieldOffsets: { 't.m.Counter.v': 16 },
  methodSlots: { 't.m.Counter.name()': 0, 't.m.Counter.bump()': 1 },
  values: {},
};

function print(
  b: Body,
  format: string,
  ...args: readonly { value: ReturnType<typeof temp>; type: Type }[]
): void {
  b.do({ op: 'printf', format, args });
}

for (const profile of profiles) {
  test(`loops, recursion and calls: ${profile}`, async (t) => {
    const callee = { decl: decl('function f'), typeArgs: [], parameters: [i32], result: i32 };
    const fibonacci = functionOrder([i32], i32, (b) => {
      const [small, large] = [b.block(), b.block()];
      const n = b.load(0);
      const isSmall = b.def(bool, {
        op: 'compare',
        operator: 'lt',
        left: n,
        right: int(2),
        type: i32,
      });
      b.end({ op: 'branch', condition: isSmall, then: small, otherwise: large });
      b.in(small).return(n);
      b.in(large);
      const [first, second] = [1, 2].map((less) => {
        const smaller = b.def(i32, {
          op: 'arith',
          operator: 'sub',
          left: n,
          right: int(less),
          type: i32,
        });
        return b.def(i32, { op: 'call', callee, args: [smaller] });
      });
      const sum = {
        op: 'arith',
        operator: 'add',
        left: first ?? int(0),
        right: second ?? int(0),
        type: i32,
      } as const;
      b.return(b.def(i32, sum));
    });
    const main = mainOrder((b) => {
      const i = b.local('i', i32);
      const [head, body, exit] = [b.block(), b.block(), b.block()];
      b.do({ op: 'store', slot: i, value: int(0) }).end({ op: 'goto', target: head });
      b.in(head);
      const more = b.def(bool, {
        op: 'compare',
        operator: 'le',
        left: b.load(i),
        right: int(20),
        type: i32,
      });
      b.end({ op: 'branch', condition: more, then: body, otherwise: exit }).in(body);
      const at = b.load(i);
      print(b, '%d ', { value: b.def(i32, { op: 'call', callee, args: [at] }), type: i32 });
      const next = b.def(i32, { op: 'arith', operator: 'add', left: at, right: int(5), type: i32 });
      b.do({ op: 'store', slot: i, value: next }).end({ op: 'goto', target: head }).in(exit);
    });
    t.is((await runProgram([fibonacci, main], profile)).stdout, '0 5 55 610 6765 ');
  });

  test(`objects, fields and dispatch over a class and its superclass: ${profile}`, async (t) => {
    const method = (local: string, name: string): FragmentOrder => {
      const body = new Body([counter]);
      body.return(text(name));
      return orderOf(local, [body.function(decl(local), 1, string)]);
    };
    const bump = new Body([counter]);
    const old = bump.def(i32, { op: 'getField', object: bump.load(0), field: value });
    const raised = bump.def(i32, {
      op: 'arith',
      operator: 'add',
      left: old,
      right: int(1),
      type: i32,
    });
    bump.do({ op: 'setField', object: bump.load(0), field: value, value: raised }).return();
    const bumpSymbol = decl('class Counter.method bump()');
    const derived = classType('Derived');
    const main = mainOrder((b) => {
      for (const type of [counter, derived]) {
        const receiver = b.def(type, { op: 'new', class: type });
        b.do({ op: 'checkSet', value: receiver, reason: 'receiver', name: 'c', at: 1 });
        const slot = (name: string, result: Type) => ({
          owner: counter,
          slot: name,
          parameters: [],
          result,
        });
        b.do({ op: 'callVirtual', receiver, method: slot('bump()', nothing), args: [] });
        const name = b.def(string, {
          op: 'callVirtual',
          receiver,
          method: slot('name()', string),
          args: [],
        });
        const field = b.def(i32, { op: 'getField', object: receiver, field: value });
        print(b, '%s %d\n', { value: name, type: string }, { value: field, type: i32 });
      }
    }, layout);
    const base = [decl('class Counter.method name()'), bumpSymbol];
    const orders = [
      method('class Counter.method name()', 'counter'),
      method('class Derived.method name()', 'derived'),
      orderOf('class Counter.method bump()', [bump.function(bumpSymbol, 1, nothing)], layout),
      classOrder({ symbol: decl('class Counter'), name: 'Counter', methods: base }),
      classOrder({
        symbol: decl('class Derived'),
        name: 'Derived',
        superSymbol: decl('class Counter'),
        methods: [decl('class Derived.method name()'), bumpSymbol],
      }),
      main,
    ];
    t.is((await runProgram(orders, profile)).stdout, 'counter 1\nderived 1\n');
  });

  test(`texts in each printed form: ${profile}`, async (t) => {
    const main = mainOrder((b) => {
      const u128 = intType(128, false);
      const parts = [
        'a\u{1F600} ',
        { value: int(-5), type: i32 },
        ' ',
        { value: int(2n ** 128n - 1n, u128), type: u128 },
        ' ',
        { value: { kind: 'bool', value: true } as const, type: bool },
        ' ',
        { value: int(0x1f600), type: char },
        ' ',
        { value: { kind: 'float', type: f32, value: '0.5' } as const, type: f32 },
        { value: { kind: 'zero', type: string } as const, type: string },
      ];
      const shown = b.def(string, { op: 'interpolate', parts });
      print(b, '%s|', { value: shown, type: string });
      print(b, '%s|%%\n', { value: { kind: 'zero', type: string }, type: string });
      for (const operator of ['lt', 'eq', 'gt'] as const) {
        const result = b.def(bool, {
          op: 'compare',
          operator,
          left: text('ab'),
          right: text('b'),
          type: string,
        });
        print(b, '%d', { value: result, type: bool });
      }
    });
    const expected =
      'a\u{1F600} -5 340282366920938463463374607431768211455 true \u{1F600} 0.5||%\n100';
    t.is((await runProgram([main], profile)).stdout, expected);
  });

  test(`tasks of a finish share objects and copy the rest: ${profile}`, async (t) => {
    const task = new Body([counter, i64, bool]);
    const object = task.load(0);
    const field = { op: 'getField', object, field: value } as const;
    task.do({ op: 'lock', object, mode: 'exclusive', at: 2 });
    const amount = task.def(i32, { op: 'convert', value: task.load(1), from: i64, to: i32 });
    const old = task.def(i32, field);
    const sum = task.def(i32, {
      op: 'arith',
      operator: 'add',
      left: old,
      right: amount,
      type: i32,
    });
    task.do({ op: 'setField', object, field: value, value: sum });
    task.do({ op: 'unlock', object, mode: 'exclusive' }).return();
    const main = new Body();
    const shared = main.def(counter, { op: 'new', class: counter });
    const i = main.local('i', i64);
    const [head, body, exit] = [main.block(), main.block(), main.block()];
    main.do({ op: 'finishBegin', scope: 3 }).do({ op: 'store', slot: i, value: int(0, i64) });
    main.end({ op: 'goto', target: head }).in(head);
    const more = main.def(bool, {
      op: 'compare',
      operator: 'lt',
      left: main.load(i),
      right: int(1000, i64),
      type: i64,
    });
    main.end({ op: 'branch', condition: more, then: body, otherwise: exit }).in(body);
    const at = main.load(i);
    const captures = [shared, at, { kind: 'bool', value: true }] as const;
    main.do({ op: 'spawn', scope: 3, task: 1, captures, at: 7 });
    const next = main.def(i64, {
      op: 'arith',
      operator: 'add',
      left: at,
      right: int(1, i64),
      type: i64,
    });
    main.do({ op: 'store', slot: i, value: next }).end({ op: 'goto', target: head });
    main.in(exit).do({ op: 'finishEnd', scope: 3 });
    const total = main.def(i32, { op: 'getField', object: shared, field: value });
    print(main, '%d', { value: total, type: i32 });
    main.return();
    const symbol = decl('main');
    const orders = [
      orderOf(
        'main',
        [main.function(symbol, 0, nothing), task.function(`${symbol}$task1`, 3, nothing, 'task')],
        layout,
      ),
      classOrder({ symbol: decl('class Counter'), name: 'Counter', pointerFree: true }),
    ];
    const { stdout, stderr } = await runProgram(orders, profile);
    t.is(stdout, '499500', stderr);
  });

  const panics: readonly [string, Instruction][] = [
    ['divisor', { op: 'checkDivisor', value: temp(0), type: i32, at: 4 }],
    ['receiver', { op: 'checkSet', value: temp(1), reason: 'receiver', name: 'who', at: 4 }],
    [
      'field access',
      { op: 'checkSet', value: temp(1), reason: 'field-access', name: 'who', at: 4 },
    ],
    ['unset field', { op: 'checkSet', value: temp(1), reason: 'unset-field', name: 'who', at: 4 }],
  ];
  for (const [what, check] of panics) {
    test(`a panic names its place, flushes and exits with 101: ${what}, ${profile}`, async (t) => {
      const callee = {
        decl: decl('function f'),
        typeArgs: [],
        parameters: [i32, counter],
        result: nothing,
      };
      const checked = functionOrder([i32, counter], nothing, (b) => {
        b.load(0);
        b.load(1);
        b.do(check).return();
      });
      const main = mainOrder((b) => {
        print(b, 'before');
        b.do({ op: 'call', callee, args: [int(0), { kind: 'zero', type: counter }] });
        print(b, 'after');
      });
      const { status, stdout, stderr } = await runProgram([checked, main], profile);
      t.is(status, 101);
      t.is(stdout, 'before');
      t.regex(stderr, /t\/m\.bolt:104:1/);
    });
  }

  test(`the exit status is what main returns: ${profile}`, async (t) => {
    const body = new Body();
    body.return(int(42));
    const main = orderOf('main', [body.function(decl('main'), 0, i32)]);
    t.is((await runProgram([main], profile)).status, 42);
  });
}
