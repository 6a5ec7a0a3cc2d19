/**
 * One process's hold on a project: its cache, the engine over it, and the files the inputs come from.
 * Without a usable cache folder the same engine runs in memory, and says so in one line.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Cache, CacheIdentity } from '../../cache/cache.ts';
import { CacheUnwritableError, translateError } from '../../cache/errors.ts';
import type { CacheLock } from '../../cache/lock.ts';
import { acquireLock, tryLock } from '../../cache/lock.ts';
import type { ObjectStore } from '../../cache/objects.ts';
import { openObjects } from '../../cache/objects.ts';
import { openCache } from '../../cache/open.ts';
import { present } from '../base/invariant.ts';
import { allQueries, isRetained } from '../compiler/catalogue.ts';
import type { Host } from '../host/host.ts';
import { createEngine } from '../query/engine.ts';
import type { Engine } from '../query/engine-api.ts';
import type { EventListener } from '../query/events.ts';
import { isOverBound, keepWithinBound } from './cache-bound.ts';
import { createFileMemory } from './file-memory.ts';
import type { FileMemory } from './inputs.ts';
import type { ProjectPaths } from './paths.ts';
import type { Project } from './project.ts';
import { createScratch } from './scratch.ts';
import { plantSeed } from './seed.ts';

export interface SessionOptions {
  readonly host: Host;
  readonly project: Project;
  readonly paths: ProjectPaths;
  /** Fingerprint of the compiler; caches of another one are replaced. */
  readonly compiler: string;
  readonly onEvent?: EventListener;
  /** One line for the user. */
  readonly onNotice: (message: string) => void;
  /** The compiled standard library, which a new cache begins with. */
  readonly seed?: string;
  /** Part of the reused memos to execute again and compare. */
  readonly verify?: number;
  /** Asked at query boundaries; true stops what is computed with a `CancelledError`. */
  readonly isCancelled?: () => boolean;
  /** Has to call `flush`, which writes what is new to the cache. */
  readonly aroundFlush?: (flush: () => void) => void;
}

export interface Session {
  readonly project: Project;
  readonly paths: ProjectPaths;
  readonly host: Host;
  readonly engine: Engine;
  readonly cache: Cache;
  readonly objects: ObjectStore;
  readonly files: FileMemory;
  /** Nothing is kept: the cache cannot be written. Only what is in `paths.output` outlives the session. */
  readonly isScratch: boolean;
  /** Whether `close` would make room in the cache, which cannot be done under an engine. */
  isOverBound(): boolean;
  /** Lets other processes use the cache until `resume`. What the engine knows has been flushed. */
  rest(): void;
  /** False when another process used the cache meanwhile: close the session and open another. */
  resume(): Promise<boolean>;
  close(): void;
}

/** How the engine makes graphs and traces; grows when that changes. */
export const engineVersion = '2';

/** What a cache is made by; `compiler` is the compiler's fingerprint. */
export function cacheIdentity(compiler: string): CacheIdentity {
  return { engine: engineVersion, compiler };
}

/** How long a second build waits for the first. */
const lockWaitMs = 600_000;

/** @throws CacheLockedError */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { paths } = options;
  let lock: CacheLock | undefined;
  try {
    lock = await waitForLock(options);
    const { seed, compiler } = options;
    if (seed !== undefined) plantSeed(paths.cache, { seed, compiler });
    // What a killed build left behind.
    rmSync(path.join(paths.cache, 'tmp'), { recursive: true, force: true });
    return sessionOn(options, { paths, objects: openObjects(paths.cache), lock, isScratch: false });
  } catch (error) {
    lock?.release();
    const reason = translateError(error);
    if (!(reason instanceof CacheUnwritableError)) throw reason;
    return openScratchSession(options, reason);
  }
}

function waitForLock({ paths, onNotice }: SessionOptions): Promise<CacheLock> {
  return acquireLock(paths.cache, {
    waitMs: lockWaitMs,
    onWait: (owner) =>
      onNotice(`Waiting for another build${owner === undefined ? '' : ` (process ${owner.pid})`}`),
  });
}

/** A session whose results are not kept, for `reason`; the user is told. */
export function openScratchSession(options: SessionOptions, reason: CacheUnwritableError): Session {
  const { paths, onNotice } = options;
  onNotice(`${firstLine(reason.message)}; building without keeping results`);
  const others = lockUnlessReadOnly(paths.cache);
  const scratch = createScratch(paths, others !== 'writing');
  if (others !== 'writing' && others !== 'unable') others.release();
  try {
    const lock = present(tryLock(scratch.paths.cache), 'lock of a new folder');
    const session = sessionOn(options, { ...scratch, lock, isScratch: true });
    return {
      ...session,
      close() {
        session.close();
        scratch.dispose();
      },
    };
  } catch (error) {
    scratch.dispose();
    throw error;
  }
}

interface Place {
  readonly paths: ProjectPaths;
  readonly objects: ObjectStore;
  readonly lock: CacheLock;
  readonly isScratch: boolean;
}

function sessionOn(options: SessionOptions, place: Place): Session {
  const { paths, objects, isScratch } = place;
  let lock: CacheLock | undefined = place.lock;
  const { host, project, onNotice } = options;
  const cache = openCache({
    folder: paths.cache,
    identity: cacheIdentity(options.compiler),
    access: { kind: 'write', lock: place.lock },
    onNotice,
  });
  const own = createEngine({
    store: cache,
    queries: allQueries,
    retains: isRetained,
    now: () => host.monotonicUs(),
    ...(options.onEvent !== undefined && { onEvent: options.onEvent }),
    ...(options.verify !== undefined && { verify: options.verify }),
    ...(options.isCancelled !== undefined && { cancelled: options.isCancelled }),
  });
  const flush = (): void => own.flush();
  const engine: Engine = {
    ...own,
    flush: () => (options.aroundFlush === undefined ? flush() : options.aroundFlush(flush)),
  };
  const maxBytes = isScratch ? undefined : paths.cacheLimitBytes;
  const bounded = { folder: paths.cache, cache, objects };
  return {
    project,
    paths,
    host,
    engine,
    cache,
    objects,
    files: createFileMemory(cache),
    isScratch,
    rest() {
      // Nobody else knows of a scratch cache. Without the lock others may have used it since.
      if (isScratch || lock === undefined) return;
      cache.rest();
      lock?.release();
      lock = undefined;
    },
    async resume() {
      if (lock !== undefined) return true;
      lock = await waitForLock(options);
      return cache.isAsLeft();
    },
    isOverBound: () => maxBytes !== undefined && isOverBound(bounded, maxBytes),
    close() {
      try {
        // Without the lock others may be writing, and see to it themselves.
        if (maxBytes !== undefined && lock !== undefined) {
          keepWithinBound(bounded, { maxBytes, onNotice });
        }
      } finally {
        cache.close();
        lock?.release();
        lock = undefined;
      }
    },
  };
}

/** The lock of a cache that cannot be written, where it can be had at all. */
function lockUnlessReadOnly(folder: string): CacheLock | 'writing' | 'unable' {
  try {
    return tryLock(folder) ?? 'writing';
  } catch (error) {
    if (error instanceof CacheUnwritableError) return 'unable';
    throw error;
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
