/** Rules on declarations: each program with the codes that it gets, in order. */
import test from 'ava';
import { codesOf, openProgram } from '../compiler/program.ts';

/** The classes that the language reference uses in its examples. */
const common = `
class Cell  { capability linear Own; var int v : Own; int get() : Own { this.v } }
class Pair  { capability linear Lo, linear Hi, read Id; var int a : Lo; var int b : Hi; const int n : Id; }
class Desk  { capability local Loc; var int v : Loc; }
class Lamp extends Desk { var int w : Loc; }
class Box<T> { capability local Slot; var T it : Slot; T get() : Slot { this.it } void put(T x) : Slot { this.it := x } }
`;

function codes(t: { log(...values: string[]): void }, source: string): readonly string[] {
  const diagnostics = openProgram({ main: `${common}${source}\nvoid main() {}\n` }).check();
  for (const { code, message } of diagnostics) t.log(code, message);
  return diagnostics.map((diagnostic) => diagnostic.code);
}

/** One test for a table of programs. */
function check(
  title: string,
  rows: readonly (readonly [source: string, ...codes: string[]])[],
): void {
  test(title, (t) => {
    for (const [source, ...expected] of rows) t.deepEqual(codes(t, source), expected, source);
  });
}

check('a name has one class, and one function for each list of parameter types', [
  ['class Aa { var int f; } class Aa { var int f; }', 'E0201'],
  ['function int g(int x) { 1 } function bool g(int y) { true }', 'E0201'],
  ['function int g(int x) { 1 } function int g(i32 y) { 2 }', 'E0201'],
  ['function int g(int x) { 1 } function int g(bool x) { 2 }'],
  ['function int g<T>(T x) { 1 } function int g<U>(U x) { 2 }', 'E0201'],
  ['function int Aa() { 1 } class Aa {}'],
  ['void main() {}', 'E0201'],
]);

check('every duplicate is found, however many declarations there are', [
  [
    'function int g(int x) { 1 } function int g(bool x) { 2 } function int g(Desk x) { 3 } ' +
      'function int g(Lamp x) { 4 } function int g(int y) { 5 } function int g(Desk y) { 6 }',
    'E0201',
    'E0201',
  ],
]);

check('a class has one field of a name, and one method for each list of parameter types', [
  ['class Aa { var int f; var int f; }', 'E0202'],
  ['class Aa { void m(int x) {} void m(int y) {} }', 'E0202'],
  ['class Aa { void m(int x) {} int m(bool y) { 1 } }'],
  ['class Aa<T> { void m(T x) {} void m(int y) {} }'],
  ['class Aa { var int m; int m() { 1 } }'],
]);

check('types have to exist', [
  ['class Aa { var Nope f; }', 'E0203'],
  ['class Aa { Nope m() { 1 } }', 'E0203'],
  ['class Aa { void m(Nope x) {} }', 'E0203'],
  ['function Nope g() { 1 }', 'E0203'],
  ['function void g(Nope x) {}', 'E0203'],
  ['function void g(Box<Nope> x) {}', 'E0203'],
  ['class Aa extends Nope {}', 'E0203'],
  ['function void g(Nope<Nada> x) {}', 'E0203', 'E0203'],
]);

check('an unknown type is reported once, not at its uses', [
  ['function Nope g() { 1 } function int h() { g() }', 'E0203'],
  ['class Aa { var Nope f; } function int h(Aa a) { a.f }', 'E0203'],
  ['class Aa extends Nope {} function int h(Aa a) { 1 }', 'E0203'],
  [
    'class Aa extends Nope { var int f : Loc; int m() : Loc { this.f } } function void g(Aa{Loc} a) {}',
    'E0203',
  ],
]);

check('only classes and primitive types are types', [
  ['function int g() { 1 } function void h(g x) {}', 'E0204'],
  ['class Aa extends int {}', 'E0209'],
  ['class Aa<T> extends T {}', 'E0209'],
]);

check('type arguments are counted', [
  ['function void g(Box b) {}', 'E0205'],
  ['function void g(Box<int, int> b) {}', 'E0205'],
  ['function void g(Desk<int> d) {}', 'E0205'],
  ['function void g(int<int> d) {}', 'E0205'],
  ['class Aa { var Box f; }', 'E0205'],
  ['function void g(Box<Box<int>> b) {}'],
]);

check('type parameters have names and belong to their class or function', [
  ['class Pear<Left, Right> { var Left a; var Right b; }'],
  ['function T id<T>(T x) { x }'],
  ['function void g(Box<T> b) {}', 'E0203'],
  ['class Aa { var T f; }', 'E0203'],
  ['class Crate<U> { var T x; }', 'E0203'],
  ['class Aa<T, T> { var T f; }', 'E0208'],
  ['function T g<T, T>(T x) { x }', 'E0208'],
  ['class A {} function void g(A x) {}'],
]);

check('void is no type of a value', [
  ['class Aa { var void f; }', 'E0206'],
  ['function int g(void x) { 1 }', 'E0206'],
  ['function int g(Box<void> x) { 1 }', 'E0206'],
  ['function void g() {}'],
]);

check('parameters have distinct names', [
  ['function int g(int x, bool x) { 1 }', 'E0207'],
  ['class Aa { int m(int x, int y, int x) { 1 } }', 'E0207'],
  ['class Aa { int m(int this) { 1 } }', 'E0207'],
]);

check('names of primitive types that are no keywords may be taken', [
  ['class string { var int length; } function int g(string s) { s.length }'],
  ['function void g(i8 a, u128 b, f32 c, float d, char e, string f, bool g2) {}'],
]);

check('cyclic inheritance is reported once, by the smallest class on the cycle', [
  ['class Aa extends Ab { var int f; } class Ab extends Aa { var int g; }', 'E0211'],
  ['class Aa extends Aa {}', 'E0211'],
  ['class Ac extends Ab {} class Aa extends Ab {} class Ab extends Aa {}', 'E0211'],
]);

check('generic classes extend and are extended at any depth', [
  ['class Aa<T> extends Desk { var T u : Loc; }'],
  ['class Aa<T> extends Box<T> {} class Ab<T> extends Aa<T> {} class Ac extends Ab<int> {}'],
  ['class Aa<T> extends Box { var T u : Slot; } class Ab<U> extends Aa { var U w : Slot; }'],
  ['class Aa extends Box { var int f : Slot; }', 'E0205'],
  ['class Aa<T, U> extends Box {}', 'E0205'],
  ['class Aa<T> extends Desk<T> {}', 'E0205'],
]);

check('an inherited field is not declared again', [
  ['class Aa extends Desk { var int v : Loc; }', 'E0212'],
  ['class Aa extends Lamp { var bool v : Loc; }', 'E0212'],
]);

check("an overriding method has the overridden one's result type", [
  ['class Aa extends Cell { bool get() : Own { true } }', 'E0213'],
  ['class Aa extends Cell { int get() : Own { 1 } }'],
  ['class Aa extends Cell { bool get(int x) : Own { true } }'],
  ['class Aa extends Box<int> { bool get() : Slot { true } }', 'E0213'],
  ['class Aa extends Box<int> { int get() : Slot { 1 } void put(int x) : Slot {} }'],
  ['class Aa extends Box<int> { int put(int x) : Slot { 1 } }', 'E0213'],
  ['class Aa<U> extends Box<U> { void put(U x) : Slot {} }'],
]);

check('an overriding method uses no further inherited capability', [
  [
    'class Aa { capability local L1, local L2; int m() : L1 { 1 } } class Ab extends Aa { int m() : L1, L2 { 1 } }',
    'E0225',
  ],
  [
    'class Aa { capability local L1; var int f : L1; int m() : L1 { this.f } } class Ab extends Aa { capability local L2; int m() : L1, L2 { 1 } }',
  ],
]);

check('annotations and guards name capabilities of the class', [
  ['class Aa { capability local L1; var int f : L2; }', 'E0214'],
  ['class Aa { capability local L1; var int f : L1; void m() : L2 {} }', 'E0214'],
  ['class Aa extends Desk { var int f : Loc; void m() : Loc {} }'],
  ['function void g(Pair{Lo, Id} p) {}'],
  ['function void g(Pair{Zz} p) {}', 'E0214'],
  ['function void g(int{Zz} n) {}'],
]);

check('a class with capabilities annotates its members, one without has local self', [
  ['class Aa { capability local L1; var int f; }', 'E0215'],
  ['class Aa { capability local L1; int m() { 1 } }', 'E0215'],
  ['class Aa extends Desk { var int f; }', 'E0215'],
  ['class Aa { var int f; int m() { this.f } }'],
  ['class Aa { var int f : self; }'],
  ['class Aa {} class Ab extends Aa { var int f; }'],
]);

check('the name of a capability stands for one mode', [
  ['class Aa { capability local L1, read L1; var int f : L1; }', 'E0216'],
  ['class Aa extends Desk { capability linear Loc; }', 'E0216'],
  ['class Aa { capability local L1, local L1; var int f : L1; }', 'W0201'],
  ['class Trio extends Pair { capability linear Mid; var int c : Mid; }'],
]);

test('main is void or int, and has no parameters yet', (t) => {
  t.deepEqual(codesOf({ main: 'void main() {}' }), []);
  t.deepEqual(codesOf({ main: 'int main() { 0 }' }), []);
  t.deepEqual(codesOf({ main: 'bool main() { true }' }), ['E0217']);
  t.deepEqual(codesOf({ main: 'int main(int argc) { 0 }' }), ['E0217']);
  t.deepEqual(codesOf({ main: 'class Aa {} Aa main() { new Aa() }' }), ['E0217']);
});

test('declarations may stand in any order', (t) => {
  t.deepEqual(
    codesOf({
      main: 'void main() {} function Aa g() { new Aa() } class Aa extends Ab {} class Ab {}',
    }),
    [],
  );
});
