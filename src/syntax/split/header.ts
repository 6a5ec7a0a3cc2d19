/**
 * Scanning forward over headers and bodies: bracket counting with recovery, each token looked at
 * once.
 */

import type { TokenTable } from '../token.ts';
import { Flag, hasFlag, Kind, kindAt } from '../token.ts';
import { beginsDeclaration, interruptsBody } from './declaration-start.ts';

/**
 * The end of a function's, method's or class's header that starts at `from`: the index of its
 * body's `{`, of a `;` in its place, or of whatever comes where a body should. Guards of parameters
 * are not bodies.
 */
export function headerEnd(tokens: TokenTable, from: number): number {
  let parens = 0;
  for (let index = from; index < tokens.count; index += 1) {
    if (hasFlag(tokens, index, Flag.interpolated)) continue;
    const onNewLine = index > from && hasFlag(tokens, index, Flag.newlineBefore);
    switch (kindAt(tokens, index)) {
      case Kind.parenOpen:
        parens += 1;
        break;
      case Kind.parenClose:
        parens -= 1;
        break;
      case Kind.braceOpen: {
        const close = parens > 0 ? guardEnd(tokens, index) : undefined;
        if (close === undefined) return index;
        index = close;
        break;
      }
      case Kind.braceClose:
        return index;
      case Kind.semicolon:
        if (parens <= 0) return index;
        break;
      case Kind.var:
      case Kind.const:
      case Kind.capability:
        if (onNewLine) return index;
        break;
      default:
        if (onNewLine && beginsDeclaration(tokens, index)) return index;
    }
  }
  return tokens.count;
}

/** The `}` of a guard `{A, B}` with a parameter's name behind it. */
export function guardEnd(tokens: TokenTable, open: number): number | undefined {
  let index = open + 1;
  while (kindAt(tokens, index) === Kind.identifier || kindAt(tokens, index) === Kind.comma) {
    index += 1;
  }
  if (kindAt(tokens, index) !== Kind.braceClose) return undefined;
  return kindAt(tokens, index + 1) === Kind.identifier ? index : undefined;
}

/**
 * The index behind the body whose `{` is at `open`, which ends at the latest where a declaration
 * begins.
 */
export function bodyEnd(tokens: TokenTable, open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.count; index += 1) {
    if (hasFlag(tokens, index, Flag.interpolated)) continue;
    const kind = kindAt(tokens, index);
    if (kind === Kind.braceOpen) {
      depth += 1;
    } else if (kind === Kind.braceClose) {
      depth -= 1;
      if (depth === 0) return index + 1;
    } else if (interruptsBody(tokens, index)) {
      return index;
    }
  }
  return tokens.count;
}

/**
 * The index behind the next `;` outside braces, or behind the braces that come first if
 * `endsAtBrace`.
 */
export function statementEnd(
  tokens: TokenTable,
  from: number,
  { endsAtBrace }: { readonly endsAtBrace: boolean },
): number {
  let index = from;
  while (index < tokens.count) {
    const kind = kindAt(tokens, index);
    if (hasFlag(tokens, index, Flag.interpolated)) {
      index += 1;
    } else if (kind === Kind.semicolon) {
      return index + 1;
    } else if (kind === Kind.braceClose) {
      return index;
    } else if (kind === Kind.braceOpen) {
      index = bodyEnd(tokens, index);
      if (endsAtBrace) return index;
    } else if (
      index > from &&
      hasFlag(tokens, index, Flag.newlineBefore) &&
      beginsDeclaration(tokens, index)
    ) {
      return index;
    } else {
      index += 1;
    }
  }
  return index;
}
