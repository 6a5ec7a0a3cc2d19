/** The engine as its users see it; `createEngine` in engine.ts makes one. */
import type { Fingerprint } from '../base/fingerprint.ts';
import { InternalError } from '../base/invariant.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { EventListener, NodeName } from './events.ts';
import type { AnyQuery, DerivedQuery, ExternalQuery, InputQuery } from './query.ts';
import type { QueryStore } from './store.ts';

/** Work for another process, handed out by `prepare` and brought back by `complete`. */
export interface WorkOrder<O> {
  readonly query: string;
  readonly key: string;
  readonly order: O;
  /** Encoded order, as fingerprinted. */
  readonly orderText: string;
  readonly fingerprint: Fingerprint;
}

export type Prepared<O, V> =
  | { readonly kind: 'ready'; readonly value: V }
  | { readonly kind: 'order'; readonly order: WorkOrder<O> }
  /**
   * The order itself needs the result of another external query, which has to be brought in first.
   */
  | { readonly kind: 'blocked'; readonly on: NodeName };

/**
 * A query read an external result that nobody had brought in. `prepare` answers with it; elsewhere
 * it is a bug.
 */
export class NotBroughtInError extends InternalError {
  readonly node: NodeName;

  constructor(node: NodeName) {
    super(`The result of ${node.query}(${node.key}) was not brought in before it was read`);
    this.node = node;
  }

  /**
   * Without a stack of JavaScript, which takes as long as a small query and mostly nobody reads: the
   * message names the stack of queries.
   */
  static on(node: NodeName): NotBroughtInError {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return new NotBroughtInError(node);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  }
}

/**
 * Thrown out of `get` at a query boundary once `cancelled` says so. Nothing computed before is
 * lost.
 */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
}

export interface EngineOptions {
  readonly store: QueryStore;
  readonly onEvent?: EventListener;
  /** Asked at query boundaries; true stops the computation with a `CancelledError`. */
  readonly cancelled?: () => boolean;
  /** Monotonic clock in microseconds, for costs only. */
  readonly now: () => number;
  /**
   * All queries there are. Without it a dependency that is reached through the store, before its
   * query was asked for in this process, cannot be executed, and what depends on it is executed
   * instead.
   */
  readonly queries?: readonly AnyQuery[];
  /**
   * Whether decoded values of the query of this name stay in memory once they are in the store; all
   * do by default. Others are decoded again, or recomputed where only fingerprints are stored.
   */
  readonly retains?: (query: string) => boolean;
  /**
   * The part, 0 to 1, of reused memos that is executed again and compared, chosen by name. A
   * difference is an `InternalError` that names the node and shows both results.
   */
  readonly verify?: number;
}

export interface Engine {
  /**
   * Sets an input; equal values change nothing. `undefined` removes it. Takes effect at once:
   * dependents become dirty.
   */
  set<K extends string, V>(input: InputQuery<K, V>, key: K, value: V | undefined): void;
  get<K extends string, V>(
    query: InputQuery<K, V> | DerivedQuery<K, V> | ExternalQuery<K, unknown, V>,
    key: K,
  ): V;
  reports<K extends string, V>(query: DerivedQuery<K, V>, key: K): readonly Diagnostic[];
  /** Brings an external query up to date, or says what has to be done for it. */
  prepare<K extends string, O, V>(query: ExternalQuery<K, O, V>, key: K): Prepared<O, V>;
  complete<K extends string, O, V>(
    query: ExternalQuery<K, O, V>,
    order: WorkOrder<O>,
    value: V,
    microseconds: number,
  ): void;
  /**
   * Forgets a result that turned out to be gone from the disk, so that the next `prepare` orders it
   * anew.
   */
  forget<K extends string>(query: ExternalQuery<K, unknown, unknown>, key: K): void;
  /** Writes what is new to the store. Cheap when nothing is. */
  flush(): void;
}
