/** What becomes of bodies: identities of variables, captures, conversions, control flow. */
import test from 'ava';
import { dump, typed } from './program.ts';

test('every `let` has its own identity, also in sibling scopes', (t) => {
  const { locals } = typed(
    'let n = 1; if true { let n = 2; n } else { let n = 3; n }; while false { let n = true; }',
  );
  t.deepEqual(
    locals.map(({ name, type }) => [name, type.kind]),
    [
      ['n', 'int'],
      ['n', 'int'],
      ['n', 'int'],
      ['n', 'bool'],
    ],
  );
});

test('locals are numbered in textual order', (t) => {
  const { locals, parameterCount } = typed(
    'class Aa { int m(int p, borrowed Cell q) { let a = (let b = 1) + p; for (c in 0..(let d = 2)) { let e = c; }; a } }',
    'class Aa.method m(int,Cell)',
  );
  t.deepEqual(
    locals.map((local) => local.name),
    ['this', 'p', 'q', 'a', 'b', 'c', 'd', 'e'],
  );
  t.deepEqual(
    locals.map((local) => local.borrowed),
    [false, false, true, false, false, false, false, false],
  );
  t.is(parameterCount, 3);
});

test('a task captures the outer locals that it mentions, through every task around it', (t) => {
  t.is(
    dump(
      'class Aa { var int f; void m(int p, int q) { let a = 1; finish { async { let b = p; finish { async { a + b + this.f } } } async { q } } } }',
      'class Aa.method m(int,int)',
    ),
    `body main::class Aa.method m(int,int): void
  this this#0: Aa
  parameter p#1: int
  parameter q#2: int
  let a#3: int
  let b#4: int
  block: void
    let a#3: int
      int 1: int
    finish: void
      async [this#0, p#1, a#3]: void
        let b#4: int
          p#1: int
        finish: void
          async [this#0, a#3, b#4]: void
            chain: int
              a#3: int
              +: int
                b#4: int
              +: int
                field Aa.f: int
                  this#0: Aa
      async [q#2]: void
        q#2: int
`,
  );
});

test('branches that differ in their class become the common superclass', (t) => {
  t.is(
    dump(
      'class Rug extends Desk { } void main() { let d = if true { new Rug() } else { new Lamp() }; }',
    ),
    `body main::main: void
  let d#0: Desk
  block: void
    let d#0: Desk
      if: Desk
        bool true: bool
        then yields: Desk
          convert: Desk
            new Rug: Rug
        else yields: Desk
          convert: Desk
            new Lamp: Lamp
`,
  );
});

test('upcasts are conversions wherever a subclass stands for its superclass', (t) => {
  t.is(
    dump(
      'function Desk f(bool b) { let d : Desk = new Lamp(); d := new Lamp(); if b { return new Lamp() }; d == new Lamp(); new Lamp() }',
      'function f(bool)',
    ),
    `body main::function f(bool): Desk
  parameter b#0: bool
  let d#1: Desk
  block yields: Desk
    let d#1: Desk
      convert: Desk
        new Lamp: Lamp
    d#1 :=: Desk
      convert: Desk
        new Lamp: Lamp
    if: void
      b#0: bool
      then: never
        return: never
          convert: Desk
            new Lamp: Lamp
    chain: bool
      d#1: Desk
      ==: bool
        convert: Desk
          new Lamp: Lamp
    convert: Desk
      new Lamp: Lamp
`,
  );
});

test('loops are numbered, and jumps name theirs', (t) => {
  t.is(
    dump(
      'outer: for (let i = 0; i < 3; i += 1) { for (j in i..=9) { if j > i { break outer } continue } } while true { break }',
    ),
    `body main::main: void
  let i#0: int
  let j#1: int
  block: void
    for loop 0: void
      let i#0: int
        int 0: int
      chain: bool
        i#0: int
        <: bool
          int 3: int
      i#0 +=: int
        int 1: int
      body: void
        for j#1 in ..= loop 1: void
          i#0: int
          int 9: int
          body: never
            if: void
              chain: bool
                j#1: int
                >: bool
                  i#0: int
              then: never
                break loop 0: never
            continue loop 1: never
    while loop 2: void
      bool true: bool
      body: never
        break loop 2: never
`,
  );
});

test('a locked write that reads its object is exclusive', (t) => {
  t.is(
    dump('let t = new Tally(); t.v := t.v + 1; t.v += 2; t.v := 3; consume t'),
    `body main::main: void
  let t#0: Tally
  block: void
    let t#0: Tally
      new Tally: Tally
    field Tally.v locked := exclusive: int
      t#0: Tally
      chain: int
        field Tally.v locked: int
          t#0: Tally
        +: int
          int 1: int
    field Tally.v locked += exclusive: int
      t#0: Tally
      int 2: int
    field Tally.v locked :=: int
      t#0: Tally
      int 3: int
    consume t#0: Tally
`,
  );
});

test('the count of a shift gets the type of what is shifted', (t) => {
  t.is(
    dump('let a : u8 = 1; let n : i64 = 3; a << n; n >>= a'),
    `body main::main: void
  let a#0: u8
  let n#1: i64
  block: void
    let a#0: u8
      int 1: u8
    let n#1: i64
      int 3: i64
    chain: u8
      a#0: u8
      <<: u8
        convert: u8
          n#1: i64
    n#1 >>=: i64
      convert: i64
        a#0: u8
`,
  );
});

test('a body with a mistake says so', (t) => {
  t.is(typed('nope').isErroneous, true);
  t.is(typed('let x : Nope = 1').isErroneous, true);
  t.is(typed('let n = 1; 1 + (let m = 2)').isErroneous, undefined);
});
