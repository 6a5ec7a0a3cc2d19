/** What is made of events: explanations and statistics. */
import test from 'ava';
import { fingerprintOf } from '../../src/base/fingerprint.ts';
import { createHistoryRecorder } from '../../src/build/history.ts';
import type { BuildHistory } from '../../src/query/build-history.ts';
import { createEngine } from '../../src/query/engine.ts';
import type { Engine } from '../../src/query/engine-api.ts';
import type { QueryEvent } from '../../src/query/events.ts';
import { createExplainer } from '../../src/query/explain.ts';
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

/** An engine, and what it does as a history, from one call to the next. */
function observed(store: QueryStore = createMemoryStore()): {
  readonly engine: Engine;
  take(): BuildHistory;
} {
  const recorder = createHistoryRecorder();
  const engine = start((event) => recorder.onQuery(event, store), store);
  return { engine, take: () => recorder.take(engine) };
}

test('an explanation goes back to the input that changed', (t) => {
  const { engine, take } = observed();
  engine.set(text, 'a', 'one\nthree');
  engine.get(fits, 'a');
  take();
  engine.set(text, 'a', 'one\ntwo\nthirteen');
  engine.get(fits, 'a');
  const history = take();
  t.deepEqual(createExplainer(history).explain({ query: 'fits', key: 'a' }), {
    chain: ['fits', 'longest', 'lines', 'text'].map((query) => ({ query, key: 'a' })),
    origin: { kind: 'input', change: 'changed' },
  });
  t.deepEqual(
    history.executions.map(({ query, unchanged }) => [query, unchanged]),
    [
      ['lines', false],
      ['longest', false],
      ['fits', false],
    ],
  );
  t.is(history.executions[2]?.value, fingerprintOf('false'));
});

test('an explanation ends where a build cannot know more', (t) => {
  const store = createMemoryStore();
  const { engine, take } = observed(store);
  engine.set(text, 'a', 'one');
  engine.get(fits, 'a');
  const first = createExplainer(take());
  t.deepEqual(first.explain({ query: 'fits', key: 'a' }), {
    chain: [{ query: 'fits', key: 'a' }],
    origin: { kind: 'new' },
  });
  t.is(first.explain({ query: 'fits', key: 'b' }), undefined);

  engine.set(text, 'a', 'thirteen');
  engine.get(lines, 'a');
  engine.flush();
  const later = observed(store);
  later.engine.get(fits, 'a');
  t.deepEqual(createExplainer(later.take()).explain({ query: 'longest', key: 'a' }), {
    chain: ['longest', 'lines'].map((query) => ({ query, key: 'a' })),
    origin: { kind: 'earlier' },
  });
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
