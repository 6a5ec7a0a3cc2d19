/** What each construct becomes, as text. */
import test from 'ava';
import { printUnit } from '../../src/ir/print-mir.ts';
import { verifyUnit } from '../../src/ir/verify-mir.ts';
import * as h from './hir.ts';

function golden(title: string, parts: h.FunctionParts, expected: string): void {
  test(title, (t) => {
    const unit = h.lower(parts);
    t.deepEqual(verifyUnit(unit), []);
    t.is(printUnit(unit).trimEnd(), expected.trim());
  });
}

const cell = h.classType('Cell');
const v = h.field(cell, 'v', h.int);
const link = h.field(cell, 'link', cell);
const shared = h.field(cell, 'shared', h.int, 'locked');
const self = h.local(0, cell);
const n = h.local(0);

golden(
  'a constant is returned without a detour',
  { id: 'function f()', result: h.int, body: h.block(h.num(42)) },
  `
fn m::function f()() -> int {
bb0:
  return 42
}
`,
);

golden(
  'a void function discards the value of its body',
  { id: 'function f()', body: h.block(h.num(42)) },
  `
fn m::function f()() -> void {
bb0:
  return
}
`,
);

golden(
  'variables that nothing assigns are not read from their slots',
  {
    id: 'function f(int)',
    parameters: [['n', h.int]],
    lets: [['m', h.int]],
    result: h.int,
    body: h.block(h.bind(1, h.bin(n, '*', n)), h.bin(h.local(1), '+', h.local(1))),
  },
  `
fn m::function f(int)(n: int) -> int {
  var m: int
bb0:
  %0: int = load n
  %1: int = mul %0, %0
  store m, %1
  %2: int = add %1, %1
  return %2
}
`,
);

golden(
  'variables that something assigns live in slots',
  {
    id: 'function f(int)',
    parameters: [['n', h.int]],
    lets: [['m', h.int]],
    result: h.int,
    body: h.block(
      h.bind(1, n),
      h.set(0, h.num(1)),
      h.update(1, '-', h.num(2)),
      h.bin(h.local(1), '+', n),
    ),
  },
  `
fn m::function f(int)(n: int) -> int {
  var m: int
bb0:
  %0: int = load n
  store m, %0
  store n, 1
  %1: int = load m
  %2: int = sub %1, 2
  store m, %2
  %3: int = load m
  %4: int = load n
  %5: int = add %3, %4
  return %5
}
`,
);

golden(
  'the arms of an if in tail position return',
  {
    id: 'function f(int)',
    parameters: [['n', h.int]],
    result: h.int,
    body: h.block(h.when(h.bin(n, '<', h.num(0)), h.block(h.neg('-', n)), h.block(n))),
  },
  `
fn m::function f(int)(n: int) -> int {
bb0:
  %0: int = load n
  %1: bool = lt int %0, 0
  if %1 goto bb1 else bb2
bb1:
  %2: int = negate %0
  return %2
bb2:
  return %0
}
`,
);

golden(
  'the value of an if takes one variable, however deep it is nested',
  {
    id: 'function f(bool)',
    parameters: [['b', h.bool]],
    result: h.int,
    body: h.block(
      h.bin(
        h.num(1),
        '+',
        h.when(
          h.local(0, h.bool),
          h.block(h.num(2)),
          h.block(h.when(h.local(0, h.bool), h.block(h.num(3)), h.block(h.num(4)))),
        ),
      ),
    ),
  },
  `
fn m::function f(bool)(b: bool) -> int {
  var $1: int
bb0:
  %0: bool = load b
  if %0 goto bb1 else bb2
bb1:
  store $1, 2
  goto bb5
bb2:
  if %0 goto bb3 else bb4
bb3:
  store $1, 3
  goto bb5
bb4:
  store $1, 4
  goto bb5
bb5:
  %1: int = load $1
  %2: int = add 1, %1
  return %2
}
`,
);

golden(
  'a discarded if needs no variable',
  {
    id: 'function f(bool)',
    parameters: [['b', h.bool]],
    body: h.block(h.when(h.local(0, h.bool), h.block(h.num(2)), h.block(h.num(3))), h.print('end')),
  },
  `
fn m::function f(bool)(b: bool) -> void {
bb0:
  %0: bool = load b
  goto bb1
bb1:
  printf "end"
  return
}
`,
);

golden(
  'conditions with operators become jumps',
  {
    id: 'function f(bool,bool,bool)',
    parameters: [
      ['a', h.bool],
      ['b', h.bool],
      ['c', h.bool],
    ],
    body: h.block(
      h.when(
        h.bin(
          h.bin(h.local(0, h.bool), '&&', h.neg('!', h.local(1, h.bool))),
          '||',
          h.local(2, h.bool),
        ),
        h.block(h.print('yes')),
      ),
    ),
  },
  `
fn m::function f(bool,bool,bool)(a: bool, b: bool, c: bool) -> void {
bb0:
  %0: bool = load a
  %1: bool = load b
  %2: bool = load c
  if %0 goto bb1 else bb2
bb1:
  if %1 goto bb2 else bb3
bb2:
  if %2 goto bb3 else bb4
bb3:
  printf "yes"
  goto bb4
bb4:
  return
}
`,
);

golden(
  'a chain of && as a value',
  {
    id: 'function f(bool,bool)',
    parameters: [
      ['a', h.bool],
      ['b', h.bool],
    ],
    result: h.bool,
    body: h.block(
      h.bin(h.bin(h.local(0, h.bool), '&&', h.local(1, h.bool)), '&&', h.local(0, h.bool)),
    ),
  },
  `
fn m::function f(bool,bool)(a: bool, b: bool) -> bool {
  var $2: bool
bb0:
  %0: bool = load a
  %1: bool = load b
  store $2, %0
  if %0 goto bb1 else bb3
bb1:
  store $2, %1
  if %1 goto bb2 else bb3
bb2:
  store $2, %0
  goto bb3
bb3:
  %2: bool = load $2
  return %2
}
`,
);

golden(
  'a for loop with continue and break',
  {
    id: 'function f()',
    lets: [['i', h.int]],
    body: h.block(
      h.forLoop(
        0,
        {
          init: h.bind(0, h.num(0)),
          condition: h.bin(n, '<', h.num(9)),
          step: h.update(0, '+', h.num(1)),
        },
        h.block(
          h.when(h.bin(n, '==', h.num(1)), h.block(h.next(0))),
          h.when(h.bin(n, '==', h.num(5)), h.block(h.breakOut(0))),
          h.print('%d', n),
        ),
      ),
    ),
  },
  `
fn m::function f()() -> void {
  var i: int
bb0:
  store i, 0
  goto bb1
bb1:
  %0: int = load i
  %1: bool = lt int %0, 9
  if %1 goto bb2 else bb6
bb2:
  %2: int = load i
  %3: bool = eq int %2, 1
  if %3 goto bb5 else bb3
bb3:
  %4: int = load i
  %5: bool = eq int %4, 5
  if %5 goto bb6 else bb4
bb4:
  %6: int = load i
  printf "%d", %6 as int
  goto bb5
bb5:
  %7: int = load i
  %8: int = add %7, 1
  store i, %8
  goto bb1
bb6:
  return
}
`,
);

golden(
  'a loop over an exclusive range',
  {
    id: 'function f(int)',
    parameters: [['n', h.int]],
    lets: [['i', h.int]],
    body: h.block(h.range(0, 1, { from: h.num(0), to: n }, h.block(h.print('%d', h.local(1))))),
  },
  `
fn m::function f(int)(n: int) -> void {
  var $1: int
  var i: int
bb0:
  %0: int = load n
  store $1, 0
  goto bb1
bb1:
  %1: int = load $1
  %2: bool = lt int %1, %0
  if %2 goto bb2 else bb3
bb2:
  store i, %1
  printf "%d", %1 as int
  %3: int = add %1, 1
  store $1, %3
  goto bb1
bb3:
  return
}
`,
);

golden(
  'a loop over an inclusive range compares before it counts',
  {
    id: 'function f(u8)',
    parameters: [['n', h.u8]],
    lets: [['i', h.u8]],
    body: h.block(
      h.range(
        0,
        1,
        { from: h.num(0, h.u8), to: h.local(0, h.u8), inclusive: true },
        h.block(h.print('%u', h.local(1, h.u8))),
      ),
    ),
  },
  `
fn m::function f(u8)(n: u8) -> void {
  var $1: u8
  var i: u8
bb0:
  %0: u8 = load n
  store $1, 0:u8
  %1: bool = le u8 0:u8, %0
  if %1 goto bb1 else bb3
bb1:
  %2: u8 = load $1
  store i, %2
  printf "%u", %2 as u8
  %3: bool = eq u8 %2, %0
  if %3 goto bb3 else bb2
bb2:
  %4: u8 = add %2, 1:u8
  store $1, %4
  goto bb1
bb3:
  return
}
`,
);

golden(
  'code behind a return, and a loop without end, are dropped',
  {
    id: 'function f()',
    body: h.block(h.loop(0, h.truth(true), h.block(h.print('x'))), h.print('never')),
  },
  `
fn m::function f()() -> void {
bb0:
  goto bb1
bb1:
  printf "x"
  goto bb1
}
`,
);

golden(
  'new allocates, then evaluates and stores the initialisers in order',
  {
    id: 'function f()',
    result: cell,
    body: h.block(
      h.create(cell, [v, h.call('function g()', [], { result: h.int })], [v, h.num(2)]),
    ),
  },
  `
fn m::function f()() -> Cell {
bb0:
  %0: Cell = new Cell
  %1: int = call m::function g()()
  set %0.[Cell.v], %1
  set %0.[Cell.v], 2
  return %0
}
`,
);

golden(
  'a receiver is checked once, before the arguments',
  {
    id: 'function f(Cell)',
    parameters: [['c', cell]],
    body: h.block(
      h.send(self, cell, 'put(i32)', [h.call('function g()', [], { result: h.int })]),
      h.send(self, cell, 'done()'),
    ),
  },
  `
fn m::function f(Cell)(c: Cell) -> void {
bb0:
  %0: Cell = load c
  check %0 is set, receiver "c"
  %1: int = call m::function g()()
  call %0.[Cell.put(i32)](%1)
  call %0.[Cell.done()]()
  return
}
`,
);

golden(
  'a check in one arm does not hold behind the arms',
  {
    id: 'function f(Cell,bool)',
    parameters: [
      ['c', cell],
      ['b', h.bool],
    ],
    body: h.block(
      h.when(h.local(1, h.bool), h.block(h.send(self, cell, 'done()'))),
      h.send(self, cell, 'done()'),
    ),
  },
  `
fn m::function f(Cell,bool)(c: Cell, b: bool) -> void {
bb0:
  %0: Cell = load c
  %1: bool = load b
  if %1 goto bb1 else bb2
bb1:
  check %0 is set, receiver "c"
  call %0.[Cell.done()]()
  goto bb2
bb2:
  check %0 is set, receiver "c"
  call %0.[Cell.done()]()
  return
}
`,
);

golden(
  'chained fields are vetted on the way',
  {
    id: 'class Cell.method f()',
    self: cell,
    result: h.int,
    body: h.block(h.get(h.get(self, link), v)),
  },
  `
fn m::class Cell.method f()(this: Cell) -> int {
bb0:
  %0: Cell = load this
  %1: Cell = get %0.[Cell.link]
  check %1 is set, unset-field "link"
  %2: int = get %1.[Cell.v]
  return %2
}
`,
);

golden(
  'an assignment evaluates the value, then the object',
  {
    id: 'class Cell.method f()',
    self: cell,
    body: h.block(h.put(h.get(self, link), v, h.call('function g()', [], { result: h.int }))),
  },
  `
fn m::class Cell.method f()(this: Cell) -> void {
bb0:
  %0: Cell = load this
  %1: int = call m::function g()()
  %2: Cell = get %0.[Cell.link]
  check %2 is set, unset-field "link"
  set %2.[Cell.v], %1
  return
}
`,
);

golden(
  'consume yields the old value and leaves zero',
  {
    id: 'class Cell.method f(Cell)',
    self: cell,
    parameters: [['c', cell]],
    result: cell,
    body: h.block(h.put(self, link, h.consume(1, cell)), h.take(self, link)),
  },
  `
fn m::class Cell.method f(Cell)(this: Cell, c: Cell) -> Cell {
bb0:
  %0: Cell = load this
  %1: Cell = load c
  store c, zero:Cell
  set %0.[Cell.link], %1
  %2: Cell = get %0.[Cell.link]
  set %0.[Cell.link], zero:Cell
  check %2 is set, unset-field "link"
  return %2
}
`,
);

golden(
  'single accesses to locked fields lock by themselves',
  {
    id: 'function f(Cell)',
    parameters: [['c', cell]],
    body: h.block(
      h.put(
        self,
        shared,
        h.bin(h.get(self, shared), '+', h.call('function g()', [], { result: h.int })),
      ),
      h.updateField(self, shared, '+', h.num(1), true),
      h.take(self, shared),
    ),
  },
  `
fn m::function f(Cell)(c: Cell) -> void {
bb0:
  %0: Cell = load c
  check %0 is set, field-access "c"
  lock shared %0
  %1: int = get %0.[Cell.shared]
  unlock shared %0
  %2: int = call m::function g()()
  %3: int = add %1, %2
  lock exclusive %0
  set %0.[Cell.shared], %3
  unlock exclusive %0
  lock exclusive %0
  %4: int = get %0.[Cell.shared]
  %5: int = add %4, 1
  set %0.[Cell.shared], %5
  unlock exclusive %0
  lock exclusive %0
  %6: int = get %0.[Cell.shared]
  set %0.[Cell.shared], zero:int
  unlock exclusive %0
  return
}
`,
);

golden(
  'a locked method holds the lock, and gives it back on every way out',
  {
    id: 'class Cell.method f(int)',
    self: cell,
    capabilities: ['Lock'],
    parameters: [['n', h.int]],
    result: h.int,
    body: h.block(
      h.when(h.bin(h.local(1), '<', h.num(0)), h.block(h.leave(h.num(0)))),
      h.updateField(self, shared, '+', h.local(1), true),
      h.get(self, shared),
    ),
  },
  `
fn m::class Cell.method f(int)(this: Cell, n: int) -> int {
bb0:
  %0: Cell = load this
  %1: int = load n
  lock exclusive %0
  %2: bool = lt int %1, 0
  if %2 goto bb1 else bb2
bb1:
  unlock exclusive %0
  return 0
bb2:
  %3: int = get %0.[Cell.shared]
  %4: int = add %3, %1
  set %0.[Cell.shared], %4
  %5: int = get %0.[Cell.shared]
  unlock exclusive %0
  return %5
}
`,
);

golden(
  'async blocks become tasks with copies of what they mention',
  {
    id: 'class Cell.method f()',
    self: cell,
    lets: [['k', h.int]],
    result: h.int,
    body: h.block(
      h.bind(1, h.get(self, v)),
      h.finish(
        h.block(
          h.spawn([0, 1], h.block(h.put(self, v, h.local(1)))),
          h.spawn(
            [1],
            h.block(h.finish(h.block(h.spawn([1], h.block(h.print('%d', h.local(1))))))),
          ),
          h.num(7),
        ),
      ),
    ),
  },
  `
fn m::class Cell.method f()(this: Cell) -> int {
  var k: int
bb0:
  %0: Cell = load this
  %1: int = get %0.[Cell.v]
  store k, %1
  begin finish 0
  spawn in finish 0: task 1(%0, %1)
  spawn in finish 0: task 2(%1)
  end finish 0
  return 7
}

task m::class Cell.method f()$task1(this: Cell, k: int) -> void {
bb0:
  %0: Cell = load this
  %1: int = load k
  set %0.[Cell.v], %1
  return
}

task m::class Cell.method f()$task2(k: int) -> void {
bb0:
  %0: int = load k
  begin finish 0
  spawn in finish 0: task 3(%0)
  end finish 0
  return
}

task m::class Cell.method f()$task3(k: int) -> void {
bb0:
  %0: int = load k
  printf "%d", %0 as int
  return
}
`,
);

golden(
  'a return joins the scopes that it leaves, innermost first',
  {
    id: 'class Cell.method f()',
    self: cell,
    capabilities: ['Lock'],
    result: h.int,
    body: h.block(h.finish(h.block(h.finish(h.block(h.leave(h.num(1)))))), h.num(2)),
  },
  `
fn m::class Cell.method f()(this: Cell) -> int {
bb0:
  %0: Cell = load this
  lock exclusive %0
  begin finish 0
  begin finish 1
  end finish 1
  end finish 0
  unlock exclusive %0
  return 1
}
`,
);

golden(
  'division checks a divisor that may be zero',
  {
    id: 'function f(int)',
    parameters: [['n', h.int]],
    result: h.int,
    body: h.block(h.bin(h.bin(h.num(8), '/', n), '%', h.num(3))),
  },
  `
fn m::function f(int)(n: int) -> int {
bb0:
  %0: int = load n
  check %0 is not 0
  %1: int = div 8, %0
  %2: int = rem %1, 3
  return %2
}
`,
);

const boxed = h.parameter('class Box', 'T');
const box = h.classType('Box', boxed);

golden(
  'generic code is lowered in terms of its parameters',
  {
    id: 'class Box.method same(T)',
    self: box,
    parameters: [['x', boxed]],
    result: h.bool,
    body: h.block(
      h.bin(h.get(h.local(0, box), h.field(box, 'it', boxed)), '==', h.local(1, boxed)),
    ),
  },
  `
fn m::class Box.method same(T)(this: Box<T>, x: T) -> bool {
bb0:
  %0: Box<T> = load this
  %1: T = load x
  %2: T = get %0.[Box<T>.it]
  check %2 is set, unset-field "it"
  %3: bool = eq T %2, %1
  return %3
}
`,
);
