/** `boltd daemon logs`: what the daemon wrote, and with `-f` what it writes from now on. */
import fs from 'node:fs';
import { codeOf } from '../daemon/errors.ts';
import type { DaemonPlace } from '../daemon/place.ts';
import { exitCode } from './exit.ts';
import type { Output } from './output.ts';

const followIntervalMs = 200;

export async function showLog(
  output: Output,
  { log }: DaemonPlace,
  follow: boolean,
): Promise<number> {
  const older = readFrom(`${log}.1`, 0)?.text;
  const current = readFrom(log, 0);
  if (older === undefined && current === undefined) {
    output.progress(`No daemon has written a log here: ${log}`);
    return exitCode.done;
  }
  show(output, older ?? '');
  show(output, current?.text ?? '');
  if (!follow) return exitCode.done;
  let seen = current ?? { inode: 0, end: 0 };
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, followIntervalMs));
    const inode = fs.statSync(log, { throwIfNoEntry: false })?.ino;
    // A new file: the log was put aside, or removed and made again.
    if (inode !== undefined && inode !== seen.inode) {
      const rest = seen.inode === 0 ? undefined : readFrom(`${log}.1`, seen.end);
      if (rest?.inode === seen.inode) show(output, rest.text);
      seen = { inode, end: 0 };
    }
    const next = readFrom(log, seen.end);
    if (next === undefined) continue;
    show(output, next.text);
    seen = next;
  }
}

function show(output: Output, text: string): void {
  if (!output.options.json) {
    output.result(text);
    return;
  }
  for (const line of text.split('\n').filter((each) => each !== '')) {
    output.event('daemon-log', { line });
  }
}

interface Part {
  readonly inode: number;
  readonly end: number;
  readonly text: string;
}

function readFrom(file: string, start: number): Part | undefined {
  try {
    const bytes = fs.readFileSync(file);
    const { ino } = fs.statSync(file);
    return { inode: ino, end: bytes.length, text: bytes.subarray(start).toString('utf8') };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
