/**
 * Reads nodes. What comes back is what was written: an older trace that is damaged is left out and
 * a damaged value reads as not stored, because both can be computed again. A node itself, its
 * current trace and the value of an input cannot be missed without the graph being wrong: those end
 * the use of the cache.
 */
import type { NodeNumber, StoredNode } from '../src/query/store.ts';
import { nodeCheck, stateCheck } from './checksum.ts';
import type { Connection } from './connection.ts';
import type { QueryNames } from './counters.ts';
import { CacheDamagedError } from './errors.ts';
import type { TraceRow } from './trace-row.ts';
import { decodeTrace, firstTraceId, SLOTS, TRACE_COLUMNS } from './trace-row.ts';

/** One row of `node`. */
export interface NodeRow {
  readonly number: NodeNumber;
  readonly query: number;
  readonly key: string;
  /** 0, or the tick at which it became dirty. */
  readonly dirty: number;
  /** `used` of the current trace. */
  readonly current: number;
  readonly isInput: boolean;
}

export class NodeReader {
  readonly #connection: Connection;
  readonly #names: QueryNames;

  constructor(connection: Connection, names: QueryNames) {
    this.#connection = connection;
    this.#names = names;
  }

  find(query: string, key: string): StoredNode | undefined {
    const id = this.#names.idOf(query);
    if (id === undefined) return undefined;
    const columns = this.#connection.reader(NODE_BY_NAME).get(id, key);
    if (columns === undefined) return undefined;
    const row = requireNode(columns);
    if (row.query !== id || row.key !== key) throw damaged(`the index of ${query}(${key})`);
    return this.#stored(row);
  }

  load(number: NodeNumber): StoredNode | undefined {
    const row = this.row(number);
    return row === undefined ? undefined : this.#stored(row);
  }

  dependents(number: NodeNumber): readonly NodeNumber[] {
    return this.#connection
      .reader(DEPENDENTS)
      .all(number)
      .map((row) => row[0] as NodeNumber);
  }

  row(number: NodeNumber): NodeRow | undefined {
    const columns = this.#connection.reader(NODE_BY_NUMBER).get(number);
    return columns === undefined ? undefined : requireNode(columns);
  }

  /** The intact traces of a node without their values, in no order. */
  traceRows(number: NodeNumber): readonly TraceRow[] {
    return this.#traces(TRACES_OF_NODE, number);
  }

  /** The current trace of a node, without its value. */
  currentTrace(node: NodeRow): TraceRow {
    return requireCurrent(node, this.traceRows(node.number));
  }

  #stored(node: NodeRow): StoredNode {
    const query = this.#names.nameOf(node.query);
    if (query === undefined) throw damaged(`the query of node ${node.number}`);
    const rows = this.#traces(TRACES_WITH_VALUES, node.number);
    const current = requireCurrent(node, rows);
    if (node.isInput && current.isDamagedValue) throw damaged(`the input ${query}(${node.key})`);
    const newestFirst = rows.length === 1 ? rows : rows.toSorted((a, b) => b.used - a.used);
    return {
      number: node.number,
      query,
      key: node.key,
      dirty: node.dirty !== 0,
      traces: newestFirst.map((row) => row.trace),
    };
  }

  #traces(sql: string, number: NodeNumber): readonly TraceRow[] {
    const first = firstTraceId(number);
    const rows = this.#connection.reader(sql).all(first, first + SLOTS - 1);
    return rows.map((row) => decodeTrace(row)).filter((row) => row !== undefined);
  }
}

export const NODE_COLUMNS: string =
  'node.number, node.query, node.key, node.row_check, node.dirty, node.current, node.input, node.state_check';

/** Undefined for a damaged row. */
export function decodeNode(columns: readonly unknown[]): NodeRow | undefined {
  const [number, query, key, check, dirty, current, input, state] = columns;
  if (typeof number !== 'number' || typeof query !== 'number' || typeof key !== 'string') return;
  if (typeof dirty !== 'number' || typeof current !== 'number' || typeof input !== 'number') return;
  if (nodeCheck(number, query, key) !== check) return;
  if (stateCheck(number, dirty, current, input) !== state) return;
  return { number: number as NodeNumber, query, key, dirty, current, isInput: input !== 0 };
}

/** The current trace of a node among its intact ones. */
export function requireCurrent(node: NodeRow, rows: readonly TraceRow[]): TraceRow {
  const current = rows.find((row) => row.used === node.current);
  if (current === undefined || (current.packed.text === '[]') !== node.isInput) {
    throw damaged(`the current trace of node ${node.number}`);
  }
  return current;
}

const NODE_BY_NAME = `SELECT ${NODE_COLUMNS} FROM node WHERE query = ? AND key = ?`;
const NODE_BY_NUMBER = `SELECT ${NODE_COLUMNS} FROM node WHERE number = ?`;
const TRACES_OF_NODE = `SELECT ${TRACE_COLUMNS} FROM trace WHERE id BETWEEN ? AND ?`;
const TRACES_WITH_VALUES = `SELECT ${TRACE_COLUMNS}, value_text FROM trace
  WHERE id BETWEEN ? AND ?`;
const DEPENDENTS = 'SELECT node FROM edge WHERE dependency = ?';

export function requireNode(columns: readonly unknown[]): NodeRow {
  const row = decodeNode(columns);
  if (row === undefined) throw damaged(`node ${columns[0]}`);
  return row;
}

export function damaged(what: string): CacheDamagedError {
  return new CacheDamagedError(`The cache is damaged: ${what} is unreadable`);
}
