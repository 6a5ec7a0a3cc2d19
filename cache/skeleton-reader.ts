/**
 * Reads nodes without the texts of their values, many in one statement: what verification asks for. As with
 * node-reader.ts, what comes back is what was written, and what cannot be missed ends the use of the cache.
 */
import type { Fingerprint } from '../src/base/fingerprint.ts';
import { fingerprintOf } from '../src/base/fingerprint.ts';
import type { NodeNumber, StoredSkeleton } from '../src/query/store.ts';
import type { Connection } from './connection.ts';
import type { QueryNames } from './counters.ts';
import { damaged, NODE_COLUMNS, requireCurrent, requireNode } from './node-reader.ts';
import type { TraceRow } from './trace-row.ts';
import { decodeTrace, firstTraceId, SLOTS, TRACE_COLUMNS } from './trace-row.ts';

export function findSkeleton(
  connection: Connection,
  names: QueryNames,
  { query, key }: { readonly query: string; readonly key: string },
): StoredSkeleton | undefined {
  const id = names.idOf(query);
  if (id === undefined) return undefined;
  const rows = connection.reader(BY_NAME).all(id, key);
  const [found] = skeletonsIn(rows, names);
  if (found !== undefined && (found.query !== query || found.key !== key)) {
    throw damaged(`the index of ${query}(${key})`);
  }
  return found;
}

export function loadSkeletons(
  connection: Connection,
  names: QueryNames,
  numbers: readonly NodeNumber[],
): readonly StoredSkeleton[] {
  if (numbers.length === 0) return [];
  return skeletonsIn(connection.reader(BY_NUMBERS).all(`[${numbers.join()}]`), names);
}

/**
 * The text of a value, if a trace of the node has it; what is damaged is not found. A value vouches for itself, so
 * nothing else of the row is looked at.
 */
export function findValueText(
  connection: Connection,
  number: NodeNumber,
  value: Fingerprint,
): string | undefined {
  const first = firstTraceId(number);
  const rows = connection
    .reader(VALUE_TEXT)
    .all(first, first + SLOTS - 1, Buffer.from(value, 'hex'));
  return rows
    .map(([text]) => text)
    .find((text): text is string => typeof text === 'string' && fingerprintOf(text) === value);
}

/** Without a look at checksums: a bit that flipped makes a difference here, and is found by whoever looks then. */
export function findInputValue(
  connection: Connection,
  query: number,
  key: string,
): Fingerprint | 'unclear' | undefined {
  const row = connection.reader(INPUT_VALUE).get(query, key);
  if (row === undefined) return undefined;
  // Without a trace, or one that holds a value, it is no digits.
  const [value] = row;
  return typeof value === 'string' && value !== '' ? (value as Fingerprint) : 'unclear';
}

const JOINED = `${NODE_COLUMNS}, ${TRACE_COLUMNS}`;
const TRACES_OF = `LEFT JOIN trace
  ON trace.id BETWEEN node.number * ${SLOTS} AND node.number * ${SLOTS} + ${SLOTS - 1}`;
const BY_NAME = `SELECT ${JOINED} FROM node ${TRACES_OF} WHERE node.query = ? AND node.key = ?`;
const BY_NUMBERS = `SELECT ${JOINED} FROM json_each(?) AS wanted
  CROSS JOIN node ON node.number = wanted.value ${TRACES_OF}`;
const VALUE_TEXT = `SELECT value_text FROM trace
  WHERE id BETWEEN ? AND ? AND substr(fingerprints, 1, 16) = ?`;
const INPUT_VALUE = `SELECT lower(hex(substr(trace.fingerprints, 1, 16))) FROM node
  LEFT JOIN trace ON trace.id = node.number * ${SLOTS} AND trace.value_text IS NOT NULL
  WHERE node.query = ? AND node.key = ?`;

/** Where the columns of the trace begin in a row. */
const TRACE_AT = NODE_COLUMNS.split(',').length;

/** The rows of a node stand side by side. */
function skeletonsIn(
  rows: readonly (readonly unknown[])[],
  names: QueryNames,
): readonly StoredSkeleton[] {
  const found: StoredSkeleton[] = [];
  for (let start = 0; start < rows.length; ) {
    const number = rows[start]?.[0];
    let end = start + 1;
    while (rows[end]?.[0] === number) end += 1;
    found.push(skeletonOf(rows.slice(start, end), names));
    start = end;
  }
  return found;
}

function skeletonOf(rows: readonly (readonly unknown[])[], names: QueryNames): StoredSkeleton {
  const node = requireNode(rows[0] ?? []);
  const query = names.nameOf(node.query);
  if (query === undefined) throw damaged(`the query of node ${node.number}`);
  const traces: TraceRow[] = [];
  for (const row of rows) {
    const trace = decodeTrace(row, TRACE_AT);
    if (trace !== undefined) traces.push(trace);
  }
  const current = requireCurrent(node, traces);
  if (traces.length > 1) traces.sort((a, b) => b.used - a.used);
  return {
    number: node.number,
    query,
    key: node.key,
    dirty: node.dirty !== 0,
    traces: traces.map((row) => row.trace),
    hasValue: current.isStored,
  };
}
