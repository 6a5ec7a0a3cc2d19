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

/** At most `maxRows` rows, all at once; throws as `readRows` does. */
export function selectFromCache({ maxRows, ...query }: SelectOptions): Selected {
  return readRows(query, (columns, all) => {
    const rows: (readonly Cell[])[] = [];
    for (const row of all) {
      if (rows.length === maxRows) return { columns, rows, isTruncated: true };
      rows.push(row);
    }
    return { columns, rows, isTruncated: false };
  });
}

/**
 * Runs a statement and hands its rows to `use` as they are found. Throws a `SelectError` when the
 * statement is wrong or would write, and what reading a cache throws.
 */
export function readRows<T>(
  { folder, sql, parameters = [] }: Omit<SelectOptions, 'maxRows'>,
  use: (columns: readonly string[], rows: Iterable<readonly Cell[]>) => T,
): T {
  const connection = open(databasePath(folder));
  try {
    const statement = prepare(connection, sql);
    const columns = statement.columns().map((column) => column.name);
    return use(columns, cellsOf(statement.raw(true).iterate(...parameters)));
  } catch (error) {
    throw selectError(error);
  } finally {
    connection.close();
  }
}

function prepare({ database }: Connection, sql: string): Statement {
  const statement = database.prepare<unknown[], readonly unknown[]>(sql);
  if (!statement.reader || !statement.readonly)
    throw new SelectError('The cache can only be read: use SELECT');
  return statement;
}

type Statement = Database.Statement<unknown[], readonly unknown[]>;

function* cellsOf(rows: Iterable<readonly unknown[]>): Iterable<readonly Cell[]> {
  for (const row of rows) yield row.map(cellOf);
}

/** What is wrong with the statement, told from what is wrong with the cache. */
function selectError(error: unknown): unknown {
  // More than one statement, or none; a parameter without a value.
  if (error instanceof RangeError) return new SelectError(error.message, { cause: error });
  if (!(error instanceof Database.SqliteError)) return error;
  return statementErrors.has(error.code)
    ? new SelectError(error.message, { cause: error })
    : translateError(error);
}

const statementErrors: ReadonlySet<string> = new Set([
  'SQLITE_ERROR',
  'SQLITE_AUTH',
  'SQLITE_MISMATCH',
  'SQLITE_NOMEM',
  'SQLITE_RANGE',
  'SQLITE_TOOBIG',
]);

function open(path: string): Connection {
  try {
    return connectForReading(path);
  } catch (error) {
    throw translateError(error);
  }
}

function cellOf(column: unknown): Cell {
  if (Buffer.isBuffer(column)) return column.toString('hex');
  return typeof column === 'string' || typeof column === 'number' ? column : null;
}
