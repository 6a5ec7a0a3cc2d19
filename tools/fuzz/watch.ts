/**
 * `node build/tools/fuzz/watch.js [--edits N] [--seed S]`: random edits under a `boltd watch` that is killed
 * now and then; what it comes to is compared with clean builds.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { installation } from '../../src/cli/installation.ts';
import { soakWatch } from './watch-soak.ts';

const { values } = parseArgs({
  options: {
    edits: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    stretch: { type: 'string', default: '25' },
  },
});
const result = await soakWatch({
  command: path.join(installation().home, 'tools/bin/boltd.js'),
  edits: Number(values.edits),
  seed: Number(values.seed),
  stretch: Number(values.stretch),
  onComparison: (edits, { built, rejected, killedWatches, killedWorkers }) =>
    console.log(
      `${edits} edits: ${built} built, ${rejected} rejected, all as clean; killed ${killedWatches} watches, ${killedWorkers} workers`,
    ),
});
console.log(`${values.edits} edits: ${result.built + result.rejected} comparisons, all alike`);
