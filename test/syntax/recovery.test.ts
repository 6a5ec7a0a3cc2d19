import test from 'ava';
import { diagnosticsOf, mistakesIn, only, problemsOf } from './harness.ts';

test('twenty independent mistakes give twenty messages, each in its place', (t) => {
  const source = `import std..math;
class Cell {
  capability Own;
  int v : Own;
  var int w : Own
  function int get() : Own { this.v }
}
function two(int a) { a }
function int broken(int a {
  a
}
function int many(int a) {
  let x = ;
  let y = a + * 3;
  let s = "abc;
  let c = 'ab';
  foo(1, 2;
  x = 4;
  a < b < c;
  a b;
  return 12px;
  class = 3;
  let größe = 3;
  if a { 1 } else { 2 } + 3;
  while { 1 }
  y + 1
}}
void main() {
  many(1
}
`;
  t.deepEqual(problemsOf(source), [
    '1:8 E0111 Expected `;` behind the import, found `..`',
    '3:14 E0131 Expected the mode of a capability, found `Own`',
    '4:3 E0129 Expected `var` or `const` before the field, found `int`',
    '5:15 E0111 Expected `;` behind the field',
    '6:3 E0113 Expected the result type of a method, found the word `function`',
    '8:10 E0116 Expected the result type before the name `two`',
    '9:25 E0112 Expected `)`, found the end of the declaration',
    '13:11 E0110 Expected an expression, found `;`',
    '14:15 E0110 Expected an expression, found `*`',
    '15:11 E0101 Expected `"` at the end of the string',
    '16:11 E0104 A character literal holds one character, not several',
    '17:11 E0112 Expected `)`, found `;`',
    '18:5 E0119 `=` does not assign and does not compare',
    '19:9 E0117 Comparisons cannot be chained',
    '20:3 E0111 Expected `;` before `b`',
    '21:10 E0105 `px` does not belong in the number `12px`',
    '22:3 E0123 Declarations inside a body are not part of this version of Bolt',
    '23:7 E0100 `größe` is not a word or sign of Bolt',
    '24:25 E0121 `+` behind a block could belong to it or to a new statement',
    '25:9 E0110 Expected a condition, found `{`',
    '27:2 E0125 `}` closes nothing',
    '30:1 E0112 Expected `)`, found `}`',
  ]);
});

test('what an unterminated string swallowed is not missed', (t) => {
  t.deepEqual(mistakesIn('f(g("abc));\nh("def);\nlet x = "${y;\nlet z = "${y w}";'), [
    'E0101 Expected `"` at the end of the string',
    'E0101 Expected `"` at the end of the string',
    'E0106 Expected `}` at the end of the interpolation, found `;`',
    'E0106 Expected `}` at the end of the interpolation, found `w`',
  ]);
});

test('brackets that do not match give one message', (t) => {
  t.deepEqual(mistakesIn('f(a, (b + c; g(1)'), ['E0112 Expected `)`, found `;`']);
  t.deepEqual(mistakesIn('f(a]; g(1)'), ['E0112 Expected `)`, found `]`']);
  t.deepEqual(mistakesIn('a); b'), ['E0113 Expected `;` or `}`, found `)`']);
});

test('an unclosed bracket is shown with where it was opened', (t) => {
  const [first] = diagnosticsOf(only('void main() { f(1; 2 }'));
  t.deepEqual(
    first?.labels.map(({ span, message }) => [span.kind === 'tokens' && span.from, message]),
    [[2, 'Opened here']],
  );
});

test('a missing semicolon comes with its fix', (t) => {
  const [first] = diagnosticsOf(only('void main() { a\nb }'));
  t.is(first?.code, 'E0111');
  t.is(first?.fix?.edits[0]?.replacement, 'a;');
});

const deep: readonly (readonly [name: string, source: string])[] = [
  ['parentheses', `${'('.repeat(10_000)}1${')'.repeat(10_000)}`],
  ['prefix operators', `${'-'.repeat(10_000)}1`],
  ['blocks', `${'{'.repeat(10_000)}1${'}'.repeat(10_000)}`],
  ['`else if`', `if a { 1 } ${'else if a { 1 } '.repeat(10_000)}`],
  ['calls', `${'f('.repeat(10_000)}1${')'.repeat(10_000)}`],
  ['assignments', `${'x := '.repeat(10_000)}1`],
  ['interpolations', `${'"${'.repeat(10_000)}1${'}"'.repeat(10_000)}`],
  ['types', `let x: ${'A<'.repeat(10_000)}int${'>'.repeat(10_000)} = 1`],
  ['arrays', `${'['.repeat(10_000)}1${']'.repeat(10_000)}`],
  ['indices', `${'a['.repeat(10_000)}1${']'.repeat(10_000)}`],
  ['chained indices', `a${'[0]'.repeat(100_000)}`],
  ['`??`', `a${' ?? a'.repeat(10_000)}`],
  ['`?`', `a${' ?'.repeat(10_000)}`],
  ['patterns', `match x { ${'('.repeat(10_000)}1${')'.repeat(10_000)} => 1 }`],
  ['arms', `${'match x { _ => '.repeat(10_000)}1${'}'.repeat(10_000)}`],
  ['array types', `let x: int${'[]'.repeat(10_000)} = 1`],
  ['optional types', `let x: int${'?'.repeat(10_000)} = 1`],
  ['tuple types', `let x: ${'('.repeat(10_000)}int${')'.repeat(10_000)} = 1`],
  ['pointer types', `let x: ${'*'.repeat(10_000)}int = 1`],
  ['members', `a${'.b'.repeat(100_000)}`],
  ['terms', `a${' + a'.repeat(100_000)}`],
];

for (const [name, source] of deep) {
  test(`ten thousand nested ${name} give one message and no overflow`, (t) => {
    const problems = mistakesIn(source);
    t.is(problems.length, 1);
    t.regex(problems[0] ?? '', /^E0122 Code is nested more than \d+ levels deep$/);
  });
}

test('a declaration of more than a million tokens is refused in one message', (t) => {
  t.deepEqual(mistakesIn('a;'.repeat(600_000)), [
    'E0122 A declaration has more than 1000000 tokens',
  ]);
});

test('a value that is too deep keeps its variable', (t) => {
  const deepValue = `let x = 1${' + 1'.repeat(1_000)};`;
  t.is(mistakesIn(`${deepValue} x`).length, 1);
});
