/**
 * Keeps a cache within its bound at the end of a session. To find that nothing has to be done costs two
 * questions to the database and one small file; objects are looked at only where the bound is exceeded.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Cache, Collected } from '../../cache/cache.ts';
import {
  CacheDamagedError,
  CacheUnwritableError,
  errorCode,
  translateError,
} from '../../cache/errors.ts';
import type { ObjectStore } from '../../cache/objects.ts';
import { blobQueries } from '../compiler/queries/output.ts';

export interface BoundedCache {
  readonly folder: string;
  readonly cache: Cache;
  readonly objects: ObjectStore;
}

export interface Bound {
  readonly maxBytes: number;
  /** One line for the user. */
  readonly onNotice: (message: string) => void;
}

/**
 * No engine may use the cache across the call. A cache that cannot be written just now is brought below its
 * bound another time: what the session made is kept already.
 */
export function keepWithinBound(bounded: BoundedCache, { maxBytes, onNotice }: Bound): void {
  if (!isOverBound(bounded, maxBytes)) {
    settle(bounded.objects);
    return;
  }
  try {
    collectCache(bounded, maxBytes);
    noteRemains(bounded, maxBytes);
  } catch (error) {
    const reason = translateError(error);
    // Damage is announced by the cache itself, which has put the database aside.
    if (reason instanceof CacheDamagedError) return;
    if (!(reason instanceof CacheUnwritableError)) throw reason;
    onNotice(`The cache stays larger than its bound: ${reason.message}`);
  }
}

/** On a full disk the objects are counted again the next time. */
function settle(objects: ObjectStore): void {
  try {
    objects.settle();
  } catch (error) {
    if (!(error instanceof CacheUnwritableError)) throw error;
  }
}

/**
 * Whether there is too much, and more than could not be helped the last time. So it is with a damaged cache:
 * it is of no more use, and to be opened anew.
 */
export function isOverBound(bounded: BoundedCache, maxBytes: number): boolean {
  try {
    const bytes = sizeBytes(bounded);
    return bytes > maxBytes && !isWhatRemained(bounded.folder, maxBytes, bytes);
  } catch (error) {
    const reason = translateError(error);
    if (reason instanceof CacheDamagedError) return true;
    // What cannot even be looked at cannot be made smaller.
    if (reason instanceof CacheUnwritableError) return false;
    throw reason;
  }
}

/** Of the database and the objects. */
export function sizeBytes({ cache, objects }: Pick<BoundedCache, 'cache' | 'objects'>): number {
  return cache.sizeBytes() + objects.sizeBytes();
}

export interface CacheCollected extends Collected {
  readonly removedObjects: number;
  readonly freedObjectBytes: number;
}

/** Objects that nothing names go in any case. */
export function collectCache({ cache, objects }: BoundedCache, maxBytes: number): CacheCollected {
  const sizes = objects.sizes();
  const collected = cache.collectGarbage({ maxBytes, objects: { sizes, queries: blobQueries } });
  const { removed, freedBytes } = objects.collect(collected.keptObjects);
  return { ...collected, removedObjects: removed, freedObjectBytes: freedBytes };
}

/**
 * What the project needs may be larger than the bound. It is not looked through again before it has grown
 * by a tenth.
 */
function isWhatRemained(folder: string, maxBytes: number, bytes: number): boolean {
  let text: string;
  try {
    text = readFileSync(remainsPath(folder), 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
  const [bound, remained] = text.split(' ').map(Number);
  return bound === maxBytes && bytes <= (remained ?? 0) * 1.1;
}

function noteRemains(bounded: BoundedCache, maxBytes: number): void {
  const file = remainsPath(bounded.folder);
  const remained = sizeBytes(bounded);
  if (remained <= maxBytes) rmSync(file, { force: true });
  else writeFileSync(file, `${maxBytes} ${remained}`);
}

function remainsPath(folder: string): string {
  return path.join(folder, 'cache.bound');
}
