/** Overloads, generic functions and classes, and calls of other modules. */
import test from 'ava';
import type { Row } from './program.ts';
import { assertCodes, diagnose, dump, messagesOf } from './program.ts';

function check(title: string, rows: readonly Row[]): void {
  test(title, (t) => assertCodes(t, rows));
}

const spots = 'class Spot extends Lamp { var int z : Loc; } ';

check('one candidate takes its arguments by subtyping', [
  ['function int g(int x) { x } void main(){ g(true) }', 'E0301'],
  ['function int g(int x) { x } void main(){ g() }', 'E0307'],
  ['function int g(int x) { x } void main(){ g(1, 2, 3) }', 'E0307'],
  ['function int g(Desk x) { x.v } void main(){ g(new Lamp()) }'],
]);

check('an exact overload wins, then the most specific one', [
  [
    'function int g(int x) { 1 } function int g(bool x) { 2 } void main(){ g(new Desk()) }',
    'E0308',
  ],
  ['function int g(int x) { 1 } function int g(bool x) { 2 } void main(){ g() }', 'E0308'],
  [
    `${spots}function int g(Desk x) { 1 } function int g(Lamp x) { 2 } void main(){ g(new Spot()) }`,
  ],
  [
    `${spots}function int g(Desk x) { 1 } function bool g(Lamp x) { true } void main(){ let r : bool = g(new Spot()) }`,
  ],
  [
    'function int g(Desk x) { 1 } function bool g(Lamp x) { true } void main(){ let r : bool = g(new Lamp()); r }',
  ],
  [
    'function int g(Desk a, Lamp b) { 1 } function int g(Lamp a, Desk b) { 2 } void main(){ g(new Lamp(), new Lamp()) }',
    'E0309',
  ],
  [
    'function int g(i64 x) { 1 } function bool g(int x) { true } void main(){ let r : bool = g(1) }',
  ],
  [
    'function int g(i64 x) { 1 } function bool g(string x) { true } void main(){ let r : int = g(1) }',
  ],
  ['function int g(i64 x) { 1 } function int g(u8 x) { 2 } void main(){ g(1) }', 'E0309'],
  ['function int g(int x) { 1 } function int g(i32 y) { 2 } void main(){ g(1) }', 'E0201'],
  [
    'class Aa { int m(Desk x) { 1 } bool m(Lamp x) { true } } void main(){ let r : bool = new Aa().m(new Lamp()) }',
  ],
  [
    'class Aa { int m(int x) { 1 } } class Ab extends Aa { int m(int x) { 2 } int m(bool x) { 3 } } void main(){ let b = new Ab(); b.m(1) + b.m(true) }',
  ],
]);

check('type arguments of functions are inferred or written', [
  [
    'function T same<T>(T x) { x } void main() { same(1) + 2; same(true) && false; same<i64>(3000000000) }',
  ],
  ['function T same<T>(T x) { x } void main() { let n : i64 = same(3000000000); n }'],
  ['function T same<T>(T x) { x } void main() { same<int, int>(1) }', 'E0311'],
  ['function int one(int x) { x } void main() { one<int>(1) }', 'E0311'],
  [
    'function Box<T> wrap<T>(T x) { new Box<T>(it: x) } void main() { wrap(1).get() + 1; wrap(wrap(true)).get().get() && true }',
  ],
  ['function T first<T>(Box<T> b) { b.it } void main() { first(new Box<Desk>(it: new Lamp())).v }'],
  ['function T either<T>(T a, T b) { a } void main() { either(new Desk(), new Lamp()).v }'],
  [
    'class Rug extends Desk { } function T either<T>(T a, T b) { a } void main() { either(new Rug(), new Lamp()).v }',
  ],
  ['function T either<T>(T a, T b) { a } void main() { either(1, true) }', 'E0301'],
  ['function Box<T> empty<T>() { new Box<T>() } void main() { empty() }', 'E0310'],
  [
    'function Box<T> empty<T>() { new Box<T>() } void main() { let b : Box<int> = empty(); b.get() + 1 }',
  ],
  ['function void use<T>(T x) { x.f; x + 1; x == x }', 'E0305', 'E0319'],
  [
    'function int g<T>(T x) { 1 } function bool g(int x) { true } void main(){ g(1) && true; g("a") + 1 }',
  ],
]);

check('results of methods of generic classes have their arguments put in', [
  [
    'class Aa<T> { capability local L1; var T u : L1; bool full() : L1 { true } } void main(){ let a = new Aa<int>(); if a.full() { 1 } else { 2 } }',
  ],
  ['let b = new Box<Desk>(it: new Desk(v: 1)); let d = b.get(); d.v'],
  ['let b = new Box<int>(); b.put(1); b.put(true)', 'E0301'],
  ['let b = new Box<int>(); let x = b.put(1)', 'E0322'],
  ['class Aa<T> extends Desk { var T u : Loc; } void main(){ let a = new Aa<int>(); a.v + a.u }'],
  [
    'class Aa<T> extends Box<T> { } class Ab<T> extends Aa<T> { var T w : Slot; } void main(){ let a = new Ab<int>(it: 1, w: 2); a.it + a.get() + a.w }',
  ],
  [
    'class Aa<K, V> { var K k; var V v; K key() { this.k } } void main(){ let a = new Aa<int, bool>(k: 1, v: true); a.key() + 1; a.v && true }',
  ],
]);

const shapes = `
public class Circle { var int radius; }
public function int area(Circle c) { c.radius }
public function int area(int r) { r }
function int secret() { 1 }
`;

function codesWith(body: string): readonly string[] {
  return diagnose({
    main: `import geometry.shapes; void main() { ${body} }`,
    'geometry.shapes': shapes,
  }).map((it) => it.code);
}

test('a module in front of a name means its public declarations', (t) => {
  t.deepEqual(codesWith('shapes.area(new shapes.Circle(radius: 2)) + shapes.area(3)'), []);
  t.deepEqual(codesWith('shapes.aera(1)'), ['E0341']);
  t.deepEqual(codesWith('shapes.secret()'), ['E0222']);
  t.deepEqual(codesWith('shapes.area'), ['E0306']);
  t.deepEqual(codesWith('shapes.Circle()'), ['E0340']);
  t.deepEqual(codesWith('shapes'), ['E0306']);
  t.deepEqual(codesWith('shapes.area := 1'), ['E0306']);
});

test('a variable hides a module of its name', (t) => {
  t.deepEqual(codesWith('let shapes = new shapes.Circle(radius: 1); shapes.radius + 1'), []);
  t.deepEqual(codesWith('let shapes = 1; shapes.area(1)'), ['E0305']);
});

test('what a broken import declares is silent', (t) => {
  const codes = diagnose({
    main: 'import lost.{go, Thing}; void main() { go(1).x; new Thing(a: 2); go }',
  }).map((it) => it.code);
  t.deepEqual(codes, ['E0220']);
});

test('arguments and receivers are recorded with what they became', (t) => {
  t.is(
    dump('function int g(Desk d, i64 n) { d.v } void main() { g(new Lamp(), 2) }'),
    `body main::main: void
  block: void
    call main::function g(Desk,i64): int
      convert: Desk
        new Lamp: Lamp
      int 2: i64
`,
  );
  t.is(
    dump('class Aa<T> extends Box<T> { } void main() { new Aa<int>().put(1); new Aa<int>().it }'),
    `body main::main: void
  block: void
    call Box<int>.put(T#0@main::class Box): void
      new Aa<int>: Aa<int>
      int 1: int
    field Box<int>.it: int
      new Aa<int>: Aa<int>
`,
  );
});

test('messages about calls say what there is', (t) => {
  t.deepEqual(messagesOf('function int area(int side) { side } void main() { aera(1) }'), [
    'E0302 Unknown function `aera` | Did you mean `area`?',
  ]);
  t.deepEqual(messagesOf('function int area(int side) { side } void main() { area() }'), [
    'E0307 `area` takes 1 argument, but 0 are given | It is declared as `int area(int side)`.',
  ]);
  t.deepEqual(messagesOf('class Aa { int m() { 1 } int n() { m() } }'), [
    'E0302 Unknown function `m` | The method is called as `this.m()`.'.replace('m()`', 'm(…)`'),
  ]);
  t.deepEqual(messagesOf('class Aa { var int width; int n() { width } }'), [
    'E0300 Unknown name `width` | The field is written `this.width`.',
  ]);
  t.deepEqual(
    messagesOf('function int f(int a) { a } function int f(bool b) { 1 } void main() { f("x") }'),
    ['E0308 No overload of `f` takes (string) | There are: `int f(int a)`, `int f(bool b)`.'],
  );
});
