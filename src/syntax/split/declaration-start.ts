/**
 * Where a declaration begins, from a few tokens. In the first column of a line it ends whatever
 * stands before it, so that a missing `}` does not swallow the rest of the file; words that are not
 * reserved count only where no expression could go on like that.
 */

import type { TokenTable } from '../token.ts';
import { Flag, hasFlag, isWord, Kind, kindAt } from '../token.ts';

/** Words that begin declarations which this version of the language does not have yet. */
const laterWords = ['struct', 'trait', 'implement', 'type', 'macro'] as const;

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
        beginsLaterDeclaration(tokens, index) ||
        (isWord(tokens, index, 'public') && beginsPublic(tokens, index + 1))
      );
    case Kind.const:
      return beginsLaterDeclaration(tokens, index);
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

/** `struct P`, `test "x"`, `extern function`, `const int x`, `locked var` … */
export function beginsLaterDeclaration(tokens: TokenTable, index: number): boolean {
  const next = kindAt(tokens, index + 1);
  if (kindAt(tokens, index) === Kind.const) return beginsConstant(tokens, index + 1);
  if (kindAt(tokens, index) !== Kind.identifier) return false;
  if (isWord(tokens, index, 'test')) return next === Kind.string;
  if (isWord(tokens, index, 'extern')) return next === Kind.function || next === Kind.string;
  if (isWord(tokens, index, 'locked') || isWord(tokens, index, 'local')) return next === Kind.var;
  return next === Kind.identifier && laterWords.some((word) => isWord(tokens, index, word));
}

/** `type name =`: fields of classes begin with `const` too, but never have a value. */
function beginsConstant(tokens: TokenTable, type: number): boolean {
  return (
    kindAt(tokens, type) === Kind.identifier &&
    kindAt(tokens, type + 1) === Kind.identifier &&
    kindAt(tokens, type + 2) === Kind.equal
  );
}

function beginsPublic(tokens: TokenTable, index: number): boolean {
  return (
    kindAt(tokens, index) === Kind.function ||
    kindAt(tokens, index) === Kind.class ||
    isImport(tokens, index) ||
    isMain(tokens, index) ||
    beginsLaterDeclaration(tokens, index)
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
