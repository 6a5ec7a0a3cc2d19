/**
 * Canonical texts: what the compiler knows of a declaration's tokens, without the user's layout.
 * Lexing such a text gives back the same tokens; `outline.ts` states the format.
 */

import type { TokenKind, TokenTable } from './token.ts';
import { endOf, Flag, hasFlag, isWord, Kind, kindAt, startOf } from './token.ts';

/** Tokens `from` to `to`, the latter left out. */
export interface TokenRange {
  readonly from: number;
  readonly to: number;
}

export function canonicalText(tokens: TokenTable, ranges: readonly TokenRange[]): string {
  const { text } = tokens;
  let result = '';
  let previous = -1;
  // Source text that is canonical as it stands is copied in one piece.
  let pieceStart = 0;
  let pieceEnd = 0;
  for (const { from, to } of ranges) {
    for (let index = from; index < to; index += 1) {
      const separator = previous < 0 ? '' : separatorOf(tokens, previous, index);
      const start = startOf(tokens, index);
      const kind = kindAt(tokens, index);
      const shortened = shortenedText(tokens, index, kind);
      const continues =
        shortened === undefined &&
        start - pieceEnd === separator.length &&
        (separator === '' || text.startsWith(separator, pieceEnd)) &&
        previous >= 0;
      if (!continues) {
        result += text.slice(pieceStart, pieceEnd) + separator;
        pieceStart = start;
      }
      pieceEnd = endOf(tokens, index);
      if (shortened !== undefined) {
        result += shortened;
        pieceStart = pieceEnd;
      }
      previous = index;
    }
  }
  return result + text.slice(pieceStart, pieceEnd);
}

function separatorOf(tokens: TokenTable, previous: number, next: number): '' | ' ' | '\n' {
  if (hasFlag(tokens, previous, Flag.unterminated)) return '\n';
  const kind = kindAt(tokens, previous);
  if (kind === Kind.greater) {
    const touches = next === previous + 1 && endOf(tokens, previous) === startOf(tokens, next);
    return touches && joinsGreater(kindAt(tokens, next)) ? '' : ' ';
  }
  if (kind === Kind.braceClose) {
    return hasFlag(tokens, next, Flag.newlineBefore) && mayContinueOrBegin(tokens, next)
      ? '\n'
      : ' ';
  }
  return isMissingEnd(tokens, next) ? '' : ' ';
}

function joinsGreater(kind: TokenKind): boolean {
  return (
    kind === Kind.greater ||
    kind === Kind.equal ||
    kind === Kind.equalEqual ||
    kind === Kind.fatArrow
  );
}

/** Whether the token may continue an expression that ends in `}` as well as begin a statement. */
export function mayContinueOrBegin(tokens: TokenTable, index: number): boolean {
  switch (kindAt(tokens, index)) {
    case Kind.parenOpen:
    case Kind.bracketOpen:
    case Kind.minus:
    case Kind.star:
    case Kind.ampersand:
      return true;
    case Kind.identifier:
      return isWord(tokens, index, 'as') || isWord(tokens, index, 'is');
    default:
      return false;
  }
}

/** The empty token of an interpolation that its line's end cut off. */
function isMissingEnd(tokens: TokenTable, index: number): boolean {
  return startOf(tokens, index) === endOf(tokens, index);
}

/** What stands for a token whose own text is not canonical. */
function shortenedText(tokens: TokenTable, index: number, kind: TokenKind): string | undefined {
  if (kind === Kind.openComment) return '/*';
  if (kind !== Kind.rawString) return undefined;
  const text = tokens.text.slice(startOf(tokens, index), endOf(tokens, index));
  if (hasFlag(tokens, index, Flag.unterminated)) return '"""';
  return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : undefined;
}
