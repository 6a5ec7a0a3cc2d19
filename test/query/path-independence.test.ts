/** Random programs and histories; `tools/fuzz/engine.ts` runs the same for longer. */
import test from 'ava';
import fc from 'fast-check';
import { createMemoryStore } from '../../src/query/memory-store.ts';
import { externalProperty } from './external-histories.ts';
import { acyclicProperty, cyclicProperty, recheckedProperty } from './path-independence.ts';

test('any history gives what a plain evaluation gives, with no execution too many', (t) => {
  t.notThrows(() => fc.assert(acyclicProperty(createMemoryStore), { numRuns: 2000, seed: 1 }));
});

test('any history of a program with cycles gives what a plain evaluation gives', (t) => {
  t.notThrows(() => fc.assert(cyclicProperty(createMemoryStore), { numRuns: 2000, seed: 2 }));
});

test('any history of orders, late and lost results gives what a plain evaluation gives', (t) => {
  t.notThrows(() => fc.assert(externalProperty(createMemoryStore), { numRuns: 2000, seed: 4 }));
});

test('every reused memo comes out the same when it is executed again', (t) => {
  t.notThrows(() => fc.assert(recheckedProperty(createMemoryStore), { numRuns: 1000, seed: 3 }));
});
