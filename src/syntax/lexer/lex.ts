/**
 * The lexer: text to tokens in one pass and linear time, whatever the text is. It reports nothing
 * and keeps no memory of what stands before a token but three things: whether the token before is a
 * `.` (`t.0.1` has two indices), and the interpolations that are open. A line break closes these,
 * so that a mistake in a string never reaches the next line; hence a declaration that begins on a
 * new line lexes the same alone.
 */

import type { TokenTable } from '../token.ts';
import { Flag, Kind } from '../token.ts';
import { CharClass, classOf, codes } from './characters.ts';
import type { Lexer } from './lexer-state.ts';
import { addLine, addToken, createLexer, finishTable } from './lexer-state.ts';
import { scanChar, scanNumber, scanQuoted, scanRawString, scanWord } from './scan-literal.ts';
import { scanOperator } from './scan-operator.ts';

export function lex(text: string): TokenTable {
  const lexer = createLexer(text);
  while (lexer.position < text.length) {
    const code = text.charCodeAt(lexer.position);
    switch (classOf(code)) {
      case CharClass.blank:
        lexer.position += 1;
        break;
      case CharClass.lineBreak:
        breakLine(lexer, code);
        break;
      case CharClass.word:
        scanWord(lexer);
        break;
      case CharClass.digit:
        scanNumber(lexer);
        break;
      case CharClass.operator:
        scanPunctuation(lexer, code);
        break;
      default:
        scanUnknown(lexer);
    }
  }
  closeInterpolations(lexer);
  return finishTable(lexer);
}

function scanPunctuation(lexer: Lexer, code: number): void {
  const { text, position } = lexer;
  switch (code) {
    case codes.quote:
      if (text.startsWith('"""', position)) scanRawString(lexer);
      else scanQuoted(lexer, Kind.stringStart, Kind.string);
      return;
    case codes.apostrophe:
      scanChar(lexer);
      return;
    case codes.braceOpen:
      changeBraceDepth(lexer, 1);
      addToken(lexer, Kind.braceOpen, position + 1);
      return;
    case codes.braceClose:
      if (lexer.braceDepths.at(-1) === 0) {
        scanQuoted(lexer, Kind.stringMiddle, Kind.stringEnd);
      } else {
        changeBraceDepth(lexer, -1);
        addToken(lexer, Kind.braceClose, position + 1);
      }
      return;
    case codes.slash: {
      const next = text.charCodeAt(position + 1);
      if (next === codes.slash) skipLineComment(lexer);
      else if (next === codes.star) skipBlockComment(lexer);
      else scanOperator(lexer, code);
      return;
    }
    default:
      scanOperator(lexer, code);
  }
}

/** Braces inside an interpolation are counted, to find the one that ends it. */
function changeBraceDepth({ braceDepths }: Lexer, by: number): void {
  const top = braceDepths.length - 1;
  const depth = braceDepths[top];
  if (depth !== undefined) braceDepths[top] = depth + by;
}

/** At a CR, LF or CR LF. */
function breakLine(lexer: Lexer, code: number): void {
  closeInterpolations(lexer);
  lexer.position += 1;
  if (code === codes.carriageReturn && lexer.text.charCodeAt(lexer.position) === codes.lineFeed) {
    lexer.position += 1;
  }
  addLine(lexer, lexer.position);
  lexer.pendingFlags = Flag.newlineBefore;
}

function closeInterpolations(lexer: Lexer): void {
  while (lexer.braceDepths.length > 0) {
    addToken(lexer, Kind.stringEnd, lexer.position, Flag.unterminated);
    lexer.braceDepths.pop();
  }
}

/** `///` is a doc comment, `////` is not. */
function skipLineComment(lexer: Lexer): void {
  const { text, position } = lexer;
  let end = position + 2;
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code === codes.lineFeed || code === codes.carriageReturn) break;
  }
  const isDoc =
    text.charCodeAt(position + 2) === codes.slash && text.charCodeAt(position + 3) !== codes.slash;
  if (isDoc) lexer.docs.push({ token: lexer.count, start: position + 3, end });
  lexer.position = end;
}

/** Block comments nest. One that never ends is a token from its start to the end of the text. */
function skipBlockComment(lexer: Lexer): void {
  const { text } = lexer;
  const start = lexer.position;
  const { lineStart } = lexer;
  const lines = lexer.lineStarts.length;
  let flags = lexer.pendingFlags;
  let depth = 0;
  while (lexer.position < text.length) {
    const code = text.charCodeAt(lexer.position);
    const next = text.charCodeAt(lexer.position + 1);
    if (code === codes.slash && next === codes.star) {
      depth += 1;
      lexer.position += 2;
    } else if (code === codes.star && next === codes.slash) {
      depth -= 1;
      lexer.position += 2;
      if (depth === 0) return;
    } else if (code === codes.lineFeed || code === codes.carriageReturn) {
      if (lexer.braceDepths.length > 0) {
        const { position } = lexer;
        lexer.position = start;
        closeInterpolations(lexer);
        lexer.position = position;
        flags = 0;
      }
      breakLine(lexer, code);
    } else {
      lexer.position += 1;
    }
  }
  lexer.lineStarts.length = lines;
  lexer.lineStart = lineStart;
  lexer.pendingFlags = flags;
  lexer.position = start;
  closeInterpolations(lexer);
  addToken(lexer, Kind.openComment, text.length, Flag.unterminated);
}

/** A run of characters that begin no token, with the letters inside it (`größe` is one mistake). */
function scanUnknown(lexer: Lexer): void {
  let end = lexer.position + 1;
  while (end < lexer.text.length) {
    const kind = classOf(lexer.text.charCodeAt(end));
    if (kind !== CharClass.unknown && kind !== CharClass.word && kind !== CharClass.digit) break;
    end += 1;
  }
  addToken(lexer, Kind.error, end);
}
