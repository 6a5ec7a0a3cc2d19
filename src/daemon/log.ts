/**
 * The daemon's log: one line an event, in a file that stays small. When it is full it becomes the `.1`
 * beside it, which is replaced. A line that cannot be written is counted, and the count is the first
 * thing that is said when there is room again: the daemon does not end for want of a log.
 */
import fs from 'node:fs';
import path from 'node:path';
import { messageOf } from './errors.ts';

export interface DaemonLog {
  readonly file: string;
  /** On one line, whatever is in it. */
  write(message: string): void;
}

export interface DaemonLogOptions {
  readonly file: string;
  readonly maxBytes?: number;
  /** For the stamps that people read, and for nothing else. */
  readonly now?: () => Date;
}

/** Size from which on a log is put aside. */
const defaultMaxBytes = 1024 * 1024;
const maxLineLength = 4000;

/** Throws what the file system does when the file cannot be made. */
export function openLog({
  file,
  maxBytes = defaultMaxBytes,
  now = () => new Date(),
}: DaemonLogOptions): DaemonLog {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  let descriptor = fs.openSync(file, 'a', 0o600);
  let lost = 0;
  let lossReason = '';
  const reopen = (): void => {
    const opened = fs.openSync(file, 'a', 0o600);
    fs.closeSync(descriptor);
    descriptor = opened;
  };
  const append = (message: string): void => {
    const held = fs.fstatSync(descriptor);
    const there = fs.statSync(file, { throwIfNoEntry: false });
    if (there?.ino === held.ino && held.size >= maxBytes) {
      fs.renameSync(file, `${file}.1`);
      reopen();
    } else if (there?.ino !== held.ino && fs.existsSync(path.dirname(file))) {
      reopen();
    }
    // In a folder that was moved away the log goes on; one that is gone is not brought back.
    fs.writeSync(descriptor, `${now().toISOString()} ${oneLine(message)}\n`);
  };
  return {
    file,
    write(message) {
      try {
        if (lost > 0) append(`${lost} lines could not be written: ${lossReason}`);
        lost = 0;
        append(message);
      } catch (error) {
        lost += 1;
        lossReason = messageOf(error);
      }
    },
  };
}

/** Lines of a stack follow each other after a mark. */
function oneLine(message: string): string {
  const short = message.length > maxLineLength ? `${message.slice(0, maxLineLength)}…` : message;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a log must not play with terminals
  return short.replaceAll('\n', ' ⏎ ').replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');
}
