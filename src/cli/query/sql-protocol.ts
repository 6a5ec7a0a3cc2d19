/** What passes between `boltd query sql` and the process that runs the statement. */
import type { Cell } from '../../../cache/select.ts';

/** In the process's first argument, as JSON. */
export interface SqlTask {
  readonly folder: string;
  readonly sql: string;
  /** Undefined: all there are. */
  readonly maxRows?: number;
}

/** A line of JSON each; `columns` comes first, one of the last two last. */
export type SqlMessage =
  | { readonly kind: 'columns'; readonly columns: readonly string[] }
  | { readonly kind: 'rows'; readonly rows: readonly (readonly Cell[])[] }
  | { readonly kind: 'done'; readonly isTruncated: boolean }
  /** `mistake`: in the statement; otherwise the cache cannot be read. */
  | { readonly kind: 'failure'; readonly isMistake: boolean; readonly message: string };
