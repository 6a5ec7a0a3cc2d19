/**
 * Files that are empty or missing, and were not so before. Editors save by truncating and writing, or by
 * deleting and renaming; who looks in between would report mistakes that nobody made. Such a file gets a
 * short time to come back, once.
 */
import type { Host } from '../host/host.ts';

export interface HollowFiles {
  /** Whether one of `paths` is empty or missing, and was not when it was last accepted. */
  hasNew(paths: ReadonlySet<string>): boolean;
  /** Takes `paths` as they are now. */
  accept(paths: ReadonlySet<string>): void;
}

/** Of more files at once, none is being saved by an editor. */
const maxPaths = 64;

export function createHollowFiles(host: Host): HollowFiles {
  const known = new Set<string>();
  const isHollow = (path: string): boolean => (host.state(path)?.sizeBytes ?? 0) === 0;
  return {
    hasNew(paths) {
      if (paths.size > maxPaths) return false;
      return [...paths].some((path) => !known.has(path) && isHollow(path));
    },
    accept(paths) {
      for (const path of paths) {
        if (paths.size <= maxPaths && isHollow(path)) known.add(path);
        else known.delete(path);
      }
      if (known.size > maxKnown) known.clear();
    },
  };
}

/** Forgetting one costs a short wait. */
const maxKnown = 10_000;
