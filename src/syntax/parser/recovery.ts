/** Where to go on after a mistake: what begins an expression or statement, and what to skip. */

import type { TokenKind } from '../token.ts';
import { Flag, hasFlag, Kind } from '../token.ts';
import { skipGroup } from './brackets.ts';
import type { Cursor } from './cursor.ts';
import { peek } from './cursor.ts';

export function beginsExpression(cursor: Cursor, ahead: number = 0): boolean {
  const kind = peek(cursor, ahead);
  switch (kind) {
    case Kind.identifier:
    case Kind.int:
    case Kind.float:
    case Kind.char:
    case Kind.string:
    case Kind.rawString:
    case Kind.stringStart:
    case Kind.parenOpen:
    case Kind.bracketOpen:
    case Kind.braceOpen:
    case Kind.minus:
    case Kind.bang:
    case Kind.tilde:
    case Kind.star:
    case Kind.ampersand:
    case Kind.new:
    case Kind.true:
    case Kind.false:
    case Kind.consume:
      return true;
    default:
      return beginsStatement(kind);
  }
}

/** Words at which a statement begins that cannot be in the middle of another but by mistake. */
export function beginsStatement(kind: TokenKind): boolean {
  switch (kind) {
    case Kind.let:
    case Kind.var:
    case Kind.const:
    case Kind.if:
    case Kind.while:
    case Kind.for:
    case Kind.finish:
    case Kind.async:
    case Kind.return:
    case Kind.break:
    case Kind.continue:
      return true;
    default:
      return false;
  }
}

/** Tokens that a mistake before a block is supposed to be long at most. */
const maxTokensBeforeBrace = 64;

/** How many tokens ahead, and before the statement can have ended, a `{` stands. */
export function braceAhead(cursor: Cursor): number | undefined {
  for (let ahead = 0; ahead < maxTokensBeforeBrace; ahead += 1) {
    const kind = peek(cursor, ahead);
    if (kind === Kind.braceOpen) return ahead;
    if (endsStatement(kind)) break;
  }
  return undefined;
}

/** Moves to the `{` where a block was to begin; false where there is none. */
export function skipToBrace(cursor: Cursor): boolean {
  const ahead = braceAhead(cursor);
  cursor.index += ahead ?? 0;
  return ahead !== undefined;
}

function endsStatement(kind: TokenKind): boolean {
  switch (kind) {
    case Kind.end:
    case Kind.else:
    case Kind.semicolon:
    case Kind.braceClose:
    case Kind.stringMiddle:
    case Kind.stringEnd:
      return true;
    default:
      return beginsStatement(kind);
  }
}

/** Skips to the `;`, `}` or word at which the next statement can be told from this one. */
export function skipToNextStatement(cursor: Cursor): void {
  while (cursor.index < cursor.tokens.count) {
    const kind = peek(cursor);
    switch (kind) {
      case Kind.semicolon:
      case Kind.braceClose:
      case Kind.stringMiddle:
      case Kind.stringEnd:
        return;
      case Kind.braceOpen:
      case Kind.stringStart:
        skipGroup(cursor);
        break;
      default:
        if (beginsStatement(kind)) return;
        cursor.index += 1;
    }
  }
}

/** Whether the token before the current one lost its end, and with it perhaps a `;`. */
export function isBehindUnterminated({ tokens, index }: Cursor): boolean {
  return index > 0 && hasFlag(tokens, index - 1, Flag.unterminated);
}
