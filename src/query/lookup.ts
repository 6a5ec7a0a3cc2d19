/**
 * Finding nodes: in memory, else in the store, else new. The store is the graph; a node enters
 * memory when it is first asked for by name, or reached by number through a dependency.
 */
import { isOfCycle } from './frame.ts';
import { absentOf, assignInput } from './input-value.ts';
import type { Node, Trace } from './node.ts';
import { createNode, nameOf, noTraces } from './node.ts';
import type { AnyQuery } from './query.ts';
import type { Runtime } from './runtime.ts';
import { tableNamed, tableOf, touch } from './runtime.ts';
import { isSampled } from './sample.ts';
import type { NodeNumber, StoredDependency, StoredSkeleton, StoredTrace } from './store.ts';

/** The node of a query and key, which is new if neither memory nor the store knows it. */
export function locate(runtime: Runtime, query: AnyQuery, key: string): Node {
  const table = runtime.tables.get(query.name);
  const node = table?.nodes.get(key);
  if (node !== undefined && node.table.query === query) return node;
  return find(runtime, query, key) ?? addNew(runtime, query, key);
}

/** The node of a query and key, if there is one. */
export function find(runtime: Runtime, query: AnyQuery, key: string): Node | undefined {
  const table = tableOf(runtime, query);
  const node = table.nodes.get(key);
  if (node !== undefined || runtime.isComplete) return node;
  const stored =
    runtime.prefetched.byName.get(nameIn(query.name, key)) ??
    runtime.store.findSkeleton(query.name, key);
  return stored === undefined ? undefined : admit(runtime, stored);
}

/** The node with a number that a trace mentions; undefined if the store dropped it. */
export function byNumber(runtime: Runtime, number: NodeNumber): Node | undefined {
  const node = runtime.nodes.get(number);
  if (node !== undefined) return node;
  const stored =
    runtime.prefetched.byNumber.get(number) ?? runtime.store.loadSkeletons([number])[0];
  return stored === undefined ? undefined : admit(runtime, stored);
}

/**
 * Reads from the store, in one go, what a trace reads from `position` on. The nodes enter memory
 * when they are asked for, as if nothing had been read ahead.
 */
export function prefetch(
  runtime: Runtime,
  dependencies: readonly StoredDependency[],
  position: number,
): void {
  const { nodes, prefetched, store } = runtime;
  if (prefetched.byNumber.size > prefetchedAtMost) dropPrefetched(runtime);
  const missing: NodeNumber[] = [];
  const end = Math.min(dependencies.length, position + prefetchedAtOnce);
  for (let index = position; index < end; index += 1) {
    const number = dependencies[index]?.node;
    if (number === undefined || nodes.has(number) || prefetched.byNumber.has(number)) continue;
    missing.push(number);
  }
  for (const stored of store.loadSkeletons(missing)) {
    prefetched.byNumber.set(stored.number, stored);
    prefetched.byName.set(nameIn(stored.query, stored.key), stored);
  }
}

/** To be called before the store changes. */
export function dropPrefetched({ prefetched }: Runtime): void {
  prefetched.byNumber.clear();
  prefetched.byName.clear();
}

function nameIn(query: string, key: string): string {
  return `${query} ${key}`;
}

/** Few traces read more, and of those that differ most do so early. */
const prefetchedAtOnce = 64;
const prefetchedAtMost = 4096;

function addNew(runtime: Runtime, query: AnyQuery, key: string): Node {
  const table = tableOf(runtime, query);
  const node = createNode(table, key, runtime.nextNumber as NodeNumber);
  runtime.nextNumber += 1;
  table.nodes.set(key, node);
  runtime.nodes.set(node.number, node);
  if (query.kind === 'input') assignInput(runtime, node, query.absent, absentOf(table, query));
  return node;
}

function admit(runtime: Runtime, stored: StoredSkeleton): Node {
  const table = tableNamed(runtime, stored.query);
  const node = createNode(table, stored.key, stored.number);
  const [current, ...older] = stored.traces;
  node.current = current && traceOf(current);
  node.older = older.length === 0 ? noTraces : older.map(traceOf);
  node.stored = stored.dirty ? 'dirty' : 'clean';
  node.isRead = true;
  table.nodes.set(stored.key, node);
  runtime.nodes.set(node.number, node);

  const { dirtyElsewhere, dirtiedElsewhere } = runtime.unsaved;
  const isDirty = dirtyElsewhere.delete(node.number) || stored.dirty || current === undefined;
  if (dirtiedElsewhere.delete(node.number)) touch(runtime, node);
  if (!isDirty) admitClean(runtime, node, stored.hasValue);
  return node;
}

/** A memo of an earlier process that holds is reused from here on. */
function admitClean(runtime: Runtime, node: Node, hasValue: boolean): void {
  node.status = 'clean';
  const { query } = node.table;
  if (query === undefined) return;
  if (query.kind === 'input') {
    if (node.current !== undefined && !hasValue) node.current.isGone = true;
    return;
  }
  runtime.emit?.({ kind: 'didReuse', node: nameOf(node), trace: 'current' });
  const isAlone = node.current !== undefined && !isOfCycle(node, node.current);
  if (isAlone && isSampled(runtime, node)) node.status = 'unchecked';
}

/** Field by field: there are tens of thousands, and a spread takes three times as long. */
function traceOf({
  dependencies,
  value,
  valueText,
  reportsText,
  reports,
  order,
  microseconds,
}: StoredTrace): Trace {
  const trace: Trace = {
    dependencies,
    value,
    valueText,
    reportsText,
    reports,
    microseconds,
    isGone: false,
  };
  return order === undefined ? trace : { ...trace, order };
}
