import test from 'ava';
import { problemsOf, signatureTreeOf } from './harness.ts';

test('functions, with everything they may have', (t) => {
  t.is(
    signatureTreeOf(
      'public function borrowed Map<K, List<int>> f<K, V>(borrowed a.Pair{Lo, Id} p, int x) {}',
    ),
    `public function borrowed Map<K, List<int>> f<K, V>
  parameter borrowed a.Pair{Lo, Id} p
  parameter int x
`,
  );
});

test('classes with their capabilities', (t) => {
  t.is(
    signatureTreeOf(
      'public class Box<T> extends Base<T> { capability linear Lo, read Id; var int x : Lo; }',
    ),
    `public class Box<T> extends Base<T>
  capability linear Lo
  capability read Id
`,
  );
});

test('imports of all forms', (t) => {
  t.is(signatureTreeOf('import a.b;'), 'import a.b\n');
  t.is(signatureTreeOf('import a.b as c;'), 'import a.b as c\n');
  t.is(signatureTreeOf('import a.b.{f, C as D};'), 'import a.b\n  f\n  C as D\n');
});

test('main has a result and maybe parameters', (t) => {
  t.is(signatureTreeOf('void main() {}'), 'main void\n');
  t.is(signatureTreeOf('int main(Args args) {}'), 'main int\n  parameter Args args\n');
});

test('mistakes in headers, one message each', (t) => {
  const cases: readonly (readonly [string, string])[] = [
    ['import std..math;', 'E0111 Expected `;` behind the import, found `..`'],
    ['import std.math', 'E0111 Expected `;` behind the import'],
    ['import a.{};', 'E0114 Expected a name to import, found `}`'],
    ['public import a;', 'E0113 Expected a declaration behind `public`, found `import`'],
    ['function two(int a) { a }', 'E0116 Expected the result type before the name `two`'],
    ['function int f(int) { 1 }', 'E0114 Expected the name of the parameter, found `)`'],
    ['function int f(int a int b) { 1 }', 'E0113 Expected `,` between the parameters, found `int`'],
    ['function int f(a: int) { 1 }', 'E0113 Expected the type of the parameter, found `a`'],
    ['function int f(int a,) { 1 }', 'E0116 Expected a type, found `)`'],
    ['function int f(int a { 1 }', 'E0112 Expected `)`, found the end of the declaration'],
    ['function int let() { 1 }', 'E0115 `let` is a reserved word and cannot be a name'],
    ['function int int() { 1 }', 'E0115 `int` is a reserved word and cannot be a name'],
    [
      'function int f<T : Show>() { 1 }',
      'E0123 Bounds of type parameters are not part of this version of Bolt',
    ],
    ['function int f() : Cap { 1 }', 'E0113 Expected `{`, found `:`'],
    ['function int f();', 'E0126 Expected a body in braces behind the header'],
    ['int f() { 1 }', 'E0124 Expected the word `function`, found `int`'],
    ['main() { 1 }', 'E0116 Expected `void` or `int` before `main`'],
    ['public void main() { 1 }', 'E0113 Expected the result type of `main`, found `public`'],
    ['class { }', 'E0114 Expected the name of the class, found `{`'],
    ['class A extends { }', 'E0116 Expected a type, found `{`'],
    ['class A;', 'E0113 Expected `{` and the members of the class, found `;`'],
    ['class A {', 'E0112 Expected `}`, found the end of the declaration'],
    ['class A { capability Own; }', 'E0131 Expected the mode of a capability, found `Own`'],
    ['class A { capability magic Own; }', 'E0131 Expected the mode of a capability, found `magic`'],
    ['class A { capability linear; }', 'E0114 Expected the name of a capability, found `;`'],
    ['class A { capability linear Own }', 'E0111 Expected `;` behind the capabilities, found `}`'],
    [
      'class A { capability linear L; capability read R; }',
      'E0130 A class has one `capability` clause',
    ],
    ['class A { int x : L; }', 'E0129 Expected `var` or `const` before the field, found `int`'],
    ['class A { var int x : L }', 'E0111 Expected `;` behind the field'],
    ['class A { var x : L; }', 'E0116 Expected the type of the field, found `x`'],
    ['class A { var int x : L = 3; }', 'E0113 Expected `:` and a capability, found `=`'],
    [
      'class A { function int m() { 1 } }',
      'E0113 Expected the result type of a method, found the word `function`',
    ],
    ['class A { public int m() { 1 } }', 'E0113 Expected a member, found `public`'],
    [
      'class A { int m<T>() { 1 } }',
      'E0123 Methods with type parameters are not part of this version of Bolt',
    ],
    ['class A { int m(); }', 'E0126 Expected a body in braces behind the header'],
    ['class A { } ;', 'E0124 Expected a declaration, found `;`'],
    ['public trait T { int f(); }', 'E0123 Traits are not part of this version of Bolt'],
    ['implement T for A { int f() { 1 } }', 'E0123 Traits are not part of this version of Bolt'],
    ['macro m { ($a:expr) => { $a } }', 'E0123 Macros are not part of this version of Bolt'],
    ['printf("hello");', 'E0124 Expected a declaration, found `printf`'],
    ['}', 'E0125 `}` closes nothing'],
    ['größe', 'E0100 `größe` is not a word or sign of Bolt'],
  ];
  for (const [source, expected] of cases) {
    t.deepEqual(
      problemsOf(source).map((problem) => problem.replace(/^\S+ /, '')),
      [expected],
      source,
    );
  }
});
