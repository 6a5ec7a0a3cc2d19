/**
 * The lexer's place in its text and the table that it fills. Tables share the blocks of an arena,
 * since most are small and short-lived, and a typed array of its own costs more than filling it.
 */

import type { DocComment, TokenKind, TokenTable } from '../token.ts';
import { Flag, rowLength } from '../token.ts';
import { codes } from './characters.ts';

export interface Lexer {
  readonly text: string;
  position: number;
  rows: Int32Array;
  /** Where the table begins in `rows`. */
  base: number;
  count: number;
  /** Kind of the last token. */
  lastKind: TokenKind;
  /** Of the next token. */
  pendingFlags: number;
  lineStart: number;
  /** For each open interpolation, the braces open inside it. */
  readonly braceDepths: number[];
  readonly lineStarts: number[];
  readonly docs: DocComment[];
}

const blockLength = 1 << 16;

/** The current block; tables made before lie in front of `used` and are never written again. */
const arena = { rows: new Int32Array(blockLength), used: 0 };

/** Only one lexer is at work at a time. */
export function createLexer(text: string): Lexer {
  const start = text.charCodeAt(0) === codes.byteOrderMark ? 1 : 0;
  return {
    text,
    position: start,
    rows: arena.rows,
    base: arena.used,
    count: 0,
    lastKind: 0,
    pendingFlags: 0,
    lineStart: start,
    braceDepths: [],
    lineStarts: [start],
    docs: [],
  };
}

/** Adds the token from the lexer's position to `end`, and moves behind it. */
export function addToken(lexer: Lexer, kind: TokenKind, end: number, flags: number = 0): void {
  const row = lexer.base + lexer.count * rowLength;
  if (row + rowLength > lexer.rows.length) {
    grow(lexer);
    addToken(lexer, kind, end, flags);
    return;
  }
  const start = lexer.position;
  let all = flags | lexer.pendingFlags;
  if (lexer.lineStart === start) all |= Flag.firstColumn;
  if (lexer.braceDepths.length > 0) all |= Flag.interpolated;
  const { rows } = lexer;
  rows[row] = kind | (all << 8);
  rows[row + 1] = start;
  rows[row + 2] = end;
  lexer.count += 1;
  lexer.lastKind = kind;
  lexer.pendingFlags = 0;
  lexer.position = end;
}

/** Notes that a line begins at `position`. */
export function addLine(lexer: Lexer, position: number): void {
  lexer.lineStart = position;
  lexer.lineStarts.push(position);
}

export function finishTable(lexer: Lexer): TokenTable {
  const { text, base, count, lineStarts, docs } = lexer;
  const end = base + count * rowLength;
  if (lexer.rows === arena.rows) arena.used = end;
  return { text, count, rows: lexer.rows.subarray(base, end), lineStarts, docs };
}

/** Moves the table to a new block; to one of its own, if it has become large. */
function grow(lexer: Lexer): void {
  const table = lexer.rows.subarray(lexer.base, lexer.base + lexer.count * rowLength);
  const rows = new Int32Array(Math.max(blockLength, table.length * 2));
  rows.set(table);
  lexer.rows = rows;
  lexer.base = 0;
  if (rows.length === blockLength) {
    arena.rows = rows;
    arena.used = 0;
  }
}
