/**
 * The engine's random test, for as long as one likes:
 *
 *   node build/tools/fuzz/engine.js [seed] [runs]
 *
 * Each run is a random program with a random history of edits, reverts, flushes and restarts. A
 * failure is shrunk and printed with the seed and path that reproduce it, and the exit status is 1.
 */
import process from 'node:process';
import fc from 'fast-check';
import { createMemoryStore } from '../../src/query/memory-store.ts';
import { externalProperty } from '../../test/query/external-histories.ts';
import {
  acyclicProperty,
  cyclicProperty,
  recheckedProperty,
} from '../../test/query/path-independence.ts';

const seed = parseCount(process.argv[2] ?? '1');
const runs = parseCount(process.argv[3] ?? '10000');
check('values and executions of acyclic programs', acyclicProperty(createMemoryStore));
check('values of programs with cycles', cyclicProperty(createMemoryStore));
check('values of programs with external results', externalProperty(createMemoryStore));
check('reused memos executed again', recheckedProperty(createMemoryStore));

function check<T>(name: string, property: fc.IProperty<T>): void {
  const result = fc.check(property, { seed, numRuns: runs });
  if (result.failed) {
    process.exitCode = 1;
    process.stderr.write(`${name}: ${fc.defaultReportMessage(result) ?? 'failed'}\n`);
  } else {
    process.stdout.write(`${name}: ${result.numRuns} runs with seed ${seed}\n`);
  }
}

function parseCount(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  process.stderr.write(`Expected a whole number instead of \`${text}\`\n`);
  process.exit(2);
}
