/** A cache stays within its bound, whatever is built, and what the current program needs stays in it. */
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { openObjects } from '../../cache/objects.ts';
import { boltd } from '../harness/boltd.ts';
import type { Numbers } from './kit.ts';
import { assertClean, buildRightly, edit, executedBy, sampleProject } from './kit.ts';

const initial: Numbers = [1, 2, 3];

function objectBytes(root: string): number {
  const sizes = openObjects(path.join(root, '.bolt')).sizes();
  return [...sizes.values()].reduce((sum, each) => sum + each, 0);
}

test('builds within the bound keep everything, and what they keep is counted', async (t) => {
  const root = sampleProject(t, initial);
  await buildRightly(t, root, initial);
  for (let round = 0; round < 3; round += 1) {
    const edited = initial.with(0, 100 + round);
    edit(root, edited);
    await buildRightly(t, root, edited);
    t.is(openObjects(path.join(root, '.bolt')).sizeBytes(), objectBytes(root));
  }
  edit(root, initial);
  t.is(executedBy(await buildRightly(t, root, initial)), 0, 'earlier states are still there');
});

test('a tiny bound costs earlier states and nothing else', async (t) => {
  const root = sampleProject(t, initial);
  await buildRightly(t, root, initial);
  const fresh = objectBytes(root);
  const env = { BOLT_CACHE_SIZE: '1K' };
  // Growth of the whole by a tenth is left alone; what goes beyond it goes, some day.
  let largest = fresh;
  for (let round = 0; objectBytes(root) >= largest; round += 1) {
    if (round === 60) return t.fail(`${objectBytes(root)} bytes of objects are kept`);
    largest = objectBytes(root);
    const edited = initial.with(round % 3, 100 + round);
    edit(root, edited);
    await buildRightly(t, root, edited, env);
    t.is(executedBy(await buildRightly(t, root, edited, env)), 0, 'the current state stays');
  }
  edit(root, initial);
  t.true(
    executedBy(await buildRightly(t, root, initial, env)) > 0,
    'the first state is made again',
  );
  await assertClean(t, root, initial);
});

test('objects that are gone are made again', async (t) => {
  const root = sampleProject(t, initial);
  await buildRightly(t, root, initial);
  edit(root, initial.with(1, 5));
  await buildRightly(t, root, initial.with(1, 5));
  rmSync(path.join(root, '.bolt/objects'), { recursive: true });
  edit(root, initial);
  await buildRightly(t, root, initial);
  await assertClean(t, root, initial);
});

test('a bound of 0 is none, and one that cannot be meant is refused', async (t) => {
  const root = sampleProject(t, initial);
  await buildRightly(t, root, initial, { BOLT_CACHE_SIZE: '0' });
  edit(root, initial.with(1, 5));
  await buildRightly(t, root, initial.with(1, 5), { BOLT_CACHE_SIZE: '0' });
  edit(root, initial);
  t.is(executedBy(await buildRightly(t, root, initial, { BOLT_CACHE_SIZE: '0' })), 0);
  for (const size of ['much', '-1', '1X', '1 2', '1e3']) {
    const ran = await boltd(['build', root], { env: { BOLT_CACHE_SIZE: size } });
    t.is(ran.status, 70);
    t.is(
      ran.stderr,
      `error: BOLT_CACHE_SIZE is \`${size}\`, which is no size\n` +
        '  do: set it to a number of bytes, or one such as `500M` or `2G`; 0 for no bound\n',
    );
  }
});

test('a bound that cannot be kept is not tried for build after build', async (t) => {
  const root = sampleProject(t, initial);
  const env = { BOLT_CACHE_SIZE: '1K' };
  await buildRightly(t, root, initial, env);
  const stray = openObjects(path.join(root, '.bolt')).put(Buffer.from('left alone'));
  await buildRightly(t, root, initial, env);
  t.true(
    openObjects(path.join(root, '.bolt')).has(stray.fingerprint),
    'nothing was looked through',
  );
  await buildRightly(t, root, initial, { BOLT_CACHE_SIZE: '2K' });
  t.false(openObjects(path.join(root, '.bolt')).has(stray.fingerprint), 'another bound is');
  t.true(readdirSync(path.join(root, '.bolt')).includes('cache.bound'));
  await buildRightly(t, root, initial);
});
