/** From token ordinals to lines and columns: for rendering and the assembly of modules alone. */
import { assertNever } from '../base/invariant.ts';
import type { Ordinal, Span } from '../base/span.ts';
import type { Location } from '../diagnostic/located.ts';
import type { DeclPositions } from './outline.ts';

export interface Site {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

/** Numbers for each token in a list of `DeclPositions`: line, column, length. */
const stride = 3;

/**
 * Where `span` is now, in the declaration it belongs to. A span that was made before the
 * declaration lost tokens (never so after a completed build) is clamped to its last one.
 */
export function locate(positions: DeclPositions, span: Span): Location {
  switch (span.kind) {
    case 'tokens':
      return between(positions, span.from, span.to);
    case 'name':
      return between(positions, positions.name, positions.name);
    case 'file': {
      const { path, line, column, length } = span;
      return { path, line, column, endLine: line, endColumn: column + length };
    }
    default:
      return assertNever(span);
  }
}

/** Where the token begins. */
export function siteOf(positions: DeclPositions, ordinal: Ordinal): Site {
  const { path } = positions;
  const { line, column } = tokenAt(positions, ordinal);
  return { path, line, column };
}

function between(positions: DeclPositions, from: Ordinal, to: Ordinal): Location {
  const first = tokenAt(positions, from);
  const last = tokenAt(positions, to);
  const { path } = positions;
  const endColumn = last.column + last.length;
  return { path, line: first.line, column: first.column, endLine: last.line, endColumn };
}

interface TokenPosition {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

const nowhere: TokenPosition = { line: 1, column: 1, length: 0 };

function tokenAt(positions: DeclPositions, ordinal: Ordinal): TokenPosition {
  const list = ordinal < 0 ? positions.signature : positions.body;
  if (list.length === 0) {
    // The body is missing, or the signature is: the declaration has at least one token.
    return positions.signature.length === 0 ? nowhere : tokenAt(positions, positions.name);
  }
  const wanted = ordinal < 0 ? -1 - ordinal : ordinal;
  const at = Math.min(wanted, list.length / stride - 1) * stride;
  return { line: list[at] ?? 1, column: list[at + 1] ?? 1, length: list[at + 2] ?? 0 };
}
