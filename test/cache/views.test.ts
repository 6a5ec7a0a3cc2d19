import test from 'ava';
import { SelectError } from '../../cache/errors.ts';
import type { Cell } from '../../cache/select.ts';
import { selectFromCache } from '../../cache/select.ts';
import { fingerprintOf } from '../../src/base/fingerprint.ts';
import type { BuildHistory } from '../../src/query/build-history.ts';
import { batch, build, memo, number, reads, trace, workspace } from './workspace.ts';

const reportsText = JSON.stringify([{ code: 'E0203', severity: 'error', message: 'Unknown name' }]);

const declaration = 'a.b::function f()';
const history: BuildHistory = {
  changes: [
    { node: { query: 'tokens', key: declaration }, change: 'changed', before: 'a', after: 'b' },
  ],
  executions: [
    {
      query: 'infer',
      key: declaration,
      cause: {
        kind: 'changed',
        dependency: { query: 'tokens', key: declaration },
        channel: 'value',
      },
      microseconds: 7,
      unchanged: false,
      value: fingerprintOf('{}'),
    },
    { query: 'mir', key: declaration, cause: { kind: 'new' }, microseconds: 9, unchanged: true },
  ],
  executed: 2,
  adopted: [{ query: 'mir', key: declaration, value: fingerprintOf('{}') }],
};

test('the views show the graph by names', (t) => {
  const { folder, open } = workspace(t);
  const cache = open();
  const lowered = {
    ...trace('"define i64 @f()"', [
      reads(2, '{}'),
      { node: number(1), channel: 'reports', fingerprint: fingerprintOf('[]') },
    ]),
    reportsText,
    reports: fingerprintOf(reportsText),
    order: fingerprintOf('order'),
  };
  const memos = [
    memo(1, 'tokens a.b::function f()', trace('[]')),
    memo(2, 'infer a.b::function f()', trace('{}', [reads(1, '[]')])),
    memo(3, 'mir a.b::function f()', lowered),
  ];
  cache.write(batch({ memos }));
  cache.write(batch({ dirtied: [number(3)] }));
  cache.putFiles([
    {
      path: 'b.bolt',
      module: 'a.b',
      sizeBytes: 9,
      mtimeNs: '5',
      inode: '6',
      fingerprint: fingerprintOf('b'),
      trusted: true,
    },
  ]);
  cache.recordBuild(build({ durationMs: 2, outcome: 'failed', statistics: { mir: 1 }, history }));

  const rows = (sql: string): readonly (readonly Cell[])[] =>
    selectFromCache({ folder, sql, maxRows: 100 }).rows;
  const key = 'a.b::function f()';
  t.deepEqual(
    rows(
      'SELECT query, key, input, dirty, value, cost_us, size_bytes, dependencies FROM v_memos ORDER BY node',
    ),
    [
      ['tokens', key, 1, 0, '[]', 10, 2, 0],
      ['infer', key, 0, 0, '{}', 10, 2, 1],
      ['mir', key, 0, 1, '"define i64 @f()"', 10, 17, 2],
    ],
  );
  t.deepEqual(
    rows(
      "SELECT to_query, to_key, ordinal, channel, fingerprint FROM v_dependencies WHERE from_query = 'mir'",
    ),
    [
      ['infer', key, 0, 'value', fingerprintOf('{}')],
      ['tokens', key, 1, 'reports', fingerprintOf('[]')],
    ],
  );
  t.deepEqual(
    rows(
      "SELECT dependent_query, dependent_dirty FROM v_dependents WHERE query = 'tokens' ORDER BY 1",
    ),
    [
      ['infer', 0],
      ['mir', 1],
    ],
  );
  t.deepEqual(rows('SELECT query, value FROM v_inputs'), [['tokens', '[]']]);
  t.deepEqual(
    rows('SELECT query, current, recency, order_fingerprint, stored FROM v_traces ORDER BY node'),
    [
      ['tokens', 1, 1, null, 1],
      ['infer', 1, 1, null, 1],
      ['mir', 1, 1, fingerprintOf('order'), 1],
    ],
  );
  t.deepEqual(rows('SELECT query, key, dirty, text FROM v_ir'), [
    ['mir', key, 1, 'define i64 @f()'],
  ]);
  t.deepEqual(rows('SELECT query, severity, code, message FROM v_diagnostics'), [
    ['mir', 'error', 'E0203', 'Unknown name'],
  ]);
  t.deepEqual(rows('SELECT module, name, memos, dirty, cost_us, size_bytes FROM v_declarations'), [
    ['a.b', 'function f()', 3, 1, 30, 21],
  ]);
  t.deepEqual(
    rows(
      'SELECT query, memos, dirty, cost_us, size_bytes, slowest_us FROM v_queries ORDER BY query',
    ),
    [
      ['infer', 1, 0, 10, 2, 10],
      ['mir', 1, 1, 10, 17, 10],
      ['tokens', 1, 0, 10, 2, 10],
    ],
  );
  t.deepEqual(
    rows('SELECT path, module, size_bytes, mtime_ns, fingerprint, trusted FROM v_files'),
    [['b.bolt', 'a.b', 9, '5', fingerprintOf('b'), 1]],
  );
  t.deepEqual(rows('SELECT * FROM v_outputs'), []);
  t.deepEqual(
    rows(`SELECT id, started_at, duration_ms, outcome, statistics, goal, profile, phases, executed
      FROM v_builds`),
    [[1, '2023-11-14T22:13:20.000Z', 2, 'failed', '{"mir":1}', 'build', 'dev', '{"open":1}', 2]],
  );
  t.deepEqual(rows('SELECT build, ordinal, query, key, change, before, after FROM v_changes'), [
    [1, 0, 'tokens', key, 'changed', 'a', 'b'],
  ]);
  t.deepEqual(
    rows(`SELECT query, key, cost_us, unchanged, value_fingerprint, cause, cause_query, cause_key,
      cause_channel FROM v_executions ORDER BY ordinal`),
    [
      ['infer', key, 7, 0, fingerprintOf('{}'), 'changed', 'tokens', key, 'value'],
      ['mir', key, 9, 1, null, 'new', null, null, null],
    ],
  );
  t.deepEqual(rows('SELECT build, query, key, value_fingerprint FROM v_adoptions'), [
    [1, 'mir', key, fingerprintOf('{}')],
  ]);
  t.deepEqual(rows("SELECT value FROM v_meta WHERE name = 'views'"), [['2']]);
});

test('a user’s statement can read and do nothing else', (t) => {
  const { folder, open } = workspace(t);
  open().write(batch({ memos: [memo(1, 'x a', trace('1')), memo(2, 'x b', trace('2'))] }));
  t.throws(() => selectFromCache({ folder, sql: 'DELETE FROM node', maxRows: 1 }), {
    instanceOf: SelectError,
    message: /can only be read/u,
  });
  t.throws(
    () => selectFromCache({ folder, sql: 'DELETE FROM node RETURNING number', maxRows: 1 }),
    { instanceOf: SelectError, message: /can only be read/u },
  );
  t.throws(() => selectFromCache({ folder, sql: 'SELECT nothing', maxRows: 1 }), {
    instanceOf: SelectError,
    message: /nothing/u,
  });
  const selected = selectFromCache({
    folder,
    sql: 'SELECT key, ? AS n FROM v_memos ORDER BY key',
    parameters: [7],
    maxRows: 1,
  });
  t.deepEqual(selected, { columns: ['key', 'n'], rows: [['a', 7]], isTruncated: true });
});
