import test from 'ava';
import { mistakesIn, treeOf } from './harness.ts';

test('statements that end in a block need no semicolon', (t) => {
  t.is(
    treeOf(
      'if a { 1 } else if b { 2 } else { 3 }\nwhile a { f() } { 4 } finish { async { 5 } async { 6 } 7; 8 } 9;',
    ),
    `block ;
  if
    name a
    then
      int 1
    else:
      if
        name b
        then
          int 2
        else:
          blockExpr
            block
              int 3
  while
    name a
    do
      call
        name f
  blockExpr
    block
      int 4
  finish
    do
      async
        do
          int 5
      async
        do
          int 6
      int 7
      int 8
  int 9
`,
  );
});

test('loops may have labels, and `for` has two forms', (t) => {
  t.is(
    treeOf(
      'outer: for (i in 0..n) { break outer; continue }\nfor (let i = 0; i < n; i += 1) {} l: while c {} return; return 1',
    ),
    `block
  forIn i outer
    range ..
      int 0
      name n
    do
      break outer
      continue
  for
    init:
      let i
        int 0
    condition:
      binary <
        name i
        name n
    step:
      assign +=
        name i
        int 1
    do
  while l
    name c
    do
  return
  return
    int 1
`,
  );
});

test('on the next line `(` and `-` begin a statement, on the same line they are refused', (t) => {
  t.is(
    treeOf('if a { 1 }\n(b);\nif a { 1 }\n-b'),
    `block
  if
    name a
    then
      int 1
  parenthesized
    name b
  if
    name a
    then
      int 1
  unary -
    name b
`,
  );
  const message = (sign: string): readonly string[] => [
    `E0121 \`${sign}\` behind a block could belong to it or to a new statement`,
  ];
  t.deepEqual(mistakesIn('if a { 1 } else { 2 } + 3'), message('+'));
  t.deepEqual(mistakesIn('if a { 1 } (b)'), message('('));
  t.deepEqual(mistakesIn('while a { 1 } [b]').slice(0, 1), message('['));
  t.deepEqual(mistakesIn('if a { 1 }\n.b'), message('.'));
  t.deepEqual(mistakesIn('{ 1 } && b'), message('&&'));
});

test('behind `async` anything may follow', (t) => {
  t.deepEqual(mistakesIn('finish { async { 1 } (a).b := 2 }'), []);
});

test('in the place of an operand, what ends in a block goes on', (t) => {
  t.deepEqual(mistakesIn('let x = if a { 1 } else { 2 } + 3; f(if a { 1 } else { 2 })'), []);
  t.deepEqual(mistakesIn('let x = if a { 1 } else { 2 }\nf()'), ['E0111 Expected `;` before `f`']);
});

test('a semicolon at the end makes a block void, two are one too many', (t) => {
  t.true(treeOf('1;').startsWith('block ;'));
  t.true(treeOf('1').startsWith('block\n'));
  t.true(treeOf('').startsWith('block\n'));
  t.deepEqual(mistakesIn('1;; 2'), ['E0110 Expected an expression, found `;`']);
});

test('`let` in a condition is an ordinary one', (t) => {
  t.is(
    treeOf('if let b = e { 1 }'),
    `block
  if
    let b
      name e
    then
      int 1
`,
  );
});

test('variables declared as elsewhere are understood and refused', (t) => {
  t.deepEqual(mistakesIn('int x = 1; x + 1'), ['E0138 A variable is declared with `let`']);
  t.deepEqual(mistakesIn('var x = 1; x + 1'), [
    'E0138 A variable of a function is declared with `let`',
  ]);
  t.deepEqual(mistakesIn('let int x = 1; x'), [
    'E0138 The type of a variable stands behind its name',
  ]);
  t.deepEqual(mistakesIn('let x := 1; x'), ['E0113 Expected `=`, found `:=`']);
});

test('loose ends of control structures', (t) => {
  t.deepEqual(mistakesIn('if a { 1 }; else { 2 }'), ['E0135 `else` without an `if` before it']);
  t.deepEqual(mistakesIn('start: f()'), [
    'E0136 Expected a loop behind the label `start`, found `f`',
  ]);
  t.deepEqual(mistakesIn('while { 1 }'), ['E0110 Expected a condition, found `{`']);
  t.deepEqual(mistakesIn('for x in xs { 1 }'), ['E0113 Expected `(` behind `for`, found `x`']);
  t.deepEqual(mistakesIn('for (let x in xs) { 1 }'), [
    'E0113 Expected the name of a variable, found the word `let`',
  ]);
});

const later: readonly (readonly [source: string, feature: string])[] = [
  ['let f = (int x) => x + 1; 2', 'Closures'],
  ['xs.map(x => x + 1)', 'Closures'],
  ['f((x, y) => { x })', 'Closures'],
  ['maximum!(1, 2)', 'Macros'],
  ['let p = &x; 1', 'Pointers'],
  ['let r = 1..2; 3', 'Ranges outside `for`'],
  ['let x: (int, bool) -> int = y; 1', 'Function types'],
  [' function int f() { 1 } 2', 'Declarations inside a body'],
];

for (const [source, feature] of later) {
  test(`\`${source}\` gives one message about what is missing`, (t) => {
    t.deepEqual(mistakesIn(source), [`E0123 ${feature} are not part of this version of Bolt`]);
  });
}
