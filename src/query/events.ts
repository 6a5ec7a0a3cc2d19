/**
 * What the engine did, as it does it: the one source for tests, `--explain`, statistics and
 * profiles.
 */
import type { Fingerprint } from '../base/fingerprint.ts';

/** `query(key)`. */
export interface NodeName {
  readonly query: string;
  readonly key: string;
}

/** Why a query had to run; of several traces the current one counts. */
export type Cause =
  /** Never executed before, in this cache. */
  | { readonly kind: 'new' }
  /**
   * The first dependency that differs: its value or its reports do, or it cannot be had any more.
   */
  | {
      readonly kind: 'changed';
      readonly dependency: NodeName;
      readonly channel: 'value' | 'reports';
    }
  /** The trace is valid, but the value is not stored or was lost. */
  | { readonly kind: 'lost' };

export type QueryEvent =
  | {
      readonly kind: 'didChangeInput';
      readonly node: NodeName;
      readonly change: 'added' | 'changed' | 'removed';
    }
  /** Of an external query: an order is handed out. `prepare` itself is not announced. */
  | { readonly kind: 'willExecute'; readonly node: NodeName; readonly cause: Cause }
  | {
      readonly kind: 'didExecute';
      readonly node: NodeName;
      readonly cause: Cause;
      /** Time of its own, without that of the queries it read. */
      readonly microseconds: number;
      /** There was a result before, and value and reports are the same: early cutoff. */
      readonly unchanged: boolean;
      /** Of the result: what tells it from those before and after. */
      readonly value: Fingerprint;
    }
  /**
   * A memo was found to hold and nothing is executed: a clean one of an earlier process that is
   * looked at for the first time, or one that was dirty and is verified (its current trace, or an
   * older one). Of an external query also: the order is one whose result is there.
   */
  | { readonly kind: 'didReuse'; readonly node: NodeName; readonly trace: 'current' }
  | {
      readonly kind: 'didReuse';
      readonly node: NodeName;
      readonly trace: 'older';
      /** Of the result. */
      readonly value: Fingerprint;
    }
  /** A value was decoded from the store. */
  | { readonly kind: 'didReadFromDisk'; readonly node: NodeName };

export type EventListener = (event: QueryEvent) => void;
