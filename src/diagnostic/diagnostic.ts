/**
 * A user's mistake, as data. Diagnostics are values: queries return them beside their results, the
 * engine memoizes and replays them, and only a renderer (terminal, JSON) knows lines and columns.
 */
import type { Span } from '../base/span.ts';

export type Severity = 'error' | 'warning';

/** A stable code such as `E0203` or `W0301`; never reused. See codes.ts for the table. */
export type DiagnosticCode = `${'E' | 'W'}${number}`;

export interface Label {
  readonly span: Span;
  readonly message: string;
}

/** A replacement of source text that would mend the mistake. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly { readonly span: Span; readonly replacement: string }[];
}

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** What is wrong; sentence case, no full stop at the end. */
  readonly message: string;
  /** Where it is wrong. */
  readonly span: Span;
  /** Other places that matter, e.g. an earlier declaration. */
  readonly labels: readonly Label[];
  /** Why it is wrong or what to do; a sentence each. */
  readonly notes: readonly string[];
  readonly fix?: Fix;
}
