/** The history of builds: what is kept, and how much of it at most. */

import test from 'ava';
import Database from 'better-sqlite3';
import { BUILDS_KEPT, HISTORY_BYTES } from '../../cache/builds.ts';
import { databasePath } from '../../cache/open.ts';
import { fingerprintOf } from '../../src/base/fingerprint.ts';
import type { BuildHistory, ExecutionRecord } from '../../src/query/build-history.ts';
import { build, workspace } from './workspace.ts';

function execution(index: number): ExecutionRecord {
  return {
    query: 'mir',
    key: `some.module::function f${index}(int,int,int)`,
    cause: {
      kind: 'changed',
      dependency: { query: 'typedBody', key: `some.module::function f${index}(int,int,int)` },
      channel: 'value',
    },
    microseconds: index,
    unchanged: index % 2 === 0,
    value: fingerprintOf(`${index}`),
  };
}

function historyOf(count: number): BuildHistory {
  return {
    changes: [
      { node: { query: 'bodyText', key: 'a::main' }, change: 'changed', before: '1', after: '2' },
      { node: { query: 'positions', key: 'a::main' }, change: 'added' },
    ],
    executions: Array.from({ length: count }, (_, index) => execution(index)),
    executed: count + 5,
    adopted: [],
  };
}

test('a build is remembered with what it did', (t) => {
  const { open, read } = workspace(t);
  const cache = open();
  const history: BuildHistory = {
    ...historyOf(2),
    executions: [
      ...historyOf(2).executions,
      { query: 'x', key: '', cause: { kind: 'new' }, microseconds: 1, unchanged: false },
      { query: 'y', key: '', cause: { kind: 'lost' }, microseconds: 1, unchanged: true },
    ],
  };
  const { history: _, ...rest } = build({ goal: 'check', outcome: 'failed' });
  cache.recordBuild({ ...rest, history });
  cache.recordBuild(build());
  const reader = read();
  t.deepEqual(reader.historyOf(1), history);
  t.is(reader.historyOf(3), undefined);
  t.deepEqual(reader.builds(10)[1], { id: 1, ...rest, executed: 7 });
});

test('the history keeps a thousand builds, and the newest', (t) => {
  const { open } = workspace(t);
  const cache = open();
  cache.transaction(() => {
    for (let index = 1; index <= BUILDS_KEPT + 3; index += 1) {
      cache.recordBuild(build({ startedAtMs: index }));
    }
  });
  const builds = cache.builds(10_000);
  t.is(builds.length, BUILDS_KEPT);
  t.is(builds[0]?.startedAtMs, BUILDS_KEPT + 3);
  t.is(builds.at(-1)?.id, 4);
});

test('however much builds do, their history stays below its bound', (t) => {
  const { folder, open } = workspace(t);
  const cache = open();
  const large = build({ history: historyOf(3_000) });
  const count = 80;
  cache.transaction(() => {
    for (let index = 0; index < count; index += 1) cache.recordBuild(large);
  });
  const builds = cache.builds(1_000);
  t.true(builds.length > 30 && builds.length < count, `${builds.length}`);
  t.is(builds[0]?.id, count);
  const database = new Database(databasePath(folder), { readonly: true });
  const bytes = database
    .prepare('SELECT sum(length(record) + length(history)) FROM build')
    .pluck()
    .get();
  database.close();
  t.true(Number(bytes) <= HISTORY_BYTES, String(bytes));

  // Of one build too: what is executed first is what the rest goes back to.
  const kept = cache.historyOf(count);
  t.is(kept?.executed, 3_005);
  t.deepEqual(kept?.executions[0], execution(0));
  t.true((kept?.executions.length ?? 0) > 500);
  t.is(kept?.changes.length, 2);
});

test('a damaged build is left out', (t) => {
  const { folder, open } = workspace(t);
  const cache = open();
  cache.recordBuild(build({ history: historyOf(1) }));
  cache.recordBuild(build({ history: historyOf(1) }));
  const database = new Database(databasePath(folder));
  database.exec("UPDATE build SET record = replace(record, '1.5', '2.5') WHERE id = 1");
  database.exec("UPDATE build SET history = replace(history, 'mir', 'mur') WHERE id = 2");
  database.close();
  t.deepEqual(
    cache.builds(10).map(({ id }) => id),
    [2],
  );
  t.is(cache.historyOf(2), undefined);
  t.is(cache.historyOf(1)?.executions.length, 1);
});
