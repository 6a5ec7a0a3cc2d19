/** Builds the diagnostics of semantic checks: errors with a primary span, notes and labels. */
import type { Span } from '../base/span.ts';
import type { Diagnostic, DiagnosticCode, Label } from '../diagnostic/diagnostic.ts';

export interface Mistake {
  readonly code: DiagnosticCode;
  readonly span: Span;
  readonly message: string;
  readonly notes?: readonly string[];
  readonly labels?: readonly Label[];
}

export function mistake({ code, span, message, notes = [], labels = [] }: Mistake): Diagnostic {
  return { code, severity: 'error', message, span, labels, notes };
}

/** `1 type argument`, `2 type arguments`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
