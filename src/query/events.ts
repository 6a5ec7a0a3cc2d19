/** What the engine did, as it does it: the one source for tests, `--explain`, statistics and profiles. */

/** `query(key)`. */
export interface NodeName {
  readonly query: string;
  readonly key: string;
}

/** Why a query had to run. */
export type Cause =
  /** Never executed before, in this cache. */
  | { readonly kind: 'new' }
  /** Of the first dependency that differs, the value or the reports did. */
  | { readonly kind: 'changed'; readonly dependency: NodeName; readonly channel: 'value' | 'reports' }
  /** The trace is valid, but the value is not stored or was lost. */
  | { readonly kind: 'lost' };

export type QueryEvent =
  | { readonly kind: 'didChangeInput'; readonly node: NodeName; readonly change: 'added' | 'changed' | 'removed' }
  | { readonly kind: 'willExecute'; readonly node: NodeName; readonly cause: Cause }
  | { readonly kind: 'didExecute'; readonly node: NodeName; readonly microseconds: number; /** Value and reports are what they were: early cutoff. */ readonly unchanged: boolean }
  /** A memo of an earlier build was verified and reused (its current trace, or an older one). */
  | { readonly kind: 'didReuse'; readonly node: NodeName; readonly trace: 'current' | 'older' }
  | { readonly kind: 'didReadFromDisk'; readonly node: NodeName };

export type EventListener = (event: QueryEvent) => void;
