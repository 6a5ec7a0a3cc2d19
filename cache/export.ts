/** Writes what the last builds used of a cache into one file; archive.ts says how that looks. */
import { createHash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliCompress } from 'node:zlib';
import type { Fingerprint } from '../src/base/fingerprint.ts';
import { fingerprintOf } from '../src/base/fingerprint.ts';
import { BROTLI_OPTIONS, MAGIC, writeEntry } from './archive.ts';
import type { CacheIdentity } from './cache.ts';
import { connectForReading } from './connection.ts';
import { CacheUnwritableError, errorCode, translateError } from './errors.ts';
import { extract } from './extract.ts';
import type { CacheLock } from './lock.ts';
import { openObjects } from './objects.ts';
import { databasePath } from './open.ts';
import { expectedMeta, readSchema, unfitness } from './schema.ts';

export interface ExportOptions {
  /** Of the cache. What it holds stays as it is, damage aside. */
  readonly folder: string;
  readonly file: string;
  readonly identity: CacheIdentity;
  /** Queries whose values name an object. */
  readonly blobQueries: readonly string[];
  /** Waits for the right to write, so that nobody changes the cache meanwhile. */
  readonly lock: (folder: string) => Promise<CacheLock>;
}

export type Exported =
  | {
      readonly kind: 'exported';
      readonly nodes: number;
      readonly objects: number;
      /** Of the file. */
      readonly sizeBytes: number;
      /** Of what is in it. */
      readonly contentBytes: number;
    }
  /** There is no cache of this identity. */
  | { readonly kind: 'nothing' };

/** The file is there whole or not at all. */
export async function exportCache(options: ExportOptions): Promise<Exported> {
  if (!existsSync(databasePath(options.folder))) return { kind: 'nothing' };
  const lock = await lockUnlessReadOnly(options);
  try {
    return await write(options);
  } finally {
    lock?.release();
  }
}

/** Where nobody can write, there is nobody to wait for. */
async function lockUnlessReadOnly({ folder, lock }: ExportOptions): Promise<CacheLock | undefined> {
  try {
    return await lock(folder);
  } catch (error) {
    if (error instanceof CacheUnwritableError) return undefined;
    throw error;
  }
}

async function write(options: ExportOptions): Promise<Exported> {
  const { folder, file } = options;
  const schema = readSchema(undefined);
  const meta = expectedMeta(options.identity, schema);
  const temporary = `${file}.${process.pid}.tmp`;
  const database = `${temporary}.db`;
  try {
    // SQLite's own word about a folder that is missing or closed would not name it.
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(temporary, '');
    rmSync(database, { force: true });
    const extracted = extractTo(database, options, { schema, meta });
    if (extracted === undefined) return { kind: 'nothing' };
    const content = contentOf(database, folder, extracted.objects);
    const head = Buffer.from(`${MAGIC}${JSON.stringify(Object.fromEntries(meta))}\n`);
    await pipeline(
      Readable.from(content.chunks(), { objectMode: false }),
      createBrotliCompress(BROTLI_OPTIONS),
      (compressed: AsyncIterable<Buffer>) => withHeadAndSum(head, compressed),
      createWriteStream(temporary, { flush: true }),
    );
    renameSync(temporary, file);
    const { objects, bytes } = content.figures();
    return {
      kind: 'exported',
      nodes: extracted.nodes,
      objects,
      sizeBytes: statSync(file).size,
      contentBytes: bytes,
    };
  } catch (error) {
    throw translateSqlite(error);
  } finally {
    rmSync(temporary, { force: true });
    rmSync(database, { force: true });
  }
}

function extractTo(
  path: string,
  { folder, blobQueries }: ExportOptions,
  made: { readonly schema: string; readonly meta: ReadonlyMap<string, string> },
): ReturnType<typeof extract> | undefined {
  const source = connectForReading(databasePath(folder));
  try {
    if (unfitness(source, made.meta) !== undefined) return undefined;
    return extract(source, path, { ...made, blobQueries });
  } finally {
    source.close();
  }
}

interface Content {
  chunks(): AsyncGenerator<Buffer>;
  figures(): { readonly objects: number; readonly bytes: number };
}

/** An object that is gone or damaged is left out: a miss, wherever the file is imported. */
function contentOf(database: string, folder: string, names: readonly Fingerprint[]): Content {
  const store = openObjects(folder);
  let objects = 0;
  let bytes = 0;
  return {
    async *chunks() {
      const sizeBytes = statSync(database).size;
      yield writeEntry({ kind: 'database', sizeBytes });
      for await (const chunk of createReadStream(database)) yield chunk as Buffer;
      bytes += sizeBytes;
      for (const fingerprint of names) {
        const object = readIfThere(store.pathOf(fingerprint));
        if (object === undefined || fingerprintOf(object) !== fingerprint) continue;
        yield writeEntry({ kind: 'object', fingerprint, sizeBytes: object.length });
        yield object;
        objects += 1;
        bytes += object.length;
      }
      yield writeEntry({ kind: 'end' });
    },
    figures: () => ({ objects, bytes }),
  };
}

async function* withHeadAndSum(
  head: Buffer,
  compressed: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256').update(head);
  yield head;
  for await (const chunk of compressed) {
    hash.update(chunk);
    yield chunk;
  }
  yield hash.digest();
}

/** A failed system call names the file, which is the user's, by itself. */
function translateSqlite(error: unknown): unknown {
  return errorCode(error)?.startsWith('SQLITE') === true ? translateError(error) : error;
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
