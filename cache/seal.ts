/**
 * The seal: a small file beside the database that says how the database looked when it was last
 * closed in order. While it holds, the database is what a finished session left and can be trusted
 * without reading it; it is broken before a session's first write and renewed at its end.
 */
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

/** Does the database look as it did when it was sealed? */
export function isSealed(databasePath: string): boolean {
  const state = sealableState(databasePath);
  return state !== undefined && state === readIfThere(sealPath(databasePath));
}

export function breakSeal(databasePath: string): void {
  rmSync(sealPath(databasePath), { force: true });
}

/** Seals a closed database, unless a reader kept its log from being folded in. */
export function seal(databasePath: string): void {
  const state = sealableState(databasePath);
  if (state === undefined) return;
  const temporary = `${sealPath(databasePath)}.tmp`;
  writeFileSync(temporary, state);
  renameSync(temporary, sealPath(databasePath));
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
