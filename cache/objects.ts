/**
 * Large results (object code) as files beside the database, each named by the fingerprint of its
 * bytes: `objects/ab/abcdef….o`. A file is there whole or not at all; that it still holds what its
 * name says is for `verify` to tell. Storing needs no lock: two writers of one name write the same
 * bytes. To `settle` and to `collect`, hold it.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Fingerprint } from '../src/base/fingerprint.ts';
import { fingerprintOf } from '../src/base/fingerprint.ts';
import { errorCode, translateError } from './errors.ts';
import { addToTally, readTally, writeTally } from './object-tally.ts';

export interface StoredObject {
  readonly fingerprint: Fingerprint;
  readonly sizeBytes: number;
  readonly path: string;
}

export interface ObjectStore {
  /** Throws a `CacheUnwritableError` when it cannot. */
  put(bytes: Uint8Array): StoredObject;
  /** Where an object is, or would be. */
  pathOf(fingerprint: Fingerprint): string;
  has(fingerprint: Fingerprint): boolean;
  /** Undefined when it is not there. */
  sizeOf(fingerprint: Fingerprint): number | undefined;
  /** Reads the object and compares it with its name; a file that differs is removed. */
  verify(fingerprint: Fingerprint): boolean;
  /** What all objects hold together, without looking at each. */
  sizeBytes(): number;
  /** Leaves a short note of that size, or makes one by counting. */
  settle(): void;
  /** Every object, with its size: looks at each. */
  sizes(): ReadonlyMap<Fingerprint, number>;
  /** Removes all objects but these, and what interrupted writers left. */
  collect(keep: ReadonlySet<Fingerprint>): {
    readonly removed: number;
    readonly freedBytes: number;
  };
}

/** `folder` is the cache's; nothing is made before the first `put`. */
export function openObjects(folder: string): ObjectStore {
  const root = join(folder, 'objects');
  const pathOf = (fingerprint: Fingerprint): string =>
    join(root, fingerprint.slice(0, 2), `${fingerprint}${SUFFIX}`);
  const tally = join(root, 'size');
  let temporaries = 0;

  return {
    pathOf,
    has: (fingerprint) => sizeOf(pathOf(fingerprint)) !== undefined,
    sizeOf: (fingerprint) => sizeOf(pathOf(fingerprint)),

    put(bytes) {
      const fingerprint = fingerprintOf(bytes);
      const path = pathOf(fingerprint);
      const stored = { fingerprint, sizeBytes: bytes.length, path };
      if (sizeOf(path) === bytes.length) return stored;
      temporaries += 1;
      const temporary = join(root, `${TEMPORARY}${process.pid}-${temporaries}`);
      try {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(temporary, bytes);
        renameSync(temporary, path);
        addToTally(tally, bytes.length);
        return stored;
      } catch (error) {
        rmSync(temporary, { force: true });
        throw translateError(error);
      }
    },

    verify(fingerprint) {
      const path = pathOf(fingerprint);
      const bytes = readIfThere(path);
      if (bytes === undefined) return false;
      if (fingerprintOf(bytes) === fingerprint) return true;
      rmSync(path, { force: true });
      addToTally(tally, -bytes.length);
      return false;
    },

    sizeBytes: () => readTally(tally)?.bytes ?? total(sizesBelow(root)),
    sizes: () => sizesBelow(root),
    settle() {
      const known = readTally(tally);
      if (known?.isLong === false) return;
      try {
        if (existsSync(root)) writeTally(tally, known?.bytes ?? total(sizesBelow(root)));
      } catch (error) {
        throw translateError(error);
      }
    },

    collect(keep) {
      let removed = 0;
      let freedBytes = 0;
      let keptBytes = 0;
      for (const name of listIfThere(root)) {
        if (name.startsWith(TEMPORARY)) rmSync(join(root, name), { force: true });
      }
      try {
        for (const [fingerprint, sizeBytes] of sizesBelow(root)) {
          if (keep.has(fingerprint)) {
            keptBytes += sizeBytes;
            continue;
          }
          rmSync(pathOf(fingerprint), { force: true });
          freedBytes += sizeBytes;
          removed += 1;
        }
        if (existsSync(root)) writeTally(tally, keptBytes);
      } catch (error) {
        throw translateError(error);
      }
      return { removed, freedBytes };
    },
  };
}

const SUFFIX = '.o';
const TEMPORARY = 'tmp-';
const FOLDER_DIGITS = 2;

/** Sorted by name, as everything that is walked. */
function sizesBelow(root: string): ReadonlyMap<Fingerprint, number> {
  const sizes = new Map<Fingerprint, number>();
  for (const name of listIfThere(root)) {
    if (name.length !== FOLDER_DIGITS) continue;
    for (const file of listIfThere(join(root, name))) {
      const sizeBytes = file.endsWith(SUFFIX) ? sizeOf(join(root, name, file)) : undefined;
      if (sizeBytes !== undefined)
        sizes.set(file.slice(0, -SUFFIX.length) as Fingerprint, sizeBytes);
    }
  }
  return new Map([...sizes].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function total(sizes: ReadonlyMap<Fingerprint, number>): number {
  return [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
}

function sizeOf(path: string): number | undefined {
  try {
    const state = statSync(path, { throwIfNoEntry: false });
    return state?.isFile() ? state.size : undefined;
  } catch (error) {
    throw translateError(error);
  }
}

function readIfThere(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw translateError(error);
  }
}

function listIfThere(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw translateError(error);
  }
}
