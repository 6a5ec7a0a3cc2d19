/** Where a project's cache and its outputs lie. */
import os from 'node:os';
import path from 'node:path';
import { fingerprintOf } from '../base/fingerprint.ts';
import { cacheLimitBytes } from './cache-limit.ts';
import type { Project } from './project.ts';

export interface ProjectPaths {
  /** The database, its lock and the object store. */
  readonly cache: string;
  /** Libraries and executables of the dev profile, and of `--release` without `-o`. */
  readonly output: string;
  /** What the cache may grow to; without bound if absent. */
  readonly cacheLimitBytes?: number;
}

/** @throws SettingError */
export function projectPaths(
  project: Project,
  environment: Readonly<Record<string, string | undefined>>,
): ProjectPaths {
  return { ...foldersOf(project, environment), cacheLimitBytes: cacheLimitBytes(environment) };
}

type Folders = Pick<ProjectPaths, 'cache' | 'output'>;

/**
 * A folder for the project in `BOLT_CACHE_DIR`, else `.bolt` of the project; a file without a manifest
 * leaves nothing beside itself.
 */
function foldersOf(
  project: Project,
  environment: Readonly<Record<string, string | undefined>>,
): Folders {
  const shared = sharedFolder(environment);
  if (shared !== undefined) return sharedPaths(project, shared);
  return pathsIn(ownFolder(project.root, project.packages[0]?.onlyFile, environment));
}

/** `BOLT_CACHE_DIR`, absolute. */
export function sharedFolder(
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const given = environment['BOLT_CACHE_DIR'];
  return given === undefined || given === '' ? undefined : path.resolve(given);
}

/**
 * The cache of a project that has one to itself.
 * @param onlyFile name of the file that is the whole project
 */
export function ownFolder(
  root: string,
  onlyFile: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  if (onlyFile === undefined) return path.join(root, '.bolt');
  const home = environment['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache');
  return path.join(home, 'boltd', hashOf(path.join(root, onlyFile)));
}

function pathsIn(cache: string): Folders {
  return { cache, output: path.join(cache, 'out') };
}

/**
 * The cache goes by the project's name alone, so that every checkout of it, wherever it lies, shares what
 * the others computed. Outputs do not: one checkout's program must not replace another's. A package's name
 * has no dot, so no file is taken for one.
 */
function sharedPaths({ root, name, packages }: Project, folder: string): Folders {
  const isFile = packages[0]?.onlyFile !== undefined;
  const cache = path.join(folder, isFile ? `${name}.bolt` : name);
  return { cache, output: path.join(cache, 'out', hashOf(root)) };
}

function hashOf(place: string): string {
  return fingerprintOf(place).slice(0, 16);
}
