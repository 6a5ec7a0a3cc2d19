/**
 * Verifies a whole database after a stop that was not in order, and mends what can be mended.
 * Afterwards every row is intact, `edge` is exactly what the current traces read, and a node is
 * marked clean only if the fingerprints it recorded are those its dependencies have, which are
 * clean themselves. So whatever happened to the file, a clean node is one whose trace holds.
 *
 * Damage to an input, a node or the manifest cannot be mended and throws a `CacheDamagedError`.
 */

import { fingerprintOf } from '../src/base/fingerprint.ts';
import type { NodeNumber } from '../src/query/store.ts';
import type { Connection } from './connection.ts';
import { Counters, QueryNames } from './counters.ts';
import { CacheDamagedError } from './errors.ts';
import type { NodeRow } from './node-reader.ts';
import { decodeNode, NODE_COLUMNS } from './node-reader.ts';
import { readFiles, readOutputs } from './records.ts';
import type { TraceRow } from './trace-row.ts';
import { decodeTrace, firstTraceId, nodeOfTrace, SLOTS, TRACE_COLUMNS } from './trace-row.ts';

/** What was mended. */
export interface Repairs {
  /** Nodes whose current trace was damaged; forgotten. */
  readonly forgotten: number;
  /** Nodes that claimed to be clean and were not, or that read a forgotten one. */
  readonly dirtied: number;
}

export function verifyDatabase(connection: Connection): Repairs {
  verifyPages(connection);
  const counters = new Counters(connection);
  readFiles(connection);
  readOutputs(connection);
  const nodes = readNodes(connection, counters, new QueryNames(connection));
  const { current, damaged } = readTraces(connection, counters, nodes);
  const forgotten = [...nodes.values()].filter((node) => !current.has(node.number));
  for (const node of forgotten) {
    if (node.isInput) throw unreadable(`input ${node.key}`);
    nodes.delete(node.number);
  }
  verifyInputs(connection, current);

  const dependents = dependentsOf(current);
  const unsound = unsoundNodes(nodes, current, dependents);
  connection.database.transaction(() => {
    mendTraces(connection, forgotten, damaged);
    mendEdges(connection, dependents);
    const tick = counters.advance();
    const dirty = connection.writer('UPDATE node SET dirty = ? WHERE number = ?');
    for (const number of unsound) dirty.run(tick, number);
    if (unsound.size > 0) counters.save();
  })();
  return { forgotten: forgotten.length, dirtied: unsound.size };
}

type Dependents = ReadonlyMap<number, readonly NodeNumber[]>;

function verifyPages({ database }: Connection): void {
  // quick_check walks every page but does not compare indexes with their tables; only these two
  // have one.
  const checks = ['quick_check(1)', 'integrity_check(node)', 'integrity_check(query)'];
  for (const check of checks) {
    const finding: unknown = database.pragma(check, { simple: true });
    if (finding !== 'ok') throw new CacheDamagedError(`The cache is damaged: ${String(finding)}`);
  }
}

function readNodes(
  connection: Connection,
  counters: Counters,
  names: QueryNames,
): Map<number, NodeRow> {
  const nodes = new Map<number, NodeRow>();
  for (const columns of connection.reader(`SELECT ${NODE_COLUMNS} FROM node`).iterate()) {
    const node = decodeNode(columns);
    if (node === undefined || names.nameOf(node.query) === undefined)
      throw unreadable(`node ${columns[0]}`);
    if (
      node.number >= counters.nextNumber ||
      node.current > counters.tick ||
      node.dirty > counters.tick
    ) {
      throw unreadable(`node ${node.number}`);
    }
    nodes.set(node.number, node);
  }
  return nodes;
}

/** The current trace of each node that has one, and the ids of rows that are no trace of a node. */
function readTraces(
  connection: Connection,
  counters: Counters,
  nodes: ReadonlyMap<number, NodeRow>,
): { readonly current: ReadonlyMap<number, TraceRow>; readonly damaged: readonly number[] } {
  const current = new Map<number, TraceRow>();
  const damaged: number[] = [];
  for (const columns of connection.reader(`SELECT ${TRACE_COLUMNS} FROM trace`).iterate()) {
    const row = decodeTrace(columns);
    const id = Number(columns[0]);
    const node = nodes.get(nodeOfTrace(id));
    if (row === undefined || node === undefined || row.used > counters.tick) damaged.push(id);
    else if (row.used === node.current && (row.packed.text === '[]') === node.isInput) {
      current.set(node.number, row);
    }
  }
  return { current, damaged };
}

/** The text of an input exists nowhere else in the graph. */
function verifyInputs(connection: Connection, current: ReadonlyMap<number, TraceRow>): void {
  const select = connection.reader('SELECT value_text FROM trace WHERE id = ?');
  for (const [number, row] of current) {
    if (row.packed.text !== '[]') continue;
    const text = select.get(row.id)?.[0];
    if (typeof text === 'string' && fingerprintOf(text) !== row.trace.value)
      throw unreadable(`input ${number}`);
  }
}

function dependentsOf(current: ReadonlyMap<number, TraceRow>): Dependents {
  const dependents = new Map<number, NodeNumber[]>();
  for (const [number, row] of current) {
    for (const dependency of new Set(row.trace.dependencies.map(({ node }) => node))) {
      const list = dependents.get(dependency);
      if (list === undefined) dependents.set(dependency, [number as NodeNumber]);
      else list.push(number as NodeNumber);
    }
  }
  return dependents;
}

/** The nodes that are marked clean and must not be, with all that depend on them. */
function unsoundNodes(
  nodes: ReadonlyMap<number, NodeRow>,
  current: ReadonlyMap<number, TraceRow>,
  dependents: Dependents,
): ReadonlySet<number> {
  const holds = (row: TraceRow): boolean =>
    row.trace.dependencies.every(({ node, channel, fingerprint }) => {
      const dependency = current.get(node);
      return nodes.get(node)?.dirty === 0 && dependency?.trace[channel] === fingerprint;
    });
  const unsound = new Set<number>();
  const found: number[] = [];
  const add = (number: number): void => {
    if (unsound.has(number) || nodes.get(number)?.dirty !== 0) return;
    unsound.add(number);
    found.push(number);
  };
  for (const [number, row] of current) if (!holds(row)) add(number);
  for (let next = found.pop(); next !== undefined; next = found.pop()) {
    for (const dependent of dependents.get(next) ?? []) add(dependent);
  }
  return unsound;
}

function mendTraces(
  connection: Connection,
  forgotten: readonly NodeRow[],
  damaged: readonly number[],
): void {
  const removeNode = connection.writer('DELETE FROM node WHERE number = ?');
  const removeTraces = connection.writer('DELETE FROM trace WHERE id BETWEEN ? AND ?');
  const removeTrace = connection.writer('DELETE FROM trace WHERE id = ?');
  for (const { number } of forgotten) {
    removeNode.run(number);
    removeTraces.run(firstTraceId(number), firstTraceId(number) + SLOTS - 1);
  }
  for (const id of damaged) removeTrace.run(id);
}

function mendEdges(connection: Connection, dependents: Dependents): void {
  const missing = new Map(
    [...dependents].map(([dependency, nodes]) => [dependency, new Set<number>(nodes)]),
  );
  const surplus: (readonly unknown[])[] = [];
  for (const edge of connection.reader('SELECT dependency, node FROM edge').iterate()) {
    const isWanted = missing.get(Number(edge[0]))?.delete(Number(edge[1])) ?? false;
    if (!isWanted) surplus.push(edge);
  }
  const remove = connection.writer('DELETE FROM edge WHERE dependency = ? AND node = ?');
  for (const edge of surplus) remove.run(...edge);
  const insert = connection.writer('INSERT INTO edge (dependency, node) VALUES (?, ?)');
  for (const [dependency, nodes] of missing) for (const node of nodes) insert.run(dependency, node);
}

function unreadable(what: string): CacheDamagedError {
  return new CacheDamagedError(`The cache is damaged: ${what} is unreadable`);
}
