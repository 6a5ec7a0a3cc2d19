/** What the cache knows of the source files, read once: after an edit, nobody goes through all of it. */
import type { Cache } from '../../cache/cache.ts';
import { moduleId } from '../base/ids.ts';
import type { FileMemory } from './inputs.ts';
import type { KnownFile } from './scan.ts';

export function createFileMemory(cache: Cache): FileMemory {
  let known: Map<string, KnownFile> | undefined;
  const files = (): Map<string, KnownFile> => {
    known ??= new Map(readFiles(cache).map((file) => [file.path, file]));
    return known;
  };
  return {
    files,
    diagnostics: undefined,
    putFiles(changed) {
      cache.putFiles(changed);
      for (const file of changed) files().set(file.path, file);
    },
    removeFiles(paths) {
      cache.removeFiles(paths);
      for (const path of paths) files().delete(path);
    },
    transaction(work) {
      try {
        cache.transaction(work);
      } catch (error) {
        // The database has gone back to what it was.
        known = undefined;
        throw error;
      }
    },
  };
}

function readFiles(cache: Cache): readonly KnownFile[] {
  return cache.files().flatMap((file) => {
    const { module } = file;
    return module === undefined ? [] : [{ ...file, module: moduleId(module) }];
  });
}
