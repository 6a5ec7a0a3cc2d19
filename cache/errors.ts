/**
 * How a cache fails. Each is a state of the outside world that a driver handles; none is a user's
 * mistake or a bug. `translateError` is the one place that knows SQLite's result codes.
 */
import Database from 'better-sqlite3';

/**
 * The cache is not what was written. It has been put aside: open it again, which gives an empty
 * one, and start the build over.
 */
export class CacheDamagedError extends Error {
  override readonly name = 'CacheDamagedError';
}

/**
 * The folder is read-only, the disk is full, the device failed: nothing was written; build without
 * the cache.
 */
export class CacheUnwritableError extends Error {
  override readonly name = 'CacheUnwritableError';
}

/** Another process is writing to the cache and did not finish in time. */
export class CacheLockedError extends Error {
  override readonly name = 'CacheLockedError';
  /** Of the process that holds the cache, when it says so. */
  readonly ownerPid: number | undefined;

  constructor(message: string, ownerPid: number | undefined) {
    super(message);
    this.ownerPid = ownerPid;
  }
}

/** A user's SQL is wrong, or wants to write. */
export class SelectError extends Error {
  override readonly name = 'SelectError';
}

/**
 * The typed error behind what SQLite or the file system threw; anything else is returned as it is.
 */
export function translateError(error: unknown): unknown {
  if (error instanceof Database.SqliteError) return translateSqlite(error);
  const code = errorCode(error);
  if (code === undefined || !UNWRITABLE_FILES.has(code)) return error;
  const message = error instanceof Error ? error.message : code;
  return new CacheUnwritableError(`Cannot write the cache: ${message}`, { cause: error });
}

/** `code` of a failed system call, e.g. `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

const UNWRITABLE_FILES: ReadonlySet<string> = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'EMFILE',
  'ENFILE',
  'ENOTDIR',
  'EFBIG',
  'EEXIST',
]);

/** Without their extensions: `SQLITE_IOERR_WRITE` is an `IOERR`. */
const UNWRITABLE: readonly string[] = [
  'FULL',
  'READONLY',
  'IOERR',
  'CANTOPEN',
  'BUSY',
  'LOCKED',
  'PERM',
  'NOLFS',
];
/**
 * All statements and the schema are fixed, and numbers and names are checked before they are
 * written: a constraint that fails, or a value of another type, comes from a damaged page.
 */
const DAMAGED: readonly string[] = [
  'CORRUPT',
  'NOTADB',
  'CONSTRAINT',
  'MISMATCH',
  'FORMAT',
  'TOOBIG',
];

function translateSqlite(error: InstanceType<typeof Database.SqliteError>): Error {
  const kind = error.code.split('_')[1] ?? '';
  if (UNWRITABLE.includes(kind)) {
    return new CacheUnwritableError(`Cannot write the cache: ${error.message}`, { cause: error });
  }
  if (DAMAGED.includes(kind)) {
    return new CacheDamagedError(`The cache is damaged: ${error.message}`, { cause: error });
  }
  return error;
}
