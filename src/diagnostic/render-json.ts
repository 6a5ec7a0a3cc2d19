/** Diagnostics for programs: one JSON object a line. */
import type { LocatedDiagnostic } from './located.ts';

/** Version of every JSON line that boltd prints; grows when a field changes its meaning or goes away. */
export const jsonVersion = 1;

/** One line, not ended. */
export function renderJson(diagnostic: LocatedDiagnostic): string {
  return JSON.stringify({ version: jsonVersion, reason: 'diagnostic', ...diagnostic });
}
