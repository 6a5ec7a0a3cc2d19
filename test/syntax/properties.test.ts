import test from 'ava';
import fc from 'fast-check';
import { canonicalProperty, layoutProperty, totalProperty } from './properties.ts';

const options = { seed: 1, numRuns: 1_500 };

test('lexing the canonical texts of a file gives its tokens again', (t) => {
  t.notThrows(() => fc.assert(canonicalProperty, options));
});

test('any text has a tree, and messages at tokens that exist', (t) => {
  t.notThrows(() => fc.assert(totalProperty, options));
});

test('white space and comments change nothing that the compiler sees', (t) => {
  t.notThrows(() => fc.assert(layoutProperty, { seed: 1, numRuns: 200 }));
});
