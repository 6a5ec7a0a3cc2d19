/**
 * What a question is put to: the project's engine and cache. Questions about code bring the inputs
 * up to date and may have something computed, under the writer's lock; while another process has
 * that, and for questions about the past, the cache is only read.
 */
import { existsSync } from 'node:fs';
import type { Cache } from '../../../cache/cache.ts';
import { CacheUnwritableError } from '../../../cache/errors.ts';
import { lockOwner, tryLock } from '../../../cache/lock.ts';
import type { ObjectStore } from '../../../cache/objects.ts';
import { databasePath } from '../../../cache/open.ts';
import { checkProject, syncProject } from '../../build/compile.ts';
import type { ProjectPaths } from '../../build/paths.ts';
import type { Project } from '../../build/project.ts';
import { openReader } from '../../build/reader.ts';
import { nodeHost } from '../../host/node-host.ts';
import type { Engine } from '../../query/engine-api.ts';
import type { Output } from '../output.ts';
import { locateProject } from '../project.ts';
import { withSession } from '../session.ts';
import { compilerFingerprint } from '../version.ts';

export interface Asking {
  readonly output: Output;
  readonly project: Project;
  readonly paths: ProjectPaths;
  readonly engine: Engine;
  readonly cache: Cache;
  readonly objects: ObjectStore;
  /** Results may be kept; otherwise all is as of the last build. */
  readonly isLive: boolean;
  /** Runs `work` on one state of the cache, whatever others write meanwhile. */
  consistently<T>(work: () => T): T;
  /** Has the whole program checked, so that all dependencies between declarations are there. */
  check(): void;
}

type Work = (asking: Asking) => Promise<number>;

/** For questions about the program as it is. */
export async function askProgram(output: Output, target: string, work: Work): Promise<number> {
  const { paths } = locateProject(output, target);
  const writer = otherWriter(paths);
  if (writer !== undefined) {
    output.notice(`${output.colors.yellow('note')}: ${writer}; the answer is as of the last build`);
    return askCache(output, target, work);
  }
  return withSession(output, target, async ({ session, clock }) => {
    const { project, engine, cache, objects } = session;
    clock.measure('inputs', () => syncProject(session));
    return work({
      output,
      project,
      paths: session.paths,
      engine,
      cache,
      objects,
      isLive: true,
      consistently: (read) => read(),
      check: () => void checkProject(session, clock, { stage: 'race' }),
    });
  });
}

/** For questions about the past, and beside another process. Nothing is written. */
export async function askCache(output: Output, target: string, work: Work): Promise<number> {
  const { project, paths } = locateProject(output, target);
  const reader = openReader({
    host: nodeHost,
    paths,
    compiler: compilerFingerprint,
    onNotice: (message) => output.notice(`${output.colors.yellow('note')}: ${message}`),
  });
  const { engine, cache, objects } = reader;
  try {
    return await work({
      output,
      project,
      paths,
      engine,
      cache,
      objects,
      isLive: false,
      consistently: (read) => cache.transaction(read),
      check: () => undefined,
    });
  } finally {
    reader.close();
  }
}

/** Why the cache can only be read; undefined: it is free. */
function otherWriter({ cache }: ProjectPaths): string | undefined {
  try {
    const lock = tryLock(cache);
    if (lock === undefined) {
      const owner = lockOwner(cache);
      return owner === undefined
        ? 'Another process is using the cache'
        : `Process ${owner.pid} is using the cache`;
    }
    lock.release();
    return undefined;
  } catch (error) {
    // Without a database there is nothing to read: a session in a scratch folder answers.
    if (!(error instanceof CacheUnwritableError) || !existsSync(databasePath(cache))) {
      if (error instanceof CacheUnwritableError) return undefined;
      throw error;
    }
    return 'The cache cannot be written';
  }
}
