/**
 * Files that a running process belongs to. When another build replaces them, the process must not go on as
 * if nothing had happened: what it starts from now on, such as workers, is of the other build.
 */
import type { BigIntStats } from 'node:fs';
import fs from 'node:fs';
import path from 'node:path';

export interface RunningProgram {
  /** Whether what is installed now is not what was there when this was recorded. */
  isReplaced(): boolean;
}

/** @param home the folder of boltd's package.json */
export function recordProgram(home: string): RunningProgram {
  const files = programNames.map((name) => path.join(home, 'build/bundle', name));
  const states = (): string => files.map((file) => stateOf(file, contentOf) ?? 'absent').join();
  const before = states();
  return { isReplaced: () => states() !== before };
}

/** What every other build of boltd has of its own. */
const programNames = ['boltd.cjs', 'worker.js'];

/** Undefined when the file cannot be looked at, for whatever reason. */
export function stateOf(file: string, describe: (stat: BigIntStats) => string): string | undefined {
  try {
    const stat = fs.statSync(file, { throwIfNoEntry: false, bigint: true });
    return stat === undefined ? undefined : describe(stat);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

export function placeOf({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`;
}

function contentOf(stat: BigIntStats): string {
  return `${placeOf(stat)}:${stat.size}:${stat.mtimeNs}`;
}
