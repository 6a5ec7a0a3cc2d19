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
  const cache = cacheFolder(project.root, project.packages[0]?.onlyFile, environment);
  return { cache, output: path.join(cache, 'out') };
}

/** @param onlyFile name of the file that is the whole project */
export function cacheFolder(
  root: string,
  onlyFile: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const given = environment['BOLT_CACHE_DIR'];
  if (given !== undefined && given !== '') return path.resolve(given);
  if (onlyFile === undefined) return path.join(root, '.bolt');
  const home = environment['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache');
  return path.join(home, 'boltd', fingerprintOf(path.join(root, onlyFile)).slice(0, 16));
}
