/**
 * A node of the graph in memory: one (query, key) with what is known of its memo. Nodes are made
 * and found in lookup.ts and changed by the steps of the algorithm only.
 *
 * Invariants: a clean node's current trace holds for the inputs as they are, so all that it reads
 * is clean as well; a node is active exactly while a frame of the stack works on it.
 */
import type { Fingerprint } from '../base/fingerprint.ts';
import { InternalError } from '../base/invariant.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { Encoded } from './codec.ts';
import type { NodeName } from './events.ts';
import type { Orders } from './order.ts';
import type { AnyQuery } from './query.ts';
import type { NodeNumber, StoredDependency } from './store.ts';

export type Status =
  | 'clean'
  /** Clean as far as the store knows, and chosen to be executed again for comparison. */
  | 'unchecked'
  /** Not known to hold; without a current trace the node is new. */
  | 'dirty'
  /** Being verified or executed. */
  | 'active';

/** A `StoredTrace` whose texts may be dropped once the store has them. */
export interface Trace {
  readonly dependencies: readonly StoredDependency[];
  readonly value: Fingerprint;
  valueText: string | undefined;
  readonly reportsText: string;
  readonly reports: Fingerprint;
  readonly order?: Fingerprint;
  readonly microseconds: number;
  /** The value, or the external result that it names, cannot be had any more. */
  isGone: boolean;
}

/** All nodes of a query. */
export interface Table {
  readonly name: string;
  /** Undefined until the query is asked for, if the engine was made without a catalogue. */
  query: AnyQuery | undefined;
  readonly nodes: Map<string, Node>;
  /** Whether decoded values stay in memory after a flush. */
  readonly isRetained: boolean;
  /** An input's `absent` value, encoded when first needed. */
  absent: Encoded | undefined;
}

export interface Node {
  readonly number: NodeNumber;
  readonly table: Table;
  readonly key: string;
  status: Status;
  /** The newest trace; what `value` and the fingerprints that readers record belong to. */
  current: Trace | undefined;
  /** Earlier traces, newest first. */
  older: readonly Trace[];
  /** Decoded value of the current trace, or `notDecoded`. */
  value: unknown;
  /** Decoded reports of the current trace. */
  reports: readonly Diagnostic[] | undefined;
  /** What readers of the current trace record, made once and shared by all of them. */
  valueDependency: StoredDependency | undefined;
  reportsDependency: StoredDependency | undefined;
  /** Whether anything may depend on the node. */
  isRead: boolean;
  /** How the store knows the node: not at all, or by its flag. */
  stored: 'absent' | 'clean' | 'dirty';
  /** The current trace is not in the store yet. */
  isUnsaved: boolean;
  /** The node is in the list of what the next flush looks at. */
  isTouched: boolean;
  /** Of an external node: what was ordered. */
  orders: Orders | undefined;
}

/** In place of a value that is not in memory; `undefined` is a value. */
export const notDecoded: unique symbol = Symbol('not decoded');

export const noTraces: readonly Trace[] = [];

/** How many traces of a node the engine looks at, the current one included. */
export const tracesKept = 8;

export function createNode(table: Table, key: string, number: NodeNumber): Node {
  return {
    number,
    table,
    key,
    status: 'dirty',
    current: undefined,
    older: noTraces,
    value: notDecoded,
    reports: undefined,
    valueDependency: undefined,
    reportsDependency: undefined,
    isRead: false,
    stored: 'absent',
    isUnsaved: false,
    isTouched: false,
    orders: undefined,
  };
}

/** Makes `trace` the current one; what was decoded or recorded of another result is dropped. */
export function setCurrent(node: Node, trace: Trace, older: readonly Trace[]): void {
  const previous = node.current;
  if (previous?.value !== trace.value) {
    node.value = notDecoded;
    node.valueDependency = undefined;
  }
  if (previous?.reports !== trace.reports) {
    node.reports = undefined;
    node.reportsDependency = undefined;
  }
  node.current = trace;
  node.older = older;
}

/** The current trace of a node that is up to date. */
export function currentTrace(node: Node): Trace {
  const { current } = node;
  if (current === undefined) throw new InternalError(`${labelOf(node)} has no current trace`);
  return current;
}

/** What a reader of the node's value records. */
export function valueDependencyOn(node: Node): StoredDependency {
  node.isRead = true;
  node.valueDependency ??= {
    node: node.number,
    channel: 'value',
    fingerprint: currentTrace(node).value,
  };
  return node.valueDependency;
}

/** What a reader of the node's reports records. */
export function reportsDependencyOn(node: Node): StoredDependency {
  node.isRead = true;
  node.reportsDependency ??= {
    node: node.number,
    channel: 'reports',
    fingerprint: currentTrace(node).reports,
  };
  return node.reportsDependency;
}

export function nameOf(node: Node): NodeName {
  return { query: node.table.name, key: node.key };
}

/** `query(key)`, as people read it. */
export function labelOf(node: Node): string {
  return `${node.table.name}(${node.key})`;
}
