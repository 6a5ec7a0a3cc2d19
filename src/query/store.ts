/**
 * What the engine asks of a persistent store. The store is the graph; memory is a cache of it.
 * Revisions stay in memory: on disk a node is either clean (its current trace matches the stored
 * inputs) or dirty.
 *
 * Invariant that every committed batch keeps: a clean node's trace holds for the stored inputs, and
 * `dependents` covers the current trace of every node.
 */

import type { Fingerprint } from '../base/fingerprint.ts';
import type { Brand } from '../base/ids.ts';

/** Process- and cache-local number of a node; never part of a key, a value or an output. */
export type NodeNumber = Brand<number, 'NodeNumber'>;

export interface StoredDependency {
  readonly node: NodeNumber;
  readonly channel: 'value' | 'reports';
  /** What that channel's fingerprint was when it was read. */
  readonly fingerprint: Fingerprint;
}

/** One way in which a memo's result came about: dependencies in the order read, and the result. */
export interface StoredTrace {
  readonly dependencies: readonly StoredDependency[];
  readonly value: Fingerprint;
  /**
   * Encoded value; undefined where the query stores fingerprints only, or the value was evicted or
   * damaged.
   */
  readonly valueText: string | undefined;
  /** Encoded reports; `[]` mostly. */
  readonly reportsText: string;
  readonly reports: Fingerprint;
  /**
   * External queries: fingerprint of the order. Derived queries that were on a cycle: fingerprint
   * of its chain; such a trace is not adopted again once the node was dirty. No other trace has it.
   */
  readonly order?: Fingerprint;
  readonly microseconds: number;
}

export interface StoredNode {
  readonly number: NodeNumber;
  readonly query: string;
  readonly key: string;
  readonly dirty: boolean;
  /** Newest (current) first; for an input exactly one, without dependencies. */
  readonly traces: readonly StoredTrace[];
}

/** A node without the texts of its values, which verification does not need. */
export interface StoredSkeleton extends StoredNode {
  /** Whether the current trace's value is stored. */
  readonly hasValue: boolean;
}

/** All the changes of one commit; applied atomically, or not at all. */
export interface WriteBatch {
  /**
   * Nodes whose current trace is new or changed; they become clean. The store keeps older traces up
   * to its bound. Traces are the store's to read during `write` only: the engine drops texts from
   * them later. A node stands in one of the three lists at most.
   */
  readonly memos: readonly {
    readonly number: NodeNumber;
    readonly query: string;
    readonly key: string;
    readonly trace: StoredTrace;
  }[];
  /** Nodes that became dirty because an input changed. */
  readonly dirtied: readonly NodeNumber[];
  /** Dirty nodes whose current trace was found to hold after all. */
  readonly cleaned: readonly NodeNumber[];
}

export interface QueryStore extends SkeletonStore {
  /** True until something was written: spares a new cache all lookups. */
  readonly isEmpty: boolean;
  find(query: string, key: string): StoredNode | undefined;
  load(node: NodeNumber): StoredNode | undefined;
  /** Nodes whose current trace reads `node`. */
  dependents(node: NodeNumber): readonly NodeNumber[];
  /** The first number that no node has; the engine counts on from there. */
  nextNumber(): NodeNumber;
  write(batch: WriteBatch): void;
}

/** The narrow questions that a build asks by the ten thousand. */
export interface SkeletonStore {
  findSkeleton(query: string, key: string): StoredSkeleton | undefined;
  /** Those of the nodes that there are, in any order. */
  loadSkeletons(nodes: readonly NodeNumber[]): readonly StoredSkeleton[];
  /** The text of a value of the node, if a trace still has it. */
  valueText(node: NodeNumber, value: Fingerprint): string | undefined;
  /** The fingerprint of an input's value; undefined where the input is not stored. */
  inputValue(query: string, key: string): Fingerprint | 'unclear' | undefined;
}
