/**
 * How queries are declared. A query is a pure function of its key that reads other queries only
 * through its context. Keys are strings made of stable names. Values are plain data: JSON text is
 * their encoding, and the fingerprint of that text is what early cutoff and constructive traces
 * compare.
 */
import type { Diagnostic } from '../diagnostic/diagnostic.ts';

/** Set from outside between computations; the leaves of the graph. */
export interface InputQuery<K extends string, V> {
  readonly kind: 'input';
  readonly name: string;
  /**
   * What an input that was never set, or was removed, reads as: absence is a value that can be
   * depended on.
   */
  readonly absent: V;
  readonly _key?: K;
}

/** Computed on demand and memoized. */
export interface DerivedQuery<K extends string, V> {
  readonly kind: 'derived';
  readonly name: string;
  /**
   * `value`: the encoded result is stored. `fingerprint`: only its fingerprint is, and a process
   * that needs the value again re-executes the query (for results that are large and cheap to
   * rebuild).
   */
  readonly storage: 'value' | 'fingerprint';
  /**
   * `packed` for large trees of records: the compact form of packed.ts. `shared`: packed, and the text is
   * remembered with the value for what contains it, as orders do. JSON by default.
   */
  readonly encoding?: 'json' | 'packed' | 'shared';
  execute(context: QueryContext, key: K): V;
  /**
   * The value for every member of a dependency cycle; `chain` is the keys on the cycle as
   * `query(key)`, starting with the smallest. Without it a cycle is an internal error.
   */
  onCycle?(context: Pick<QueryContext, 'report'>, key: K, chain: readonly string[]): V;
}

/**
 * A result that another process makes (object code, a linked file). `prepare` computes the order,
 * purely; the order's fingerprint names the result. A driver carries orders out and hands results
 * back.
 */
export interface ExternalQuery<K extends string, O, V> {
  readonly kind: 'external';
  readonly name: string;
  prepare(context: QueryContext, key: K): O;
  /**
   * The order as text: JSON, by which it is known and as which it is sent. `JSON.stringify` by
   * default; equal orders have to have equal texts.
   */
  encodeOrder?(order: O): string;
  readonly _result?: V;
}

export type AnyQuery =
  | InputQuery<string, unknown>
  | DerivedQuery<string, unknown>
  | ExternalQuery<string, unknown, unknown>;

/** All that a query may touch. */
export interface QueryContext {
  /**
   * Reads a query and records the dependency. Of an external query the driver must have brought the
   * result in before.
   */
  get<K extends string, V>(
    query: InputQuery<K, V> | DerivedQuery<K, V> | ExternalQuery<K, unknown, V>,
    key: K,
  ): V;
  /**
   * Adds a diagnostic to this query's memo. Reports do not take part in the value's fingerprint.
   */
  report(diagnostic: Diagnostic): void;
  /**
   * What another query reported (its own reports only), recorded as a dependency on its reports,
   * not on its value.
   */
  reports<K extends string, V>(query: DerivedQuery<K, V>, key: K): readonly Diagnostic[];
}
