/**
 * Uses a cache as somebody who may not write to its folder, and prints what happens as JSON.
 *
 *     node read-only-folder.js <folder>
 */

import { tryLock } from '../../cache/lock.ts';
import { openCache } from '../../cache/open.ts';
import { identity } from './workspace.ts';

const [folder] = process.argv.slice(2);
if (folder !== undefined) console.log(JSON.stringify(tryFolder(folder)));

function tryFolder(folder: string): unknown {
  const cache = openCache({ folder, identity, access: { kind: 'readonly' } });
  const value = cache.find('double', 'a')?.traces[0]?.valueText;
  cache.close();
  return { value, lock: nameOfError(() => tryLock(folder)) };
}

function nameOfError(work: () => unknown): string {
  try {
    work();
    return 'none';
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}
