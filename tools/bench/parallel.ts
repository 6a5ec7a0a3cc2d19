/**
 * `node build/tools/bench/parallel.js [--runs N] [--only fibonacci,tree,counter]`: times parallel
 * programs in Bolt and the same ones in C (threads), Go and Rust (scoped threads), optimised, on all
 * cores; Bolt's figure stands beside the best of the others. A program with more threads gets a larger
 * share of a machine that others use.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { comparePrograms } from './peers.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '9' },
    only: { type: 'string', default: 'fibonacci,tree,counter' },
  },
});

await comparePrograms({
  sources: path.resolve('tools/bench/parallel'),
  programs: values.only.split(','),
  runs: Number(values.runs),
  boltArguments: ['--ignore-data-races'],
  clangArguments: ['-O2', '-pthread'],
  yardstick: () => 'best',
});
