/** Where a project's cache and its outputs lie. */
import os from 'node:os';
import path from 'node:path';
import { fingerprintOf } from '../base/fingerprint.ts';
import type { Project } from './project.ts';

export interface ProjectPaths {
  /** The database, its lock and the object store. */
  readonly cache: string;
  /** Libraries and executables of the dev profile, and of `--release` without `-o`. */
  readonly output: string;
}

/** `BOLT_CACHE_DIR`, else `.bolt` of the project; a file without a manifest leaves nothing beside itself. */
export function projectPaths(
  project: Project,
  environment: Readonly<Record<string, string | undefined>>,
): ProjectPaths {
  const given = environment['BOLT_CACHE_DIR'];
  const only = project.packages[0]?.onlyFile;
  let cache: string;
  if (given !== undefined && given !== '') {
    cache = path.resolve(given);
  } else if (only !== undefined) {
    const home = environment['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache');
    cache = path.join(home, 'boltd', fingerprintOf(path.join(project.root, only)).slice(0, 16));
  } else {
    cache = path.join(project.root, '.bolt');
  }
  return { cache, output: path.join(cache, 'out') };
}
