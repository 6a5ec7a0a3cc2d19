import test from 'ava';
import { exprOf, mistakesIn, treeOf } from './harness.ts';

test('arrays are literals, `new T[n]`, indices and slices', (t) => {
  t.is(
    treeOf('[1, 2,]; []; new int[n]; new (int, A?)[][n]; xs[i][0]; xs[..]; xs[a..]; xs[..=b]'),
    `block
  array
    int 1
    int 2
  array
  newArray int
    name n
  newArray (int, A?)[]
    name n
  index
    index
      name xs
      name i
    int 0
  slice ..
    name xs
  slice ..
    name xs
    from:
      name a
  slice ..=
    name xs
    to:
      name b
`,
  );
});

test('an index binds as a call does, and a range inside it needs no parentheses', (t) => {
  t.is(
    treeOf('-xs[i + 1].f(2)[0]; xs[a + 1 .. b ?? c]; xs[i] := ys[j] := 3; xs[i] += 1'),
    `block
  unary -
    index
      call
        member f
          index
            name xs
            binary +
              name i
              int 1
        int 2
      int 0
  slice ..
    name xs
    from:
      binary +
        name a
        int 1
    to:
      coalesce
        name b
        name c
  assign :=
    index
      name xs
      name i
    assign :=
      index
        name ys
        name j
      int 3
  assign +=
    index
      name xs
      name i
    int 1
`,
  );
});

test('tuples have two elements or more, and numbers for names', (t) => {
  t.is(
    treeOf('(1, (2, x)); t.0.1; t.0.f(); (a)'),
    `block
  tuple
    int 1
    tuple
      int 2
      name x
  member 1
    member 0
      name t
  call
    member f
      member 0
        name t
  parenthesized
    name a
`,
  );
});

test('a float next to a member is told from two indices', (t) => {
  t.is(exprOf('t.0.1').kind, 'member');
  t.is(exprOf('1.5').kind, 'float');
  t.deepEqual(mistakesIn('t.0x1'), ['E0105 `0x1` is not the number of an element']);
  t.deepEqual(mistakesIn('t.01'), ['E0105 `01` is not the number of an element']);
});

test('`?` binds tighter than any operator, `??` looser than `||`', (t) => {
  t.is(
    treeOf('-f(x)?.y; a || b ?? c ?? d; x? + 1; (x?)(y)'),
    `block
  unary -
    member y
      try
        call
          name f
          name x
  coalesce
    binary ||
      name a
      name b
    coalesce
      name c
      name d
  binary +
    try
      name x
    int 1
  call
    parenthesized
      try
        name x
    name y
`,
  );
});

test('`none` is a literal unless it must be a name', (t) => {
  t.is(exprOf('none').kind, 'none');
  t.is(exprOf('none()').kind, 'call');
  t.deepEqual(mistakesIn('let none = 3; none := 4; none.x; none[1]'), []);
});

test('`as` converts, `as?` tries to, `is` tests', (t) => {
  t.is(
    treeOf('x as T? + 1; x as? T ?? d; a && x is List<int> && b; x as *u8'),
    `block
  binary +
    as T?
      name x
    int 1
  coalesce
    as? T
      name x
    name d
  binary &&
    binary &&
      name a
      is List<int>
        name x
    name b
  as *u8
    name x
`,
  );
});

test('behind `as` a comparison stays one', (t) => {
  t.is(
    treeOf('i as u64 < n && j as int << 2 > k; f(a as T < b, c)'),
    `block
  binary &&
    binary <
      as u64
        name i
      name n
    binary >
      binary <<
        as int
          name j
        int 2
      name k
  call
    name f
    binary <
      as T
        name a
      name b
    name c
`,
  );
});

test('a `??` behind a type is two optionals unless a value follows', (t) => {
  t.is(
    treeOf('let x: int?? = x as int??; y as int ?? 3'),
    `block
  let x: int??
    as int??
      name x
  coalesce
    as int
      name y
    int 3
`,
  );
});

test('arguments may have names', (t) => {
  t.is(
    treeOf('Point(x: 1.0, y: a.b); f(1, n: 2); f<int[]>(xs)'),
    `block
  call
    name Point
    x:
      float 1.0
    y:
      member b
        name a
  call
    name f
    int 1
    n:
      int 2
  call <int[]>
    name f
    name xs
`,
  );
});

test('`<` behind a name is a comparison unless types and `>(` follow', (t) => {
  t.is(exprOf('f<(int, A)[]?, read B[]>(1)').kind, 'call');
  t.deepEqual(mistakesIn('f(a < (b), c > (d)); a < b * c; a < b[0] && d > (e)'), []);
});

const types: readonly string[] = [
  'int[]',
  'int[][]?',
  'read int[]',
  'read int[][]?',
  '(read int[])[]',
  '(int, string)',
  '(int, (A<B>, c.D?))[]',
  '*u8',
  '*u8[]',
  '(*u8)[]',
  '(*u8)?',
  'int??',
  'Map<int[], (A, B)?>',
  'read a.B<c>[]',
];

for (const type of types) {
  test(`the type \`${type}\` is read as it is written`, (t) => {
    const tree = treeOf(`let x: ${type} = y`);
    t.is(tree.split('\n')[1], `  let x: ${type}`);
  });
}

test('`read` before an array is its mode, and elsewhere a name', (t) => {
  t.is(treeOf('let x: read = y').split('\n')[1], '  let x: read');
  t.is(treeOf('let x: (int)[] = y').split('\n')[1], '  let x: int[]');
  t.deepEqual(mistakesIn('let x: read A<int> = y; x'), ['E0140 `read` belongs to array types']);
});

test('an interpolation holds any expression', (t) => {
  t.is(
    treeOf('"a ${match x { 1 => "one", _ => "${y ?? 2}" }} b ${xs[0].1}"'),
    `block
  string
    text "a "
    match
      name x
      arm 1
        string
          text "one"
      arm _
        string
          coalesce
            name y
            int 2
    text " b "
    member 1
      index
        name xs
        int 0
`,
  );
});

test('`unsafe` is a block where braces follow, else a name', (t) => {
  t.is(
    treeOf('unsafe { f() }\n-x; let y = unsafe { 1 } + 2; unsafe := 3'),
    `block
  unsafe
    do
      call
        name f
  unary -
    name x
  let y
    binary +
      unsafe
        do
          int 1
      int 2
  assign :=
    name unsafe
    int 3
`,
  );
});

test('mistakes in values, one message each', (t) => {
  const cases: readonly (readonly [string, string])[] = [
    ['xs[]', 'E0110 Expected an expression, found `]`'],
    ['xs[1, 2]', 'E0113 Expected `]` behind the index, found `,`'],
    ['xs[1:2]', 'E0113 Expected `]` behind the index, found `:`'],
    ['xs[1..2..3]', 'E0118 A range has one start and one end'],
    ['xs[..=]', 'E0110 Expected an expression, found `]`'],
    ['[1 2]', 'E0112 Expected `]`, found `2`'],
    ['[0; 5]', 'E0144 Expected `,` or `]` behind the element, found `;`'],
    ['new int[2][3]', 'E0144 An array of arrays is not made in one step'],
    ['new int[]', 'E0144 Expected `[` and the length of the array, found `}`'],
    ['new int[]{1, 2}', 'E0144 An array of given elements is not made by `new`'],
    ['new int[2]{1, 2}', 'E0144 An array of given elements is not made by `new`'],
    ['let a = (1,); a', 'E0110 Expected the second element of a tuple, found `)`'],
    ['let x: [int] = y; x', bracketsBehind],
    ['let x: []int = y; x', bracketsBehind],
    ['let x: [int; 4] = y; x', bracketsBehind],
    ['let x: int[4] = y; x', 'E0140 The length of an array is not part of its type'],
    ['let x: ?int = y; x', 'E0140 The `?` of an optional type stands behind it'],
    ['let x: &int = y; x', 'E0140 There are no types of references'],
    ['let x: A | B = y; x', 'E0140 A type that is one of several has a name of its own'],
    ['let x: () = y; x', 'E0116 Expected the types of a tuple between `(` and `)`'],
    ['let p = Point { x: 1, y: 2 }; p', 'E0148 A struct is built with parentheses'],
    ['f(g.Point { x: 1 })', 'E0148 A struct is built with parentheses'],
    ['p := Point { x, y }', 'E0148 A struct is built with parentheses'],
    ['let mut x = 1; x', 'E0138 Any variable can be assigned to'],
    ['let mut x: int = 1; x', 'E0138 Any variable can be assigned to'],
    ['let [a, b] = t; a', 'E0143 Expected the name of a variable or a pattern, found `[`'],
    ['let {a, b} = t; a', 'E0143 Expected the name of a variable or a pattern, found `{`'],
    ['let a, b = t; a', 'E0143 Expected `=` and a value, found `,`'],
    ['let (a, b): (int, int) = t; a', 'E0113 Expected `=` behind the pattern, found `:`'],
    ['if let Some(x) = f() { 1 }', 'E0143 Expected `=` and a value, found `(`'],
    ['(a, b) := t', 'E0120 Only a variable, a field or an element can be assigned to'],
    ['xs[1..] := t', 'E0120 Only a variable, a field or an element can be assigned to'],
    ['x ?: y', 'E0113 `?:` is not an operator'],
    ['c ? f(1, 2) : b', 'E0113 `? :` is not an operator'],
    ['x is not Circle', 'E0113 Expected a type behind `is`, found `not`'],
    ['if x is Circle c { 1 }', 'E0113 Expected the end of the test behind the type, found `c`'],
    ['x as! int', 'E0113 Expected a type behind `as`, found `!`'],
    ['a and b', 'E0113 `and` is not an operator'],
    ['x instanceof Circle', 'E0113 `instanceof` is not an operator'],
    ['for ((a, b) in xs) { 1 }', 'E0113 Expected the name of a variable, found `(`'],
    ['for (x of xs) { 1 }', 'E0113 Expected the word `in`, found `of`'],
    ['for (x : xs) { 1 }', 'E0113 Expected the word `in`, found `:`'],
  ];
  for (const [source, expected] of cases) t.deepEqual(mistakesIn(source), [expected], source);
});

const bracketsBehind = 'E0140 The brackets of an array type stand behind the type of its elements';
