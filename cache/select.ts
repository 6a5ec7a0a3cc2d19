/**
 * Runs a user's SQL on a cache. Reading only, on a connection of its own; run it in a process that
 * can be killed, since a statement cannot be stopped from within.
 */
import Database from 'better-sqlite3';
import type { Connection } from './connection.ts';
import { connectForReading } from './connection.ts';
import { SelectError, translateError } from './errors.ts';
import { databasePath } from './open.ts';

/** What a column can hold; a BLOB reads as hexadecimal digits. */
export type Cell = string | number | null;

export interface Selected {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** There were more rows than asked for. */
  readonly isTruncated: boolean;
}

export interface SelectOptions {
  readonly folder: string;
  readonly sql: string;
  readonly parameters?: readonly Cell[];
  readonly maxRows: number;
}

/**
 * Throws a `SelectError` when the statement is wrong or would write, and what reading a cache
 * throws.
 */
export function selectFromCache(options: SelectOptions): Selected {
  const connection = open(databasePath(options.folder));
  try {
    return select(connection, options);
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    throw error.code === 'SQLITE_ERROR'
      ? new SelectError(error.message, { cause: error })
      : translateError(error);
  } finally {
    connection.close();
  }
}

function open(path: string): Connection {
  try {
    return connectForReading(path);
  } catch (error) {
    throw translateError(error);
  }
}

function select(
  connection: Connection,
  { sql, parameters = [], maxRows }: SelectOptions,
): Selected {
  const statement = connection.database.prepare<unknown[], readonly unknown[]>(sql);
  if (!statement.reader || !statement.readonly)
    throw new SelectError('The cache can only be read: use SELECT');
  const columns = statement.columns().map((column) => column.name);
  const rows: (readonly Cell[])[] = [];
  for (const row of statement.raw(true).iterate(...parameters)) {
    if (rows.length === maxRows) return { columns, rows, isTruncated: true };
    rows.push(row.map(cellOf));
  }
  return { columns, rows, isTruncated: false };
}

function cellOf(column: unknown): Cell {
  if (Buffer.isBuffer(column)) return column.toString('hex');
  return typeof column === 'string' || typeof column === 'number' ? column : null;
}
