/** Whatever happens to a build or its cache, the next build makes the right program. */
import { cpSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { fingerprintOf } from '../../src/base/fingerprint.ts';
import { createRandom } from '../../tools/fuzz/random.ts';
import { boltd, execute } from '../harness/boltd.ts';
import type { Numbers } from './kit.ts';
import {
  assertClean,
  buildRightly,
  edit,
  eventOf,
  executedBy,
  filesBelow,
  flipBytes,
  killedBuild,
  manifest,
  outputsOf,
  printed,
  randomEdit,
  sampleProject,
  smallDisk,
  temporaryFolder,
} from './kit.ts';

const initial: Numbers = [10, 20, 30, 40, 50];

test('a build that is killed at any moment leaves nothing that a later one could get wrong', async (t) => {
  const random = createRandom(50);
  let numbers = initial;
  const root = sampleProject(t, numbers);
  const began = performance.now();
  await buildRightly(t, root, numbers);
  const wholeMs = performance.now() - began;
  for (let kill = 1; kill <= 50; kill += 1) {
    numbers = randomEdit(random, numbers);
    edit(root, numbers);
    if (random.chance(0.1)) rmSync(path.join(root, '.bolt'), { recursive: true, force: true });
    await killedBuild(root, random.below(Math.ceil(wholeMs)));
    if (kill % 10 === 0) {
      await buildRightly(t, root, numbers);
      await assertClean(t, root, numbers);
    }
  }
  t.is(executedBy(await buildRightly(t, root, numbers)), 0);
});

for (const seeds of [
  [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  [11, 12, 13, 14, 15, 16, 17, 18, 19, 20],
]) {
  test(`a database with flipped bytes never makes a wrong program (seeds ${seeds[0]} to ${seeds.at(-1)})`, async (t) => {
    let numbers = initial;
    const root = sampleProject(t, numbers);
    await buildRightly(t, root, numbers);
    for (const seed of seeds) {
      const random = createRandom(seed);
      flipBytes(path.join(root, '.bolt/cache.db'), random, seed % 2 === 0);
      if (random.chance(0.7)) numbers = randomEdit(random, numbers);
      edit(root, numbers);
      const built = await buildRightly(t, root, numbers);
      t.notRegex(built.stderr, /internal error| {4}at /, `seed ${seed}`);
    }
    await assertClean(t, root, numbers);
  });
}

test('objects that are gone, cut short or changed are made again', async (t) => {
  const random = createRandom(7);
  let numbers = initial;
  const root = sampleProject(t, numbers);
  await buildRightly(t, root, numbers);
  for (let round = 0; round < 8; round += 1) {
    for (const file of filesBelow(path.join(root, '.bolt/objects'))) {
      if (random.chance(0.5)) continue;
      const harm = random.below(3);
      if (harm === 0) rmSync(file);
      else if (harm === 1) truncateSync(file, random.below(readFileSync(file).length));
      else flipBytes(file, random, true);
    }
    if (random.chance(0.5)) rmSync(path.join(root, '.bolt/out'), { recursive: true, force: true });
    numbers = randomEdit(random, numbers);
    edit(root, numbers);
    await buildRightly(t, root, numbers);
  }
  await assertClean(t, root, numbers);
});

test('outputs that are gone are put back without executing anything', async (t) => {
  const root = sampleProject(t, initial);
  await buildRightly(t, root, initial);
  const before = outputsOf(root);
  rmSync(path.join(root, '.bolt/out'), { recursive: true });
  const again = await buildRightly(t, root, initial);
  t.is(executedBy(again), 0);
  t.deepEqual(outputsOf(root), before);
});

test('an output that somebody changed is put back', async (t) => {
  const root = sampleProject(t, initial);
  await buildRightly(t, root, initial);
  const before = outputsOf(root);
  writeFileSync(path.join(root, '.bolt/out/dev/sample'), 'not a program');
  t.is(executedBy(await buildRightly(t, root, initial)), 0);
  t.deepEqual(outputsOf(root), before);
});

for (const kilobytes of [64, 300, 700]) {
  test(`on a disk of ${kilobytes} KB the build succeeds without keeping its results`, async (t) => {
    const disk = smallDisk(t, kilobytes);
    const root = sampleProject(t, initial);
    const env = { BOLT_CACHE_DIR: path.join(disk ?? root, 'cache') };
    const ran = await boltd(['run', root], { env });
    t.is(ran.status, 0, ran.stderr);
    t.is(ran.stdout, printed(initial));
    if (disk === undefined) return;
    t.is(ran.stderr.match(/^note: .*building without keeping results$/gm)?.length, 1, ran.stderr);
    // What was left there can be removed, full or not, and is in nobody's way.
    t.is((await boltd(['clean', root], { env })).status, 0);
    t.deepEqual(filesBelow(disk), []);
    await buildRightly(t, root, initial, env);
  });
}

test('the cache can be anywhere', async (t) => {
  const root = sampleProject(t, initial);
  const cache = path.join(temporaryFolder(t), 'deep/down');
  const env = { BOLT_CACHE_DIR: cache };
  const built = await buildRightly(t, root, initial, env);
  t.is(
    eventOf(built, 'build-finished')['executable'],
    path.join(cache, 'sample/out', fingerprintOf(root).slice(0, 16), 'dev/sample'),
  );
  t.is(executedBy(await buildRightly(t, root, initial, env)), 0);
  t.false(filesBelow(root).some((file) => file.includes('.bolt/')));
});

test('projects that share a folder for caches leave each other alone', async (t) => {
  const root = sampleProject(t, initial);
  const other = sampleProject(t, [7, 8]);
  writeFileSync(path.join(other, 'bolt.toml'), manifest.replace('sample', 'other'));
  const env = { BOLT_CACHE_DIR: temporaryFolder(t) };
  await buildRightly(t, root, initial, env);
  await buildRightly(t, other, [7, 8], env);
  t.is(executedBy(await buildRightly(t, root, initial, env)), 0);
  t.is(executedBy(await buildRightly(t, other, [7, 8], env)), 0);
  t.is((await boltd(['clean', other], { env })).status, 0);
  t.is(executedBy(await buildRightly(t, root, initial, env)), 0);
});

test('checkouts of one project share what they compute, and keep their programs apart', async (t) => {
  const env = { BOLT_CACHE_DIR: temporaryFolder(t) };
  const edited = initial.with(2, 31);
  const first = sampleProject(t, initial);
  const second = sampleProject(t, initial);
  const built = await buildRightly(t, first, initial, env);
  t.is(executedBy(await buildRightly(t, second, initial, env)), 0);
  edit(second, edited);
  t.true(executedBy(await buildRightly(t, second, edited, env)) < 40);
  // Earlier results are found again, whichever checkout asks.
  for (const [root, numbers] of [
    [first, initial],
    [second, edited],
    [first, initial],
  ] as const) {
    t.is(executedBy(await buildRightly(t, root, numbers, env)), 0);
  }
  await buildRightly(t, second, edited, env);
  const program = String(eventOf(built, 'build-finished')['executable']);
  t.is((await execute(program, [])).stdout, printed(initial));
});

test('a project that is copied elsewhere with its cache executes nothing there', async (t) => {
  const root = sampleProject(t, initial);
  await buildRightly(t, root, initial);
  const copy = path.join(temporaryFolder(t), 'quite/another/place');
  cpSync(root, copy, { recursive: true });
  rmSync(root, { recursive: true });
  const built = await buildRightly(t, copy, initial);
  t.is(executedBy(built), 0);
  t.is(eventOf(built, 'build-finished')['executable'], path.join(copy, '.bolt/out/dev/sample'));
});

test('new times of files, in the past or the future, mean nothing', async (t) => {
  const root = sampleProject(t, initial);
  await buildRightly(t, root, initial);
  const now = Date.now() / 1000;
  for (const offset of [0, 86_400, -86_400, 1e9, 86_400]) {
    for (const file of filesBelow(path.join(root, 'src'))) utimesSync(file, now, now + offset);
    t.is(executedBy(await buildRightly(t, root, initial)), 0, `${offset} s from now`);
  }
});

test('an edit is seen even when its time and size are those of before, in the future', async (t) => {
  const root = sampleProject(t, initial);
  const file = path.join(root, 'src/m0.bolt');
  const future = Date.now() / 1000 + 86_400;
  utimesSync(file, future, future);
  await buildRightly(t, root, initial);
  const edited = initial.with(0, 99);
  edit(root, edited);
  utimesSync(file, future, future);
  await buildRightly(t, root, edited);
});

test('a running program is not disturbed by a build', async (t) => {
  const root = sampleProject(t, initial);
  const built = await buildRightly(t, root, initial);
  const executable = String(eventOf(built, 'build-finished')['executable']);
  const inUse = await import('node:fs/promises').then((fs) => fs.open(executable, 'r'));
  t.teardown(() => inUse.close());
  const before = await inUse.readFile();
  const edited = initial.with(1, 77);
  edit(root, edited);
  await buildRightly(t, root, edited);
  const again = Buffer.alloc(before.length);
  await inUse.read(again, 0, again.length, 0);
  t.deepEqual(again, before);
  t.is((await execute(executable, [])).stdout, printed(edited));
});
