/** A store in memory: for tests, and for a single file that belongs to no project. */
import { present } from '../base/invariant.ts';
import type {
  NodeNumber,
  QueryStore,
  SkeletonStore,
  StoredNode,
  StoredSkeleton,
  StoredTrace,
  WriteBatch,
} from './store.ts';

/** How many traces of a node are kept, the most recently current ones. */
export const memoryStoreTraces = 8;

interface Row {
  readonly number: NodeNumber;
  readonly query: string;
  readonly key: string;
  dirty: boolean;
  traces: readonly StoredTrace[];
}

interface Tables {
  readonly rows: Map<NodeNumber, Row>;
  readonly index: Map<string, Map<string, Row>>;
  /** Reverse edges of the current traces. */
  readonly dependents: Map<NodeNumber, Set<NodeNumber>>;
}

export function createMemoryStore(): QueryStore {
  const tables: Tables = { rows: new Map(), index: new Map(), dependents: new Map() };
  const { rows, index, dependents } = tables;
  let nextNumber = 1;
  const full: FullReads = {
    find: (query, key) => copyOf(index.get(query)?.get(key)),
    load: (number) => copyOf(rows.get(number)),
  };
  return {
    get isEmpty(): boolean {
      return rows.size === 0;
    },
    ...full,
    ...skeletonsOf(full),
    dependents: (number) => [...(dependents.get(number) ?? [])],
    nextNumber: () => nextNumber as NodeNumber,
    write(batch: WriteBatch): void {
      for (const memo of batch.memos) {
        setTrace(tables, rowOf(tables, memo), memo.trace);
        nextNumber = Math.max(nextNumber, memo.number + 1);
      }
      for (const number of batch.dirtied) present(rows.get(number), `node ${number}`).dirty = true;
      for (const number of batch.cleaned) present(rows.get(number), `node ${number}`).dirty = false;
    },
  };
}

type FullReads = Pick<QueryStore, 'find' | 'load'>;

/** The narrow questions, answered from the full ones. */
export function skeletonsOf({ find, load }: FullReads): SkeletonStore {
  return {
    findSkeleton: (query, key) => skeletonOf(find(query, key)),
    loadSkeletons: (numbers) =>
      numbers.map((number) => skeletonOf(load(number))).filter((node) => node !== undefined),
    valueText: (number, value) =>
      load(number)?.traces.find((trace) => trace.value === value && trace.valueText !== undefined)
        ?.valueText,
    inputValue(query, key) {
      const trace = find(query, key)?.traces[0];
      return trace !== undefined && trace.valueText === undefined ? 'unclear' : trace?.value;
    },
  };
}

function skeletonOf(node: StoredNode | undefined): StoredSkeleton | undefined {
  return (
    node && {
      ...node,
      hasValue: node.traces[0]?.valueText !== undefined,
      traces: node.traces.map((trace) => ({ ...trace, valueText: undefined })),
    }
  );
}

function copyOf(row: Row | undefined): StoredNode | undefined {
  return row && { ...row };
}

function rowOf({ rows, index }: Tables, memo: WriteBatch['memos'][number]): Row {
  const { number, query, key } = memo;
  const known = rows.get(number);
  if (known !== undefined) return known;
  const row: Row = { number, query, key, dirty: false, traces: [] };
  rows.set(number, row);
  const keys = index.get(query);
  if (keys === undefined) index.set(query, new Map([[key, row]]));
  else keys.set(key, row);
  return row;
}

/** The engine drops texts from its traces later, so the store keeps a copy. */
function setTrace({ dependents }: Tables, row: Row, trace: StoredTrace): void {
  const { number } = row;
  for (const { node } of row.traces[0]?.dependencies ?? []) dependents.get(node)?.delete(number);
  for (const { node } of trace.dependencies) {
    const readers = dependents.get(node);
    if (readers === undefined) dependents.set(node, new Set([number]));
    else readers.add(number);
  }
  const isInput = trace.dependencies.length === 0;
  const older = isInput ? [] : row.traces.filter((other) => !isSameTrace(other, trace));
  row.traces = [{ ...trace }, ...older.slice(0, memoryStoreTraces - 1)];
  row.dirty = false;
}

/** Traces that read the same come to the same result. */
function isSameTrace(left: StoredTrace, right: StoredTrace): boolean {
  return (
    left.dependencies.length === right.dependencies.length &&
    left.dependencies.every((dependency, index) => {
      const other = right.dependencies[index];
      return (
        dependency.node === other?.node &&
        dependency.channel === other.channel &&
        dependency.fingerprint === other.fingerprint
      );
    })
  );
}
