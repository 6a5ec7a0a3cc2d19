import type { Diagnostic } from './diagnostic.ts';

/** Whether code must not be made of what these are about; warnings do not matter. */
export function hasErrors(diagnostics: readonly Pick<Diagnostic, 'severity'>[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
