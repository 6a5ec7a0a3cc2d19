/**
 * What data races mean for a build: they forbid it, unless the user asks for the program all the same
 * (`--ignore-data-races`). Then they are shown as warnings. Only what is shown and decided changes; what
 * queries found stays as it is, so that the next build without that wish is rejected again.
 */
import type { Diagnostic, DiagnosticCode } from '../diagnostic/diagnostic.ts';

export type RacePolicy = 'reject' | 'ignore';

/** The diagnostics as they count under a policy. */
export function underRacePolicy(
  policy: RacePolicy,
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  if (policy === 'reject') return diagnostics;
  return diagnostics.map((diagnostic) =>
    isRace(diagnostic.code) ? { ...diagnostic, severity: 'warning' } : diagnostic,
  );
}

/** Codes E06xx are those of data races. */
function isRace(code: DiagnosticCode): boolean {
  return /^E06\d\d$/.test(code);
}
