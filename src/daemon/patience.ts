/**
 * How long a daemon's answer is waited for. One that computes answers late; one that has been halted never
 * does, and whoever waits is told which process it is.
 */
import fs from 'node:fs';
import type { DaemonConnection } from './connection.ts';
import { codeOf } from './errors.ts';
import type { DaemonPlace } from './place.ts';

export interface Patience {
  /** When the user is told that there is something to wait for. */
  readonly slowMs: number;
  /** When it is given up. */
  readonly limitMs: number;
}

const usual: Patience = { slowMs: 2000, limitMs: 60_000 };

/** @throws ConnectionLostError when `ask` is not answered in time */
export async function patiently<T>(
  { note }: Pick<DaemonPlace, 'note'>,
  connection: DaemonConnection,
  onNotice: (message: string) => void,
  ask: () => Promise<T>,
  { slowMs, limitMs }: Patience = usual,
): Promise<T> {
  const slow = setTimeout(() => onNotice('Waiting for the daemon'), slowMs);
  const limit = setTimeout(() => {
    const pid = notedProcess(note);
    const remedy = pid === undefined ? '' : `; \`kill -9 ${pid}\` ends it`;
    connection.abandon(`It did not answer for ${limitMs / 1000} s${remedy}`);
  }, limitMs);
  try {
    return await ask();
  } finally {
    clearTimeout(slow);
    clearTimeout(limit);
  }
}

/** The process that a daemon's note for people names. */
function notedProcess(note: string): number | undefined {
  try {
    const [, pid] = /"pid":(\d+)/.exec(fs.readFileSync(note, 'utf8')) ?? [];
    return pid === undefined ? undefined : Number(pid);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return undefined;
  }
}
