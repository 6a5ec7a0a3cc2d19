import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { CacheLockedError } from '../../cache/errors.ts';
import type { LockOwner } from '../../cache/lock.ts';
import { acquireLock, lockOwner, tryLock } from '../../cache/lock.ts';
import { temporaryFolder } from './workspace.ts';

test('one writer at a time', (t) => {
  const folder = join(temporaryFolder(t), 'made', 'when', 'missing');
  const lock = tryLock(folder);
  t.not(lock, undefined);
  t.is(lockOwner(folder)?.pid, process.pid);
  t.is(tryLock(folder), undefined);
  lock?.release();
  lock?.release();
  t.is(lockOwner(folder), undefined);
  const next = tryLock(folder);
  t.not(next, undefined);
  next?.release();
});

test('who waits is told for whom, and gets the lock when it is released', async (t) => {
  const folder = temporaryFolder(t);
  const held = tryLock(folder);
  const waited: (LockOwner | undefined)[] = [];
  const onWait = (owner: LockOwner | undefined): void => {
    waited.push(owner);
    held?.release();
  };
  const lock = await acquireLock(folder, { waitMs: 60_000, onWait });
  t.deepEqual(
    waited.map((owner) => owner?.pid),
    [process.pid],
  );
  lock.release();
});

test('who waits in vain gets a typed error that names the owner', async (t) => {
  const folder = temporaryFolder(t);
  const held = tryLock(folder);
  t.teardown(() => held?.release());
  const error = await t.throwsAsync(acquireLock(folder, { waitMs: 30 }), {
    instanceOf: CacheLockedError,
  });
  t.is(error?.ownerPid, process.pid);
  t.is(error?.message, `Process ${process.pid} is using the cache in ${folder}`);
});

test('a damaged lock file or note is in nobody’s way', (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'cache.lock'), 'rubbish '.repeat(1000));
  writeFileSync(join(folder, 'cache.lock.owner'), 'rubbish');
  t.is(lockOwner(folder), undefined);
  const lock = tryLock(folder);
  t.not(lock, undefined);
  lock?.release();
});
