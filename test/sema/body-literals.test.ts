/** Literals: where their types come from, and the edges of every width. */
import test from 'ava';
import { assertCodes, dump, messagesOf, typed } from './program.ts';

const widths = [8, 16, 32, 64, 128];

function edges(signed: boolean, bits: number): readonly [least: bigint, greatest: bigint] {
  const size = 1n << BigInt(signed ? bits - 1 : bits);
  return [signed ? -size : 0n, size - 1n];
}

for (const signed of [true, false]) {
  test(`every ${signed ? 'signed' : 'unsigned'} width holds its edges and nothing beyond`, (t) => {
    for (const bits of widths) {
      const type = `${signed ? 'i' : 'u'}${bits}`;
      const [least, greatest] = edges(signed, bits);
      assertCodes(t, [
        [`let a : ${type} = ${least}; let b : ${type} = ${greatest}`],
        [`let a = ${greatest}${type}; a + ${greatest}`],
        [`let a : ${type} = ${greatest + 1n}`, 'E0324'],
        [`let a : ${type} = ${least - 1n}`, 'E0324'],
        [`let a : ${type} = 1; a + ${greatest + 1n}`, 'E0324'],
        [`${greatest + 1n}${type}`, 'E0324'],
        [`let a : ${type} = 0x${greatest.toString(16)}; a & 0b${greatest.toString(2)}`],
      ]);
    }
  });
}

test('a literal without a context is an `int`', (t) => {
  assertCodes(t, [
    ['2147483647; -2147483648'],
    ['2147483648', 'E0324'],
    ['-2147483649', 'E0324'],
    ['4611686018427387904', 'E0324'],
    ['let a = 3000000000; let b : i64 = a', 'E0324', 'E0301'],
    ['3000000000 as i64; 300 as u8; -1 as u8'],
    ['5000000000 as int', 'E0324'],
    ['- 2147483648; -(2147483648)', 'E0324'],
  ]);
});

test('a literal takes the type that its context expects', (t) => {
  assertCodes(t, [
    ['let x : i64 = 3000000000; x + 3000000000 == 3000000000 * x'],
    ['let x : i64 = 1; 3000000000 + 1 < x; 1 + 2 * 3000000000 + x'],
    ['let m : u64 = 1 << 40; let n : i64 = (1 + 2) * 3000000000'],
    ['let x : u8 = 255; let y : u8 = 256', 'E0324'],
    ['let x : u8 = -1', 'E0324'],
    ['let f : f32 = 1; let g : f64 = 2 + 3; f * 2 + 1.5'],
    ['let f : f32 = 1.5; let g = 2.5; f + g', 'E0319'],
    ['1 + 1.5'],
    ['let n : int = 1.5', 'E0301'],
    ['let f : f32 = 1e39', 'E0325'],
    ['1e309', 'E0325'],
    ['function i64 f() { 3000000000 } function i64 g() { return 3000000000 }'],
    [
      'class Aa { var i64 n; } void main() { let a = new Aa(n: 3000000000); a.n := 3000000000; a.n += 3000000000 }',
    ],
    ['let x : i64 = if true { 3000000000 } else { 1 }'],
    ['let x : i64 = { 3000000000 }'],
    ['let x : i64 = -3000000000; let y : i64 = - (3000000000 + 1)'],
  ]);
});

test('literals are recorded in normal form', (t) => {
  t.is(
    dump(
      '0x_FF; 1_000; 0b101; 0o17; 007; -128i8; 1.50; 1e3; 0.1f32; -0.0; 16777217f32; \'a\'; "x\\u{e9}"; 1.0',
    ),
    `body main::main: void
  block: void
    int 255: int
    int 1000: int
    int 5: int
    int 15: int
    int 7: int
    int -128: i8
    float 1.5: float
    float 1000: float
    float 0.1: f32
    float -0: float
    float 16777216: f32
    int 97: char
    string "xé": string
    float 1: float
`,
  );
});

test('a chain of literals takes the type of the operand that has one', (t) => {
  t.is(
    dump('let x : u8 = 1; 1 + 2 + x; 1 << 3 << x; let y : i64 = 1 << x'),
    `body main::main: void
  let x#0: u8
  let y#1: i64
  block: void
    let x#0: u8
      int 1: u8
    chain: u8
      int 1: u8
      +: u8
        int 2: u8
      +: u8
        x#0: u8
    chain: int
      int 1: int
      <<: int
        int 3: int
      <<: int
        convert: int
          x#0: u8
    let y#1: i64
      chain: i64
        int 1: i64
        <<: i64
          convert: i64
            convert: int
              x#0: u8
`,
  );
});

test('an out of range literal says what would hold it', (t) => {
  t.deepEqual(messagesOf('let n = 3000000000'), [
    'E0324 The literal 3000000000 is out of range for `int` | `int` holds -2147483648 to 2147483647. | It fits `i64`: write `3000000000i64`.',
  ]);
});

test('long chains are typed without recursion', (t) => {
  const body = typed(`let x : i64 = ${Array(400).fill('1').join(' + ')}`);
  t.is(body.isErroneous, undefined);
});
