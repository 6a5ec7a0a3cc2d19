/**
 * The file that carries a cache from one machine to another:
 *
 *     boltd cache 1\n
 *     {"schema": …, "engine": …, "compiler": …, "platform": …, "views": …}\n
 *     brotli:  {"kind":"database","sizeBytes":N}\n  N bytes
 *              {"kind":"object","fingerprint":F,"sizeBytes":N}\n  N bytes …, by fingerprint
 *              {"kind":"end"}\n
 *     SHA-256 of all of the above, 32 bytes
 *
 * The same cache gives the same file. A reader compares the sum before it believes anything else.
 */
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { constants } from 'node:zlib';
import type { Fingerprint } from '../src/base/fingerprint.ts';

/** What is not an exported cache, or not whole. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}

/** Where it begins; the number is the version of everything behind it. */
export const MAGIC: string = 'boltd cache 1\n';
const MAGIC_OF_ANY_VERSION = /^boltd cache \d+\n/;

const SUM_BYTES: number = 32;

/**
 * A sixth of a database's size at 190 MB/s. The next quality takes nearly three times as long for a thirtieth
 * less, gzip four times as long for half as much again.
 */
export const BROTLI_OPTIONS: { readonly params: Record<number, number> } = {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: 3,
    [constants.BROTLI_PARAM_LGWIN]: 22,
  },
};

export type Entry =
  | { readonly kind: 'database'; readonly sizeBytes: number }
  | { readonly kind: 'object'; readonly fingerprint: Fingerprint; readonly sizeBytes: number }
  | { readonly kind: 'end' };

export function writeEntry(entry: Entry): Buffer {
  return Buffer.from(`${JSON.stringify(entry)}\n`);
}

/** Undefined for anything else. */
export function parseEntry(line: string): Entry | undefined {
  if (line === '{"kind":"end"}') return { kind: 'end' };
  const database = /^\{"kind":"database","sizeBytes":(\d{1,15})\}$/.exec(line);
  if (database !== null) return { kind: 'database', sizeBytes: Number(database[1]) };
  const object = /^\{"kind":"object","fingerprint":"([0-9a-f]{32})","sizeBytes":(\d{1,15})\}$/.exec(
    line,
  );
  if (object === null) return undefined;
  return {
    kind: 'object',
    fingerprint: object[1] as Fingerprint,
    sizeBytes: Number(object[2]),
  };
}

export type ArchiveHead =
  /** Of this version; the compressed part lies between `start` and `end`, which is exclusive. */
  | {
      readonly kind: 'known';
      readonly meta: ReadonlyMap<string, string>;
      readonly start: number;
      readonly end: number;
    }
  /** Made by another version of boltd. */
  | { readonly kind: 'foreign' };

/** What a file says of itself. @throws ArchiveError if it is no exported cache */
export function readHead(path: string): ArchiveHead {
  const { size } = statSync(path);
  const text = readStart(path).toString('latin1');
  if (!MAGIC_OF_ANY_VERSION.test(text)) throw new ArchiveError(`${path} is no exported cache`);
  if (!text.startsWith(MAGIC)) return { kind: 'foreign' };
  const lineEnd = text.indexOf('\n', MAGIC.length);
  const end = size - SUM_BYTES;
  if (lineEnd < 0 || end <= lineEnd) throw damagedArchive(path);
  const meta = parseMeta(text.slice(MAGIC.length, lineEnd));
  if (meta === undefined) throw damagedArchive(path);
  return { kind: 'known', meta, start: lineEnd + 1, end };
}

/** Reads the whole file. @throws ArchiveError unless it is what was written */
export async function verifySum(path: string, end: number): Promise<void> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { end: end - 1 })) hash.update(chunk as Buffer);
  const sum = Buffer.alloc(SUM_BYTES);
  const file = openSync(path, 'r');
  try {
    readSync(file, sum, 0, SUM_BYTES, end);
  } finally {
    closeSync(file);
  }
  if (!hash.digest().equals(sum)) throw damagedArchive(path);
}

export function damagedArchive(path: string): ArchiveError {
  return new ArchiveError(`${path} is damaged or cut short: its checksum is another`);
}

/** Longer than any head. */
const HEAD_BYTES = 4096;

function readStart(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(HEAD_BYTES);
    return bytes.subarray(0, readSync(file, bytes, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(file);
  }
}

function parseMeta(line: string): ReadonlyMap<string, string> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value);
  return entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')
    ? new Map(entries)
    : undefined;
}
