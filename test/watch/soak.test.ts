import path from 'node:path';
import test from 'ava';
import { soakWatch } from '../../tools/fuzz/watch-soak.ts';
import { repository } from '../harness/boltd.ts';

test('a watch that is killed now and then comes to what clean builds come to', async (t) => {
  t.timeout(600_000);
  const { built, rejected } = await soakWatch({
    command: path.join(repository, 'tools/bin/boltd.js'),
    seed: 3,
    edits: 200,
    stretch: 40,
  });
  t.is(built + rejected, 5);
  t.true(built > 0);
});
