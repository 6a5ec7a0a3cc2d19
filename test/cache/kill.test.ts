import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { acquireLock, tryLock } from '../../cache/lock.ts';
import { databasePath, openCache } from '../../cache/open.ts';
import { present } from '../../src/base/invariant.ts';
import { violations } from './invariants.ts';
import { identity, layered, temporaryFolder } from './workspace.ts';
import { WRITER_NODES } from './writer.ts';

const writer = fileURLToPath(new URL('writer.js', import.meta.url));

test('after kill -9 at any point the last committed state is there', async (t) => {
  const folder = temporaryFolder(t);
  let generation = 0;
  for (let round = 0; round < 20; round++) {
    const committed = await killedAfter(folder, generation + 1, 1 + ((round * 7) % 9));
    const lock = await acquireLock(folder, { waitMs: 10_000 });
    const notices: string[] = [];
    const onNotice = (message: string): void => void notices.push(message);
    const cache = openCache({ folder, identity, onNotice, access: { kind: 'write', lock } });
    t.deepEqual(notices, []);
    generation = cache.files()[0]?.sizeBytes ?? 0;
    t.true(generation >= committed, `${generation} is not older than ${committed}`);
    t.deepEqual(violations(cache, WRITER_NODES), []);
    const { memos, dirtied } = layered(WRITER_NODES, generation);
    const expected = memos.map(({ number, query, key, trace }) =>
      JSON.stringify({ number, query, key, dirty: dirtied.includes(number), trace }),
    );
    const stored = memos.map(({ number }) => {
      const { traces, ...node } = present(cache.load(number), `node ${number}`);
      return JSON.stringify({ ...node, trace: traces[0] });
    });
    t.deepEqual(stored, expected);
    // Every other time the next writer finds what a process left that was killed after a
    // verification.
    if (round % 2 === 0) cache.close();
    lock.release();
  }
});

test('the lock of a killed process is free', async (t) => {
  const folder = temporaryFolder(t);
  await killedAfter(folder, 1, 2);
  t.true(existsSync(databasePath(folder)));
  const lock = tryLock(folder);
  t.not(lock, undefined);
  lock?.release();
});

/**
 * Runs a writer and kills it once it has committed so many generations; the last one it told of.
 */
async function killedAfter(folder: string, first: number, commits: number): Promise<number> {
  const child = spawn(process.execPath, [writer, folder, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  let last = 0;
  let seen = 0;
  for await (const line of createInterface(child.stdout)) {
    last = Number(line);
    seen += 1;
    if (seen === commits) child.kill('SIGKILL');
  }
  await exited;
  return last;
}
