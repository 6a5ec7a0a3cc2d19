/** Keeps what `--verify-cache` found to differ: both values, whole, for whoever looks into the bug. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../../cache/errors.ts';
import { fingerprintOf } from '../base/fingerprint.ts';
import { RecheckError } from '../query/recheck.ts';

/** Any other error is left as it is. */
export function keepDifference(cacheFolder: string, error: unknown): void {
  if (!(error instanceof RecheckError)) return;
  const { node, what, memo, executed } = error.difference;
  const folder = path.join(cacheFolder, 'failures');
  const name = `${node.query}-${fingerprintOf(`${node.query} ${node.key}`).slice(0, 8)}-${what}`;
  const files = [path.join(folder, `${name}.memo`), path.join(folder, `${name}.executed`)] as const;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(files[0], `${memo}\n`);
    writeFileSync(files[1], `${executed}\n`);
  } catch (reason) {
    if (errorCode(reason) === undefined) throw reason;
    say(error, `\n  both could not be saved: ${String(reason)}`);
    return;
  }
  say(error, `\n  saved as: ${files[0]}\n            ${files[1]}`);
}

/** The stack of JavaScript begins with the message as it was. */
function say(error: Error, more: string): void {
  const message = error.message + more;
  if (error.stack !== undefined) error.stack = error.stack.replace(error.message, () => message);
  error.message = message;
}
