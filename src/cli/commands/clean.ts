/** `boltd clean`: removes the cache and the outputs of a project. */
import fs from 'node:fs';
import { acquireLock } from '../../../cache/lock.ts';
import { exitCode } from '../exit.ts';
import type { Output } from '../output.ts';
import { locateProject } from '../project.ts';

export async function clean(output: Output, target: string): Promise<number> {
  const { paths } = locateProject(output, target);
  if (fs.existsSync(paths.cache)) {
    // Waits for a build that is under way, so that nothing is removed from under it.
    const lock = await acquireLock(paths.cache, {
      waitMs: 60_000,
      onWait: (owner) => output.notice(`Waiting for process ${owner?.pid ?? 'unknown'} to finish`),
    });
    lock.release();
    fs.rmSync(paths.cache, { recursive: true, force: true });
  }
  output.event('cleaned', { folder: paths.cache });
  output.progress(`Removed ${paths.cache}`);
  return exitCode.done;
}
