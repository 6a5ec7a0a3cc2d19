import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { Cache } from '../../cache/cache.ts';
import { CacheUnwritableError } from '../../cache/errors.ts';
import { openObjects } from '../../cache/objects.ts';
import { databasePath } from '../../cache/open.ts';
import { violations } from './invariants.ts';
import {
  batch,
  memo,
  number,
  reads,
  small,
  temporaryFolder,
  trace,
  workspace,
} from './workspace.ts';

const NOBODY = 65534;

test('a reader finds what the writer committed, while the writer is at work', (t) => {
  const { open, read } = workspace(t);
  const writer = open();
  writer.write(batch({ memos: small() }));
  const reader = read();
  t.is(reader.find('double', 'a')?.traces[0]?.valueText, '2');
  writer.write(batch({ memos: small(5) }));
  t.is(reader.find('double', 'a')?.traces[0]?.valueText, '10');
  t.throws(() => reader.write(batch({ memos: small() })), { instanceOf: CacheUnwritableError });
  t.throws(() => reader.clear(), { instanceOf: CacheUnwritableError });
  t.is(reader.find('double', 'a')?.traces[0]?.valueText, '10');
});

test('without a usable database a reader finds nothing and changes nothing', (t) => {
  const { folder, open, read, notices } = workspace(t);
  t.true(read().isEmpty);
  const cache = open();
  cache.write(batch({ memos: small() }));
  cache.close();
  t.true(read({ identity: { engine: '9', compiler: 'z' } }).isEmpty);
  t.deepEqual(notices(), ['The cache is not read: it was made with another engine version']);
  t.false(read().isEmpty);
  writeFileSync(join(folder, 'cache.db'), 'rubbish '.repeat(2000));
  t.true(read().isEmpty);
  t.deepEqual(notices(), ['The cache is not read: it is damaged']);
});

test('a folder that may not be written to can be read, and writing fails with a typed error', (t) => {
  const writer = workspace(t);
  const cache = writer.open();
  cache.write(batch({ memos: small() }));
  cache.close();
  const folder = temporaryFolder(t);
  copyFileSync(databasePath(writer.folder), databasePath(folder));
  chmodSync(folder, 0o555);
  t.teardown(() => chmodSync(folder, 0o755));
  const script = fileURLToPath(new URL('read-only-folder.js', import.meta.url));
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const { stdout, stderr, error } = spawnSync(process.execPath, [script, folder], {
    encoding: 'utf8',
    ...user,
  });
  if (error !== undefined || /EACCES/u.test(stderr)) {
    t.log(
      `Not checked: the compiled tests cannot be run as another user: ${stderr || String(error)}`,
    );
    t.pass();
    return;
  }
  t.deepEqual(JSON.parse(stdout), { value: '2', lock: 'CacheUnwritableError' }, stderr);
});

test('a path that cannot be a folder fails with a typed error', (t) => {
  const parent = temporaryFolder(t);
  writeFileSync(join(parent, 'file'), '');
  t.throws(() => workspace(t, join(parent, 'file')), { instanceOf: CacheUnwritableError });
  t.throws(() => openObjects(join(parent, 'file')).put(Buffer.from('x')), {
    instanceOf: CacheUnwritableError,
  });
});

test('on a full database nothing of the batch remains, and the cache goes on', (t) => {
  const { open } = workspace(t);
  const cache = open({ maxBytes: 1_000_000 });
  const written = fillUp(cache);
  t.true(written > 0);
  assertLastCommitted(t, cache, written);
  cache.close();
  const again = open();
  assertLastCommitted(t, again, written);
  t.is(fillUp(again, written, written + 2), written + 2);
});

test('on a full disk nothing of the batch remains, and the cache goes on', (t) => {
  const parent = temporaryFolder(t);
  const disk = join(parent, 'disk');
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk], { stdio: 'pipe' });
  } catch (error) {
    t.log(`Not checked: no small disk can be mounted: ${String(error)}`);
    t.pass();
    return;
  }
  t.teardown(() => execFileSync('umount', ['-l', disk]));
  const { folder, open } = workspace(t, disk);
  const cache = open();
  const written = fillUp(cache);
  t.true(written > 0);
  assertLastCommitted(t, cache, written);
  t.throws(() => openObjects(folder).put(Buffer.alloc(3_000_000)), {
    instanceOf: CacheUnwritableError,
  });
  cache.close();
  assertLastCommitted(t, open(), written);
});

/** Writes batches of an input and what reads it until one does not fit; how many did. */
function fillUp(cache: Cache, from = 0, to = 1000): number {
  for (let index = from; index < to; index++) {
    const text = JSON.stringify(`${index} `.repeat(8000));
    const input = memo(2 * index + 1, `x ${index}`, trace(text));
    const copy = memo(2 * index + 2, `copy ${index}`, trace(text, [reads(2 * index + 1, text)]));
    try {
      cache.write(batch({ memos: [input, copy] }));
    } catch (error) {
      if (error instanceof CacheUnwritableError) return index;
      throw error;
    }
  }
  return to;
}

function assertLastCommitted(t: ExecutionContext, cache: Cache, written: number): void {
  t.is(cache.nextNumber(), number(2 * written + 1));
  t.is(cache.find('x', String(written)), undefined);
  t.not(cache.find('copy', String(written - 1))?.traces[0]?.valueText, undefined);
  t.deepEqual(violations(cache, 2 * written + 2), []);
}
