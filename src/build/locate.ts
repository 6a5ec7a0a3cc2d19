/** Joins positions to diagnostics, so that whoever shows them needs no engine. */
import type { DeclId } from '../base/ids.ts';
import { assertNever, present } from '../base/invariant.ts';
import type { Span } from '../base/span.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { LocatedDiagnostic, Location } from '../diagnostic/located.ts';
import { compareLocated, locateDiagnostic } from '../diagnostic/located.ts';
import type { DeclPositions } from '../syntax/outline.ts';
import { locate } from '../syntax/positions.ts';

/** In the order of their places. */
export function locateDiagnostics(
  diagnostics: readonly Diagnostic[],
  positionsOf: (decl: DeclId) => DeclPositions | undefined,
): readonly LocatedDiagnostic[] {
  const locationOf = (span: Span): Location => {
    switch (span.kind) {
      case 'tokens':
      case 'name':
        return locate(present(positionsOf(span.decl), `positions of ${span.decl}`), span);
      case 'file': {
        const { line, column, length } = span;
        return { path: span.path, line, column, endLine: line, endColumn: column + length };
      }
      default:
        return assertNever(span);
    }
  };
  return diagnostics
    .map((diagnostic) => locateDiagnostic(diagnostic, locationOf))
    .sort(compareLocated);
}
