/** What the language reference says about evaluation, seen through the interpreter. */

import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { MirUnit } from '../../src/ir/mir.ts';
import { verifyUnit } from '../../src/ir/verify-mir.ts';
import type { HirExpr } from '../../src/sema/hir.ts';
import type { Type } from '../../src/sema/type.ts';
import * as h from './hir.ts';
import type { Outcome } from './interpreter.ts';
import { execute } from './interpreter.ts';

const cell = h.classType('Cell');
const v = h.field(cell, 'v', h.int);
const link = h.field(cell, 'link', cell);
const shared = h.field(cell, 'shared', h.int, 'locked');

/** `say(n)` prints n and yields it; `sure(b)` prints ! and yields b; `cell()` prints c. */
const helpers = [
  h.lower({
    id: 'function say(int)',
    parameters: [['n', h.int]],
    result: h.int,
    body: h.block(h.print('%d ', h.local(0)), h.local(0)),
  }),
  h.lower({
    id: 'function sure(bool)',
    parameters: [['b', h.bool]],
    result: h.bool,
    body: h.block(h.print('! '), h.local(0, h.bool)),
  }),
  h.lower({
    id: 'function cell()',
    result: cell,
    body: h.block(h.print('c '), h.create(cell)),
  }),
  h.lower({
    id: 'class Cell.method add(i32)',
    self: cell,
    parameters: [['n', h.int]],
    result: h.int,
    body: h.block(h.updateField(h.local(0, cell), v, '+', h.local(1)), h.get(h.local(0, cell), v)),
  }),
];

const say = (n: number): HirExpr => h.call('function say(int)', [h.num(n)], { result: h.int });
const sure = (b: boolean): HirExpr =>
  h.call('function sure(bool)', [h.truth(b)], { result: h.bool });
const newCell = (): HirExpr => h.call('function cell()', [], { result: cell });

function run(t: ExecutionContext, lets: readonly Type[], ...body: HirExpr[]): Outcome {
  const unit = h.lower({
    id: 'main',
    lets: lets.map((type, index) => [`x${index}`, type]),
    body: h.block(...body),
  });
  t.deepEqual(verifyUnit(unit), []);
  return execute({ units: [unit, ...helpers], dispatch }, unit.symbol);
}

function dispatch(type: { readonly decl: string }, slot: string): { decl: string; typeArgs: [] } {
  return { decl: `${type.decl}.method ${slot}`, typeArgs: [] };
}

function prints(title: string, lets: readonly Type[], body: HirExpr[], output: string): void {
  test(title, (t) => {
    t.like(run(t, lets, ...body), { output });
  });
}

function panics(
  title: string,
  lets: readonly Type[],
  body: HirExpr[],
  expected: [string, string],
): void {
  test(title, (t) => {
    const { output, panic } = run(t, lets, ...body);
    t.deepEqual([output, panic], expected);
  });
}

const show = (value: HirExpr): HirExpr => h.print('%d', value);

prints(
  'operands run from left to right',
  [],
  [show(h.bin(h.bin(say(1), '-', say(2)), '*', say(3)))],
  '1 2 3 -3',
);
prints(
  'division truncates, the remainder has the sign of the dividend',
  [],
  [
    h.print(
      '%d %d',
      h.bin(h.num(7), '/', h.num(2)),
      h.bin(h.bin(h.num(0), '-', h.num(7)), '%', h.num(3)),
    ),
  ],
  '3 -1',
);
prints('arithmetic wraps', [], [show(h.bin(h.num(2147483647), '+', h.num(1)))], '-2147483648');
prints(
  'the least value divided by -1 wraps',
  [],
  [
    h.print(
      '%d %d',
      h.bin(h.num(-2147483648), '/', h.num(-1)),
      h.bin(h.num(-2147483648), '%', h.num(-1)),
    ),
  ],
  '-2147483648 0',
);
prints(
  '&& and || skip the operand that cannot matter',
  [],
  [
    h.bin(sure(false), '&&', sure(true)),
    h.print('| '),
    h.bin(sure(true), '||', sure(true)),
    h.print('| '),
    show(h.bin(sure(true), '&&', sure(false))),
  ],
  '! | ! | ! ! 0',
);
prints('arguments run from left to right', [], [h.print('%d %d', say(1), say(2))], '1 2 1 2');
prints(
  'new allocates, then initialises in order, the last one wins',
  [cell],
  [h.bind(0, h.create(cell, [v, say(3)], [v, say(4)])), show(h.get(h.local(0, cell), v))],
  '3 4 4',
);
prints('fields that are not initialised are zero', [], [show(h.get(h.create(cell), v))], '0');
prints(
  'an assignment runs its right side first, then its object',
  [],
  [h.put(newCell(), v, say(1))],
  '1 c ',
);
prints(
  'an assignment has the assigned value',
  [h.int],
  [h.bind(0, h.num(0)), show(h.bin(h.set(0, h.num(4)), '+', h.local(0)))],
  '8',
);
prints(
  'an operand read before an assignment keeps its value',
  [h.int],
  [h.bind(0, h.num(1)), show(h.bin(h.local(0), '+', h.set(0, h.num(10))))],
  '11',
);
prints(
  'a compound assignment reads its target first',
  [h.int],
  [h.bind(0, h.num(1)), h.update(0, '+', h.set(0, h.num(10))), show(h.local(0))],
  '11',
);
prints(
  'a compound assignment evaluates its object once',
  [],
  [show(h.updateField(newCell(), v, '+', say(5)))],
  'c 5 5',
);
prints(
  'consume yields the old value and leaves zero',
  [h.int],
  [h.bind(0, h.num(3)), h.print('%d %d', h.consume(0, h.int), h.local(0))],
  '3 0',
);
prints(
  'a let has the value that it binds',
  [h.int, h.int],
  [h.bind(0, h.bind(1, h.num(4))), show(h.local(0))],
  '4',
);
prints(
  'a copied variable does not follow the original',
  [h.int, h.int],
  [h.bind(0, h.num(1)), h.bind(1, h.local(0)), h.set(0, h.num(2)), show(h.local(1))],
  '1',
);
prints(
  'continue runs the step',
  [h.int],
  [
    h.forLoop(
      0,
      {
        init: h.bind(0, h.num(0)),
        condition: h.bin(h.local(0), '<', h.num(4)),
        step: h.update(0, '+', h.num(1)),
      },
      h.block(h.when(h.bin(h.local(0), '==', h.num(1)), h.block(h.next(0))), show(h.local(0))),
    ),
  ],
  '023',
);
prints(
  'break and continue reach outer loops',
  [h.int, h.int],
  [
    h.range(
      0,
      0,
      { from: h.num(0), to: h.num(3) },
      h.block(
        h.range(
          1,
          1,
          { from: h.num(0), to: h.num(3) },
          h.block(
            h.when(h.bin(h.local(1), '==', h.num(1)), h.block(h.next(0))),
            h.when(h.bin(h.local(0), '==', h.num(2)), h.block(h.breakOut(0))),
            h.print('%d%d ', h.local(0), h.local(1)),
          ),
        ),
      ),
    ),
  ],
  '00 10 ',
);
prints(
  'an inclusive range reaches the greatest value of its type',
  [h.u8],
  [
    h.range(
      0,
      0,
      { from: h.num(253, h.u8), to: h.num(255, h.u8), inclusive: true },
      h.block(h.print('%u ', h.local(0, h.u8))),
    ),
  ],
  '253 254 255 ',
);
prints(
  'an empty range has no pass',
  [h.int],
  [
    h.range(0, 0, { from: h.num(3), to: h.num(2), inclusive: true }, h.block(h.print('x'))),
    h.range(1, 0, { from: h.num(3), to: h.num(3) }, h.block(h.print('y'))),
  ],
  '',
);
prints(
  'assigning the variable of a range does not disturb the counting',
  [h.int],
  [
    h.range(
      0,
      0,
      { from: h.num(0), to: h.num(3) },
      h.block(h.print('%d ', h.local(0)), h.set(0, h.num(9))),
    ),
  ],
  '0 1 2 ',
);
prints(
  'a let in a loop is a fresh variable in each pass',
  [h.int, h.int],
  [
    h.range(
      0,
      0,
      { from: h.num(0), to: h.num(2) },
      h.block(h.bind(1, h.num(0)), h.update(1, '+', h.num(1)), h.print('%d ', h.local(1))),
    ),
  ],
  '1 1 ',
);
prints(
  'tasks get copies, and are joined at the end of finish',
  [h.int],
  [
    h.bind(0, h.num(1)),
    h.finish(
      h.block(
        h.spawn([0], h.block(h.update(0, '+', h.num(10)), h.print('task %d ', h.local(0)))),
        h.set(0, h.num(2)),
        h.print('body '),
      ),
    ),
    h.print('after %d', h.local(0)),
  ],
  'body task 11 after 2',
);
prints(
  'finish has the value of its own statements',
  [],
  [show(h.finish(h.block(h.spawn([], h.block(h.print('t '))), h.num(3))))],
  't 3',
);
prints(
  'a return inside finish joins first',
  [],
  [h.finish(h.block(h.spawn([], h.block(h.print('task '))), h.leave(), h.print('never')))],
  'task ',
);
prints(
  'a return leaves only its task',
  [],
  [
    h.finish(h.block(h.spawn([], h.block(h.print('a '), h.leave(), h.print('never'))))),
    h.print('after'),
  ],
  'a after',
);
prints(
  'methods see the changed object',
  [cell],
  [
    h.bind(0, h.create(cell, [v, h.num(1)])),
    h.send(h.local(0, cell), cell, 'add(i32)', [h.num(2)], h.int),
    show(h.get(h.local(0, cell), v)),
  ],
  '3',
);

panics(
  'a division by zero panics after both operands',
  [],
  [show(h.bin(say(1), '/', say(0)))],
  ['1 0 ', 'divide@0'],
);
panics(
  'a remainder by a literal zero panics',
  [],
  [show(h.bin(say(1), '%', h.num(0)))],
  ['1 ', 'divide@0'],
);
panics(
  'a receiver is vetted before the arguments are evaluated',
  [cell],
  [
    h.bind(0, h.create(cell)),
    h.consume(0, cell),
    h.send(h.local(0, cell), cell, 'add(i32)', [say(1)], h.int),
  ],
  ['', 'receiver x0@0'],
);
panics(
  'an unset field of class type is no silent null',
  [cell],
  [h.bind(0, h.create(cell)), h.print('before '), h.bind(0, h.get(h.local(0, cell), link))],
  ['before ', 'unset-field link@0'],
);
panics(
  'a field that was consumed is unset',
  [cell],
  [
    h.bind(0, h.create(cell, [link, h.create(cell)])),
    h.take(h.local(0, cell), link),
    h.get(h.get(h.local(0, cell), link), v),
  ],
  ['', 'unset-field link@0'],
);
panics(
  'a field of an unset variable',
  [cell],
  [h.bind(0, h.create(cell)), h.consume(0, cell), h.get(h.local(0, cell), v)],
  ['', 'field-access x0@0'],
);

const selfCell = h.local(0, cell);

/** Executes a method on a new cell and returns what it locked. */
function locksOf(
  t: ExecutionContext,
  parts: Omit<h.FunctionParts, 'id' | 'self'>,
): readonly string[] {
  const method: MirUnit = h.lower({ id: 'class Cell.method m()', self: cell, ...parts });
  const main = h.lower({
    id: 'main',
    body: h.block(h.send(h.create(cell), cell, 'm()', [], parts.result ?? h.none)),
  });
  t.deepEqual(verifyUnit(method), []);
  return execute({ units: [main, method, ...helpers], dispatch }, main.symbol).log;
}

test('reading a locked field shares the lock for the single read', (t) => {
  const log = locksOf(t, { result: h.int, body: h.block(h.get(selfCell, shared)) });
  t.deepEqual(log, ['lock shared m.Cell', 'unlock shared m.Cell']);
});

test('an update that must be one access holds the lock around all of it', (t) => {
  const log = locksOf(t, {
    body: h.block(h.put(selfCell, shared, h.bin(h.get(selfCell, shared), '+', h.num(1)), true)),
  });
  t.deepEqual(log, ['lock exclusive m.Cell', 'unlock exclusive m.Cell']);
});

test('a locked method locks once, and its accesses to this not again', (t) => {
  const log = locksOf(t, {
    capabilities: ['Own', 'Lock'],
    body: h.block(h.updateField(selfCell, shared, '+', h.num(1)), h.take(selfCell, shared)),
  });
  t.deepEqual(log, ['lock exclusive m.Cell', 'unlock exclusive m.Cell']);
});

test('a task in a locked method does not hold the lock', (t) => {
  const log = locksOf(t, {
    capabilities: ['Lock'],
    body: h.block(h.finish(h.block(h.spawn([0], h.block(h.get(selfCell, shared)))))),
  });
  t.deepEqual(log, [
    'lock exclusive m.Cell',
    'lock shared m.Cell',
    'unlock shared m.Cell',
    'joined 1',
    'unlock exclusive m.Cell',
  ]);
});

test('a method that names no locked capability locks nothing', (t) => {
  t.deepEqual(locksOf(t, { capabilities: ['Own'], body: h.block(h.get(selfCell, v)) }), []);
});

test('a return in a locked method gives the lock back behind the joins', (t) => {
  const log = locksOf(t, {
    capabilities: ['Lock'],
    body: h.block(h.finish(h.block(h.leave()))),
  });
  t.deepEqual(log, ['lock exclusive m.Cell', 'joined 0', 'unlock exclusive m.Cell']);
});

const deep = 20_000;

function repeat(first: HirExpr, grow: (inner: HirExpr) => HirExpr): HirExpr {
  let expr = first;
  for (let index = 0; index < deep; index += 1) expr = grow(expr);
  return expr;
}

test('chains of operators, calls and else if may be as long as a file', (t) => {
  const sum = repeat(h.num(0), (left) => h.bin(left, '+', h.num(1)));
  t.is(run(t, [], show(sum)).output, String(deep));
  const all = repeat(h.truth(true), (left) => h.bin(left, '&&', h.truth(true)));
  t.is(run(t, [], show(all), h.when(all, h.block(h.print(' yes')))).output, '1 yes');
  const chained = repeat(h.num(0), (inner) =>
    h.when(h.bin(h.local(0), '==', h.num(1)), h.block(h.num(2)), h.block(inner)),
  );
  t.is(run(t, [h.int], h.bind(0, h.num(1)), show(chained)).output, '2');
  t.is(run(t, [h.int], h.bind(0, h.num(0)), chained, h.print('end')).output, 'end');
  const fields = repeat(h.create(cell), (object) => h.get(object, link));
  t.is(run(t, [], fields).panic, 'unset-field link@0');
});
