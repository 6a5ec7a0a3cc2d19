/** What the parser's two entry points return; both are total: any text gives a tree, never a throw. */
import type { Diagnostic } from '../diagnostic/diagnostic.ts';

export interface Parsed<T> {
  readonly tree: T;
  readonly diagnostics: readonly Diagnostic[];
}
