import test from 'ava';
import { parseInitializer } from '../../src/syntax/parser/body.ts';
import { printExpr } from '../../src/syntax/print-tree.ts';
import { only, problemsOf, signatureTreeOf } from './harness.ts';

test('structs, with everything they may have', (t) => {
  t.is(
    signatureTreeOf('public struct Pair<A, B> derive(Equal, Show) { A first; (B, int)[] rest; }'),
    `public struct Pair<A, B> derive(Equal, Show)
  field A first
  field (B, int)[] rest
`,
  );
  t.is(signatureTreeOf('struct Unit { }'), 'struct Unit\n');
});

test('implementations name a struct and its parameters', (t) => {
  t.is(signatureTreeOf('implement Pair<A, B> { A f() { this.a } }'), 'implement Pair<A, B>\n');
});

test('types are aliases or unions', (t) => {
  t.is(signatureTreeOf('public type Id = u64;'), 'public type Id\n  u64\n');
  t.is(
    signatureTreeOf('type Result<T, E> = T | Fail<E> | int[]?;'),
    'type Result<T, E>\n  T\n  Fail<E>\n  int[]?\n',
  );
});

test('constants and global variables have a type and a value', (t) => {
  t.is(signatureTreeOf('public const int LIMIT = 1;'), 'public constant int LIMIT\n');
  t.is(signatureTreeOf('locked var int[]? xs = none;'), 'global locked int[]? xs\n');
  t.is(signatureTreeOf('public local var int n = 0;'), 'public global local int n\n');
  const { id, body } = only('const int LIMIT = f(1)[0] + { 2 };');
  const { tree, diagnostics } = parseInitializer(id, body ?? '');
  t.deepEqual(diagnostics, []);
  t.is(
    printExpr(tree),
    `binary +
  index
    call
      name f
      int 1
    int 0
  blockExpr
    block
      int 2
`,
  );
});

test('C functions may have another name there', (t) => {
  t.is(
    signatureTreeOf('public extern "str_len" function u64 length(string s, *u8 p);'),
    `public extern "str_len" u64 length
  parameter string s
  parameter *u8 p
`,
  );
});

test('a test has its title, escapes resolved', (t) => {
  t.is(signatureTreeOf('test "a \\"b\\" \\u{e9}" { 1 }'), 'test "a \\"b\\" é"\n');
});

test('the words of declarations are names everywhere else', (t) => {
  t.deepEqual(
    problemsOf(`
class struct { var int type; var int implement; int test(int extern) { this.type } }
function struct derive(struct read, int test) { read }
void main() {
  let struct = new struct(type: 1, implement: 2);
  let type = struct.type;
  type := type + struct.test(type);
  let test = type; let extern = test; let derive = extern; let unsafe = derive;
  derive(struct, unsafe)
}`),
    [],
  );
});

test('mistakes in declarations, one message each', (t) => {
  const cases: readonly (readonly [string, string])[] = [
    ['struct P { x: float, y: float }', 'E0141 Expected the type of the field, found `x`'],
    ['struct P { float x, float y }', 'E0141 Expected `;` behind the field, found `,`'],
    ['struct P { int x int y }', 'E0141 Expected `;` behind the field, found `int`'],
    ['struct P { var float x; }', 'E0141 Expected the type of a field, found the word `var`'],
    ['struct P { float x = 1.0; }', 'E0141 Expected `;` behind the field, found `=`'],
    [
      'struct P { float f() { 1 } int g() { 2 } }',
      'E0141 Expected `;` behind the field, found `(`',
    ],
    ['struct P { int x : Own, Id; }', 'E0141 Expected `;` behind the field, found `:`'],
    ['struct P { capability local Own; int x; }', typeMissing],
    ['struct P { int }', 'E0114 Expected the name of the field, found `}`'],
    ['struct P(int x);', 'E0113 Expected `{` and the fields of the struct, found `(`'],
    ['struct P;', 'E0113 Expected `{` and the fields of the struct, found `;`'],
    ['struct P derive Equal { int x }', 'E0113 Expected `(` behind `derive`, found `Equal`'],
    ['struct P derive() { int x }', 'E0114 Expected the name of a trait, found `)`'],
    ['struct P { int x', 'E0112 Expected `}`, found the end of the declaration'],
    ['struct { int x }', 'E0124 Expected a declaration, found `struct`'],
    ['implement P { var int x; }', 'E0124 Expected a method, found the word `var`'],
    ['implement P { public int f() { 1 } }', 'E0113 Expected a member, found `public`'],
    ['implement P {', 'E0112 Expected `}`, found the end of the declaration'],
    ['public implement P { }', 'E0113 Expected a declaration behind `public`, found `implement`'],
    ['type A;', 'E0113 Expected `=` and a type, found `;`'],
    ['type A = ;', 'E0116 Expected a type, found `;`'],
    ['type A = B, C;', 'E0113 Expected `|` between the members of the union, found `,`'],
    ['type A = B || C;', 'E0113 Expected `|` between the members of the union, found `||`'],
    ['type A = B | C', 'E0111 Expected `;` behind the type'],
    ['const X = 1;', 'E0116 Expected the type of the constant, found `X`'],
    ['const X: int = 1;', 'E0116 Expected the type of the constant, found `X`'],
    ['const int X;', 'E0113 Expected `=` and a value, found `;`'],
    ['const int X := 1;', 'E0113 Expected `=` and a value, found `:=`'],
    ['const int X = ;', 'E0110 Expected a value between `=` and `;`'],
    ['const int X = 1', 'E0111 Expected `;` behind the value'],
    ['const int X = 1 2;', 'E0113 Expected `;` behind the value, found `2`'],
    ['var int x = 1;', 'E0145 Expected `locked` or `local` before the global variable'],
    ['locked var x = 1;', 'E0116 Expected the type of the global variable, found `x`'],
    ['static int X = 1;', 'E0124 Expected a declaration, found `static`'],
    ['extern float cos(float x);', 'E0124 Expected a declaration, found `extern`'],
    ['extern function int f() { 1 }', 'E0146 Expected `;` behind the C function, found `{`'],
    ['extern "C" function int f();', cName],
    ['extern "a b" function int f();', cName],
    ['extern function int f()', 'E0111 Expected `;` behind the C function'],
    ['test "a"', 'E0126 Expected a body in braces behind the header'],
    ['test "" { 1 }', 'E0147 A test needs a title that says what it shows'],
    ['test "a ${b}" { 1 }', 'E0147 The title of a test is a plain string in double quotes'],
    ['test """a""" { 1 }', 'E0147 The title of a test is a plain string in double quotes'],
    ['public test "a" { 1 }', 'E0113 Expected a declaration behind `public`, found `test`'],
    ['test a { 1 }', 'E0124 Expected a declaration, found `test`'],
    ['enum Color { Red, Green }', 'E0124 Expected a declaration, found `enum`'],
  ];
  for (const [source, expected] of cases) {
    t.deepEqual(
      problemsOf(source).map((problem) => problem.replace(/^\S+ /, '')),
      [expected],
      source,
    );
  }
});

const typeMissing = 'E0116 Expected a type, found the word `capability`';
const cName = 'E0146 Expected the name of a C function between the quotes';
