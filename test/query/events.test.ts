/** What is made of events: explanations and statistics. */
import test from 'ava';
import { createEngine } from '../../src/query/engine.ts';
import type { Engine } from '../../src/query/engine-api.ts';
import type { QueryEvent } from '../../src/query/events.ts';
import { createExplainer, renderExplanation } from '../../src/query/explain.ts';
import { createMemoryStore } from '../../src/query/memory-store.ts';
import { createStatistics } from '../../src/query/statistics.ts';
import type { QueryStore } from '../../src/query/store.ts';
import { derived, input } from './world.ts';

let clock = 0;
const text = input('text', '');
const lines = derived('lines', (context, key) => {
  clock += 10;
  return context.get(text, key).split('\n');
});
const longest = derived('longest', (context, key) => {
  const found = Math.max(...context.get(lines, key).map((line) => line.length));
  clock += 3;
  return found;
});
const fits = derived('fits', (context, key) => context.get(longest, key) <= 5);

function start(
  onEvent: (event: QueryEvent) => void,
  store: QueryStore = createMemoryStore(),
): Engine {
  return createEngine({ store, queries: [text, lines, longest, fits], now: () => clock, onEvent });
}

test('an explanation goes back to the input that changed', (t) => {
  const explainer = createExplainer();
  const engine = start(explainer.listener);
  engine.set(text, 'a', 'one\nthree');
  engine.get(fits, 'a');
  explainer.clear();
  engine.set(text, 'a', 'one\ntwo\nthirteen');
  engine.get(fits, 'a');
  const explanation = explainer.explain({ query: 'fits', key: 'a' });
  t.deepEqual(explanation, {
    chain: ['fits', 'longest', 'lines', 'text'].map((query) => ({ query, key: 'a' })),
    origin: { kind: 'input', change: 'changed' },
  });
  t.is(
    explanation && renderExplanation(explanation),
    [
      'fits(a) ran because longest(a) differs',
      'longest(a) ran because lines(a) differs',
      'lines(a) ran because text(a) differs',
      'text(a) was changed',
    ].join('\n'),
  );
  t.deepEqual(
    explainer.executed().map(({ query }) => query),
    ['lines', 'longest', 'fits'],
  );
});

test('an explanation ends where a session cannot know more', (t) => {
  const explainer = createExplainer();
  const store = createMemoryStore();
  const engine = start(explainer.listener, store);
  engine.set(text, 'a', 'one');
  engine.get(fits, 'a');
  const first = explainer.explain({ query: 'fits', key: 'a' });
  t.is(first && renderExplanation(first), 'fits(a) ran for the first time');
  t.is(explainer.explain({ query: 'fits', key: 'b' }), undefined);

  engine.set(text, 'a', 'thirteen');
  engine.get(lines, 'a');
  engine.flush();
  explainer.clear();
  start(explainer.listener, store).get(fits, 'a');
  const later = explainer.explain({ query: 'longest', key: 'a' });
  t.is(
    later && renderExplanation(later),
    'longest(a) ran because lines(a) differs\nlines(a) changed in an earlier build',
  );
});

test('statistics count executions, cutoffs, reuses and reads', (t) => {
  const statistics = createStatistics();
  const store = createMemoryStore();
  const engine = start(statistics.listener, store);
  engine.set(text, 'a', 'one\nthree');
  engine.get(fits, 'a');
  engine.flush();
  const nothing = { executed: 0, cutOff: 0, reused: 0, readFromDisk: 0, microseconds: 0 };
  t.deepEqual(
    [...statistics.byQuery()],
    [
      ['fits', { ...nothing, executed: 1 }],
      ['lines', { ...nothing, executed: 1, microseconds: 10 }],
      ['longest', { ...nothing, executed: 1, microseconds: 3 }],
    ],
  );

  statistics.clear();
  engine.set(text, 'a', 'two\nseven');
  engine.get(fits, 'a');
  t.deepEqual(
    [...statistics.byQuery()],
    [
      ['fits', { ...nothing, reused: 1 }],
      ['lines', { ...nothing, executed: 1, microseconds: 10 }],
      ['longest', { ...nothing, executed: 1, cutOff: 1, microseconds: 3 }],
    ],
  );
  engine.flush();

  statistics.clear();
  const other = start(statistics.listener, store);
  other.get(fits, 'a');
  other.get(fits, 'a');
  t.deepEqual(statistics.total(), { ...nothing, reused: 1, readFromDisk: 1 });
});
