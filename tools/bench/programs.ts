/**
 * `node build/tools/bench/programs.js [--runs N] [--only nbody,…]`: times programs in Bolt and the same
 * ones in C, Go and Rust, optimised, on one core. Bolt's figure stands beside C's; where memory is
 * collected, which C does not do, beside Go's.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { comparePrograms } from './peers.ts';

const all = [
  'nbody',
  'fannkuch',
  'spectral-norm',
  'binary-trees',
  'mandelbrot',
  'fibonacci',
  'string-map',
  'string-builder',
];

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    only: { type: 'string', default: all.join(',') },
  },
});

await comparePrograms({
  sources: path.resolve('tools/bench/programs'),
  programs: values.only.split(','),
  runs: Number(values.runs),
  boltArguments: [],
  clangArguments: ['-O3', '-lm'],
  yardstick: (program) => (program === 'binary-trees' ? 'Go' : 'C'),
});
