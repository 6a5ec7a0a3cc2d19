/** The lexer's place in its text and the table that it fills. */
import { Flag, rowLength } from '../token.ts';
import type { DocComment, TokenKind, TokenTable } from '../token.ts';
import { codes } from './characters.ts';

export interface Lexer {
  readonly text: string;
  position: number;
  rows: Int32Array;
  count: number;
  /** Of the next token. */
  pendingFlags: number;
  /** For each open interpolation, the braces open inside it. */
  readonly braceDepths: number[];
  readonly lineStarts: number[];
  readonly docs: DocComment[];
}

export function createLexer(text: string): Lexer {
  const start = text.charCodeAt(0) === codes.byteOrderMark ? 1 : 0;
  return {
    text,
    position: start,
    rows: new Int32Array(((text.length >> 2) + 16) * rowLength),
    count: 0,
    pendingFlags: 0,
    braceDepths: [],
    lineStarts: [start],
    docs: [],
  };
}

/** Adds the token from the lexer's position to `end`, and moves behind it. */
export function addToken(lexer: Lexer, kind: TokenKind, end: number, flags: number = 0): void {
  const row = lexer.count * rowLength;
  if (row === lexer.rows.length) grow(lexer);
  const start = lexer.position;
  let all = flags | lexer.pendingFlags;
  if (lexer.lineStarts[lexer.lineStarts.length - 1] === start) all |= Flag.firstColumn;
  if (lexer.braceDepths.length > 0) all |= Flag.interpolated;
  const { rows } = lexer;
  rows[row] = kind | (all << 8);
  rows[row + 1] = start;
  rows[row + 2] = end;
  lexer.count += 1;
  lexer.pendingFlags = 0;
  lexer.position = end;
}

export function finishTable(lexer: Lexer): TokenTable {
  const { text, count, lineStarts, docs } = lexer;
  return { text, count, rows: lexer.rows.subarray(0, count * rowLength), lineStarts, docs };
}

function grow(lexer: Lexer): void {
  const rows = new Int32Array(lexer.rows.length * 2);
  rows.set(lexer.rows);
  lexer.rows = rows;
}
