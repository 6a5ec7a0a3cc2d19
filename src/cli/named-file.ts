/**
 * A file that the user names for boltd to write or read. What is written appears whole or not at all, by a
 * rename, which would put a file in the place of a device: `-o /dev/null` as root would end it for everybody.
 * What is read is read more than once, for which a pipe would let it wait for ever.
 */
import fs from 'node:fs';
import path from 'node:path';
import { UsageError } from './exit.ts';

/** The path of `file`, which is a file or nothing yet. `named` says where the user named it: `-o`. */
export function namedFile(named: string, file: string): string {
  const found = fs.statSync(file, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile()) {
    const kind = found.isDirectory() ? 'a folder' : 'a device or pipe';
    throw new UsageError(`${named} takes the name of a file; ${file} is ${kind}`);
  }
  return path.resolve(file);
}
