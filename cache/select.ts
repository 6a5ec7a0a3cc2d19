/**
 * Runs a user's SQL on a cache. Reading only, on a connection of its own; run it in a process that can be
 * killed, since a statement cannot be stopped from within.
 */
import { connectForReading } from './connection.ts';
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

/** Throws an `Error` with SQLite's message when the statement is wrong, or when it would write. */
export function selectFromCache({ folder, sql, parameters = [], maxRows }: SelectOptions): Selected {
  const connection = connectForReading(databasePath(folder));
  try {
    const statement = connection.database.prepare<unknown[], readonly unknown[]>(sql);
    if (!statement.reader || !statement.readonly) throw new Error('The cache can only be read: use SELECT');
    const columns = statement.columns().map((column) => column.name);
    const rows: (readonly Cell[])[] = [];
    for (const row of statement.raw(true).iterate(...parameters)) {
      if (rows.length === maxRows) return { columns, rows, isTruncated: true };
      rows.push(row.map(cellOf));
    }
    return { columns, rows, isTruncated: false };
  } finally {
    connection.close();
  }
}

function cellOf(column: unknown): Cell {
  if (Buffer.isBuffer(column)) return column.toString('hex');
  return typeof column === 'string' || typeof column === 'number' ? column : null;
}
