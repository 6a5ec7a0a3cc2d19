/**
 * What a new project's cache begins with: the standard library, compiled when boltd was installed. The seed is
 * a cache like any other, with the same identity, of a project that imports the whole library; so what is in it
 * is verified and reused like anything that was computed before, and a change of the library is noticed.
 */
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { errorCode } from '../../cache/errors.ts';
import { databasePath } from '../../cache/open.ts';
import { seal } from '../../cache/seal.ts';

/** Beside the database of a seed: the fingerprint of the compiler that made it. */
const compilerFile = 'compiler';

/**
 * Fills the folder `cache`, whose lock is held, from the seed, where it has no database and the compiler is the
 * one that made the seed. Best effort: without it everything is made anew.
 */
export function plantSeed(
  cache: string,
  { seed, compiler }: { readonly seed: string; readonly compiler: string },
): void {
  const target = databasePath(cache);
  if (existsSync(target) || !isMadeBy(seed, compiler)) return;
  const temporary = `${target}.seed`;
  try {
    mkdirSync(cache, { recursive: true });
    const objects = path.join(seed, 'objects');
    if (existsSync(objects)) cpSync(objects, path.join(cache, 'objects'), { recursive: true });
    copyFileSync(databasePath(seed), temporary);
    // Last, and at once: a process that dies before leaves objects that nobody asks for.
    renameSync(temporary, target);
    // It is as the installation left it; a power failure may still undo the copy.
    seal(target, false);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    rmSync(temporary, { force: true });
  }
}

function isMadeBy(seed: string, compiler: string): boolean {
  const file = path.join(seed, compilerFile);
  return existsSync(file) && readFileSync(file, 'utf8') === compiler;
}
