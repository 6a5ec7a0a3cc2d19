import { cpSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { tryLock } from '../../cache/lock.ts';
import { openCache } from '../../cache/open.ts';
import { readSchema } from '../../cache/schema.ts';
import { present } from '../../src/base/invariant.ts';
import { batch, identity, number, small, temporaryFolder, workspace } from './workspace.ts';

const others = [
  { property: 'engine', identity: { ...identity, engine: '2' } },
  { property: 'compiler', identity: { ...identity, compiler: 'bbbb' } },
  { property: 'platform', identity: { ...identity, platform: 'other' } },
] as const;

for (const other of others) {
  test(`a cache of another ${other.property} is replaced with one notice`, (t) => {
    const { folder, open, notices } = workspace(t);
    const cache = open();
    cache.write(batch({ memos: small() }));
    cache.close();
    const replaced = open({ identity: other.identity });
    t.true(replaced.isEmpty);
    t.deepEqual(notices(), [
      `The cache is replaced: it was made with another ${other.property} version`,
    ]);
    replaced.write(batch({ memos: small() }));
    replaced.close();
    t.deepEqual(readdirSync(folder).sort(), [
      'cache.db',
      'cache.db.seal',
      'cache.lock',
      'cache.lock.owner',
    ]);
    t.false(open({ identity: other.identity }).isEmpty);
    t.deepEqual(notices(), []);
  });
}

test('a schema that differs replaces the cache', (t) => {
  const folder = temporaryFolder(t);
  const lock = present(tryLock(folder), 'lock');
  t.teardown(() => lock.release());
  const schemaPath = join(mkdtempSync(join(folder, 'schema-')), 'schema.sql');
  writeFileSync(schemaPath, `${readSchema(undefined)}\nCREATE TABLE more (id INTEGER) STRICT;\n`);
  const notices: string[] = [];
  const onNotice = (message: string): void => void notices.push(message);
  const access = { kind: 'write', lock } as const;
  openCache({ folder, identity, access, onNotice }).close();
  openCache({ folder, identity, access, onNotice, schemaPath }).close();
  t.deepEqual(notices, ['The cache is replaced: it was made with another schema version']);
});

test('a cache that was copied elsewhere is as good', (t) => {
  const first = workspace(t);
  const cache = first.open();
  cache.write(batch({ memos: small() }));
  cache.close();
  const second = workspace(t);
  for (const name of ['cache.db', 'cache.db.seal']) {
    cpSync(join(first.folder, name), join(second.folder, name), { preserveTimestamps: true });
  }
  t.is(second.open().load(number(3))?.key, 'all');
  t.deepEqual(second.notices(), []);
});

test('the seal is broken by the first write and renewed by closing', (t) => {
  const { folder, open } = workspace(t);
  const isThere = (): boolean => readdirSync(folder).includes('cache.db.seal');
  const cache = open();
  cache.write(batch({ memos: small() }));
  t.false(isThere());
  cache.close();
  t.true(isThere());
  const again = open();
  again.find('double', 'a');
  again.transaction(() => again.write(batch({})));
  again.putFiles([]);
  t.true(isThere(), 'reading and empty changes leave it alone');
  again.write(batch({ dirtied: [number(3)] }));
  t.false(isThere());
  again.close();
  again.close();
  t.true(isThere());
  t.true(readdirSync(folder).every((name) => !name.endsWith('-wal')));
});
