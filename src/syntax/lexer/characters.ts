/**
 * What a UTF-16 unit may begin. All of Bolt's tokens are ASCII; anything may stand in strings and
 * comments.
 */

export const CharClass = {
  unknown: 0,
  blank: 1,
  lineBreak: 2,
  /** A letter or `_`. */
  word: 3,
  digit: 4,
  /** Punctuation, operators and quotes. */
  operator: 5,
} as const;

export const codes = {
  lineFeed: 10,
  carriageReturn: 13,
  quote: 34,
  dollar: 36,
  apostrophe: 39,
  plus: 43,
  minus: 45,
  dot: 46,
  slash: 47,
  zero: 48,
  star: 42,
  equal: 61,
  greater: 62,
  backslash: 92,
  braceOpen: 123,
  braceClose: 125,
  byteOrderMark: 0xfeff,
} as const;

const classes = new Uint8Array(128);
for (const blank of ' \t\v\f') classes[blank.charCodeAt(0)] = CharClass.blank;
for (const lineBreak of '\r\n') classes[lineBreak.charCodeAt(0)] = CharClass.lineBreak;
for (const operator of '(){}[],;:.?+-*/%&|^~!<>="\'') {
  classes[operator.charCodeAt(0)] = CharClass.operator;
}
for (let code = 48; code <= 57; code += 1) classes[code] = CharClass.digit;
for (let code = 65; code <= 90; code += 1) {
  classes[code] = CharClass.word;
  classes[code + 32] = CharClass.word;
}
classes['_'.charCodeAt(0)] = CharClass.word;

export function classOf(code: number): number {
  return code < 128 ? (classes[code] ?? CharClass.unknown) : CharClass.unknown;
}

export function isWordPart(code: number): boolean {
  const found = classOf(code);
  return found === CharClass.word || found === CharClass.digit;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
