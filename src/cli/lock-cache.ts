/** The right to change a cache, for commands that are no builds. */
import type { CacheLock } from '../../cache/lock.ts';
import { acquireLock } from '../../cache/lock.ts';
import type { Output } from './output.ts';

/** Waits for a build that is under way, and says so. */
export function lockCache(output: Output, folder: string): Promise<CacheLock> {
  return acquireLock(folder, {
    waitMs: lockWaitMs,
    onWait: (owner) =>
      output.notice(
        `Waiting for another build${owner === undefined ? '' : ` (process ${owner.pid})`}`,
      ),
  });
}

const lockWaitMs = 60_000;
