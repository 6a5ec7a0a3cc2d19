import { readFileSync, writeFileSync } from 'node:fs';
import test from 'ava';
import { databasePath } from '../../cache/open.ts';
import { bootId, isSealed } from '../../cache/seal.ts';
import { present } from '../../src/base/invariant.ts';
import { batch, memo, number, trace, workspace } from './workspace.ts';

test('the seal of a new cache ends with the boot, for nobody waited for the disk', (t) => {
  const boot = bootId();
  if (boot === undefined) return void t.pass('This system does not tell its boots apart');
  const { folder, open, notices } = workspace(t);
  const cache = open();
  cache.write(batch({ memos: [memo(1, 'tokens a', trace('"text"'))] }));
  cache.close();
  const path = databasePath(folder);
  t.true(isSealed(path));

  const seal = `${path}.seal`;
  const text = readFileSync(seal, 'utf8');
  writeFileSync(seal, text.replace(boot, '00000000-0000-0000-0000-000000000000'));
  t.false(isSealed(path));
  // Verified, and found to be whole.
  t.is(present(open().load(number(1)), 'node 1').key, 'a');
  t.deepEqual(notices(), []);
});

test('the seal of a cache that was added to outlives the boot', (t) => {
  const { folder, open } = workspace(t);
  const first = open();
  first.write(batch({ memos: [memo(1, 'tokens a', trace('"text"'))] }));
  first.close();
  const second = open();
  second.write(batch({ memos: [memo(2, 'tokens b', trace('"more"'))] }));
  second.close();
  const path = databasePath(folder);
  t.true(isSealed(path));
  t.notRegex(readFileSync(`${path}.seal`, 'utf8'), /boot/);
});
