import test from 'ava';
import { idsOf, only, problemsOf, split } from './harness.ts';

function bodiesOf(text: string): readonly (string | undefined)[] {
  return split(text).declarations.map(({ body }) => body);
}

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
  t.deepEqual(idsOf('void main() {\nstruct P { }'), ['main', 'struct P']);
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

test('values, types and tests are declarations of their own', (t) => {
  t.deepEqual(
    idsOf(`
      public struct Point derive(Equal) { float x; float y }
      struct Pair<A, B> { A a; B b }
      implement Point { float norm() { this.x } Point scaled(float f) { this } }
      implement Point { }
      const int LIMIT = if a { 1 } else { 2 };
      public const (int, string)[] TABLE = [(1, "a")];
      type Shape = Circle | Square;
      extern function float cos(float x);
      public extern "strlen" function u64 length(string s, *u8 p);
      test "adds" { assert(true) }
      test "adds" { assert(true) }
      locked var int hits = 0;
      local var string? last = none;
      void main() {}
    `),
    [
      'struct Point',
      'struct Pair',
      'implement Point',
      'implement Point.method norm()',
      'implement Point.method scaled(float)',
      'implement Point#2',
      'constant LIMIT',
      'constant TABLE',
      'type Shape',
      'extern cos(float)',
      'extern length(string,*u8)',
      'test adds',
      'test adds#2',
      'global hits',
      'global last',
      'main',
    ],
  );
});

test('a value is the body of its constant, the `;` behind it belongs to the header', (t) => {
  const { kind, name, signature, body, isPublic } = only('public const int LIMIT = 1 << 20;');
  t.deepEqual(
    [kind, name, signature, body, isPublic],
    ['constant', 'LIMIT', 'public const int LIMIT = ;', '1 << 20', true],
  );
  t.deepEqual(bodiesOf('const int A = ;\nconst int B;\nconst int C = 1\nvoid main() {}'), [
    '',
    undefined,
    '1',
    '{ }',
  ]);
});

test('an edit of a value leaves the header alone', (t) => {
  const before = only('const int A = 1;');
  const after = only('const int A = 2;');
  t.is(before.signature, after.signature);
  t.not(before.body, after.body);
});

test('a struct is all signature, an implementation is none of its methods', (t) => {
  const struct = only('struct P derive(Show) {\n  float x; // across\n  float y\n}');
  t.is(struct.signature, 'struct P derive ( Show ) { float x ; float y }');
  t.is(struct.body, undefined);
  const [head, method] = split('implement P { float f() { 1.0 } }').declarations;
  t.is(head?.signature, 'implement P { }');
  t.is(method?.parent, head?.id);
  t.is(method?.body, '{ 1.0 }');
});

test('a test is called by its title as it is written, and known by one that links', (t) => {
  t.deepEqual(idsOf('test "a/\\"é\\" <$1>" {}'), ['test a%2f%5c%22%c3%a9%5c%22 %3c%241%3e']);
  const { name, signature, body } = only('test "a \\"b\\"" { f() }');
  t.deepEqual([name, signature, body], ['"a \\"b\\""', 'test "a \\"b\\""', '{ f ( ) }']);
});

test('doc comments belong to values and types too', (t) => {
  const { declarations } = split(
    '/// A.\nconst int A = 1;\n/// P.\nstruct P { int x }\n/// f.\nextern function int f();\n/// T.\ntest "t" {}',
  );
  t.deepEqual(
    declarations.map(({ doc }) => doc),
    ['A.', 'P.', 'f.', 'T.'],
  );
});

test('a constant field is no constant of the module', (t) => {
  t.deepEqual(idsOf('class A {\nconst int x : L;\nint m() { 1 }\n}'), [
    'class A',
    'class A.field x',
    'class A.method m()',
  ]);
});

test('declarations of later versions are one unit each', (t) => {
  t.deepEqual(
    idsOf(`
      public trait Area { float area(); }
      implement Area for Circle { float area() { 1 } }
      macro m { ($a:expr) => { $a } }
      void main() {}
    `),
    ['stray 1', 'stray 2', 'stray 3', 'main'],
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
