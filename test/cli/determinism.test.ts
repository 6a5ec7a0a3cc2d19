/** The same program is the same bytes: wherever it is built, by however many workers, after whatever history. */
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { fingerprintOf } from '../../src/base/fingerprint.ts';
import { createRandom } from '../../tools/fuzz/random.ts';
import { initialProject, filesOf as randomFiles } from '../../tools/fuzz/random-project.ts';
import { boltd, writeFiles } from '../harness/boltd.ts';
import type { FixtureFile } from '../harness/fixture-file.ts';
import { filesBelow, outputsOf, projectOf, temporaryFolder } from './kit.ts';

/** Classes, generic ones too, and functions in modules that use each other. */
function program(seed: number): readonly FixtureFile[] {
  const files = randomFiles(initialProject(createRandom(seed), 5));
  return [...files].map(([name, text]) => ({ path: name, text }));
}

interface Built {
  readonly dev: Readonly<Record<string, string>>;
  readonly whole: string;
  readonly release: string;
}

async function build(t: ExecutionContext, root: string, jobs: number): Promise<Built> {
  const output = path.join(temporaryFolder(t), 'app');
  const flags = ['--jobs', String(jobs), root];
  const fingerprintAfter = async (...args: readonly string[]): Promise<string> => {
    const ran = await boltd(['build', ...args, ...flags]);
    t.is(ran.status, 0, ran.stderr);
    return fingerprintOf(readFileSync(output));
  };
  const whole = await fingerprintAfter('-o', output);
  const release = await fingerprintAfter('--release', '-o', output);
  const ran = await boltd(['build', ...flags]);
  t.is(ran.status, 0, ran.stderr);
  return { dev: outputsOf(root), whole, release };
}

test('two folders and one or four workers give the same bytes', async (t) => {
  const files = program(3);
  const one = projectOf(t, files);
  const other = path.join(temporaryFolder(t), 'a/much/longer path/to the project');
  writeFiles(other, files);
  t.deepEqual(await build(t, one, 1), await build(t, other, 4));
});

test('two histories that end in the same program give the same bytes', async (t) => {
  const straight = projectOf(t, program(4));
  const winding = projectOf(t, [...program(5), { path: 'src/gone.bolt', text: 'class Gone {}\n' }]);
  t.is((await boltd(['build', winding])).status, 0);
  // Broken for a while, as programs are.
  writeFiles(winding, [{ path: 'src/m1.bolt', text: 'public function int f1( {' }]);
  t.is((await boltd(['build', winding])).status, 1);
  t.is((await boltd(['check', winding])).status, 1);
  rmSync(path.join(winding, 'src'), { recursive: true });
  writeFiles(winding, program(6));
  t.is((await boltd(['build', '--release', winding])).status, 0);
  writeFiles(winding, program(4));
  t.deepEqual(await build(t, winding, 2), await build(t, straight, 2));
});

test('no output knows where the project or its cache was', async (t) => {
  const root = projectOf(t, program(7));
  t.is((await boltd(['build', root])).status, 0);
  t.is((await boltd(['build', '--release', root])).status, 0);
  for (const file of filesBelow(path.join(root, '.bolt/out'))) {
    if (file.endsWith('libboltrt.so')) continue;
    t.false(readFileSync(file).includes(root), file);
  }
});
