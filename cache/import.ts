/**
 * Takes an exported cache in. The file is compared with its checksum before anything is touched; objects are
 * added to those that are there; the database is written beside the one in use, verified, and put in its
 * place by one rename. A process that is killed meanwhile leaves the old cache or the new one.
 */
import {
  closeSync,
  createReadStream,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { createBrotliDecompress } from 'node:zlib';
import { fingerprintOf } from '../src/base/fingerprint.ts';
import type { ArchiveHead, Entry } from './archive.ts';
import { damagedArchive, parseEntry, readHead, verifySum } from './archive.ts';
import type { CacheIdentity, OutputRecord } from './cache.ts';
import { connectForWriting } from './connection.ts';
import { CacheLockedError, translateError } from './errors.ts';
import type { CacheLock } from './lock.ts';
import { openObjects } from './objects.ts';
import { databasePath, openCache } from './open.ts';
import { writeOutputs } from './records.ts';
import { expectedMeta, readSchema, unfitness } from './schema.ts';
import { breakSeal, seal } from './seal.ts';
import { StreamReader } from './stream-reader.ts';
import { verifyDatabase } from './verify.ts';

export interface ImportOptions {
  /** Of the folder that takes the cache in. */
  readonly lock: CacheLock;
  readonly file: string;
  readonly identity: CacheIdentity;
  /** One line for the user, about the cache that is replaced. */
  readonly onNotice: (message: string) => void;
}

export type Imported =
  | { readonly kind: 'imported'; readonly nodes: number; readonly objects: number }
  /** Made with another version of something (`compiler`, `platform`, …): of no use here. */
  | { readonly kind: 'foreign'; readonly property: string };

/** @throws ArchiveError for what is no exported cache, or not whole */
export async function importCache(options: ImportOptions): Promise<Imported> {
  const { file, lock } = options;
  const schema = readSchema(undefined);
  const meta = expectedMeta(options.identity, schema);
  const head = readHead(file);
  if (head.kind === 'foreign') return { kind: 'foreign', property: 'boltd' };
  await verifySum(file, head.end);
  for (const [property, value] of meta) {
    if (head.meta.get(property) !== value) return { kind: 'foreign', property };
  }
  const incoming = join(lock.folder, 'tmp', 'import.db');
  try {
    removeDatabase(incoming);
    mkdirSync(dirname(incoming), { recursive: true });
    const objects = await unpack(file, head, { database: incoming, folder: lock.folder });
    const outputs = outputsOfCurrent(options);
    const nodes = admit(incoming, meta, outputs, file);
    replaceDatabase(lock.folder, incoming);
    return { kind: 'imported', nodes, objects };
  } catch (error) {
    throw translateError(error);
  } finally {
    removeDatabase(incoming);
  }
}

interface Places {
  readonly database: string;
  readonly folder: string;
}

/** The number of objects. */
async function unpack(
  file: string,
  { start, end }: Extract<ArchiveHead, { kind: 'known' }>,
  { database, folder }: Places,
): Promise<number> {
  const objects = openObjects(folder);
  const compressed = createReadStream(file, { start, end: end - 1 });
  const content = new StreamReader(compressed.pipe(createBrotliDecompress()));
  compressed.on('error', (error) => content.fail(error));
  let count = 0;
  for (;;) {
    const entry = await nextEntry(content, file);
    switch (entry.kind) {
      case 'database': {
        const target = openSync(database, 'w');
        try {
          await content.read(entry.sizeBytes, (chunk) => writeWhole(target, chunk));
          fsyncSync(target);
        } finally {
          closeSync(target);
        }
        break;
      }
      case 'object': {
        const chunks: Buffer[] = [];
        await content.read(entry.sizeBytes, (chunk) => void chunks.push(chunk));
        const bytes = Buffer.concat(chunks);
        if (fingerprintOf(bytes) !== entry.fingerprint) throw damagedArchive(file);
        objects.put(bytes);
        count += 1;
        break;
      }
      case 'end':
        return count;
    }
  }
}

async function nextEntry(content: StreamReader, file: string): Promise<Entry> {
  const line = await content.line();
  const entry = line === undefined ? undefined : parseEntry(line);
  if (entry === undefined) throw damagedArchive(file);
  return entry;
}

function writeWhole(file: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}

/** What the cache in use knows of files that builds put in place; it ends whole, without a log. */
function outputsOfCurrent({ lock, identity, onNotice }: ImportOptions): readonly OutputRecord[] {
  const access = { kind: 'write', lock } as const;
  const cache = openCache({ folder: lock.folder, identity, access, onNotice });
  try {
    return cache.outputs();
  } finally {
    cache.close();
  }
}

/** Verifies the new database, which is complete in itself afterwards; the number of its nodes. */
function admit(
  path: string,
  meta: ReadonlyMap<string, string>,
  outputs: readonly OutputRecord[],
  file: string,
): number {
  const connection = connectForWriting(path, undefined);
  try {
    if (unfitness(connection, meta) !== undefined) throw damagedArchive(file);
    verifyDatabase(connection);
    connection.database.transaction(() => writeOutputs(connection, outputs))();
    connection.database.pragma('wal_checkpoint(TRUNCATE)');
    return connection.number('SELECT count(*) FROM node');
  } finally {
    connection.close();
  }
}

/** A log that is not empty belongs to the old database and would be taken for the new one's. */
function replaceDatabase(folder: string, incoming: string): void {
  const path = databasePath(folder);
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  if (log !== undefined && log.size > 0) {
    throw new CacheLockedError(`Another process is reading the cache in ${folder}`, undefined);
  }
  breakSeal(path);
  for (const suffix of ['-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
  renameSync(incoming, path);
  seal(path, true);
}

function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal'])
    rmSync(`${path}${suffix}`, { force: true });
}
