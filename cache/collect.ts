/**
 * Keeps a cache below a size. In this order, and no further than needed: nodes that no build asked for in a
 * long time are deleted (always), and objects that nothing names any more are given up (always); older
 * traces go, with the objects that only they named, and objects of results that are out of date; then values
 * of current traces. Within a step those go first that are cheapest to make again for the space they take
 * and were not used for longest.
 *
 * Never touched: inputs, which nothing else knows, and the objects of results that hold.
 */
import type { Fingerprint } from '../src/base/fingerprint.ts';
import type { NodeNumber } from '../src/query/store.ts';
import type { Collected, CollectOptions } from './cache.ts';
import type { Connection } from './connection.ts';
import { PAGE_SIZE_BYTES } from './connection.ts';
import type { Counters, QueryNames } from './counters.ts';
import type { NamedObject } from './named-objects.ts';
import { namedObjects } from './named-objects.ts';
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
/** Part of the bound that values of current traces may take, however large the objects are. */
const DATABASE_SHARE = 0.25;

export interface CollectContext {
  readonly connection: Connection;
  readonly reader: NodeReader;
  readonly counters: Counters;
  readonly names: QueryNames;
}

/** Runs inside a transaction; `compact` gives the space back afterwards. */
export function collect(
  context: CollectContext,
  options: CollectOptions,
): Omit<Collected, 'afterBytes'> & { readonly freedBytes: number } {
  const { connection } = context;
  const { maxBytes } = options;
  const beforeBytes = liveBytes(connection);
  const deletedNodes = deleteUnused(context, options.unusedBuilds ?? UNUSED_BUILDS);
  const { queries = [], sizes = new Map<Fingerprint, number>() } = options.objects ?? {};
  const use = createObjectUse(namedObjects(connection, context.names, queries), sizes);
  const databaseBytes = liveBytes(connection);
  let excess = databaseBytes + use.bytes() - maxBytes;
  if (excess <= 0) {
    const keptObjects = use.kept();
    const nothing = { deletedTraces: 0, evictedValues: 0, freedBytes: 0 };
    return { beforeBytes, deletedNodes, ...nothing, keptObjects };
  }
  excess += maxBytes * (1 - TARGET);

  const older = dropOlder(context, use, excess);
  const left = databaseBytes - older.databaseBytes - maxBytes * DATABASE_SHARE;
  const values = cheapest(
    connection.reader(CURRENT_VALUES).all(SMALLEST_VALUE_BYTES),
    Math.min(excess - older.bytes, left),
  );
  for (const id of values.ids) evictValue(connection, id);
  return {
    beforeBytes,
    deletedNodes,
    deletedTraces: older.traces,
    evictedValues: values.ids.length,
    freedBytes: older.databaseBytes + values.bytes,
    keptObjects: use.kept(),
  };
}

/**
 * Shrinks the file when a quarter of it is free: pages, and `freedBytes` within pages that hold other rows,
 * too. Outside of any transaction.
 */
export function compact({ database }: Connection, freedBytes: number): void {
  const free = Number(database.pragma('freelist_count', { simple: true }));
  const all = Number(database.pragma('page_count', { simple: true }));
  if ((free * PAGE_SIZE_BYTES + freedBytes) * 4 > all * PAGE_SIZE_BYTES) database.exec('VACUUM');
}

/** Of the pages in use. */
export function liveBytes({ database }: Connection): number {
  const free = Number(database.pragma('freelist_count', { simple: true }));
  const all = Number(database.pragma('page_count', { simple: true }));
  return (all - free) * PAGE_SIZE_BYTES;
}

/** Who names which object. An object goes when its last name does. */
interface ObjectUse {
  readonly named: readonly NamedObject[];
  sizeOf(fingerprint: Fingerprint): number;
  nameOf(id: number): Fingerprint | undefined;
  /** Gives a name up; the bytes that are free by it. */
  drop(id: number): number;
  bytes(): number;
  kept(): ReadonlySet<Fingerprint>;
}

function createObjectUse(
  named: readonly NamedObject[],
  sizes: ReadonlyMap<Fingerprint, number>,
): ObjectUse {
  const byTrace = new Map(named.map(({ id, fingerprint }) => [id, fingerprint]));
  const counts = new Map<Fingerprint, number>();
  for (const { fingerprint } of named) counts.set(fingerprint, (counts.get(fingerprint) ?? 0) + 1);
  const sizeOf = (fingerprint: Fingerprint): number => sizes.get(fingerprint) ?? 0;
  return {
    named,
    sizeOf,
    nameOf: (id) => byTrace.get(id),
    drop(id) {
      const fingerprint = byTrace.get(id);
      if (fingerprint === undefined) return 0;
      byTrace.delete(id);
      const count = (counts.get(fingerprint) ?? 0) - 1;
      counts.set(fingerprint, count);
      if (count > 0) return 0;
      counts.delete(fingerprint);
      return sizeOf(fingerprint);
    },
    bytes: () => [...counts.keys()].reduce((sum, each) => sum + sizeOf(each), 0),
    kept: () => new Set(counts.keys()),
  };
}

/** Something that can go: a trace with the object it names, or only the object of a current trace. */
interface Candidate {
  readonly id: number;
  /** Of the row; 0 where that stays. */
  readonly rowBytes: number;
  /** What it takes to make again for the space, less for what was not used for long. */
  readonly worth: number;
}

/** Gives up `excess` bytes of what belongs to earlier states. */
function dropOlder(
  { connection, counters }: CollectContext,
  use: ObjectUse,
  excess: number,
): { readonly traces: number; readonly bytes: number; readonly databaseBytes: number } {
  const now = counters.tick + 1;
  const candidates: Candidate[] = [];
  for (const row of connection.reader(OLDER_TRACES).iterate()) {
    const [id = 0, rowBytes = 0, microseconds = 0, lastUsed = 0] = row.map(Number);
    const name = use.nameOf(id);
    const bytes = rowBytes + (name === undefined ? 0 : use.sizeOf(name));
    candidates.push({ id, rowBytes, worth: (microseconds + 1) / bytes / (now - lastUsed) });
  }
  for (const { id, fingerprint, isCurrent, dirty, microseconds } of use.named) {
    const bytes = use.sizeOf(fingerprint);
    if (!isCurrent || dirty === 0 || bytes === 0) continue;
    candidates.push({ id, rowBytes: 0, worth: (microseconds + 1) / bytes / (now - dirty) });
  }
  candidates.sort((a, b) => a.worth - b.worth || a.id - b.id);

  const remove = connection.writer('DELETE FROM trace WHERE id = ?');
  let traces = 0;
  let bytes = 0;
  let databaseBytes = 0;
  for (const { id, rowBytes } of candidates) {
    if (bytes >= excess) break;
    bytes += rowBytes + use.drop(id);
    if (rowBytes === 0) continue;
    remove.run(id);
    databaseBytes += rowBytes;
    traces += 1;
  }
  return { traces, bytes, databaseBytes };
}

/** `id`, bytes, microseconds, last use: the use of a trace ended when a newer one began. */
const OLDER_TRACES = `
  SELECT id, bytes, microseconds, last_used FROM (
    SELECT
      trace.id AS id,
      trace.used = node.current AS is_current,
      trace.microseconds AS microseconds,
      octet_length(dependencies) + octet_length(fingerprints) + octet_length(reports_text)
        + coalesce(octet_length(value_text), 0) + 80 AS bytes,
      lead(trace.used) OVER (PARTITION BY node.number ORDER BY trace.used) AS last_used
    FROM node JOIN trace ON trace.id BETWEEN node.number * 8 AND node.number * 8 + 7
  )
  WHERE NOT is_current`;

/** `id`, bytes; in the order in which they should go: those of results that are out of date first. */
const CURRENT_VALUES = `
  SELECT trace.id, octet_length(value_text)
  FROM node JOIN trace ON trace.id BETWEEN node.number * 8 AND node.number * 8 + 7
    AND trace.used = node.current
  WHERE node.input = 0 AND octet_length(value_text) >= ?
  ORDER BY node.dirty = 0, (microseconds + 1.0) / octet_length(value_text), trace.id`;

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

/** Forgets the text of a trace's value; the trace stays. */
export function evictValue(connection: Connection, id: number): void {
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
