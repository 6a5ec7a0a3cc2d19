import test from 'ava';
import { mistakesIn, treeOf } from './harness.ts';

test('patterns of all forms, with guards and alternatives', (t) => {
  t.is(
    treeOf(`match e {
      Circle c => 1,
      Square { side, corner: (x, _) } if side > x => 2,
      0 | 1 => 3,
      -1..=LIMIT => 4,
      'a'..'z' => 5,
      "a" => 6,
      none => 7,
      int[] xs => 8,
      (int, string)? t => 9,
      (p, (q, true)) => 10,
      g.Fail<int> => 11,
      Fail<E> f | other => 12,
      1.5f32 => 13,
      _ => 14
    }`),
    `block
  match
    name e
    arm Circle c
      int 1
    arm Square { side, corner: (x, _) }
      if:
        binary >
          name side
          name x
      int 2
    arm (0 | 1)
      int 3
    arm -1..=LIMIT
      int 4
    arm 'a'..'z'
      int 5
    arm "a"
      int 6
    arm none
      int 7
    arm int[] xs
      int 8
    arm (int, string)? t
      int 9
    arm (p, (q, true))
      int 10
    arm g.Fail<int> _
      int 11
    arm (Fail<E> f | other)
      int 12
    arm 1.5f32
      int 13
    arm _
      int 14
`,
  );
});

test('an arm that ends in a block needs no comma, whatever the next pattern begins with', (t) => {
  t.is(
    treeOf(`match e {
      1 => { f() }
      (a, b) => if a { b } else { c }
      -1 => match a { _ => 2 }
      x => unsafe { 3 } y => 4, z => 5,
    }`),
    `block
  match
    name e
    arm 1
      blockExpr
        block
          call
            name f
    arm (a, b)
      if
        name a
        then
          name b
        else:
          blockExpr
            block
              name c
    arm -1
      match
        name a
        arm _
          int 2
    arm x
      unsafe
        do
          int 3
    arm y
      int 4
    arm z
      int 5
`,
  );
});

test('the `=>` behind a guard ends it, and begins no closure', (t) => {
  t.is(
    treeOf('match e { x if done => 1, x if (a && b) => 2, x if f(match y { z if z => z }) => 3 }'),
    `block
  match
    name e
    arm x
      if:
        name done
      int 1
    arm x
      if:
        parenthesized
          binary &&
            name a
            name b
      int 2
    arm x
      if:
        call
          name f
          match
            name y
            arm z
              if:
                name z
              name z
      int 3
`,
  );
  t.deepEqual(mistakesIn('match e { x if f(y => z) => 1 }'), [
    'E0123 Closures are not part of this version of Bolt',
  ]);
});

test('arms may be assignments and jumps', (t) => {
  t.deepEqual(
    mistakesIn('while c { match e { 1 => x := 2, 2 => return, 3 => break, _ => continue } }'),
    [],
  );
});

test('`match` is a name unless a subject and arms follow', (t) => {
  t.deepEqual(
    mistakesIn(
      'let match = 3; match + 1; match := 4; match(3); match[0]; match.x; if match(3) { f((a) => 1) }',
    ),
    ['E0123 Closures are not part of this version of Bolt'],
  );
  t.is(
    treeOf('if match(x) { f() }; match (x) { _ => 1 }; match (a, b) { _ => 2 }'),
    `block
  if
    call
      name match
      name x
    then
      call
        name f
  match
    parenthesized
      name x
    arm _
      int 1
  match
    tuple
      name a
      name b
    arm _
      int 2
`,
  );
});

test('as a statement a `match` ends with its brace, as an operand it goes on', (t) => {
  t.deepEqual(mistakesIn('match x { _ => 1 }\n(y); match x { _ => 1 }\n-y'), []);
  t.deepEqual(mistakesIn('let z = match x { _ => 1 } + 2; z'), []);
  t.deepEqual(mistakesIn('match x { _ => 1 } + 2'), [
    'E0121 `+` behind a block could belong to it or to a new statement',
  ]);
});

test('`let` takes tuples and structs apart, in conditions too', (t) => {
  t.is(
    treeOf('let (a, (b, _)) = t; let g.Pair<int> { x, y: z } = p; while let (a, b) = next() { a }'),
    `block
  let (a, (b, _))
    name t
  let g.Pair<int> { x, y: z }
    name p
  while
    let (a, b)
      call
        name next
    do
      name a
`,
  );
});

test('mistakes in arms and patterns, one message each', (t) => {
  const cases: readonly (readonly [string, string])[] = [
    ['match x { 1 -> 2, _ -> 3 }', 'E0142 Expected `=>` behind the pattern, found `->`'],
    ['match x { 1: 2, _: 3 }', 'E0142 Expected `=>` behind the pattern, found `:`'],
    ['match x { 1 { 2 } 3 { 4 } }', 'E0142 Expected `=>` behind the pattern, found `{`'],
    ['match x { case 1 => 2, case 2 => 3 }', withoutCase],
    ['match (x) { case A a: f() case _: g() }', withoutCase],
    ['match x { 1 => 2; _ => 3 }', 'E0142 Expected `,` or `}` behind the arm, found `;`'],
    ['match x { 1 => f(); g(), _ => 3 }', 'E0142 Expected `,` or `}` behind the arm, found `;`'],
    ['match x { 1 => 2 _ => 3 }', 'E0142 Expected `,` or `}` behind the arm, found `_`'],
    ['match x { 1 }', 'E0142 Expected `=>` behind the pattern, found `}`'],
    ['match x { A a where a.b => 1 }', 'E0142 Expected `=>` behind the pattern, found `where`'],
    ['match x { 1 => , _ => 2 }', 'E0110 Expected an expression, found `,`'],
    ['match x { 1 => 2', 'E0112 Expected `}`, found the end of the body'],
    ['match x', 'E0113 Expected `{` and the arms of the `match`, found `}`'],
    ['match x { => 1 }', 'E0143 Expected a pattern, found `=>`'],
    ['match x { A || B => 1 }', orBetween],
    ['match x { else => 1 }', 'E0143 Expected a pattern, found the word `else`'],
    ['match x { is Circle => 1 }', 'E0143 Expected a pattern, found the word `is`'],
    ['match x { Some(y) => y }', nameBehind],
    ['match x { Circle { r, .. } => r }', 'E0143 Expected the name of a field, found `..`'],
    ['match x { "a${b}" => 1 }', 'E0143 Expected a pattern, found a string'],
    ['match x { 1..f() => 1 }', 'E0142 Expected `=>` behind the pattern, found `(`'],
    ['match x { 1.. => 1 }', 'E0143 Expected a literal or the name of a constant, found `=>`'],
    ['match x { () => 1 }', 'E0143 Expected a pattern between `(` and `)`'],
    ['match x { (a, b => 1 }', 'E0112 Expected `)`, found `=>`'],
    ['match x { (a + b) => 1 }', 'E0112 Expected `)`, found `+`'],
    ['switch x { 1 => 2 }', 'E0113 Expected `;` or an operator behind `switch`, found `x`'],
  ];
  for (const [source, expected] of cases) t.deepEqual(mistakesIn(source), [expected], source);
});

const withoutCase = 'E0142 An arm of `match` begins with its pattern, without `case`';
const orBetween = 'E0143 Expected `|` between the alternatives of a pattern, found `||`';
const nameBehind = 'E0143 Expected `=>`, `{` or the name of a variable behind the type, found `(`';
