/**
 * `node build/tools/fuzz/builds.js [--steps N] [--seed S] [--runs R]`: random edits of random projects; after
 * each step the incremental build is compared with a clean one, objects and diagnostics, byte for byte.
 */
import { parseArgs } from 'node:util';
import { installation } from '../../src/cli/installation.ts';
import { openBuildWorld } from './build-world.ts';
import { checkPathIndependence } from './path-independence.ts';

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '1' },
  },
});
const steps = Number(values.steps);
let built = 0;
let rejected = 0;
for (let run = 0; run < Number(values.runs); run += 1) {
  const seed = Number(values.seed) + run;
  const world = await openBuildWorld(installation());
  try {
    const result = await checkPathIndependence(world, { seed, steps });
    built += result.built;
    rejected += result.rejected;
    console.log(`seed ${seed}: ${result.built} built, ${result.rejected} rejected, all alike`);
  } finally {
    await world.close();
  }
}
console.log(
  `${built + rejected} steps: ${built} built, ${rejected} rejected, incremental equals clean in all`,
);
