/** `boltd clean`: removes the cache and the outputs of a project, and nothing that boltd did not make. */
import { exitCode } from '../exit.ts';
import type { Output } from '../output.ts';
import { locateProject } from '../project.ts';
import { removeCache } from '../remove-cache.ts';

export async function clean(output: Output, target: string): Promise<number> {
  const { paths } = locateProject(output, target);
  await removeCache(output, paths.cache, 'everything');
  output.event('cleaned', { folder: paths.cache });
  output.progress(`Removed ${paths.cache}`);
  return exitCode.done;
}
