/**
 * One writer for each cache. The lock is an SQLite transaction on a database of its own, which the
 * kernel ends with the process, however that dies: there are no stale locks. A note beside it says
 * who holds it; the note is for people and decides nothing.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { CacheLockedError, errorCode, translateError } from './errors.ts';

/** The right to write to a cache. Release it after the cache is closed. */
export class CacheLock {
  readonly folder: string;
  readonly #database: Database.Database;

  constructor(folder: string, database: Database.Database) {
    this.folder = folder;
    this.#database = database;
  }

  release(): void {
    if (!this.#database.open) return;
    rmSync(notePath(this.folder), { force: true });
    this.#database.close();
  }
}

export interface LockOwner {
  readonly pid: number;
  readonly startedAtMs: number;
}

export interface AcquireOptions {
  /** How long to wait for another writer; 0 not at all. */
  readonly waitMs: number;
  /** Called once, when there is something to wait for. */
  readonly onWait?: (owner: LockOwner | undefined) => void;
}

/**
 * Waits its turn. Throws a `CacheLockedError` when that does not come, a `CacheUnwritableError`
 * when it cannot.
 */
export async function acquireLock(folder: string, options: AcquireOptions): Promise<CacheLock> {
  const deadline = performance.now() + options.waitMs;
  for (let attempt = 0; ; attempt++) {
    const lock = tryLock(folder);
    if (lock !== undefined) return lock;
    const owner = lockOwner(folder);
    if (performance.now() >= deadline) {
      const holder = owner === undefined ? 'Another process' : `Process ${owner.pid}`;
      throw new CacheLockedError(`${holder} is using the cache in ${folder}`, owner?.pid);
    }
    if (attempt === 0) options.onWait?.(owner);
    await sleep(Math.min(POLL_MS, Math.max(1, deadline - performance.now())));
  }
}

/** Undefined when another process, or another part of this one, has it. */
export function tryLock(folder: string): CacheLock | undefined {
  try {
    mkdirSync(folder, { recursive: true });
    const database = lockDatabase(join(folder, 'cache.lock'));
    if (database === undefined) return undefined;
    const owner: LockOwner = { pid: process.pid, startedAtMs: Date.now() };
    writeFileSync(notePath(folder), JSON.stringify(owner));
    return new CacheLock(folder, database);
  } catch (error) {
    throw translateError(error);
  }
}

/** Who holds the lock now, when it is held and its holder has said so. */
export function lockOwner(folder: string): LockOwner | undefined {
  try {
    const note: unknown = JSON.parse(readFileSync(notePath(folder), 'utf8'));
    return isOwner(note) ? note : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) !== undefined) return undefined;
    throw error;
  }
}

const POLL_MS = 25;

function notePath(folder: string): string {
  return join(folder, 'cache.lock.owner');
}

/** An open transaction, or undefined when another has one. */
function lockDatabase(path: string): Database.Database | undefined {
  const database = new Database(path, { timeout: 0 });
  try {
    // Nothing is ever written, so there is nothing to keep a journal file for.
    database.pragma('journal_mode = MEMORY');
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    if (!(error instanceof Database.SqliteError)) throw error;
    if (error.code.startsWith('SQLITE_BUSY')) return undefined;
    if (error.code !== 'SQLITE_NOTADB') throw error;
    // Never written by us, so held by nobody.
    rmSync(path, { force: true });
    return lockDatabase(path);
  }
}

function isOwner(note: unknown): note is LockOwner {
  if (typeof note !== 'object' || note === null) return false;
  return (
    'pid' in note &&
    typeof note.pid === 'number' &&
    'startedAtMs' in note &&
    typeof note.startedAtMs === 'number'
  );
}
