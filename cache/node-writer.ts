/**
 * Applies the engine's batches. After each: a node has one to eight traces with different
 * dependencies, of which one is current; an input has exactly one; `edge` holds the dependencies of
 * the current traces and nothing else. Runs inside a transaction of the caller.
 */
import { invariant } from '../src/base/invariant.ts';
import type { NodeNumber, WriteBatch } from '../src/query/store.ts';
import { nodeCheck } from './checksum.ts';
import type { Connection } from './connection.ts';
import type { Counters, QueryNames } from './counters.ts';
import type { NodeReader, NodeRow } from './node-reader.ts';
import { requireCurrent } from './node-reader.ts';
import type { PackedDependencies, TraceRow } from './trace-row.ts';
import {
  dependencyNodes,
  encodeTrace,
  firstTraceId,
  INSERT_TRACE,
  packDependencies,
  SLOTS,
} from './trace-row.ts';

type Memo = WriteBatch['memos'][number];

export class NodeWriter {
  readonly #connection: Connection;
  readonly #counters: Counters;
  readonly #names: QueryNames;
  readonly #reader: NodeReader;
  /** Edges of new nodes, which go in sorted: pages are then filled one after the other. */
  readonly #pending: PendingEdges = { dependencies: [], nodes: [] };

  constructor(connection: Connection, counters: Counters, names: QueryNames, reader: NodeReader) {
    this.#connection = connection;
    this.#counters = counters;
    this.#names = names;
    this.#reader = reader;
  }

  write(batch: WriteBatch): void {
    clearEdges(this.#pending);
    for (const memo of inNumberOrder(batch.memos)) this.#put(memo);
    this.#flushEdges();
    this.#setDirty(batch.dirtied, this.#counters.advance());
    this.#setDirty(batch.cleaned, 0);
    this.#counters.save();
  }

  #put(memo: Memo): void {
    const isKnown = memo.number < this.#counters.nextNumber;
    if (isKnown) this.#flushEdges();
    const node = isKnown ? this.#reader.row(memo.number) : undefined;
    if (node === undefined) {
      this.#insert(memo);
      return;
    }
    const query = this.#names.nameOf(node.query);
    invariant(
      node.key === memo.key && query === memo.query,
      `Node ${memo.number} is ${query}(${node.key}), not ${memo.query}(${memo.key})`,
    );
    this.#update(memo, node);
  }

  #insert({ number, query, key, trace }: Memo): void {
    invariant(number > 0, `Node ${number} of ${query}(${key}) is not a number of this store`);
    const packed = packDependencies(trace.dependencies);
    const used = this.#counters.advance();
    const id = this.#names.intern(query);
    const input = packed.text === '[]' ? 1 : 0;
    const check = nodeCheck(number, id, key);
    const { changes } = this.#connection
      .writer(INSERT_NODE)
      .run(number, id, key, check, 0, used, input);
    invariant(changes === 1, `${query}(${key}) has a number and cannot be node ${number} as well`);
    this.#connection
      .writer(INSERT_TRACE)
      .run(...encodeTrace(firstTraceId(number), used, packed, trace));
    for (const { node } of trace.dependencies) {
      if (this.#pending.nodes.length === MAX_PENDING) this.#flushEdges();
      this.#pending.dependencies.push(node);
      this.#pending.nodes.push(number);
    }
    this.#counters.reserve(number);
  }

  #update({ number, trace }: Memo, node: NodeRow): void {
    const rows = this.#reader.traceRows(number);
    const old = requireCurrent(node, rows);
    const packed = packDependencies(trace.dependencies);
    const isInput = packed.text === '[]';
    const id = isInput ? firstTraceId(number) : placeFor(number, packed, rows);
    if (isInput) {
      const remove = this.#connection.writer('DELETE FROM trace WHERE id = ?');
      for (const row of rows) if (row.id !== id) remove.run(row.id);
    }
    const used = this.#counters.advance();
    this.#connection.writer(INSERT_TRACE).run(...encodeTrace(id, used, packed, trace));
    this.#connection.writer(UPDATE_NODE).run(used, isInput ? 1 : 0, number);
    this.#replaceEdges(number, old.packed.text, packed.text);
  }

  #replaceEdges(node: NodeNumber, before: string, after: string): void {
    if (before === after) return;
    const old = dependencyNodes(before);
    const wanted = dependencyNodes(after);
    const remove = this.#connection.writer('DELETE FROM edge WHERE dependency = ? AND node = ?');
    for (const dependency of old) if (!wanted.has(dependency)) remove.run(dependency, node);
    const insert = this.#connection.writer(INSERT_EDGE);
    for (const dependency of wanted) if (!old.has(dependency)) insert.run(dependency, node);
  }

  #flushEdges(): void {
    const { dependencies, nodes } = this.#pending;
    if (nodes.length === 0) return;
    const insert = this.#connection.writer(INSERT_EDGE);
    for (const index of inEdgeOrder(dependencies)) insert.run(dependencies[index], nodes[index]);
    clearEdges(this.#pending);
  }

  /** Keeps the moment at which a dirty node became so. */
  #setDirty(nodes: readonly NodeNumber[], tick: number): void {
    const sql = tick === 0 ? CLEAN_NODE : DIRTY_NODE;
    const update = this.#connection.writer(sql);
    for (const node of nodes) update.run(tick, node);
  }
}

/** Parallel arrays; the nodes ascend. */
interface PendingEdges {
  readonly dependencies: number[];
  readonly nodes: number[];
}

/** Indexes below it fit into a double together with the number of a node. */
const MAX_PENDING = 2 ** 20;

const INSERT_NODE = `INSERT INTO node (number, query, key, row_check, dirty, current, input)
  VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (query, key) DO NOTHING`;
const UPDATE_NODE = 'UPDATE node SET dirty = 0, current = ?, input = ? WHERE number = ?';
const DIRTY_NODE = 'UPDATE node SET dirty = ? WHERE number = ? AND dirty = 0';
const CLEAN_NODE = 'UPDATE node SET dirty = ? WHERE number = ? AND dirty <> 0';
const INSERT_EDGE = 'INSERT OR IGNORE INTO edge (dependency, node) VALUES (?, ?)';

/**
 * The id of the trace with these dependencies, a free one, or that of the trace unused for longest.
 */
function placeFor(node: NodeNumber, packed: PackedDependencies, rows: readonly TraceRow[]): number {
  const same = rows.find(
    (row) => row.packed.text === packed.text && row.packed.fingerprints === packed.fingerprints,
  );
  if (same !== undefined) return same.id;
  const taken = new Set(rows.map((row) => row.id));
  const first = firstTraceId(node);
  for (let id = first; id < first + SLOTS; id++) if (!taken.has(id)) return id;
  return rows.reduce((oldest, row) => (row.used < oldest.used ? row : oldest)).id;
}

function clearEdges({ dependencies, nodes }: PendingEdges): void {
  dependencies.length = 0;
  nodes.length = 0;
}

/** The indexes of `dependencies` by dependency, then by index; numbers sort far faster than objects. */
function inEdgeOrder(dependencies: readonly number[]): Float64Array {
  const codes = new Float64Array(dependencies.length);
  for (const [index, dependency] of dependencies.entries()) {
    codes[index] = dependency * MAX_PENDING + index;
  }
  return codes.sort().map((code) => code % MAX_PENDING);
}

/** Neighbours on the disk are written together. */
function inNumberOrder(memos: readonly Memo[]): readonly Memo[] {
  const isOrdered = memos.every((memo, index) => (memos[index - 1]?.number ?? 0) <= memo.number);
  return isOrdered ? memos : memos.toSorted((a, b) => a.number - b.number);
}
