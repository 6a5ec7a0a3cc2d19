/**
 * Words, numbers, characters and strings: where they end. What they mean is the parser's business.
 */

import type { TokenKind } from '../token.ts';
import { Flag, Kind, keywords } from '../token.ts';
import { byFirstCharacter } from './by-first-character.ts';
import { codes, isDigit, isWordPart } from './characters.ts';
import type { Lexer } from './lexer-state.ts';
import { addLine, addToken } from './lexer-state.ts';

const keywordsByFirst = byFirstCharacter(keywords);

/** An identifier or a keyword; with letters beyond ASCII it is an error token. */
export function scanWord(lexer: Lexer): void {
  const { text, position } = lexer;
  let end = position + 1;
  let code = text.charCodeAt(end);
  while (isWordPart(code)) {
    end += 1;
    code = text.charCodeAt(end);
  }
  if (code >= 128 && end < text.length) {
    while (end < text.length && (code >= 128 || isWordPart(code))) {
      end += 1;
      code = text.charCodeAt(end);
    }
    addToken(lexer, Kind.error, end);
    return;
  }
  addToken(lexer, wordKind(text, position, end), end);
}

function wordKind(text: string, start: number, end: number): TokenKind {
  const length = end - start;
  for (const [word, kind] of keywordsByFirst[text.charCodeAt(start)] ?? []) {
    if (word.length === length && text.startsWith(word, start)) return kind;
  }
  return Kind.identifier;
}

/**
 * A number with all letters and digits that cling to it. Behind a `.` it is an index: digits alone.
 */
export function scanNumber(lexer: Lexer): void {
  const { text, position } = lexer;
  const behindDot = lexer.lastKind === Kind.dot;
  let end = skipWordParts(text, position, digitsOnly);
  let kind: TokenKind = Kind.int;
  const isDecimal =
    end > position + 1 || text.charCodeAt(position) !== codes.zero || !isRadix(text, end);
  if (isDecimal && !behindDot) {
    if (text.charCodeAt(end) === codes.dot && isDigit(text.charCodeAt(end + 1))) {
      kind = Kind.float;
      end = skipWordParts(text, end + 1, digitsOnly);
    }
    const exponent = exponentEnd(text, end);
    if (exponent > end) {
      kind = Kind.float;
      end = exponent;
    }
  }
  addToken(lexer, kind, skipWordParts(text, end, isWordPart));
}

function digitsOnly(code: number): boolean {
  return isDigit(code) || code === 95;
}

function skipWordParts(text: string, from: number, accept: (code: number) => boolean): number {
  let end = from;
  while (accept(text.charCodeAt(end))) end += 1;
  return end;
}

/** Whether `0` is followed by `x`, `b` or `o`. */
function isRadix(text: string, position: number): boolean {
  const letter = text[position];
  return letter === 'x' || letter === 'b' || letter === 'o';
}

/** The end of `e9`, `e+9` or `e-9` at `position`; `position` where there is none. */
function exponentEnd(text: string, position: number): number {
  const letter = text[position];
  if (letter !== 'e' && letter !== 'E') return position;
  const sign = text.charCodeAt(position + 1);
  const digits = sign === codes.plus || sign === codes.minus ? position + 2 : position + 1;
  if (!isDigit(text.charCodeAt(digits))) return position;
  return skipWordParts(text, digits, digitsOnly);
}

/** `'…'` on one line, with however many characters. */
export function scanChar(lexer: Lexer): void {
  const { text } = lexer;
  let end = lexer.position + 1;
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code === codes.apostrophe) {
      addToken(lexer, Kind.char, end + 1);
      return;
    }
    if (isLineBreak(code)) break;
    if (code === codes.backslash && !isLineBreak(text.charCodeAt(end + 1))) end += 1;
  }
  addToken(lexer, Kind.char, Math.min(end, text.length), Flag.unterminated);
}

/**
 * The rest of a string from its opening quote, or from the `}` of an interpolation: to `${` a token
 * of kind `open`, else of kind `closed`. Keeps the stack of interpolations.
 */
export function scanQuoted(lexer: Lexer, open: TokenKind, closed: TokenKind): void {
  const { text, braceDepths } = lexer;
  const resumes = closed === Kind.stringEnd;
  let end = lexer.position + 1;
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code === codes.quote) {
      addToken(lexer, closed, end + 1);
      if (resumes) braceDepths.pop();
      return;
    }
    if (code === codes.dollar && text.charCodeAt(end + 1) === codes.braceOpen) {
      addToken(lexer, open, end + 2);
      if (!resumes) braceDepths.push(0);
      return;
    }
    if (isLineBreak(code)) break;
    if (code === codes.backslash && !isLineBreak(text.charCodeAt(end + 1))) end += 1;
  }
  addToken(lexer, closed, Math.min(end, text.length), Flag.unterminated);
  if (resumes) braceDepths.pop();
}

/** `"""…"""`, over any number of lines. */
export function scanRawString(lexer: Lexer): void {
  const { text, position } = lexer;
  const close = text.indexOf('"""', position + 3);
  const end = close < 0 ? text.length : close + 3;
  addToken(lexer, Kind.rawString, end, close < 0 ? Flag.unterminated : 0);
  for (let at = position + 3; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === codes.carriageReturn && text.charCodeAt(at + 1) === codes.lineFeed) continue;
    if (isLineBreak(code)) addLine(lexer, at + 1);
  }
}

function isLineBreak(code: number): boolean {
  return code === codes.lineFeed || code === codes.carriageReturn;
}
