/**
 * The seal: a small file beside the database that says how the database looked when it was last
 * closed in order. While it holds, the database is what a finished session left and can be trusted
 * without reading it; it is broken before a session's first write and renewed at its end.
 */
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

/** Does the database look as it did when it was sealed, and is all of it there? */
export function isSealed(databasePath: string): boolean {
  const state = sealableState(databasePath);
  if (state === undefined) return false;
  const found = readIfThere(sealPath(databasePath));
  return found === state || (found !== undefined && found === unsynced(state));
}

export function breakSeal(databasePath: string): void {
  rmSync(sealPath(databasePath), { force: true });
}

/**
 * Seals a closed database, unless a reader kept its log from being folded in. While it is not
 * `synced` to the disk, a power failure may undo any part of it, so the seal ends with the boot.
 */
export function seal(databasePath: string, isSynced: boolean): void {
  const state = sealableState(databasePath);
  if (state === undefined) return;
  const text = isSynced ? state : unsynced(state);
  if (text === undefined) return;
  const temporary = `${sealPath(databasePath)}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, sealPath(databasePath));
}

/** What tells this boot of the system from all others; undefined where nothing does. */
export function bootId(): string | undefined {
  return readIfThere('/proc/sys/kernel/random/boot_id')?.trim();
}

/** The seal of a database in that state that holds during this boot only. */
function unsynced(state: string): string | undefined {
  const boot = bootId();
  return boot === undefined ? undefined : `${state}not synced since boot ${boot}\n`;
}

function sealPath(databasePath: string): string {
  return `${databasePath}.seal`;
}

/** Undefined when there is no database, or when a part of it is still in the log. */
function sealableState(databasePath: string): string | undefined {
  const log = statSync(`${databasePath}-wal`, { throwIfNoEntry: false });
  if (log !== undefined && log.size > 0) return undefined;
  const state = statSync(databasePath, { bigint: true, throwIfNoEntry: false });
  return state === undefined ? undefined : `${state.size} bytes, modified at ${state.mtimeNs} ns\n`;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // No seal, or an unreadable one: the database is verified.
  }
}
