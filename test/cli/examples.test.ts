/** The programs in examples/: each prints what its folder says, in both profiles, and passes its own tests. */
import fs from 'node:fs';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { boltd, repository } from '../harness/boltd.ts';
import { projectOf } from './kit.ts';

const folder = path.join(repository, 'examples');
const examples = fs
  .readdirSync(folder)
  .filter((name) => fs.existsSync(path.join(folder, name, 'expected.txt')));

test('there are enough examples to learn from', (t) => {
  t.true(examples.length >= 8);
});

for (const name of examples) {
  for (const profile of ['dev', 'release']) {
    test(`${name} prints what it should in the ${profile} profile`, async (t) => {
      const root = copyOf(t, name);
      const args = profile === 'release' ? ['--release'] : [];
      const { status, stdout, stderr } = await boltd(['run', '-q', ...args], { cwd: root });
      t.is(stderr, '');
      t.is(stdout, fs.readFileSync(path.join(folder, name, 'expected.txt'), 'utf8'));
      t.is(status, 0);
    });
  }

  test(`the tests of ${name} pass`, async (t) => {
    const { status, stdout } = await boltd(['test'], { cwd: copyOf(t, name) });
    t.is(status, 0, stdout);
  });
}

function copyOf(t: ExecutionContext, name: string): string {
  const root = projectOf(t, []);
  fs.cpSync(path.join(folder, name), root, { recursive: true });
  return root;
}
