/**
 * Partners of brackets, for looking past a group or skipping it. Strings with interpolations are
 * groups too.
 */

import type { TokenKind, TokenTable } from '../token.ts';
import { Kind, kindAt } from '../token.ts';
import type { Cursor } from './cursor.ts';

/** Index of the token that closes the group opened at `index`; the token count where none does. */
export function partnerOf(cursor: Cursor, index: number): number {
  cursor.partners ??= findPartners(cursor.tokens);
  return cursor.partners[index] ?? cursor.tokens.count;
}

/** Moves behind the group at the cursor; behind its first token, if it is never closed. */
export function skipGroup(cursor: Cursor): void {
  const partner = partnerOf(cursor, cursor.index);
  cursor.index = (partner === cursor.tokens.count ? cursor.index : partner) + 1;
}

export function opensGroup(kind: TokenKind): boolean {
  return (
    kind === Kind.parenOpen ||
    kind === Kind.bracketOpen ||
    kind === Kind.braceOpen ||
    kind === Kind.stringStart
  );
}

function findPartners(tokens: TokenTable): Int32Array {
  const partners = new Int32Array(tokens.count).fill(tokens.count);
  const open: number[] = [];
  for (let index = 0; index < tokens.count; index += 1) {
    const kind = kindAt(tokens, index);
    if (opensGroup(kind)) {
      open.push(index);
    } else {
      const opener = openerOf(kind);
      const partner = opener === undefined ? undefined : closeOne(tokens, open, opener);
      if (partner !== undefined) partners[partner] = index;
    }
  }
  return partners;
}

function openerOf(kind: TokenKind): TokenKind | undefined {
  switch (kind) {
    case Kind.parenClose:
      return Kind.parenOpen;
    case Kind.bracketClose:
      return Kind.bracketOpen;
    case Kind.braceClose:
      return Kind.braceOpen;
    case Kind.stringEnd:
      return Kind.stringStart;
    default:
      return undefined;
  }
}

/**
 * How firmly a group holds what is inside: a closing token ends weaker groups that are still open.
 */
function strength(kind: TokenKind): number {
  if (kind === Kind.stringStart) return 2;
  return kind === Kind.braceOpen ? 1 : 0;
}

function closeOne(tokens: TokenTable, open: number[], opener: TokenKind): number | undefined {
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const kind = kindAt(tokens, top);
    if (kind === opener) return open.pop();
    if (strength(kind) > strength(opener)) return undefined;
    open.pop();
  }
  return undefined;
}
