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
import { keepWithinBound } from './cache-bound.ts';
import type { ProjectPaths } from './paths.ts';
import type { Project } from './project.ts';
import { createScratch } from './scratch.ts';

export interface SessionOptions {
  readonly host: Host;
  readonly project: Project;
  readonly paths: ProjectPaths;
  /** Fingerprint of the compiler; caches of another one are replaced. */
  readonly compiler: string;
  readonly onEvent?: EventListener;
  /** One line for the user. */
  readonly onNotice: (message: string) => void;
  /** Part of the reused memos to execute again and compare. */
  readonly verify?: number;
}

export interface Session {
  readonly project: Project;
  readonly paths: ProjectPaths;
  readonly host: Host;
  readonly engine: Engine;
  readonly cache: Cache;
  readonly objects: ObjectStore;
  /** Nothing is kept: the cache cannot be written. Only what is in `paths.output` outlives the session. */
  readonly isScratch: boolean;
  close(): void;
}

/** How the engine makes graphs and traces; grows when that changes. */
const engineVersion = '2';

/** What a cache is made by; `compiler` is the compiler's fingerprint. */
export function cacheIdentity(compiler: string): CacheIdentity {
  return { engine: engineVersion, compiler };
}

/** How long a second build waits for the first. */
const lockWaitMs = 600_000;

/** @throws CacheLockedError */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { paths, onNotice } = options;
  let lock: CacheLock | undefined;
  try {
    lock = await acquireLock(paths.cache, {
      waitMs: lockWaitMs,
      onWait: (owner) =>
        onNotice(
          `Waiting for another build${owner === undefined ? '' : ` (process ${owner.pid})`}`,
        ),
    });
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

function sessionOn(options: SessionOptions, { paths, objects, lock, isScratch }: Place): Session {
  const { host, project, onNotice } = options;
  const cache = openCache({
    folder: paths.cache,
    identity: cacheIdentity(options.compiler),
    access: { kind: 'write', lock },
    onNotice,
  });
  const engine = createEngine({
    store: cache,
    queries: allQueries,
    retains: isRetained,
    now: () => host.monotonicUs(),
    ...(options.onEvent !== undefined && { onEvent: options.onEvent }),
    ...(options.verify !== undefined && { verify: options.verify }),
  });
  return {
    project,
    paths,
    host,
    engine,
    cache,
    objects,
    isScratch,
    close() {
      const maxBytes = isScratch ? undefined : paths.cacheLimitBytes;
      try {
        if (maxBytes !== undefined) {
          keepWithinBound({ folder: paths.cache, cache, objects }, { maxBytes, onNotice });
        }
      } finally {
        cache.close();
        lock.release();
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
