/**
 * Tokens as rows of one integer table. Every text is a sequence of tokens: what begins none is an
 * error token, which the parser of the declaration around it reports. White space and ordinary
 * comments are nothing but the gaps between tokens.
 */

/** What a token is. `end` is 0, so that reading behind a table's rows gives ends. */
export const Kind = {
  end: 0,
  /** A run of characters that begin no token. */
  error: 1,
  identifier: 2,
  int: 3,
  float: 4,
  char: 5,
  /** `"…"` without interpolation. */
  string: 6,
  /** `"""…"""` */
  rawString: 7,
  /** `"…${` */
  stringStart: 8,
  /** `}…${` */
  stringMiddle: 9,
  /** `}…"`; empty where the line ended inside an interpolation. */
  stringEnd: 10,
  /** A comment that the end of the file cut off. */
  openComment: 11,

  parenOpen: 12,
  parenClose: 13,
  braceOpen: 14,
  braceClose: 15,
  bracketOpen: 16,
  bracketClose: 17,
  comma: 18,
  semicolon: 19,
  colon: 20,
  dot: 21,
  dotDot: 22,
  dotDotEqual: 23,
  question: 24,
  questionQuestion: 25,
  plus: 26,
  minus: 27,
  star: 28,
  slash: 29,
  percent: 30,
  ampersand: 31,
  pipe: 32,
  caret: 33,
  tilde: 34,
  bang: 35,
  less: 36,
  /** Always single: the parser joins adjacent ones into `>>`, `>=` and `>>=`. */
  greater: 37,
  equal: 38,
  equalEqual: 39,
  bangEqual: 40,
  lessEqual: 41,
  lessLess: 42,
  andAnd: 43,
  orOr: 44,
  colonEqual: 45,
  plusEqual: 46,
  minusEqual: 47,
  starEqual: 48,
  slashEqual: 49,
  percentEqual: 50,
  ampersandEqual: 51,
  pipeEqual: 52,
  caretEqual: 53,
  lessLessEqual: 54,
  fatArrow: 55,
  arrow: 56,

  let: 57,
  new: 58,
  const: 59,
  var: 60,
  function: 61,
  consume: 62,
  finish: 63,
  async: 64,
  class: 65,
  extends: 66,
  capability: 67,
  borrowed: 68,
  true: 69,
  false: 70,
  while: 71,
  if: 72,
  else: 73,
  for: 74,
  return: 75,
  break: 76,
  continue: 77,
} as const;

/** A kind, as a table holds it. */
export type TokenKind = number;

/**
 * Reserved words; all others (`import`, `public`, modes, `main` …) mean something only in their
 * place.
 */
export const keywords: readonly (readonly [word: string, kind: TokenKind])[] = [
  ['let', Kind.let],
  ['new', Kind.new],
  ['const', Kind.const],
  ['var', Kind.var],
  ['function', Kind.function],
  ['consume', Kind.consume],
  ['finish', Kind.finish],
  ['async', Kind.async],
  ['class', Kind.class],
  ['extends', Kind.extends],
  ['capability', Kind.capability],
  ['borrowed', Kind.borrowed],
  ['true', Kind.true],
  ['false', Kind.false],
  ['while', Kind.while],
  ['if', Kind.if],
  ['else', Kind.else],
  ['for', Kind.for],
  ['return', Kind.return],
  ['break', Kind.break],
  ['continue', Kind.continue],
];

export function isKeyword(kind: TokenKind): boolean {
  return kind >= Kind.let;
}

export const Flag = {
  /** A line break stands between this token and the one before it. */
  newlineBefore: 1,
  /** Begins in the first column of its line. */
  firstColumn: 2,
  /** Lies inside a string's `${…}`. Such a token neither opens nor closes anything outside it. */
  interpolated: 4,
  /** A string, character or comment whose end is missing: it ends with its line or the file. */
  unterminated: 8,
} as const;

/** Integers a row: kind and flags (`kind | flags << 8`), start, end. */
export const rowLength = 3;

export interface DocComment {
  /** Index of the token behind it. */
  readonly token: number;
  /** Start and end of its text, `///` left out. */
  readonly start: number;
  readonly end: number;
}

export interface TokenTable {
  readonly text: string;
  readonly count: number;
  readonly rows: Int32Array;
  /** Offset of the first character of each line. */
  readonly lineStarts: readonly number[];
  readonly docs: readonly DocComment[];
}

export function kindAt(tokens: TokenTable, index: number): TokenKind {
  return (tokens.rows[index * rowLength] ?? 0) & 255;
}

export function hasFlag(tokens: TokenTable, index: number, flag: number): boolean {
  return ((tokens.rows[index * rowLength] ?? 0) & (flag << 8)) !== 0;
}

export function startOf(tokens: TokenTable, index: number): number {
  return tokens.rows[index * rowLength + 1] ?? tokens.text.length;
}

export function endOf(tokens: TokenTable, index: number): number {
  return tokens.rows[index * rowLength + 2] ?? tokens.text.length;
}

export function textAt(tokens: TokenTable, index: number): string {
  return tokens.text.slice(startOf(tokens, index), endOf(tokens, index));
}

/** Whether the token is the identifier `word`. */
export function isWord(tokens: TokenTable, index: number, word: string): boolean {
  if (kindAt(tokens, index) !== Kind.identifier) return false;
  const start = startOf(tokens, index);
  return endOf(tokens, index) - start === word.length && tokens.text.startsWith(word, start);
}

/** Whether nothing stands between the token and the one behind it. */
export function touchesNext(tokens: TokenTable, index: number): boolean {
  return index + 1 < tokens.count && endOf(tokens, index) === startOf(tokens, index + 1);
}
