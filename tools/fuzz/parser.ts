/**
 * The syntax layer's random test, for as long as one likes:
 *
 *   node build/tools/fuzz/parser.js [--steps N] [--seed S]
 *
 * Each step is a random, mutated or truncated program that is split, parsed and lexed again. A
 * failure is shrunk and printed with the seed and path that reproduce it, and the exit status is 1.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { canonicalProperty, totalProperty } from '../../test/syntax/properties.ts';

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
  },
});
const steps = parseCount(values.steps);
const seed = parseCount(values.seed);
check('canonical texts', canonicalProperty);
check('trees and messages', totalProperty);

function check<T>(name: string, property: fc.IProperty<T>): void {
  const result = fc.check(property, { seed, numRuns: steps });
  if (result.failed) {
    process.exitCode = 1;
    process.stderr.write(`${name}: ${fc.defaultReportMessage(result) ?? 'failed'}\n`);
  } else {
    process.stdout.write(`${name}: ${result.numRuns} steps with seed ${seed}\n`);
  }
}

function parseCount(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  process.stderr.write(`Expected a whole number instead of \`${text}\`\n`);
  process.exit(2);
}
