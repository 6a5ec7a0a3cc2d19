/** Diagnostics with lines and columns: what every renderer starts from. */
import type { Span } from '../base/span.ts';
import type { Diagnostic, DiagnosticCode, Severity } from './diagnostic.ts';

/** Lines and columns count from 1; columns count UTF-16 units; the end is exclusive. */
export interface Location {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface LocatedDiagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly message: string;
  readonly location: Location;
  readonly labels: readonly { readonly location: Location; readonly message: string }[];
  readonly notes: readonly string[];
  readonly fix?: {
    readonly title: string;
    readonly edits: readonly { readonly location: Location; readonly replacement: string }[];
  };
}

/** Joins positions in. `locate` is asked for spans of declarations only. */
export function locateDiagnostic(
  diagnostic: Diagnostic,
  locate: (span: Span) => Location,
): LocatedDiagnostic {
  const { code, severity, message, notes, fix } = diagnostic;
  return {
    code,
    severity,
    message,
    location: locate(diagnostic.span),
    labels: diagnostic.labels.map((label) => ({
      location: locate(label.span),
      message: label.message,
    })),
    notes,
    ...(fix === undefined
      ? {}
      : {
          fix: {
            title: fix.title,
            edits: fix.edits.map((edit) => ({
              location: locate(edit.span),
              replacement: edit.replacement,
            })),
          },
        }),
  };
}

/** By file, then position, then code: the order in which users read. */
export function compareLocated(a: LocatedDiagnostic, b: LocatedDiagnostic): number {
  return (
    compareText(a.location.path, b.location.path) ||
    a.location.line - b.location.line ||
    a.location.column - b.location.column ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
