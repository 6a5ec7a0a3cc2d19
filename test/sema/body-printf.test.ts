/** `printf`: the format against the arguments, and what C gets; interpolation. */
import test from 'ava';
import { parsePrintfFormat } from '../../src/sema/body/printf-format.ts';
import { assertCodes, dump, messagesOf } from './program.ts';

test('conversions and arguments agree', (t) => {
  assertCodes(t, [
    ['printf("%d" 3) ; printf("%d", 4) ; printf("x")'],
    ['printf("%d %i %u %x %X %o", 1, 2, 3, 4, 5, 6)'],
    ['printf("%5.1f|%-8g|%+e|%%", 1.5, 2, 3.5)'],
    ['printf("%s%c%p", "a", \'b\', new Desk())'],
    ['printf("%d", true); printf("%d", 3000000000i64); printf("%u", 1u8)'],
    ['printf()', 'E0332'],
    ['let s = "x"; printf(s)', 'E0332'],
    ['let n = 1; printf("${n}")', 'E0332'],
    ['printf("%d")', 'E0334'],
    ['printf("%d", 1, 2)', 'E0334'],
    ['printf("100%")', 'E0333'],
    ['printf("%ld", 1)', 'E0333'],
    ['printf("%*d", 1, 2)', 'E0333'],
    ['printf("%n", 1)', 'E0333'],
    ['printf("%y", 1)', 'E0333'],
    ['printf("%+s", "a")', 'E0333'],
    ['printf("%.2c", \'a\')', 'E0333'],
    ['printf("%99999d", 1)', 'E0333'],
    ['printf("%d", 1.5)', 'E0335'],
    ['printf("%d", "a")', 'E0335'],
    ['printf("%s", 1)', 'E0335'],
    ['printf("%f", true)', 'E0335'],
    ['let n = 1; printf("%f", n)', 'E0335'],
    ['printf("%c", 65)', 'E0335'],
    ['printf("%d", \'a\')', 'E0335'],
    ['printf("%p", "a")', 'E0335'],
    ['printf("%d", 1i128)', 'E0335'],
    ['printf("%d %d", "a", "b")', 'E0335', 'E0335'],
    ['printf("%d", printf("a"))', 'E0335'],
  ]);
});

test('formats and arguments become what C needs', (t) => {
  t.is(
    dump(
      'printf("%d %5d %-3x %+d %f %c %d %x%%\\n", 1i8, 2u16, 3i8, 4u64, 1.5f32, \'b\', true, 5i64)',
    ),
    `body main::main: void
  block: void
    printf "%d %5u %-3x %lu %f %s %d %lx%%\\n": void
      convert: int
        int 1: i8
      convert: u32
        int 2: u16
      convert: u32
        convert: u8
          int 3: i8
      int 4: u64
      convert: float
        float 1.5: f32
      interpolate: string
        int 98: char
      convert: int
        bool true: bool
      int 5: i64
`,
  );
});

test('a format is read into texts and conversions', (t) => {
  const format = parsePrintfFormat('a%%b%-05.2fc%d');
  t.deepEqual(format.texts, ['a%%b', 'c', '']);
  t.deepEqual(
    format.conversions.map((it) => [it.flags, it.width, it.precision, it.letter]),
    [
      ['-0', '5', '.2', 'f'],
      ['', '', '', 'd'],
    ],
  );
  t.deepEqual(format.mistakes, []);
});

test('messages about `printf` name the conversion and the way out', (t) => {
  t.deepEqual(messagesOf('printf("%d", 1i128)'), [
    'E0335 `%d` does not print `i128` | No conversion prints 128 bits; put the value into a string: `printf("%s", "${value}")`.',
  ]);
  t.deepEqual(messagesOf('printf("%5ld", 1)'), [
    "E0333 `%5ld` has a length modifier | The argument's type says how long it is; write `%5d`.",
  ]);
  t.deepEqual(messagesOf('printf("%d of %d", 1)'), [
    'E0334 The format has 2 conversions, but 1 argument is given | `%d` has no argument. A percent sign is written `%%`.',
  ]);
});

test('strings take numbers, truth values, characters and strings', (t) => {
  assertCodes(t, [
    ['let n = 1; "a${n}b${1.5}c${true}d${\'e\'}f${"g"}h${1u128}"'],
    ['"${new Desk()}"'],
    ['"${printf("x")}"', 'E0336'],
    ['function void f<T>(T x) { "${x}"; }', 'E0336'],
    ['"${nope}"', 'E0300'],
  ]);
});

test('joined strings are one interpolation', (t) => {
  t.is(
    dump('let s = "b"; "a" + s + "c${1}" + s == "x" + s; s += "d"'),
    `body main::main: void
  let s#0: string
  block: void
    let s#0: string
      string "b": string
    chain: bool
      interpolate: string
        text "a"
        s#0: string
        text "c"
        int 1: int
        s#0: string
      ==: bool
        interpolate: string
          text "x"
          s#0: string
    s#0 :=: string
      interpolate: string
        s#0: string
        string "d": string
`,
  );
});
