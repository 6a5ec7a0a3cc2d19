/** What holds for every text; shared by the tests and the fuzzer. */
import fc from 'fast-check';
import { canonicalText } from '../../src/syntax/canonical-text.ts';
import { lex } from '../../src/syntax/lexer/lex.ts';
import type { FileOutline } from '../../src/syntax/outline.ts';
import { locate } from '../../src/syntax/positions.ts';
import type { TokenTable } from '../../src/syntax/token.ts';
import { Kind, kindAt, textAt } from '../../src/syntax/token.ts';
import { diagnosticsOf, split } from './harness.ts';

/** A program with a bit of everything, of this version and later ones. */
export const sample = `import std.math;
import geometry.shapes.{Circle, area as a};

/// A cell.
public class Cell<T> extends Base {
  capability linear Own, read Id;
  var List<List<int>> v : Own; // comment
  const int n : Id;
  borrowed int get(borrowed Pair{Lo, Id} p, int x) : Own, Id { this.v >> 2 >= 3 }
  void set(int x) : Own { this.n := x; }
}

function int many<T>(Map<int, string> m) {
  let x : List<List<int>>= f<int>(3);
  if x > 1 && x < 5 { 1 } else if y { 2 } else { 3 }
  (x + 1);
  while true { break }
  -x;
  outer: for (i in 1..=5) { continue outer }
  for (let i = 0; i < 10; i += 1) { printf("%d" i) }
  finish { async { 1 } async { 2 } 3; 4 }
  let s = "a \${x + 1} b \${ "c" + { "d" } } \\u{1F600}" + """
    raw "text"
    """;
  a.b.c(1).d := new Pair<int>(a: 1, b: 'x') as Foo;
  let t = (int x) => [1, 2][0] ?? match x { 1 => t.0.1, _ => x? };
  x >>= 1_000u8 /* nested /* comment */ */
}
public struct P<T> derive(Equal, Show) { float x; (T, read int[])[] ys }
implement P<T> { float f() { this.ys[0].0[1..] } }
public type Shape<T> = Circle | P<T> | string;
const (int, string)[] TABLE = [(1, "a"), (2, "b")];
locked var int? hits = none;
extern "strlen" function u64 length(*u8 s);
test "adds \\" up" { assertEqual(f(x: 1, y: 2)?.z ?? 3, new int[][4].length) }
function int shapes(Shape s) {
  if let (a, b) = s as? Pair ?? t { unsafe { a } }
  match s {
    Circle { radius, at: (x, 0) } if x > 1 => { radius }
    (p, -1) | none => 2,
    1..=5 => if s is P<int> { 1 } else { 2 },
    g.Other<int>[] xs => xs[i] := 3,
    _ => outer,
  }
  xs[..a] + xs[a..=b]
}
int main(Args args) { many(consume c) }
`;

/** Pieces that programs are made of, and some that they are not. */
const pieces: readonly string[] = [
  ...sample.split(/(?<=[\s(){}.,;])|(?=[(){}.,;])/),
  ...'( ) { } [ ] < > >> >= >>= = == := ; , . .. ..= : ? ?? + - * & | ! ~ => -> @ # $ \\'.split(
    ' ',
  ),
  ...'" \' """ ${ } "${ // /// /* */ \n \r\n \r \t'.split(' '),
  '\n',
  '\n',
  '\n\n  ',
  ...'import public class function extern const struct test type macro void main int let var implement derive locked local unsafe read'.split(
    ' ',
  ),
  ...'if else while for finish async return new capability borrowed extends as is in match none'.split(
    ' ',
  ),
  '\u0000',
  '\ud800',
  '😀',
  'größe',
  '1e',
  '0x',
  "'a'",
  '"s"',
];

const soup = fc
  .array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom('', ' ', ' ', '\n')), {
    maxLength: 80,
  })
  .map((parts) => parts.map(([piece, gap]) => piece + gap).join(''));

const truncated = fc.nat(sample.length).map((length) => sample.slice(0, length));

/** The sample with a few stretches left out, doubled or replaced. */
const mutated = fc
  .array(
    fc.record({
      at: fc.nat(sample.length),
      length: fc.nat(30),
      insert: fc.oneof(fc.constant(''), fc.constantFrom(...pieces)),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((edits) =>
    edits.reduce(
      (text, { at, length, insert }) => text.slice(0, at) + insert + text.slice(at + length),
      sample,
    ),
  );

const bytes = fc
  .uint8Array({ maxLength: 200 })
  .map((data) => new TextDecoder('latin1').decode(data));

export const anyText: fc.Arbitrary<string> = fc.oneof(
  soup,
  mutated,
  truncated,
  bytes,
  fc.string({ unit: 'binary', maxLength: 100 }),
);

/** Tokens without their layout. What is shortened in canonical texts is shortened here. */
function tokensOf(tokens: TokenTable): readonly string[] {
  return Array.from({ length: tokens.count }, (_, index) => {
    const kind = kindAt(tokens, index);
    if (kind === Kind.openComment) return `${kind}`;
    const text = textAt(tokens, index);
    return `${kind} ${kind === Kind.rawString ? text.replaceAll(/\r\n?/g, '\n') : text}`;
  });
}

/** An unterminated raw string is only its opening in a canonical text. */
function withoutOpenText(tokens: readonly string[]): readonly string[] {
  const raw = `${Kind.rawString} """`;
  return tokens.map((token) =>
    token.startsWith(raw) && (token === raw || !/^.{4}[\s\S]*"""$/.test(token)) ? raw : token,
  );
}

/** Lexing what the splitter writes gives the tokens of the file again, and the same text. */
export const canonicalProperty: fc.IPropertyWithHooks<[string]> = fc.property(anyText, (text) => {
  const outline = split(text);
  const written: string[] = [];
  for (const declaration of outline.declarations) {
    for (const part of [declaration.signature, declaration.body ?? '']) {
      const tokens = lex(part);
      const again = canonicalText(tokens, [{ from: 0, to: tokens.count }]);
      if (again !== part) throw new Error(`Not canonical: ${JSON.stringify([part, again])}`);
      written.push(...tokensOf(tokens));
    }
  }
  const source = tokensOf(lex(text.toString().replace(/\p{Surrogate}/gu, '\ufffd')));
  const wanted = [...withoutOpenText(source)].sort();
  const found = [...withoutOpenText(written)].sort();
  if (wanted.join('\n') !== found.join('\n')) {
    throw new Error(`Tokens differ:\n${wanted.join('\n')}\n--\n${found.join('\n')}`);
  }
});

/** The parser gives a tree and messages at places that exist, for any text. */
export const totalProperty: fc.IPropertyWithHooks<[string]> = fc.property(anyText, (text) => {
  const outline = split(text);
  const ids = new Set(outline.declarations.map(({ id }) => id));
  if (ids.size !== outline.declarations.length) throw new Error('Two declarations have one id');
  for (const declaration of outline.declarations) {
    for (const { span } of diagnosticsOf(declaration)) {
      const { signature, body } = declaration.positions;
      if (span.kind === 'tokens') {
        for (const ordinal of [span.from, span.to]) {
          const index = ordinal < 0 ? -1 - ordinal : ordinal;
          const count = (ordinal < 0 ? signature.length : body.length) / 3;
          if (index >= count) throw new Error(`No token ${ordinal} in ${declaration.id}`);
        }
      }
      locate(declaration.positions, span);
    }
  }
});

/** White space and comments between tokens change no text that the compiler sees. */
export const layoutProperty: fc.IPropertyWithHooks<[number]> = fc.property(
  fc.nat(2 ** 31 - 1),
  (seed) => {
    const wanted = textsOf(split(sample));
    const found = textsOf(split(relaid(seed)));
    if (wanted !== found) throw new Error(`Texts differ:\n${wanted}\n--\n${found}`);
  },
);

function textsOf({ declarations }: FileOutline): string {
  return declarations.map(({ id, signature, body }) => `${id}\n${signature}\n${body}`).join('\n');
}

/** The sample with other white space where there is some, line breaks kept. */
function relaid(seed: number): string {
  const gaps = ['  ', '\t', ' /* x */ ', ' /* /* y */ */'];
  let state = seed;
  return sample.replaceAll(/(?<=[;,(\w]) (?=[\w(])/g, (gap, offset: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    const line = sample.slice(sample.lastIndexOf('\n', offset) + 1, offset);
    const isText = line.includes('"') || line.includes('//');
    return isText ? gap : (gaps[state % gaps.length] ?? gap);
  });
}
