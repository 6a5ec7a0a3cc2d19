/** What is recorded of a build, and how much at most. */
import test from 'ava';
import { fingerprintOf } from '../../src/base/fingerprint.ts';
import { parseDeclId } from '../../src/base/ids.ts';
import type { HistoryRecorder } from '../../src/build/history.ts';
import { createHistoryRecorder } from '../../src/build/history.ts';
import { bodyTextInput, positionsInput } from '../../src/compiler/queries/inputs.ts';
import { createEngine } from '../../src/query/engine.ts';
import type { Engine } from '../../src/query/engine-api.ts';
import type { Cause } from '../../src/query/events.ts';
import { createExplainer } from '../../src/query/explain.ts';
import { createMemoryStore } from '../../src/query/memory-store.ts';
import type { QueryStore } from '../../src/query/store.ts';

interface World {
  readonly store: QueryStore;
  readonly engine: Engine;
  readonly recorder: HistoryRecorder;
}

function world(limit?: number): World {
  const store = createMemoryStore();
  const recorder = createHistoryRecorder(limit === undefined ? {} : { limit });
  const engine = createEngine({
    store,
    queries: [bodyTextInput, positionsInput],
    now: () => 0,
    onEvent: (event) => recorder.onQuery(event, store),
  });
  return { store, engine, recorder };
}

const f = parseDeclId('a::function f()');

function execute(
  { recorder, store }: World,
  key: string,
  cause: Cause,
  microseconds: number = 1,
): void {
  recorder.onQuery(
    {
      kind: 'didExecute',
      node: { query: 'q', key },
      cause,
      microseconds,
      unchanged: false,
      value: fingerprintOf(key),
    },
    store,
  );
}

test('an edit is recorded with the text before and after', (t) => {
  const { engine, recorder } = world();
  engine.set(bodyTextInput, f, '{ 1 }');
  engine.flush();
  t.deepEqual(recorder.take(engine).changes, [
    { node: { query: 'bodyText', key: f }, change: 'added', after: '{ 1 }' },
  ]);
  engine.set(bodyTextInput, f, '{ 2 }');
  engine.flush();
  t.deepEqual(recorder.take(engine).changes, [
    { node: { query: 'bodyText', key: f }, change: 'changed', before: '{ 1 }', after: '{ 2 }' },
  ]);
  engine.set(bodyTextInput, f, undefined);
  engine.flush();
  t.deepEqual(recorder.take(engine).changes, [
    { node: { query: 'bodyText', key: f }, change: 'removed', before: '{ 2 }' },
  ]);
  t.deepEqual(recorder.take(engine), { changes: [], executions: [], executed: 0, adopted: [] });
});

test('several edits between two builds are one', (t) => {
  const { engine, recorder } = world();
  const set = (text: string | undefined): void => {
    engine.set(bodyTextInput, f, text);
    engine.flush();
  };
  set('{ 1 }');
  recorder.take(engine);
  for (const text of ['{ 2 }', '{ 3 }']) set(text);
  const [change] = recorder.take(engine).changes;
  t.is(change?.before, '{ 1 }');
  t.is(change?.after, '{ 3 }');
  // There and back again.
  for (const text of ['{ 4 }', '{ 3 }']) set(text);
  t.deepEqual(recorder.take(engine).changes, []);
  for (const text of [undefined, '{ 5 }']) set(text);
  t.is(recorder.take(engine).changes[0]?.change, 'changed');
  recorder.clear();
  t.deepEqual(recorder.take(engine).changes, []);
});

test('of a long text the part that differs is kept', (t) => {
  const { engine, recorder } = world();
  const long = (middle: string): string => `${'x '.repeat(50_000)}${middle}${' y'.repeat(50_000)}`;
  engine.set(bodyTextInput, f, long('one'));
  engine.flush();
  recorder.take(engine);
  engine.set(bodyTextInput, f, long('other'));
  engine.flush();
  const [change] = recorder.take(engine).changes;
  t.regex(change?.before ?? '', /^….*x one y.*…$/);
  t.regex(change?.after ?? '', /^….*x other y.*…$/);
  t.true((change?.after ?? '').length < 1_000);
});

test('of very many changes those of texts come first', (t) => {
  const { engine, recorder } = world(10);
  for (let index = 0; index < 100; index += 1) {
    engine.set(positionsInput, parseDeclId(`a::function f${index}()`), {
      path: 'a.bolt',
      name: 0,
      signature: [],
      body: [],
    });
  }
  engine.set(bodyTextInput, f, '{ 1 }');
  const { changes } = recorder.take(engine);
  t.is(changes.length, 10);
  t.is(changes[0]?.node.query, 'bodyText');
});

test('of a first build the slowest executions are kept, in their order', (t) => {
  const here = world(50);
  for (let index = 0; index < 100_000; index += 1) {
    execute(here, `k${index}`, { kind: 'new' }, index % 1_000 === 7 ? 100 + index : 1);
  }
  const { executions, executed } = here.recorder.take(here.engine);
  t.is(executed, 100_000);
  t.deepEqual(
    executions.map(({ key }) => key),
    Array.from({ length: 50 }, (_, index) => `k${(index + 50) * 1_000 + 7}`),
  );
});

test('what had a cause is kept first, together with all that led to it', (t) => {
  const here = world(50);
  for (let index = 0; index < 500; index += 1) execute(here, `new${index}`, { kind: 'new' }, 9_999);
  // Ten chains of a hundred executions; the end of one is slow.
  for (let chain = 0; chain < 100; chain += 1) {
    for (let link = 0; link < 10; link += 1) {
      const cause: Cause =
        link === 0
          ? { kind: 'lost' }
          : {
              kind: 'changed',
              dependency: { query: 'q', key: `${chain}.${link - 1}` },
              channel: 'value',
            };
      execute(here, `${chain}.${link}`, cause, chain === 77 && link === 9 ? 1_000 : 1);
    }
  }
  const history = here.recorder.take(here.engine);
  t.is(history.executed, 1_500);
  t.true(history.executions.length <= 50);
  t.true(history.executions.every(({ key }) => !key.startsWith('new')));
  const explainer = createExplainer(history);
  t.deepEqual(explainer.explain({ query: 'q', key: '77.9' })?.origin, { kind: 'lost' });
  for (const { query, key } of history.executions) {
    t.deepEqual(explainer.explain({ query, key })?.origin, { kind: 'lost' }, key);
  }
});
