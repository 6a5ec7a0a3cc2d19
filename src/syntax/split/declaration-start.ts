/**
 * Where a declaration begins, from a few tokens. In the first column of a line it ends whatever
 * stands before it, so that a missing `}` does not swallow the rest of the file; words that are not
 * reserved count only where no expression could go on like that.
 */

import type { TokenTable } from '../token.ts';
import { Flag, hasFlag, isWord, Kind, kindAt } from '../token.ts';

/**
 * Whether a declaration of a module begins at the token; members of classes are not among these.
 */
export function beginsDeclaration(tokens: TokenTable, index: number): boolean {
  if (hasFlag(tokens, index, Flag.interpolated)) return false;
  switch (kindAt(tokens, index)) {
    case Kind.function:
    case Kind.class:
      return true;
    case Kind.identifier:
      return (
        isImport(tokens, index) ||
        isMain(tokens, index) ||
        itemAt(tokens, index) !== undefined ||
        (isWord(tokens, index, 'public') && beginsPublic(tokens, index + 1))
      );
    case Kind.const:
      return hasValueAhead(tokens, index + 1);
    default:
      return false;
  }
}

/** Like `beginsDeclaration`, for a token that might just as well belong to what is open. */
export function interruptsBody(tokens: TokenTable, index: number): boolean {
  return hasFlag(tokens, index, Flag.firstColumn) && beginsDeclaration(tokens, index);
}

/** `import a`, `import "a"` */
function isImport(tokens: TokenTable, index: number): boolean {
  const next = kindAt(tokens, index + 1);
  return isWord(tokens, index, 'import') && (next === Kind.identifier || next === Kind.string);
}

/** `void main(` */
function isMain(tokens: TokenTable, index: number): boolean {
  return (
    kindAt(tokens, index) === Kind.identifier &&
    isWord(tokens, index + 1, 'main') &&
    kindAt(tokens, index + 2) === Kind.parenOpen
  );
}

/** What a declaration's first words say it is; `later` is not part of this version of the language. */
type Item = 'struct' | 'implement' | 'type' | 'constant' | 'global' | 'extern' | 'test' | 'later';

/** `struct P`, `test "x"`, `extern function`, `const int x =`, `locked var` … */
export function itemAt(tokens: TokenTable, index: number): Item | undefined {
  const next = kindAt(tokens, index + 1);
  if (kindAt(tokens, index) === Kind.const) {
    return hasValueAhead(tokens, index + 1) ? 'constant' : undefined;
  }
  if (kindAt(tokens, index) !== Kind.identifier) return undefined;
  switch (next) {
    case Kind.identifier:
      return namedItem(tokens, index);
    case Kind.string:
    case Kind.rawString:
    case Kind.stringStart:
      if (isWord(tokens, index, 'test')) return 'test';
      return isWord(tokens, index, 'extern') && next === Kind.string ? 'extern' : undefined;
    case Kind.function:
      return isWord(tokens, index, 'extern') ? 'extern' : undefined;
    case Kind.var:
      return isWord(tokens, index, 'locked') || isWord(tokens, index, 'local')
        ? 'global'
        : undefined;
    default:
      return undefined;
  }
}

/** With a name behind the word. */
function namedItem(tokens: TokenTable, index: number): Item | undefined {
  if (isWord(tokens, index, 'struct')) return 'struct';
  if (isWord(tokens, index, 'type')) return 'type';
  if (isWord(tokens, index, 'trait') || isWord(tokens, index, 'macro')) return 'later';
  if (!isWord(tokens, index, 'implement')) return undefined;
  return implementsTrait(tokens, index + 1) ? 'later' : 'implement';
}

/** `Area for Circle {`, at the name. */
function implementsTrait(tokens: TokenTable, from: number): boolean {
  for (let index = from; index < from + maxHeaderTokens; index += 1) {
    switch (kindAt(tokens, index)) {
      case Kind.for:
        return true;
      case Kind.end:
      case Kind.braceOpen:
      case Kind.braceClose:
      case Kind.semicolon:
        return false;
      default:
    }
  }
  return false;
}

/** Tokens that are looked at of what could be a header. */
const maxHeaderTokens = 64;

/** `type name =`, at the type: fields of classes begin with `const` too, but never have a value. */
function hasValueAhead(tokens: TokenTable, type: number): boolean {
  for (let index = type; index < type + maxHeaderTokens; index += 1) {
    switch (kindAt(tokens, index)) {
      case Kind.equal:
        return index > type + 1;
      case Kind.identifier:
      case Kind.dot:
      case Kind.comma:
      case Kind.less:
      case Kind.greater:
      case Kind.question:
      case Kind.questionQuestion:
      case Kind.star:
      case Kind.parenOpen:
      case Kind.parenClose:
      case Kind.bracketOpen:
      case Kind.bracketClose:
        break;
      default:
        return false;
    }
  }
  return false;
}

function beginsPublic(tokens: TokenTable, index: number): boolean {
  return (
    kindAt(tokens, index) === Kind.function ||
    kindAt(tokens, index) === Kind.class ||
    isImport(tokens, index) ||
    isMain(tokens, index) ||
    kindAt(tokens, index) === Kind.var ||
    itemAt(tokens, index) !== undefined
  );
}

/** `int f(…) {` in the first column: a function whose keyword is missing. */
export function looksLikeFunction(tokens: TokenTable, index: number): boolean {
  return (
    kindAt(tokens, index) === Kind.identifier &&
    kindAt(tokens, index + 1) === Kind.identifier &&
    kindAt(tokens, index + 2) === Kind.parenOpen &&
    !hasFlag(tokens, index, Flag.interpolated)
  );
}
