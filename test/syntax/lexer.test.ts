import test from 'ava';
import { lex } from '../../src/syntax/lexer/lex.ts';
import { Flag, hasFlag, Kind, kindAt, textAt } from '../../src/syntax/token.ts';

const kindNames = new Map<number, string>(Object.entries(Kind).map(([name, kind]) => [kind, name]));

/** `kind text` of each token. */
function tokensOf(text: string): readonly string[] {
  const tokens = lex(text);
  return Array.from(
    { length: tokens.count },
    (_, index) => `${kindNames.get(kindAt(tokens, index))} ${textAt(tokens, index)}`,
  );
}

function textsOf(text: string): readonly string[] {
  const tokens = lex(text);
  return Array.from({ length: tokens.count }, (_, index) => textAt(tokens, index));
}

test('words are reserved or names', (t) => {
  t.deepEqual(tokensOf('let lets new type int main _x consume'), [
    'let let',
    'identifier lets',
    'new new',
    'identifier type',
    'identifier int',
    'identifier main',
    'identifier _x',
    'consume consume',
  ]);
});

test('numbers carry their suffixes, and a point needs a digit behind it', (t) => {
  t.deepEqual(tokensOf('0 1_000 0xFFu8 0b101 0o17 1.5 1e-9 2E5f32 7i128 1..5 1..=5 3.abs'), [
    'int 0',
    'int 1_000',
    'int 0xFFu8',
    'int 0b101',
    'int 0o17',
    'float 1.5',
    'float 1e-9',
    'float 2E5f32',
    'int 7i128',
    'int 1',
    'dotDot ..',
    'int 5',
    'int 1',
    'dotDotEqual ..=',
    'int 5',
    'int 3',
    'dot .',
    'identifier abs',
  ]);
});

test('behind a dot stand indices, also two in a row', (t) => {
  t.deepEqual(textsOf('t.0.1'), ['t', '.', '0', '.', '1']);
  t.deepEqual(textsOf('t . 0 . 1'), ['t', '.', '0', '.', '1']);
});

test('a minus is always an operator', (t) => {
  t.deepEqual(textsOf('n-1 n -1 0xe-9'), ['n', '-', '1', 'n', '-', '1', '0xe', '-', '9']);
});

test('the longest operator wins, and `>` is always alone', (t) => {
  t.deepEqual(textsOf('<<= << <= < >>= >= >> := == => = .. ..= ?? ? && & -> - !='), [
    '<<=',
    '<<',
    '<=',
    '<',
    '>',
    '>',
    '=',
    '>',
    '=',
    '>',
    '>',
    ':=',
    '==',
    '=>',
    '=',
    '..',
    '..=',
    '??',
    '?',
    '&&',
    '&',
    '->',
    '-',
    '!=',
  ]);
});

test('characters and strings keep their escapes', (t) => {
  t.deepEqual(textsOf(String.raw`'a' '\'' '\u{1F600}' "a\"b" "\\" ""`), [
    "'a'",
    String.raw`'\''`,
    String.raw`'\u{1F600}'`,
    String.raw`"a\"b"`,
    String.raw`"\\"`,
    '""',
  ]);
});

test('interpolations are tokens, also nested and with braces inside', (t) => {
  t.deepEqual(tokensOf('"a ${x} b ${ {1} } c" "${"${y}"}" "\\${z}"'), [
    'stringStart "a ${',
    'identifier x',
    'stringMiddle } b ${',
    'braceOpen {',
    'int 1',
    'braceClose }',
    'stringEnd } c"',
    'stringStart "${',
    'stringStart "${',
    'identifier y',
    'stringEnd }"',
    'stringEnd }"',
    'string "\\${z}"',
  ]);
});

test('an interpolation ends with its line at the latest', (t) => {
  const tokens = lex('"a ${ x "b ${\ny');
  t.deepEqual(tokensOf('"a ${ x "b ${\ny'), [
    'stringStart "a ${',
    'identifier x',
    'stringStart "b ${',
    'stringEnd ',
    'stringEnd ',
    'identifier y',
  ]);
  t.true(hasFlag(tokens, 3, Flag.unterminated));
  t.false(hasFlag(tokens, 5, Flag.interpolated));
});

test('a comment that never ends closes the interpolation it stands in', (t) => {
  t.deepEqual(tokensOf('"${/* x'), ['stringStart "${', 'stringEnd ', 'openComment /* x']);
  t.deepEqual(tokensOf('"${/*\n x'), ['stringStart "${', 'stringEnd ', 'openComment /*\n x']);
});

test('an unterminated string or character ends with its line', (t) => {
  t.deepEqual(tokensOf('"abc\nx \'y\r\nz "\\'), [
    'string "abc',
    'identifier x',
    "char 'y",
    'identifier z',
    'string "\\',
  ]);
});

test('raw strings span lines and know no escapes', (t) => {
  t.deepEqual(tokensOf('"""a\n"b\\""" x'), ['rawString """a\n"b\\"""', 'identifier x']);
  t.deepEqual(tokensOf('"""a\nb'), ['rawString """a\nb']);
});

test('comments are no tokens, nest, and are one when they never end', (t) => {
  t.deepEqual(textsOf('a // b\nc /* d /* e */ f */ g /**/ h'), ['a', 'c', 'g', 'h']);
  t.deepEqual(tokensOf('a /* b\n c'), ['identifier a', 'openComment /* b\n c']);
});

test('only three slashes make a doc comment', (t) => {
  const { docs, text } = lex('/// one\n//// no\n// no\n///two\nx');
  t.deepEqual(
    docs.map(({ start, end, token }) => [text.slice(start, end), token]),
    [
      [' one', 0],
      ['two', 0],
    ],
  );
});

test('a run of characters that begin nothing is one error', (t) => {
  t.deepEqual(tokensOf('größe ## @x\u0000 “a” $'), [
    'error größe',
    'error ##',
    'error @x\u0000',
    'error “a”',
    'error $',
  ]);
});

test('line breaks are CR, LF and CR LF', (t) => {
  t.deepEqual(lex('a\rb\nc\r\nd /*\r\n*/').lineStarts, [0, 2, 4, 7, 13]);
});

test('a byte order mark is no character of the file', (t) => {
  const tokens = lex('\ufefffunction');
  t.is(textAt(tokens, 0), 'function');
  t.true(hasFlag(tokens, 0, Flag.firstColumn));
});

test('tables are not disturbed by later ones', (t) => {
  const first = lex('a b c');
  const large = lex('x '.repeat(100_000));
  lex('1 2 3');
  t.is(textAt(first, 2), 'c');
  t.is(large.count, 100_000);
  t.is(textAt(large, 99_999), 'x');
});
