import test from 'ava';
import { lex } from '../../src/syntax/lexer/lex.ts';
import { diagnosticsOf, split } from './harness.ts';

/**
 * Texts that would be slow if anything looked far ahead or back at each token. They are sized so
 * that quadratic work would exceed the test's time limit by far, and linear work takes a fraction
 * of a second.
 */
const repeated: readonly string[] = [
  '(',
  '{',
  '[',
  '}',
  '"${',
  '"${ "',
  '/*',
  '"""',
  "'",
  'a<',
  'a<b,',
  'f(x,',
  '(a) => ',
  'x => ',
  'match x {',
  'if a {',
  'else if ',
  'class A {',
  'class A {}',
  'function f(',
  'function f({a,',
  'var int x',
  'capability linear a,',
  'import a.',
  'l: ',
  'int x := ',
  'a :=',
  '/// doc\n',
  '\n',
  '\r\n}',
  '\u{1F600}',
  '\\',
  '0x',
  '1.',
];

for (const piece of repeated) {
  test(`${JSON.stringify(piece)} repeated is handled in linear time`, (t) => {
    const text = piece.repeat(50_000);
    for (const source of [text, `void main() { ${text}`, `class A { ${text}`]) {
      const { declarations } = split(source);
      t.true(declarations.length <= lex(source).count);
      for (const declaration of declarations) diagnosticsOf(declaration);
    }
  });
}

test('a line of fifty million characters is fine', (t) => {
  const line = 'x'.repeat(50_000_000);
  t.is(lex(line).count, 1);
  t.is(lex(`"${line}`).count, 1);
  t.is(lex(`/* ${line}`).count, 1);
});
