/** Reading beside a writer, as the sqlite3 shell and `boltd query` do. */

import test from 'ava';
import Database from 'better-sqlite3';
import { databasePath } from '../../cache/open.ts';
import { selectFromCache } from '../../cache/select.ts';
import { batch, memo, number, small, trace, workspace } from './workspace.ts';

const countMemos = 'SELECT count(*) FROM v_memos';

test('a second connection reads the last committed state while a build writes', (t) => {
  const { folder, open } = workspace(t);
  const cache = open();
  cache.write(batch({ memos: small() }));
  const shell = new Database(databasePath(folder), { readonly: true });
  t.teardown(() => shell.close());
  const count = (): unknown => shell.prepare(countMemos).pluck().get();
  t.is(count(), 3);
  cache.transaction(() => {
    cache.write(batch({ memos: [memo(4, 'x b', trace('4'))] }));
    t.is(count(), 3, 'not committed yet');
    t.deepEqual(selectFromCache({ folder, sql: countMemos, maxRows: 1 }).rows, [[3]]);
  });
  t.is(count(), 4);
  // A statement that has begun stays with what it began on, and the writer need not wait.
  const rows = shell.prepare('SELECT key FROM v_memos').iterate();
  rows.next();
  cache.write(batch({ memos: [memo(5, 'x c', trace('5'))], dirtied: [number(2)] }));
  t.is([...rows].length, 3);
  t.is(count(), 5);
});

test('a reader of the cache sees one state in a transaction', (t) => {
  const { open, read } = workspace(t);
  const cache = open();
  cache.write(batch({ memos: small(1) }));
  const reader = read();
  reader.transaction(() => {
    t.is(reader.find('x', 'a')?.traces[0]?.valueText, '1');
    cache.write(batch({ memos: small(5) }));
    t.is(reader.find('double', 'a')?.traces[0]?.valueText, '2');
  });
  t.is(reader.find('double', 'a')?.traces[0]?.valueText, '10');
});
