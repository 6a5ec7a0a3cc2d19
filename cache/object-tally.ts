/**
 * How many bytes the object store holds, without walking it: a note of numbers, a line each, to be added
 * up. Whoever stores or removes an object appends a line, from whatever process; a count of everything
 * replaces them. Where the note is missing or unreadable nobody appends, and the next count makes one.
 *
 * A process that is killed between an object and its line leaves the sum a little wrong. It decides only
 * when to look closer.
 */
import {
  closeSync,
  constants,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { errorCode } from './errors.ts';

export interface Tally {
  readonly bytes: number;
  /** It has so many lines that it should be written anew. */
  readonly isLong: boolean;
}

/** Undefined when nothing that can be relied on is known. */
export function readTally(path: string): Tally | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) !== undefined) return undefined; // To be counted.
    throw error;
  }
  if (!/^(?:-?\d{1,15}\n)+$/.test(text)) return undefined;
  const bytes = text
    .trimEnd()
    .split('\n')
    .reduce((sum, line) => sum + Number(line), 0);
  return bytes < 0 ? undefined : { bytes, isLong: text.length > LONG };
}

/** Lines are shorter than what the system appends in one piece. */
export function addToTally(path: string, bytes: number): void {
  let file: number;
  try {
    file = openSync(path, constants.O_WRONLY | constants.O_APPEND);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  try {
    writeSync(file, `${bytes}\n`);
  } finally {
    closeSync(file);
  }
}

/** To be called while nobody stores objects. */
export function writeTally(path: string, bytes: number): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, `${bytes}\n`);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Characters; reading so much costs microseconds. */
const LONG = 4096;
