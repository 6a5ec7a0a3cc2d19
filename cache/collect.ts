/**
 * Keeps a cache below a size. In this order, and no further than needed: nodes that no build asked
 * for in a long time are deleted (always); older traces go, then values of current ones, those
 * first that are cheapest to make again for the space they take. Inputs are never touched: nothing
 * else knows them.
 */
import type { NodeNumber } from '../src/query/store.ts';
import type { Collected, CollectOptions } from './cache.ts';
import type { Connection } from './connection.ts';
import { PAGE_SIZE_BYTES } from './connection.ts';
import type { Counters } from './counters.ts';
import type { NodeReader } from './node-reader.ts';
import {
  decodeTrace,
  dependencyNodes,
  encodeTrace,
  firstTraceId,
  INSERT_TRACE,
  SLOTS,
  TRACE_COLUMNS,
} from './trace-row.ts';

const UNUSED_BUILDS = 20;
/** Smaller values are not worth a miss: their row stays anyway. */
const SMALLEST_VALUE_BYTES = 256;
/** Collecting down to the very limit would mean to collect again after the next build. */
const TARGET = 0.9;

export interface CollectContext {
  readonly connection: Connection;
  readonly reader: NodeReader;
  readonly counters: Counters;
}

/** Runs inside a transaction; `compact` gives the space back afterwards. */
export function collect(
  context: CollectContext,
  options: CollectOptions,
): Omit<Collected, 'afterBytes'> {
  const beforeBytes = liveBytes(context.connection);
  const deletedNodes = deleteUnused(context, options.unusedBuilds ?? UNUSED_BUILDS);
  let excess = liveBytes(context.connection) - options.maxBytes;
  if (excess <= 0) return { beforeBytes, deletedNodes, deletedTraces: 0, evictedValues: 0 };
  excess += options.maxBytes * (1 - TARGET);
  const traces = cheapest(
    context.connection.reader(OLDER_TRACES).all(context.counters.tick),
    excess,
  );
  const remove = context.connection.writer('DELETE FROM trace WHERE id = ?');
  for (const id of traces.ids) remove.run(id);
  const values = cheapest(
    context.connection.reader(CURRENT_VALUES).all(SMALLEST_VALUE_BYTES),
    excess - traces.bytes,
  );
  for (const id of values.ids) evictValue(context.connection, id);
  return {
    beforeBytes,
    deletedNodes,
    deletedTraces: traces.ids.length,
    evictedValues: values.ids.length,
  };
}

/** Shrinks the file when a quarter of it is free. Outside of any transaction. */
export function compact({ database }: Connection): void {
  const free = Number(database.pragma('freelist_count', { simple: true }));
  const all = Number(database.pragma('page_count', { simple: true }));
  if (free * 4 > all) database.exec('VACUUM');
}

/** Of the pages in use. */
export function liveBytes({ database }: Connection): number {
  const free = Number(database.pragma('freelist_count', { simple: true }));
  const all = Number(database.pragma('page_count', { simple: true }));
  return (all - free) * PAGE_SIZE_BYTES;
}

/**
 * `id`, bytes; in the order in which they should go. The use of a trace ended when a newer one
 * began.
 */
const OLDER_TRACES = `
  SELECT id, bytes FROM (
    SELECT
      trace.id AS id,
      trace.used = node.current AS is_current,
      trace.microseconds AS microseconds,
      octet_length(dependencies) + octet_length(fingerprints) + octet_length(reports_text)
        + coalesce(octet_length(value_text), 0) + 80 AS bytes,
      lead(trace.used) OVER (PARTITION BY node.number ORDER BY trace.used) AS last_used
    FROM node JOIN trace ON trace.id BETWEEN node.number * 8 AND node.number * 8 + 7
  )
  WHERE NOT is_current
  ORDER BY (microseconds + 1.0) / bytes / (1 + ? - last_used), id`;

const CURRENT_VALUES = `
  SELECT trace.id, octet_length(value_text)
  FROM node JOIN trace ON trace.id BETWEEN node.number * 8 AND node.number * 8 + 7
    AND trace.used = node.current
  WHERE node.input = 0 AND octet_length(value_text) >= ?
  ORDER BY (microseconds + 1.0) / octet_length(value_text), trace.id`;

/** As many rows as make up `wantedBytes`. */
function cheapest(
  rows: readonly (readonly unknown[])[],
  wantedBytes: number,
): { readonly ids: readonly number[]; readonly bytes: number } {
  const ids: number[] = [];
  let bytes = 0;
  for (const [id, size] of rows) {
    if (bytes >= wantedBytes) break;
    ids.push(Number(id));
    bytes += Number(size);
  }
  return { ids, bytes };
}

function evictValue(connection: Connection, id: number): void {
  const columns = connection.reader(`SELECT ${TRACE_COLUMNS} FROM trace WHERE id = ?`).get(id);
  const row = columns === undefined ? undefined : decodeTrace(columns);
  if (row === undefined) return; // Damaged: the next reader of it has to know, not we.
  const parameters = encodeTrace(id, row.used, row.packed, { ...row.trace, valueText: undefined });
  connection.writer(INSERT_TRACE).run(...parameters);
}

/**
 * A node that was dirty before the last `builds` builds and is dirty still was asked for by none of
 * them (checks ask for no code, and do not count). It goes when nothing reads it, and with it what only it read.
 */
function deleteUnused({ connection, reader }: CollectContext, builds: number): number {
  const oldest = connection
    .reader('SELECT tick FROM build WHERE is_build ORDER BY id DESC LIMIT 1 OFFSET ?')
    .get(builds - 1);
  if (oldest === undefined) return 0;
  const unused = connection
    .reader(UNUSED_NODES)
    .all(oldest[0])
    .map((row) => row[0] as NodeNumber);
  const isRead = connection.reader('SELECT 1 FROM edge WHERE dependency = ? LIMIT 1');
  const removeEdge = connection.writer('DELETE FROM edge WHERE dependency = ? AND node = ?');
  const removeTraces = connection.writer('DELETE FROM trace WHERE id BETWEEN ? AND ?');
  const removeNode = connection.writer('DELETE FROM node WHERE number = ?');
  let deleted = 0;
  for (let number = unused.pop(); number !== undefined; number = unused.pop()) {
    const node = reader.row(number);
    if (node === undefined || node.isInput || isRead.get(number) !== undefined) continue;
    for (const dependency of dependencyNodes(reader.currentTrace(node).packed.text)) {
      removeEdge.run(dependency, number);
      unused.push(dependency as NodeNumber);
    }
    removeTraces.run(firstTraceId(number), firstTraceId(number) + SLOTS - 1);
    removeNode.run(number);
    deleted += 1;
  }
  return deleted;
}

const UNUSED_NODES = `SELECT number FROM node WHERE dirty BETWEEN 1 AND ? AND input = 0
  AND NOT EXISTS (SELECT 1 FROM edge WHERE dependency = node.number)`;
