/**
 * A place for results when the cache's folder cannot be written: a folder of the system's for temporary
 * files, seeded with what the cache knows. What was made before is reused; what is made now is lost.
 */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { errorCode } from '../../cache/errors.ts';
import type { ObjectStore } from '../../cache/objects.ts';
import { openObjects } from '../../cache/objects.ts';
import { databasePath } from '../../cache/open.ts';
import type { Fingerprint } from '../base/fingerprint.ts';
import { fingerprintOf } from '../base/fingerprint.ts';
import type { ProjectPaths } from './paths.ts';

export interface Scratch {
  readonly paths: ProjectPaths;
  /** Those of the cache, and new ones. */
  readonly objects: ObjectStore;
  /** Removes everything but the outputs. */
  dispose(): void;
}

/** `isSettled`: nobody can be writing to the cache at `paths`, so that its database may be copied. */
export function createScratch(paths: ProjectPaths, isSettled: boolean): Scratch {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'boltd-'));
  const cache = path.join(folder, 'cache');
  mkdirSync(cache);
  if (isSettled) copyDatabase(paths.cache, cache);
  return {
    paths: { ...paths, cache, output: path.join(folder, 'out') },
    objects: overlay(openObjects(paths.cache), openObjects(cache)),
    dispose() {
      rmSync(cache, { recursive: true, force: true });
      removeIfEmpty(folder);
    },
  };
}

/** Best effort: without a copy everything is made anew. */
function copyDatabase(from: string, to: string): void {
  const files = ['', '-wal'].map((suffix) => path.basename(databasePath(from)) + suffix);
  try {
    for (const file of files) {
      const source = path.join(from, file);
      if (!existsSync(source)) continue;
      copyFileSync(source, path.join(to, file));
      chmodSync(path.join(to, file), 0o600);
    }
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    for (const file of files) rmSync(path.join(to, file), { force: true });
  }
}

/** Reads both, writes the upper. What is damaged in the lower counts as missing there. */
function overlay(lower: ObjectStore, upper: ObjectStore): ObjectStore {
  const damaged = new Set<Fingerprint>();
  const lowerSize: ObjectStore['sizeOf'] = (fingerprint) =>
    damaged.has(fingerprint) ? undefined : lower.sizeOf(fingerprint);
  return {
    put: (bytes) => upper.put(bytes),
    collect: (keep) => upper.collect(keep),
    sizeBytes: () => upper.sizeBytes(),
    sizes: () => upper.sizes(),
    settle: () => upper.settle(),
    pathOf: (fingerprint) =>
      (lowerSize(fingerprint) === undefined ? upper : lower).pathOf(fingerprint),
    has: (fingerprint) => upper.has(fingerprint) || lowerSize(fingerprint) !== undefined,
    sizeOf: (fingerprint) => lowerSize(fingerprint) ?? upper.sizeOf(fingerprint),
    verify(fingerprint) {
      if (lowerSize(fingerprint) === undefined) return upper.verify(fingerprint);
      if (fingerprintOf(readFileSync(lower.pathOf(fingerprint))) === fingerprint) return true;
      damaged.add(fingerprint);
      return upper.verify(fingerprint);
    },
  };
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (errorCode(error) !== 'ENOTEMPTY') throw error;
  }
}
