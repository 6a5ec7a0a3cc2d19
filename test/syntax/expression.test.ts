import test from 'ava';
import { exprOf, grouped, mistakesIn, treeOf } from './harness.ts';

/** Source and the grouping that the conventional precedence gives it. */
const groupings: readonly (readonly [string, string])[] = [
  ['p + q * r', '(p + (q * r))'],
  ['p - q - r', '((p - q) - r)'],
  ['p || q && r', '(p || (q && r))'],
  ['p && q == r', '(p && (q == r))'],
  ['p == q + r', '(p == (q + r))'],
  ['p < q + r', '(p < (q + r))'],
  ['p < q && r < s', '((p < q) && (r < s))'],
  ['p | q ^ r & s', '(p | (q ^ (r & s)))'],
  ['p == q | r', '(p == (q | r))'],
  ['p & q << r + s', '(p & (q << (r + s)))'],
  ['p >> q >> r', '((p >> q) >> r)'],
  ['p >= q >> 1', '(p >= (q >> 1))'],
  ['!p && q', '((!p) && q)'],
  ['- p * q', '((-p) * q)'],
  ['-1 + ~p', '((-1) + (~p))'],
  ['!!p', '(!(!p))'],
  ['p * q as int + r', '((p * (q as …)) + r)'],
  ['-p as int', '((-p) as …)'],
  ['consume p + q', '((consume p) + q)'],
  ['p := q := r', '(p := (q := r))'],
  ['p := q + r', '(p := (q + r))'],
  ['p + q := r + s', '(p + (q := (r + s)))'],
  ['p + let q = r + s', '(p + (let q = (r + s)))'],
  ['p >>= q >> r', '(p >>= (q >> r))'],
  ['p <<= 1', '(p <<= 1)'],
  ['p - -1', '(p - (-1))'],
  ['p-1', '(p - 1)'],
  ['(p + q) * r', '([(p + q)] * r)'],
];

for (const [source, expected] of groupings) {
  test(`\`${source}\` is read as ${expected}`, (t) => {
    t.is(grouped(exprOf(source)), expected);
  });
}

test('members and calls follow any operand', (t) => {
  t.is(
    treeOf('f(x).g(1, 2).h; (a).b; "s".length; new C(x: 1).m()'),
    `block
  member h
    call
      member g
        call
          name f
          name x
      int 1
      int 2
  member b
    parenthesized
      name a
  member length
    string
      text "s"
  call
    member m
      new C
        x:
          int 1
`,
  );
});

test('`<` is a generic call only with types and `>(` behind it', (t) => {
  t.is(
    treeOf('f<int>(1); a.g<List<List<int>>, b.C>(); x < y; x < y > (z)'),
    `block
  call <int>
    name f
    int 1
  call <List<List<int>>, b.C>
    member g
      name a
  binary <
    name x
    name y
  call <y>
    name x
    name z
`,
  );
});

test('`printf` takes its arguments with or without a comma behind the format', (t) => {
  const tree = treeOf('printf("%d", -x)');
  t.is(treeOf('printf("%d" -x)'), tree);
  t.is(treeOf('printf("x",)'), treeOf('printf("x")'));
  t.is(treeOf('printf("%d" (x), y)'), treeOf('printf("%d", (x), y)'));
  t.deepEqual(mistakesIn('print("x",)'), ['E0110 Expected an expression, found `)`']);
  t.deepEqual(mistakesIn('printf("x", 1,)'), ['E0110 Expected an expression, found `)`']);
});

test('literals have their values', (t) => {
  t.is(
    treeOf(
      String.raw`1_000; 0xFF_u8; 1.5e3f32; 2f64; 0b1i128; 'a'; '\u{1F600}'; "a\n\"\$\/\0"; "${'${x}'} y"`,
    ),
    `block
  int 1000
  int 0xFF u8
  float 1.5e3 f32
  float 2 f64
  int 0b1 i128
  char "a"
  char "😀"
  string
    text "a\\n\\"$/\\u0000"
  string
    name x
    text " y"
`,
  );
});

test('raw strings lose the indentation of their closing quotes', (t) => {
  t.is(
    treeOf('f("""a\\n""", """\n    one\n      two\n\n    """, """\n  one""")'),
    `block
  call
    name f
    string
      text "a\\\\n"
    string
      text "one\\n  two\\n"
    string
      text "  one"
`,
  );
});

test('words of later versions and modes are names', (t) => {
  t.is(
    treeOf('let type = 1; in + match; read := linear.main; match(x); string.as'),
    `block
  let type
    int 1
  binary +
    name in
    name match
  assign :=
    name read
    member main
      name linear
  call
    name match
    name x
  member as
    name string
`,
  );
});

test('literals that mean nothing are reported with what they lack', (t) => {
  t.deepEqual(
    mistakesIn(
      String.raw`f('', 'ab', "\q", "\u{110000}", "\u41", 0x, 12px, 0b12, 1.5u8, 0xfff32, 1u7, '\u{d800}')`,
    ),
    [
      'E0104 A character literal holds one character, not none',
      'E0104 A character literal holds one character, not several',
      'E0103 Unknown escape `\\q`',
      'E0103 `\\u{110000}` is not a Unicode character',
      'E0103 Expected one to six hexadecimal digits in braces after `\\u`',
      'E0105 `0x` is not a number',
      'E0105 `px` does not belong in the number `12px`',
      'E0105 `2` does not belong in the number `0b12`',
      'E0105 `u8` does not belong in the number `1.5u8`',
      'E0105 `u7` does not belong in the number `1u7`',
      'E0103 `\\u{d800}` is not a Unicode character',
    ],
  );
});

test('comparisons and ranges do not associate', (t) => {
  t.deepEqual(mistakesIn('a < b < c == d'), ['E0117 Comparisons cannot be chained']);
  t.deepEqual(mistakesIn('for (i in 1..2..3) {}'), ['E0118 A range has one start and one end']);
  t.deepEqual(mistakesIn('a < b && c < d; (a < b) == c'), []);
});

test('only variables and fields can be assigned to', (t) => {
  t.deepEqual(mistakesIn('(x) := 1; f() += 2; x.y := 3'), [
    'E0120 Only a variable, a field or an element can be assigned to',
    'E0120 Only a variable, a field or an element can be assigned to',
  ]);
  t.deepEqual(mistakesIn('x = 1'), ['E0119 `=` does not assign and does not compare']);
});
