/** Where the parts of this installation lie: found upward from the running code, bundled or not. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { InternalError } from '../base/invariant.ts';

export interface InstallationPaths {
  /** The folder of boltd's package.json. */
  readonly home: string;
  /** What code generation workers run. */
  readonly workerEntry: string;
  /** What runs users' SQL. */
  readonly sqlEntry: string;
  /** What the thread that watches files runs. */
  readonly watcherEntry: string;
  /** Holds libboltrt.a and libboltrt.so. */
  readonly runtimeFolder: string;
  /** Holds the sources of the standard library. */
  readonly standardFolder: string;
  /** Holds the standard library, compiled. */
  readonly seedFolder: string;
}

export function installation(): InstallationPaths {
  const here = path.dirname(fileURLToPath(import.meta.url));
  let home = here;
  while (!existsSync(path.join(home, 'package.json'))) {
    if (path.dirname(home) === home) throw new InternalError(`No package.json above ${here}`);
    home = path.dirname(home);
  }
  return {
    home,
    workerEntry: path.join(home, 'build/bundle/worker.js'),
    sqlEntry: path.join(home, 'build/bundle/sql.js'),
    watcherEntry: path.join(home, 'build/bundle/watcher.js'),
    runtimeFolder: path.join(home, 'build/runtime'),
    standardFolder: path.join(home, 'runtime/std'),
    seedFolder: path.join(home, 'build/std'),
  };
}
