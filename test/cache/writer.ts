/**
 * A process that writes one generation of the graph after the other until it is killed. It says
 * which one is committed, and reopens the cache now and then, so that it may die anywhere.
 *
 *     node writer.js <folder> <first generation>
 */
import { writeSync } from 'node:fs';
import { acquireLock } from '../../cache/lock.ts';
import { openCache } from '../../cache/open.ts';
import { fingerprintOf } from '../../src/base/fingerprint.ts';
import { identity, layered } from './workspace.ts';

export const WRITER_NODES: number = 150;

const [folder, first] = process.argv.slice(2);
if (folder !== undefined && first !== undefined) await writeForever(folder, Number(first));

async function writeForever(folder: string, first: number): Promise<never> {
  const lock = await acquireLock(folder, { waitMs: 10_000 });
  const open = (): ReturnType<typeof openCache> =>
    openCache({
      folder,
      identity,
      access: { kind: 'write', lock },
      onNotice: (message) => writeSync(2, message),
    });
  let cache = open();
  for (let generation = first; ; generation++) {
    const { memos, dirtied } = layered(WRITER_NODES, generation);
    cache.transaction(() => {
      cache.write({ memos: memos.slice(0, WRITER_NODES / 2), dirtied: [], cleaned: [] });
      cache.write({ memos: memos.slice(WRITER_NODES / 2), dirtied, cleaned: [] });
      const fingerprint = fingerprintOf(String(generation));
      cache.putFiles([
        {
          path: 'a.bolt',
          sizeBytes: generation,
          mtimeNs: '1',
          inode: '1',
          fingerprint,
          trusted: true,
        },
      ]);
    });
    writeSync(1, `${generation}\n`);
    if (generation % 5 === 0) {
      cache.close();
      cache = open();
    }
  }
}
