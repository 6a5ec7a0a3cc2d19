/**
 * Changes that nothing has been done about yet, and how long to wait for more of them: one save is several
 * events, and the events of a thousand files trickle in over half a second.
 */
import type { FileChange } from '../host/watcher.ts';

export interface Changes {
  readonly paths: Set<string>;
  /** Every file has to be looked at, not just `paths`. */
  isEverything: boolean;
  /** When the first and the last sign of them were seen. */
  firstMs: number;
  lastMs: number;
  /** Since when they wait for more of them: the first sign, or the end of a request that was cancelled. */
  waitingSinceMs: number;
}

/** More paths than this are everything. */
const maxPaths = 10_000;

export function noChanges(nowMs: number): Changes {
  return {
    paths: new Set(),
    isEverything: false,
    firstMs: nowMs,
    lastMs: nowMs,
    waitingSinceMs: nowMs,
  };
}

/** What a request has to look at that nobody can tell anything about. */
export function allChanges(nowMs: number): Changes {
  return { ...noChanges(nowMs), isEverything: true, lastMs: Number.NEGATIVE_INFINITY };
}

export function changesOf(change: FileChange, seenAtMs: number): Changes {
  const changes = noChanges(seenAtMs);
  if (change.kind === 'everything') changes.isEverything = true;
  else addPaths(changes, change.paths);
  return changes;
}

/** Both; `earlier` is used up. */
export function joinChanges(earlier: Changes | undefined, later: Changes): Changes {
  if (earlier === undefined) return later;
  addPaths(earlier, later.paths);
  earlier.isEverything ||= later.isEverything;
  earlier.firstMs = Math.min(earlier.firstMs, later.firstMs);
  earlier.lastMs = Math.max(earlier.lastMs, later.lastMs);
  earlier.waitingSinceMs = Math.min(earlier.waitingSinceMs, later.waitingSinceMs);
  return earlier;
}

/** What a cancelled request was for waits again, with what cancelled it. */
export function waitAgain(cancelled: Changes, newer: Changes | undefined, nowMs: number): Changes {
  cancelled.waitingSinceMs = newer?.waitingSinceMs ?? nowMs;
  return newer === undefined ? cancelled : joinChanges(cancelled, newer);
}

/** When no more of them are to be expected, or no longer to be waited for. */
export function dueMs(changes: Changes): number {
  const { quietMs, limitMs } = patienceFor(changes);
  return Math.min(changes.lastMs + quietMs, changes.waitingSinceMs + limitMs);
}

interface Patience {
  /** Time without another sign after which the changes are taken for complete. */
  readonly quietMs: number;
  /** What comes later cancels the request. */
  readonly limitMs: number;
}

function patienceFor({ paths, isEverything }: Changes): Patience {
  if (paths.size > 32) return { quietMs: 30, limitMs: 500 };
  if (paths.size > 4 || isEverything) return { quietMs: 8, limitMs: 60 };
  return { quietMs: 2, limitMs: 20 };
}

function addPaths(changes: Changes, paths: ReadonlySet<string>): void {
  for (const path of paths) changes.paths.add(path);
  if (changes.paths.size <= maxPaths) return;
  changes.isEverything = true;
  changes.paths.clear();
}
