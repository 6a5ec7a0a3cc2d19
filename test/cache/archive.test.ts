/** An exported cache: what is in it, that it is whole or refused, and that nothing is half imported. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { ArchiveError } from '../../cache/archive.ts';
import type { Cache, CacheIdentity } from '../../cache/cache.ts';
import type { Exported } from '../../cache/export.ts';
import { exportCache } from '../../cache/export.ts';
import type { Imported } from '../../cache/import.ts';
import { importCache } from '../../cache/import.ts';
import { acquireLock, tryLock } from '../../cache/lock.ts';
import { openObjects } from '../../cache/objects.ts';
import { openCache } from '../../cache/open.ts';
import type { Fingerprint } from '../../src/base/fingerprint.ts';
import { fingerprintOf } from '../../src/base/fingerprint.ts';
import { present } from '../../src/base/invariant.ts';
import { createRandom } from '../../tools/fuzz/random.ts';
import { violations } from './invariants.ts';
import {
  batch,
  build,
  identity,
  layered,
  memo,
  number,
  reads,
  small,
  temporaryFolder,
  trace,
} from './workspace.ts';

/** A folder whose cache `work` fills. */
async function cacheWith(
  t: ExecutionContext,
  work: (cache: Cache, folder: string) => void,
): Promise<string> {
  const folder = temporaryFolder(t);
  await using(folder, (cache) => work(cache, folder));
  return folder;
}

async function using<T>(folder: string, work: (cache: Cache) => T): Promise<T> {
  const lock = await acquireLock(folder, { waitMs: 60_000 });
  const cache = openCache({ folder, identity, access: { kind: 'write', lock } });
  try {
    return work(cache);
  } finally {
    cache.close();
    lock.release();
  }
}

function exported(folder: string, file: string): Promise<Exported> {
  const lock = (place: string) => acquireLock(place, { waitMs: 60_000 });
  return exportCache({ folder, file, identity, blobQueries: ['object'], lock });
}

async function imported(
  folder: string,
  file: string,
  who: CacheIdentity = identity,
): Promise<Imported> {
  const lock = present(tryLock(folder), 'lock');
  try {
    return await importCache({ lock, file, identity: who, onNotice: () => undefined });
  } finally {
    lock.release();
  }
}

/** The value of each node that can be found by its number. */
function valuesOf(cache: Cache, count: number): readonly (string | undefined)[] {
  return Array.from({ length: count }, (_, index) => {
    const node = cache.load(number(index + 1));
    return node?.traces[0]?.valueText;
  });
}

const someFile = {
  path: 'src/main.bolt',
  module: 'main',
  sizeBytes: 10,
  mtimeNs: '1700000000000000123',
  inode: '4711',
  fingerprint: fingerprintOf('text'),
  trusted: true,
};

test('what is exported is imported elsewhere, and holds there', async (t) => {
  let object: Fingerprint | undefined;
  const folder = await cacheWith(t, (cache, place) => {
    cache.write(layered(300, 1));
    const { fingerprint, sizeBytes } = openObjects(place).put(Buffer.from('code'));
    object = fingerprint;
    const value = JSON.stringify({ fingerprint, sizeBytes });
    cache.write(
      batch({ memos: [memo(301, 'object a', trace(value, [reads(300, layeredValue(300))]))] }),
    );
    cache.putFiles([someFile]);
  });
  const file = join(temporaryFolder(t), 'deep/cache.bolt');
  t.like(await exported(folder, file), { kind: 'exported', nodes: 301, objects: 1 });
  const target = temporaryFolder(t);
  t.deepEqual(await imported(target, file), { kind: 'imported', nodes: 301, objects: 1 });
  const before = await using(folder, (cache) => valuesOf(cache, 301));
  await using(target, (cache) => {
    t.deepEqual(valuesOf(cache, 301), before);
    t.deepEqual(violations(cache, 301), []);
    t.is(cache.nextNumber(), number(302));
    t.deepEqual(
      cache.files(),
      [{ ...someFile, mtimeNs: '0', inode: '0', trusted: false }],
      'whoever has these files compares their bytes',
    );
  });
  t.true(object !== undefined && openObjects(target).verify(object));
  t.deepEqual(readdirSync(join(target, 'tmp')), []);
});

function layeredValue(node: number): string {
  const found = layered(300, 1).memos.find((each) => each.number === node);
  return found?.trace.valueText ?? '';
}

test('the same cache gives the same file, wherever it lies and however often', async (t) => {
  const place = temporaryFolder(t);
  const files: Buffer[] = [];
  for (const name of ['a', 'b']) {
    const folder = await cacheWith(t, (cache) => cache.write(layered(500, 3)));
    await exported(folder, join(place, name));
    files.push(readFileSync(join(place, name)));
  }
  const again = temporaryFolder(t);
  await imported(again, join(place, 'a'));
  await exported(again, join(place, 'c'));
  files.push(readFileSync(join(place, 'c')));
  t.deepEqual(files[1], files[0]);
  t.deepEqual(files[2], files[0]);
  t.deepEqual(readdirSync(place).sort(), ['a', 'b', 'c'], 'nothing temporary is left');
});

test('earlier states and what no build asks for any more stay behind', async (t) => {
  const folder = await cacheWith(t, (cache, place) => {
    const objects = openObjects(place);
    const code = ['old', 'new'].map((text) => objects.put(Buffer.from(text)));
    const values = code.map(({ fingerprint, sizeBytes }) =>
      JSON.stringify({ fingerprint, sizeBytes }),
    );
    cache.write(batch({ memos: small(1) }));
    cache.write(batch({ memos: [memo(4, 'object a', trace(values[0] ?? '', [reads(1, '1')]))] }));
    cache.write(batch({ memos: [memo(5, 'unused a', trace('1', [reads(1, '1')]))] }));
    cache.recordBuild(build());
    cache.write(batch({ memos: [memo(1, 'x a', trace('2'))], dirtied: [2, 3, 4, 5].map(number) }));
    cache.write(batch({ memos: small(2).slice(1) }));
    cache.write(batch({ memos: [memo(4, 'object a', trace(values[1] ?? '', [reads(1, '2')]))] }));
    for (let times = 0; times < 4; times += 1) cache.recordBuild(build());
  });
  const file = join(temporaryFolder(t), 'cache.bolt');
  t.like(await exported(folder, file), { nodes: 4, objects: 1 });
  const target = temporaryFolder(t);
  await imported(target, file);
  await using(target, (cache) => {
    t.is(cache.find('unused', 'a'), undefined);
    t.is(cache.find('double', 'a')?.traces.length, 1);
    t.is(cache.find('double', 'a')?.traces[0]?.valueText, '4');
    t.deepEqual(violations(cache, 5), []);
    t.is(cache.builds(10).length, 5);
  });
  t.is(openObjects(target).sizes().size, 1);
});

test('what a failed build left out of date is exported: the next one may verify it', async (t) => {
  const folder = await cacheWith(t, (cache) => {
    cache.write(batch({ memos: small(1) }));
    cache.write(batch({ memos: [memo(1, 'x a', trace('2'))], dirtied: [2, 3].map(number) }));
    cache.recordBuild(build({ outcome: 'failed' }));
  });
  const file = join(temporaryFolder(t), 'cache.bolt');
  t.like(await exported(folder, file), { nodes: 3 });
  const target = temporaryFolder(t);
  await imported(target, file);
  await using(target, (cache) => {
    t.true(cache.find('sum', 'all')?.dirty);
    t.deepEqual(violations(cache, 3), []);
  });
});

test('a file that is cut short or changed anywhere is refused, and nothing happens', async (t) => {
  const folder = await cacheWith(t, (cache) => cache.write(layered(60, 1)));
  const file = join(temporaryFolder(t), 'cache.bolt');
  await exported(folder, file);
  const whole = readFileSync(file);
  const target = await cacheWith(t, (cache) => cache.write(batch({ memos: small() })));
  const before = await using(target, (cache) => valuesOf(cache, 3));
  const random = createRandom(7);
  const lengths = [
    0,
    1,
    13,
    14,
    15,
    60,
    200,
    whole.length - 33,
    whole.length - 32,
    whole.length - 1,
  ];
  const damaged = [
    ...lengths.map((length) => whole.subarray(0, length)),
    Buffer.concat([whole, Buffer.from('x')]),
    ...Array.from({ length: 60 }, () => {
      const changed = Buffer.from(whole);
      const at = random.below(whole.length);
      changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8));
      return changed;
    }),
  ];
  for (const bytes of damaged) {
    writeFileSync(file, bytes);
    const result = await imported(target, file).catch((error: unknown) => error);
    // A flipped bit in the number of the version makes a file of another one.
    const isForeign = result instanceof Error ? false : (result as Imported).kind === 'foreign';
    t.true(isForeign || result instanceof ArchiveError, String(result));
  }
  t.deepEqual(await using(target, (cache) => valuesOf(cache, 3)), before);
  t.is(openObjects(target).sizes().size, 0);
});

test('a file of another compiler, platform or format is left alone, which is no mistake', async (t) => {
  const folder = await cacheWith(t, (cache) => cache.write(batch({ memos: small() })));
  const file = join(temporaryFolder(t), 'cache.bolt');
  await exported(folder, file);
  const target = temporaryFolder(t);
  t.deepEqual(await imported(target, file, { ...identity, compiler: 'bbbb' }), {
    kind: 'foreign',
    property: 'compiler',
  });
  t.deepEqual(await imported(target, file, { ...identity, platform: 'other' }), {
    kind: 'foreign',
    property: 'platform',
  });
  writeFileSync(file, 'boltd cache 27\nwhatever will be');
  t.deepEqual(await imported(target, file), { kind: 'foreign', property: 'boltd' });
  t.false(existsSync(join(target, 'cache.db')));
});

test('an object that is damaged or gone is left out', async (t) => {
  const folder = await cacheWith(t, (cache, place) => {
    const objects = openObjects(place);
    const stored = ['a', 'b', 'c'].map((text) => objects.put(Buffer.from(text.repeat(100))));
    const memos = stored.map(({ fingerprint, sizeBytes }, index) =>
      memo(
        index + 2,
        `object ${index}`,
        trace(JSON.stringify({ fingerprint, sizeBytes }), [reads(1, '1')]),
      ),
    );
    cache.write(batch({ memos: [memo(1, 'x a', trace('1')), ...memos] }));
    writeFileSync(stored[0]?.path ?? '', 'x'.repeat(100));
    objects.collect(
      new Set([stored[0], stored[1]].map((each) => each?.fingerprint as Fingerprint)),
    );
  });
  const file = join(temporaryFolder(t), 'cache.bolt');
  t.like(await exported(folder, file), { nodes: 4, objects: 1 });
  t.like(await imported(temporaryFolder(t), file), { nodes: 4, objects: 1 });
});

test('where there is no cache there is nothing to export', async (t) => {
  const file = join(temporaryFolder(t), 'cache.bolt');
  t.deepEqual(await exported(join(temporaryFolder(t), 'none'), file), { kind: 'nothing' });
  const other = temporaryFolder(t);
  const lock = present(tryLock(other), 'lock');
  const access = { kind: 'write', lock } as const;
  openCache({ folder: other, identity: { ...identity, compiler: 'bbbb' }, access }).close();
  lock.release();
  t.deepEqual(await exported(other, file), { kind: 'nothing' });
  t.false(existsSync(file));
});

test('an import that is killed leaves the old cache or the new one', async (t) => {
  const source = await cacheWith(t, (cache, place) => {
    cache.write(layered(2000, 2));
    for (let index = 0; index < 50; index += 1) {
      openObjects(place).put(Buffer.from(`${index} `.repeat(1000)));
    }
  });
  const file = join(temporaryFolder(t), 'cache.bolt');
  await exported(source, file);
  const target = await cacheWith(t, (cache) => cache.write(layered(2000, 1)));
  const [before, after] = await Promise.all(
    [target, source].map((folder) => using(folder, (cache) => valuesOf(cache, 2000))),
  );
  const program = fileURLToPath(new URL('importer.js', import.meta.url));
  for (let kill = 0; kill < 8; kill += 1) {
    const child = fork(program, [target, file], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const ended = once(child, 'close');
    await once(child, 'message');
    // Ever later: somewhere between the first byte and the end.
    setTimeout(() => child.kill('SIGKILL'), kill * 12);
    await ended;
    const found = await using(target, (cache) => {
      t.deepEqual(violations(cache, 2000), []);
      return valuesOf(cache, 2000);
    });
    t.true(
      JSON.stringify(found) === JSON.stringify(before) ||
        JSON.stringify(found) === JSON.stringify(after),
    );
  }
  t.deepEqual(await imported(target, file), { kind: 'imported', nodes: 2000, objects: 0 });
  t.deepEqual(await using(target, (cache) => valuesOf(cache, 2000)), after);
});

test('what a build put in place is known after an import as before', async (t) => {
  const output = {
    path: '/somewhere/out/dev/app',
    sizeBytes: 1,
    mtimeNs: '1',
    inode: '1',
    fingerprint: fingerprintOf('app'),
  };
  const source = await cacheWith(t, (cache) => {
    cache.write(batch({ memos: small() }));
    cache.putOutputs([{ ...output, path: '/elsewhere/app' }]);
  });
  const file = join(temporaryFolder(t), 'cache.bolt');
  await exported(source, file);
  const target = await cacheWith(t, (cache) => cache.putOutputs([output]));
  await imported(target, file);
  await using(target, (cache) => t.deepEqual(cache.outputs(), [output]));
});
