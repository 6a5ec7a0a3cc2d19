/**
 * Telling types from what they could be mistaken for, by looking ahead over a bounded number of tokens and
 * without parsing.
 */
import type { TokenTable } from '../token.ts';
import { isWord, Kind, kindAt } from '../token.ts';
import { partnerOf } from './brackets.ts';
import type { Cursor } from './cursor.ts';

/** Tokens that a list of type arguments may have before the look-ahead gives up. */
const maxTypeArgumentTokens = 256;

/** At `<`: whether it starts a list of types with `>(` at its end. */
export function atGenericCall(cursor: Cursor): boolean {
  const end = typeArgumentsEnd(cursor.tokens, cursor.index);
  return end !== undefined && kindAt(cursor.tokens, end) === Kind.parenOpen;
}

/** At `<`: whether it starts a list of types, and no comparison. */
export function atTypeArguments(cursor: Cursor): boolean {
  return typeArgumentsEnd(cursor.tokens, cursor.index) !== undefined;
}

/** Index behind the `>` of the list of types at `open`; undefined if it is none. */
function typeArgumentsEnd(tokens: TokenTable, open: number): number | undefined {
  let angles = 0;
  let parens = 0;
  // `f(a < (b), c > (d))` compares twice: parentheses count as types if they hold several.
  let isTuple = true;
  for (let index = open; index < open + maxTypeArgumentTokens; index += 1) {
    switch (kindAt(tokens, index)) {
      case Kind.less:
        angles += 1;
        break;
      case Kind.greater:
        angles -= 1;
        if (angles === 0) return index > open + 1 && parens === 0 ? index + 1 : undefined;
        break;
      case Kind.parenOpen:
        parens += 1;
        isTuple = false;
        break;
      case Kind.parenClose:
        parens -= 1;
        if (parens < 0 || !isTuple) return undefined;
        break;
      case Kind.identifier:
        if (kindAt(tokens, index + 1) === Kind.identifier && !isWord(tokens, index, 'read')) {
          return undefined;
        }
        break;
      case Kind.star:
        // A prefix here, but an operator behind an operand.
        if (!beginsType(kindAt(tokens, index - 1))) return undefined;
        break;
      case Kind.bracketOpen:
        if (kindAt(tokens, index + 1) !== Kind.bracketClose) return undefined;
        break;
      case Kind.comma:
        isTuple = true;
        break;
      case Kind.bracketClose:
      case Kind.dot:
      case Kind.question:
      case Kind.questionQuestion:
        break;
      default:
        return undefined;
    }
  }
  return undefined;
}

/** Whether a type may begin behind a token of the kind, in a list of types. */
function beginsType(before: number): boolean {
  return (
    before === Kind.less ||
    before === Kind.comma ||
    before === Kind.parenOpen ||
    before === Kind.star
  );
}

/** `read` before a type, which could be the name of one as well: `read x`. */
export function atReadMode({ tokens, index }: Cursor): boolean {
  return isReadMode(tokens, index);
}

function isReadMode(tokens: TokenTable, index: number): boolean {
  if (!isWord(tokens, index, 'read')) return false;
  const next = kindAt(tokens, index + 1);
  if (next !== Kind.identifier) return next === Kind.parenOpen;
  switch (kindAt(tokens, index + 2)) {
    case Kind.identifier:
    case Kind.bracketOpen:
    case Kind.dot:
    case Kind.less:
    case Kind.question:
    case Kind.questionQuestion:
      return true;
    default:
      return false;
  }
}

/** Index behind the type that seems to begin at `index`; undefined where none does. */
export function typeEnd(cursor: Cursor, start: number): number | undefined {
  const { tokens } = cursor;
  let index = isReadMode(tokens, start) ? start + 1 : start;
  if (kindAt(tokens, index) === Kind.parenOpen) {
    index = partnerOf(cursor, index) + 1;
  } else if (kindAt(tokens, index) === Kind.identifier) {
    index += 1;
    while (kindAt(tokens, index) === Kind.dot && kindAt(tokens, index + 1) === Kind.identifier) {
      index += 2;
    }
    if (kindAt(tokens, index) === Kind.less) {
      const end = typeArgumentsEnd(tokens, index);
      if (end === undefined) return undefined;
      index = end;
    }
  } else {
    return undefined;
  }
  return suffixesEnd(tokens, index);
}

function suffixesEnd(tokens: TokenTable, start: number): number {
  let index = start;
  for (;;) {
    const kind = kindAt(tokens, index);
    if (kind === Kind.question || kind === Kind.questionQuestion) index += 1;
    else if (kind === Kind.bracketOpen && kindAt(tokens, index + 1) === Kind.bracketClose)
      index += 2;
    else return index;
  }
}
