/** `boltd clean`: removes the cache and the outputs of a project, and nothing that boltd did not make. */
import fs from 'node:fs';
import path from 'node:path';
import { CacheUnwritableError } from '../../../cache/errors.ts';
import type { CacheLock } from '../../../cache/lock.ts';
import { acquireLock } from '../../../cache/lock.ts';
import { exitCode } from '../exit.ts';
import type { Output } from '../output.ts';
import { locateProject } from '../project.ts';

export async function clean(output: Output, target: string): Promise<number> {
  const { paths } = locateProject(output, target);
  if (fs.existsSync(paths.cache)) await removeCache(output, paths.cache);
  output.event('cleaned', { folder: paths.cache });
  output.progress(`Removed ${paths.cache}`);
  return exitCode.done;
}

/** Waits for a build that is under way, so that nothing is removed from under it. */
async function removeCache(output: Output, folder: string): Promise<void> {
  const lock = await lockUnlessFull(output, folder);
  try {
    for (const name of fs.readdirSync(folder).filter((each) => ownNames.test(each))) {
      fs.rmSync(path.join(folder, name), { recursive: true, force: true });
    }
  } finally {
    lock?.release();
  }
  fs.rmSync(path.join(folder, 'cache.lock'), { force: true });
  if (fs.readdirSync(folder).length === 0) fs.rmdirSync(folder);
}

/** On a full disk there may be no room for a lock; to clean is what helps. */
async function lockUnlessFull(output: Output, folder: string): Promise<CacheLock | undefined> {
  try {
    return await acquireLock(folder, {
      waitMs: lockWaitMs,
      onWait: (owner) =>
        output.notice(
          `Waiting for another build${owner === undefined ? '' : ` (process ${owner.pid})`}`,
        ),
    });
  } catch (error) {
    if (error instanceof CacheUnwritableError) return undefined;
    throw error;
  }
}

const lockWaitMs = 60_000;

/** BOLT_CACHE_DIR may be a folder with other things in it. */
const ownNames =
  /^(cache\.db.*|cache\.lock\.owner|objects|out|tmp|failures|timings|daemon\.log(\.1)?)$/;
