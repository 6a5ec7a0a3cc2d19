/** Removes what boltd wrote into a cache's folder, and nothing else that may lie there. */
import fs from 'node:fs';
import path from 'node:path';
import { CacheUnwritableError } from '../../cache/errors.ts';
import type { CacheLock } from '../../cache/lock.ts';
import { lockCache } from './lock-cache.ts';
import type { Output } from './output.ts';

/** What is to go: everything, or the results without the programs that builds put in place. */
export type Removed = 'everything' | 'results';

/** Waits for a build that is under way, so that nothing is removed from under it. */
export async function removeCache(output: Output, folder: string, what: Removed): Promise<void> {
  if (!fs.existsSync(folder)) return;
  const lock = await lockUnlessFull(output, folder);
  try {
    for (const name of fs.readdirSync(folder).filter((each) => names[what].test(each))) {
      fs.rmSync(path.join(folder, name), { recursive: true, force: true });
    }
  } finally {
    lock?.release();
  }
  fs.rmSync(path.join(folder, 'cache.lock'), { force: true });
  if (fs.readdirSync(folder).length === 0) fs.rmdirSync(folder);
}

/** On a full disk there may be no room for a lock; to remove things is what helps. */
async function lockUnlessFull(output: Output, folder: string): Promise<CacheLock | undefined> {
  try {
    return await lockCache(output, folder);
  } catch (error) {
    if (error instanceof CacheUnwritableError) return undefined;
    throw error;
  }
}

const names: Record<Removed, RegExp> = {
  everything:
    /^(cache\.db.*|cache\.bound|cache\.lock\.owner|objects|out|tmp|failures|timings|daemon\.log(\.1)?)$/,
  results: /^(cache\.db.*|cache\.bound|objects|tmp)$/,
};
