import test from 'ava';
import { installation } from '../../src/cli/installation.ts';
import { openBuildWorld } from '../../tools/fuzz/build-world.ts';
import { checkPathIndependence } from '../../tools/fuzz/path-independence.ts';

for (const seed of [11, 12, 13]) {
  test(`after each of 60 random edits the incremental build is the clean one, byte for byte (seed ${seed})`, async (t) => {
    const world = await openBuildWorld(installation());
    try {
      const { built, rejected } = await checkPathIndependence(world, { seed, steps: 60 });
      t.is(built + rejected, 60);
      t.true(built > 5 && rejected > 5, 'both kinds of results are covered');
    } finally {
      await world.close();
    }
  });
}

test('so it is when the cache has to forget most of what it knows between builds', async (t) => {
  const world = await openBuildWorld(installation(), { cacheLimitBytes: 1 });
  try {
    const { built } = await checkPathIndependence(world, { seed: 21, steps: 60, restarts: 0.6 });
    t.true(built > 5);
  } finally {
    await world.close();
  }
});
