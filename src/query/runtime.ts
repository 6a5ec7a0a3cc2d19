/**
 * The state that the steps of the algorithm share. Each step is a function of a file of its own
 * that takes the runtime first; `createEngine` makes it, and nothing outside this folder sees it.
 */
import { InternalError } from '../base/invariant.ts';
import type { EventListener } from './events.ts';
import type { Frame } from './frame.ts';
import type { Node, Table } from './node.ts';
import type { AnyQuery } from './query.ts';
import type { NodeNumber, QueryStore, StoredSkeleton } from './store.ts';
import type { Unwinding } from './unwind.ts';

export interface Runtime {
  readonly store: QueryStore;
  /** The store held nothing when the engine was made: memory knows all nodes there are. */
  readonly isComplete: boolean;
  readonly emit: EventListener | undefined;
  readonly isCancelled: () => boolean;
  /** Microseconds. */
  readonly now: () => number;
  /** Whether decoded values of a query stay in memory after a flush. */
  readonly retains: (query: string) => boolean;
  /** Part of the nodes that is executed again when reused, for comparison; 0 to 1. */
  readonly rechecked: number;

  readonly tables: Map<string, Table>;
  readonly nodes: Map<NodeNumber, Node>;
  /** Read ahead and not asked for yet; as the store is, so it is dropped when that changes. */
  readonly prefetched: Prefetched;
  nextNumber: number;
  /** Counts changes of inputs and results from outside. */
  revision: number;

  readonly stack: Frame[];
  /** Calls of `run` under way, each within the execution of a query by the one before. */
  depth: number;
  /** The stack is being unwound by the engine itself. */
  unwinding: Unwinding | undefined;
  /** Errors that already show the stack of queries. */
  readonly described: WeakSet<object>;

  readonly unsaved: Unsaved;
  /**
   * Brings the frame's node up to date; false if that takes an external result. Set by
   * `createEngine`.
   */
  readonly run: (frame: Frame) => boolean;
}

/** By number and by name; entries of nodes that are in memory by now are of no use. */
export interface Prefetched {
  readonly byNumber: Map<NodeNumber, StoredSkeleton>;
  readonly byName: Map<string, StoredSkeleton>;
}

/** What the next flush writes. */
export interface Unsaved {
  /** Nodes whose memo or flag differs from the store's. */
  touched: Node[];
  /**
   * New memos among them that have dependencies, which the store's reverse edges do not know yet.
   */
  memos: number;
  /**
   * Nodes known to be dirty that are not in memory, and those of them whose flag the store does not
   * have.
   */
  readonly dirtyElsewhere: Set<NodeNumber>;
  readonly dirtiedElsewhere: Set<NodeNumber>;
  /** Nodes with a decoded value in memory that is not retained. */
  evictable: Node[];
}

export function createUnsaved(): Unsaved {
  return {
    touched: [],
    memos: 0,
    dirtyElsewhere: new Set(),
    dirtiedElsewhere: new Set(),
    evictable: [],
  };
}

/** Has the next flush look at the node. */
export function touch(runtime: Runtime, node: Node): void {
  if (node.isTouched) return;
  node.isTouched = true;
  runtime.unsaved.touched.push(node);
}

/** Has the next flush write the node's current trace. */
export function markUnsaved(runtime: Runtime, node: Node): void {
  node.isUnsaved = true;
  if (node.table.query?.kind !== 'input') runtime.unsaved.memos += 1;
  touch(runtime, node);
}

export function tableOf(runtime: Runtime, query: AnyQuery): Table {
  const table = tableNamed(runtime, query.name);
  if (table.query !== query) {
    if (table.query !== undefined) {
      throw new InternalError(`Two queries are named \`${query.name}\``);
    }
    table.query = query;
  }
  return table;
}

export function tableNamed(runtime: Runtime, name: string): Table {
  let table = runtime.tables.get(name);
  if (table === undefined) {
    const isRetained = runtime.retains(name);
    table = { name, query: undefined, nodes: new Map(), isRetained, absent: undefined };
    runtime.tables.set(name, table);
  }
  return table;
}
