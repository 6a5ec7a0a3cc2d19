/**
 * One connection to a cache's database: pragmas, statements prepared at first use, a few typed
 * readers.
 */
import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';

/** A statement that returns rows, as arrays of columns that the caller has to decode. */
export type Reader = Database.Statement<unknown[], readonly unknown[]>;
export type Writer = Database.Statement<unknown[]>;

export class Connection {
  readonly database: Database.Database;
  readonly #readers = new Map<string, Reader>();
  readonly #writers = new Map<string, Writer>();

  constructor(database: Database.Database) {
    this.database = database;
  }

  /** The prepared form of a query whose text is constant. */
  reader(sql: string): Reader {
    const known = this.#readers.get(sql);
    if (known !== undefined) return known;
    const statement = this.database.prepare<unknown[], readonly unknown[]>(sql).raw(true);
    this.#readers.set(sql, statement);
    return statement;
  }

  writer(sql: string): Writer {
    const known = this.#writers.get(sql);
    if (known !== undefined) return known;
    const statement = this.database.prepare<unknown[]>(sql);
    this.#writers.set(sql, statement);
    return statement;
  }

  /** The first column of the first row, which has to be a number. */
  number(sql: string, ...parameters: readonly unknown[]): number {
    return Number(this.reader(sql).get(...parameters)?.[0] ?? Number.NaN);
  }

  /** Brings the log into the database; `isSynced`: and all of it to the disk itself. */
  checkpoint(isSynced: boolean): void {
    if (isSynced) this.database.pragma('synchronous = NORMAL');
    try {
      this.database.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      if (isSynced) this.database.pragma('synchronous = OFF');
    }
  }

  close(): void {
    this.#readers.clear();
    this.#writers.clear();
    this.database.close();
  }
}

export const PAGE_SIZE_BYTES: number = 8192;

/** Opens or makes a database for the one writer. `maxBytes` bounds its size. */
export function connectForWriting(path: string, maxBytes: number | undefined): Connection {
  const database = new Database(path);
  try {
    // The page size takes effect on a new database only, and only before the journal's mode is set.
    database.pragma(`page_size = ${PAGE_SIZE_BYTES}`);
    database.pragma('journal_mode = WAL');
    // The disk is waited for when the cache is sealed, and only then: see `checkpoint`.
    database.pragma('synchronous = OFF');
    database.pragma('cache_size = -32000');
    // A checkpoint each 128 MB: pages that a cold build writes again and again are copied once.
    database.pragma('wal_autocheckpoint = 16000');
    if (maxBytes !== undefined) {
      database.pragma(`max_page_count = ${Math.max(1, Math.floor(maxBytes / PAGE_SIZE_BYTES))}`);
    }
    return new Connection(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Opens an existing database beside its writer. SQLite needs to make a file for that; where the
 * folder forbids it, nobody can be writing there either, and a copy in memory serves.
 */
export function connectForReading(path: string): Connection {
  const database = new Database(path, { readonly: true, fileMustExist: true });
  try {
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return new Connection(database);
  } catch (error) {
    database.close();
    const isReadOnlyFolder =
      error instanceof Database.SqliteError &&
      (error.code.startsWith('SQLITE_READONLY') || error.code === 'SQLITE_CANTOPEN');
    if (!isReadOnlyFolder) throw error;
    return new Connection(databaseInMemory(readFileSync(path)));
  }
}

/** A new database in memory, for reading a cache that is not there. */
export function connectToNothing(): Connection {
  return new Connection(new Database(':memory:'));
}

/**
 * Bytes 18 and 19 of the header: the versions needed to write and to read; 1 without a WAL, 2 with
 * one.
 */
const HEADER_VERSIONS = [18, 19] as const;

function databaseInMemory(bytes: Buffer): Database.Database {
  for (const offset of HEADER_VERSIONS) bytes[offset] = 1;
  return new Database(bytes, { readonly: true });
}
