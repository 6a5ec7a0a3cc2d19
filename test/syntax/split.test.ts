import test from 'ava';
import { idsOf, only, problemsOf, split } from './harness.ts';

test('every kind of declaration has an identity', (t) => {
  t.deepEqual(
    idsOf(`
      import std.math;
      import geometry.shapes as g;
      import geometry.shapes.{Circle, area as a};
      public function int area(int a, borrowed Map<int, List<int>>{Lo, Hi} b) { 1 }
      function borrowed List<int> none<T, U>() { 1 }
      class Circle<T> extends Shape {
        capability linear Lo;
        var int radius : Lo;
        int area(int a) : Lo { 1 }
        const int n : Lo;
      }
      void main() { 1 }
    `),
    [
      'import std.math',
      'import geometry.shapes as g',
      'import geometry.shapes.{Circle,area as a}',
      'function area(int,Map<int,List<int>>)',
      'function none()',
      'class Circle',
      'class Circle.field radius',
      'class Circle.method area(int)',
      'class Circle.field n',
      'main',
    ],
  );
});

test('names of parameters, guards and modifiers are not part of an identity', (t) => {
  const [before] = idsOf('function int f(int a, Pair p) { 1 }');
  const [after] = idsOf('public function borrowed int f(int b, borrowed Pair{Lo} q) { 2 }');
  t.is(before, after);
});

test('exact duplicates are numbered, each in its own name', (t) => {
  t.deepEqual(
    idsOf(`
      function int f(int a) { 1 } function int g() { 1 } function int f(int b) { 2 }
      class A { var int x : L; var int x : L; } class A { int m() { 1 } }
      void main() {} void main() {}
    `),
    [
      'function f(int)',
      'function g()',
      'function f(int)#2',
      'class A',
      'class A.field x',
      'class A.field x#2',
      'class A#2',
      'class A#2.method m()',
      'main',
      'main#2',
    ],
  );
});

test("a class's text holds neither its members nor what is between them", (t) => {
  const [one] = split(
    'class A { capability linear L; var int x : L; int m() : L { 1 } }',
  ).declarations;
  const [two] = split('class A { // no\n int y() : L { 2 }\n capability linear L; }').declarations;
  t.is(one?.signature, 'class A { capability linear L ; }');
  t.is(one?.signature, two?.signature);
  t.is(one?.body, undefined);
});

test('layout and comments leave no trace in texts', (t) => {
  const tight = only('function int f(int a){if a>1{a.b(2)}else{3};a-1}');
  const loose = only(
    'function\n  int f ( int a ) {\n // note\n if a > 1 { a . b(2) }\n\n else { 3 } ; /* x */ a - 1 }',
  );
  t.is(tight.signature, loose.signature);
  t.is(tight.body, loose.body);
});

test('adjacent `>` stay adjacent', (t) => {
  t.is(only('void main() { a>>b > > c>=d }').body, '{ a >> b > > c >= d }');
});

test('a line break behind `}` is kept only where the grammar asks for it', (t) => {
  t.is(
    only('void main() { if a { 1 }\n(b); if a { 1 }\nb }').body,
    '{ if a { 1 }\n( b ) ; if a { 1 } b }',
  );
});

test('declarations come in any order, members too', (t) => {
  t.deepEqual(idsOf('void main() {} class A { int m() {1} var int x; } import a;'), [
    'main',
    'class A',
    'class A.method m()',
    'class A.field x',
    'import a',
  ]);
});

test('doc comments belong to what follows them', (t) => {
  const { declarations } = split(`
    /// The module's
    /// function.
    function int f() { 1 }
    /// A class,
    // told in two parts.
    /// that is public.
    public class A {
      /// A field.
      var int x : L; /// A method.
      int m() { 1 }
      /// Nothing.
    }
    // none
    void main() {}
  `);
  t.deepEqual(
    declarations.map(({ doc }) => doc),
    ["The module's\nfunction.", 'A class,\nthat is public.', 'A field.', 'A method.', ''],
  );
});

test('a missing `}` ends where the next declaration begins a line', (t) => {
  t.deepEqual(
    idsOf('function int f() {\n  if a {\n    1\nfunction int g() { 2 }\nvoid main() {}'),
    ['function f()', 'function g()', 'main'],
  );
  t.deepEqual(idsOf('class A {\n  int m() {\n    1\npublic class B {\n}\nimport x;'), [
    'class A',
    'class A.method m()',
    'class B',
    'import x',
  ]);
});

test('words that are not reserved end a body only in the shape of a declaration', (t) => {
  t.deepEqual(idsOf('void main() {\nimport := 1;\npublic.x;\ntype + 1;\ntest(2);\nvoid\n}'), [
    'main',
  ]);
  t.deepEqual(idsOf('void main() {\nstruct P { }'), ['main', 'stray 1']);
});

test('a `}` too many is one stray declaration', (t) => {
  t.deepEqual(idsOf('function int f() { 1 } }\nfunction int g() { 1 }'), [
    'function f()',
    'stray 1',
    'function g()',
  ]);
});

test('what begins no declaration is kept as a stray one', (t) => {
  const { declarations } = split('let x = 3;\nvoid main() {}\n)');
  t.deepEqual(
    declarations.map(({ kind, signature }) => [kind, signature]),
    [
      ['stray', 'let x = 3 ;'],
      ['main', 'void main ( )'],
      ['stray', ')'],
    ],
  );
});

test('declarations of later versions are one unit each', (t) => {
  t.deepEqual(
    idsOf(`
      struct Point derive(Equal) { float x; float y }
      public trait Area { float area(); }
      const int LIMIT = if a { 1 } else { 2 };
      type Shape = Circle | Square;
      extern function float cos(float x);
      test "adds" { assert(true) }
      locked var int hits = 0;
      macro m { ($a:expr) => { $a } }
      void main() {}
    `),
    [
      'stray 1',
      'stray 2',
      'stray 3',
      'stray 4',
      'stray 5',
      'stray 6',
      'stray 7',
      'stray 8',
      'main',
    ],
  );
});

test('a member that is broken leaves the others alone', (t) => {
  t.deepEqual(
    idsOf('class A {\n  var int x : L\n  int m() { 1 }\n  ) ;\n  const int y\n  var int z; }'),
    [
      'class A',
      'class A.field x',
      'class A.method m()',
      'class A.stray 1',
      'class A.field y',
      'class A.field z',
    ],
  );
});

test('a missing body is empty, unless the header is broken too', (t) => {
  t.is(only('function int f();').body, '');
  t.is(only('function int f();').signature, 'function int f ( ) ;');
  t.is(only('function int f(int a').body, undefined);
});

test('a brace inside an interpolation closes nothing', (t) => {
  t.deepEqual(idsOf('void main() { "${ { } }" }\nclass A {}'), ['main', 'class A']);
  t.deepEqual(idsOf('void main() { "${ {\n }\nclass A {}'), ['main', 'class A']);
});

test('identities stay on one line, whatever stands in the place of a type', (t) => {
  t.deepEqual(idsOf('function int f("""a\nb""" x) { 1 }'), ['function f(?)']);
});

test('lone surrogates are replaced before anything is fingerprinted', (t) => {
  t.is(only('void main() { "\ud800" }').body, '{ "\ufffd" }');
});

test('white space alone has no declarations', (t) => {
  t.deepEqual(idsOf(''), []);
  t.deepEqual(idsOf('\n // nothing\n'), []);
  t.deepEqual(problemsOf('/* open'), ['1:1 E0102 Expected `*/` at the end of the comment']);
});
