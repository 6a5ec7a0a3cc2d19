/** An answer about one declaration: a text, or why there is none. */

import { diagnosticsQuery } from '../../compiler/queries/diagnostics.ts';
import type { OutlineEntry } from '../../compiler/queries/inputs.ts';
import { hasErrors } from '../../diagnostic/severity.ts';
import type { Engine } from '../../query/engine-api.ts';

export type Description =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** What has to be said beside it. */
      readonly note?: string;
      /** More for `--json`. */
      readonly data?: Readonly<Record<string, unknown>>;
    }
  /** There is nothing to show; `isMistake`: because the program has errors. */
  | { readonly kind: 'nothing'; readonly reason: string; readonly isMistake: boolean };

type Nothing = Extract<Description, { readonly kind: 'nothing' }>;

export const mistaken: Nothing = {
  kind: 'nothing',
  reason: 'It has no code because of mistakes; `boltd check` shows them',
  isMistake: true,
};

export function nothing(reason: string): Nothing {
  return { kind: 'nothing', reason, isMistake: false };
}

export function text(shown: string, data?: Readonly<Record<string, unknown>>): Description {
  return { kind: 'text', text: shown, ...(data !== undefined && { data }) };
}

export function isCallable({ kind }: OutlineEntry): boolean {
  return kind === 'function' || kind === 'main' || kind === 'method';
}

/** Of a declaration with mistakes, or of one that uses another's. */
export function isMistaken(engine: Engine, { id }: OutlineEntry): boolean {
  return hasErrors(engine.get(diagnosticsQuery, id));
}
