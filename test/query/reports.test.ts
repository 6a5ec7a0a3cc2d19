/** Diagnostics are a side channel: memoized and replayed, with a fingerprint of their own. */
import test from 'ava';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { createWorld, derived, input } from './world.ts';

const source = input('source', '');

function diagnostic(message: string): Diagnostic {
  return {
    code: 'E0001',
    severity: 'error',
    message,
    span: { kind: 'file', path: 'a.bolt', line: 1, column: 1, length: 1 },
    labels: [],
    notes: [],
  };
}

/** The number of words; complains about each that is in capitals. */
const words = derived('words', (context, key) => {
  const all = context.get(source, key).split(' ');
  for (const word of all) {
    if (word === word.toUpperCase()) context.report(diagnostic(`Do not shout ${word}`));
  }
  return all.length;
});
const isLong = derived('isLong', (context, key) => context.get(words, key) > 2);
const problems = derived('problems', (context, key) => context.reports(words, key).length);
const queries = [source, words, isLong, problems];

test('reports are kept beside the value and replayed in another process', (t) => {
  const world = createWorld(queries);
  world.engine.set(source, 'a', 'well HELLO there');
  const expected = [diagnostic('Do not shout HELLO')];
  t.deepEqual(world.engine.reports(words, 'a'), expected);
  world.engine.flush();
  world.restart();
  world.log();
  t.deepEqual(world.engine.reports(words, 'a'), expected);
  t.deepEqual(world.log(), ['reuse words(a): current']);
});

test('other reports do not run a reader of the value', (t) => {
  const { engine, log } = createWorld(queries);
  engine.set(source, 'a', 'one TWO');
  engine.get(isLong, 'a');
  log();
  engine.set(source, 'a', 'ONE TWO');
  t.false(engine.get(isLong, 'a'));
  t.is(engine.reports(words, 'a').length, 2);
  t.deepEqual(log(), [
    'changed source(a)',
    'execute words(a): source(a) changed',
    'reuse isLong(a): current',
  ]);
});

test('another value does not run a reader of the reports', (t) => {
  const { engine, log } = createWorld(queries);
  engine.set(source, 'a', 'one TWO');
  t.is(engine.get(problems, 'a'), 1);
  log();
  engine.set(source, 'a', 'one more TWO');
  t.is(engine.get(problems, 'a'), 1);
  t.deepEqual(log(), [
    'changed source(a)',
    'execute words(a): source(a) changed',
    'reuse problems(a): current',
  ]);
});

test('other reports run a reader of the reports', (t) => {
  const { engine, log } = createWorld(queries);
  engine.set(source, 'a', 'one TWO');
  engine.get(problems, 'a');
  log();
  engine.set(source, 'a', 'ONE TWO');
  t.is(engine.get(problems, 'a'), 2);
  t.deepEqual(log(), [
    'changed source(a)',
    'execute words(a): source(a) changed',
    'execute problems(a): words(a) changed (reports)',
  ]);
});

test('reports belong to the query that made them', (t) => {
  const { engine } = createWorld(queries);
  engine.set(source, 'a', 'ONE');
  t.is(engine.get(isLong, 'a'), false);
  t.deepEqual(engine.reports(isLong, 'a'), []);
});
