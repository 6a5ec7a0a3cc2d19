/**
 * Opens a cache, or makes one. What is found on the disk is used only if it was made by the same
 * schema, engine, compiler and platform, and if it is whole; anything else is put out of the way
 * with a one-line notice and the cache starts empty. The user is never asked and never has to
 * delete anything.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { InternalError, invariant } from '../src/base/invariant.ts';
import type { Cache, CacheOptions } from './cache.ts';
import type { Connection } from './connection.ts';
import { connectForReading, connectForWriting, connectToNothing } from './connection.ts';
import { CacheDamagedError, translateError } from './errors.ts';
import { createSchema, expectedMeta, readSchema, unfitness } from './schema.ts';
import { bootId, breakSeal, isSealed } from './seal.ts';
import { SqliteCache } from './sqlite-cache.ts';
import { verifyDatabase } from './verify.ts';

/** The database within a cache's folder. */
export function databasePath(folder: string): string {
  return join(folder, 'cache.db');
}

/** Throws a `CacheUnwritableError` when the folder cannot hold a cache. */
export function openCache(options: CacheOptions): Cache {
  const notice = options.onNotice ?? ((): void => undefined);
  const schema = readSchema(options.schemaPath);
  const setting: Setting = {
    path: databasePath(options.folder),
    maxBytes: options.maxBytes,
    schema,
    meta: expectedMeta(options.identity, schema),
    notice,
  };
  try {
    if (options.access.kind === 'readonly') return openForReading(setting);
    const { lock } = options.access;
    invariant(
      lock.folder === options.folder,
      `The lock of ${lock.folder} is not that of ${options.folder}`,
    );
    mkdirSync(options.folder, { recursive: true });
    return openForWriting(setting);
  } catch (error) {
    throw translateError(error);
  }
}

interface Setting {
  readonly path: string;
  readonly maxBytes: number | undefined;
  readonly schema: string;
  readonly meta: ReadonlyMap<string, string>;
  readonly notice: (message: string) => void;
}

/** A cache that cannot be used is put aside, and the next attempt makes a new one. */
const ATTEMPTS = 3;

function openForWriting(setting: Setting): Cache {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const cache = tryForWriting(setting);
    if (cache !== undefined) return cache;
  }
  throw new InternalError(`A new cache at ${setting.path} cannot be opened`);
}

function tryForWriting(setting: Setting): Cache | undefined {
  const { path, schema, meta, notice } = setting;
  const wasSealed = isSealed(path);
  let connection: Connection | undefined;
  try {
    connection = connectForWriting(path, setting.maxBytes);
    const unfit = unfitness(connection, meta);
    if (unfit?.kind === 'foreign') {
      connection.close();
      discard(path);
      notice(`The cache is replaced: it was made with another ${unfit.property} version`);
      return undefined;
    }
    if (unfit?.kind === 'damaged')
      throw new CacheDamagedError('The cache is damaged: its catalogue differs');
    if (unfit?.kind === 'blank') {
      breakSeal(path);
      createSchema(connection, schema, meta);
    } else if (!wasSealed) {
      repair(connection, notice);
    }
    const isFresh = unfit?.kind === 'blank';
    return new SqliteCache(connection, {
      path,
      isSealed: wasSealed && !isFresh,
      // A new cache is not worth waiting for the disk: what a power failure leaves of it is verified.
      isSynced: !(isFresh && bootId() !== undefined),
      quarantine: () => quarantine(setting),
    });
  } catch (error) {
    connection?.close();
    if (!isDamage(error)) throw error;
    quarantine(setting);
    return undefined;
  }
}

function repair(connection: Connection, notice: (message: string) => void): void {
  const { forgotten, dirtied } = verifyDatabase(connection);
  if (forgotten + dirtied === 0) return;
  notice(`The cache was damaged: ${forgotten} results are lost and ${dirtied} are checked again`);
}

/** Readers take what they find without verifying it all: rows are checked as they are read. */
function openForReading({ path, schema, meta, notice }: Setting): Cache {
  if (existsSync(path)) {
    const cache = tryForReading(path, meta, notice);
    if (cache !== undefined) return cache;
  }
  const nothing = connectToNothing();
  createSchema(nothing, schema, meta);
  return new SqliteCache(nothing, undefined);
}

function tryForReading(
  path: string,
  meta: ReadonlyMap<string, string>,
  notice: (message: string) => void,
): Cache | undefined {
  let connection: Connection | undefined;
  try {
    connection = connectForReading(path);
    const unfit = unfitness(connection, meta);
    if (unfit === undefined) return new SqliteCache(connection, undefined);
    if (unfit.kind === 'foreign')
      notice(`The cache is not read: it was made with another ${unfit.property} version`);
    if (unfit.kind === 'damaged') notice('The cache is not read: it is damaged');
  } catch (error) {
    if (!isDamage(error)) throw error;
    notice('The cache is not read: it is damaged');
  }
  connection?.close();
  return undefined;
}

/** Until the catalogue is compared, a statement that fails says that the tables are not ours. */
function isDamage(error: unknown): boolean {
  if (error instanceof Database.SqliteError && error.code === 'SQLITE_ERROR') return true;
  return translateError(error) instanceof CacheDamagedError;
}

/** Keeps the damaged file for whoever wants to know why, and only the last of them. */
function quarantine({ path, notice }: Setting): void {
  const prefix = `${basename(path)}.corrupt-`;
  const folder = dirname(path);
  const earlier = readdirSync(folder).filter((name) => name.startsWith(prefix));
  const numbers = earlier
    .map((name) => Number(name.slice(prefix.length)))
    .filter(Number.isSafeInteger);
  const name = `${prefix}${Math.max(0, ...numbers) + 1}`;
  breakSeal(path);
  renameSync(path, join(folder, name));
  removeLog(path);
  for (const old of earlier) rmSync(join(folder, old), { force: true, recursive: true });
  notice(`The cache was damaged and starts empty; the old one is kept as ${name}`);
}

/** Renames first, so that a process that dies here leaves rubbish and not half a cache. */
function discard(path: string): void {
  const rubbish = `${path}.replaced`;
  breakSeal(path);
  renameSync(path, rubbish);
  removeLog(path);
  rmSync(rubbish, { force: true });
}

function removeLog(path: string): void {
  for (const suffix of ['-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
}
