/** A cache that is damaged, read-only or in use costs time at most, and the user is told in one line. */
import { spawn } from 'node:child_process';
import { chmodSync, chownSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { acquireLock } from '../../cache/lock.ts';
import { createRandom } from '../../tools/fuzz/random.ts';
import { boltd, execute, repository } from '../harness/boltd.ts';
import type { Numbers } from './kit.ts';
import {
  assertClean,
  boltdAsNobody,
  buildRightly,
  edit,
  eventOf,
  executedBy,
  filesBelow,
  flipBytes,
  isRoot,
  printed,
  sampleProject,
  temporaryFolder,
} from './kit.ts';

const initial: Numbers = [1, 2, 3];

test('a cache that turns out to be damaged in mid-build is put aside, and the build starts over', async (t) => {
  let restarts = 0;
  for (let seed = 0; restarts === 0 && seed < 10; seed += 1) {
    const numbers = [100 + seed, 2, 3];
    const root = sampleProject(t, initial);
    await buildRightly(t, root, initial);
    edit(root, numbers);
    const database = path.join(root, '.bolt/cache.db');
    // The seal of the last build still vouches for it.
    for (let times = 0; times < 40; times += 1)
      flipBytes(database, createRandom(seed * 40 + times), true);
    const built = await buildRightly(t, root, numbers);
    const notices = built.stderr.match(/^note: .*/gm) ?? [];
    t.true(notices.length <= 1, built.stderr);
    if (/starts empty/.test(built.stderr)) restarts += 1;
    await assertClean(t, root, numbers);
  }
  t.is(restarts, 1);
});

test('a cache that is not a database is replaced', async (t) => {
  const root = sampleProject(t, initial);
  await buildRightly(t, root, initial);
  writeFileSync(path.join(root, '.bolt/cache.db'), 'nothing of the kind\n'.repeat(1000));
  const built = await buildRightly(t, root, initial);
  t.is(built.stderr.match(/^note: /gm)?.length, 1, built.stderr);
  t.is(executedBy(await buildRightly(t, root, initial)), 0);
});

test('a read-only cache is used, and left as it is', async (t) => {
  const root = sampleProject(t, initial);
  await buildRightly(t, root, initial);
  const before = filesBelow(path.join(root, '.bolt')).map((file) => [
    file,
    readFileSync(file, 'hex'),
  ]);
  forbidWriting(root);
  const edited = initial.with(1, 77);
  edit(root, edited);
  const ran = await boltdAsNobody(['run', '--stats=json', root]);
  allowWriting(root);
  t.is(ran.status, 0, ran.stderr);
  // The program's output comes first; the figures are the last line.
  const lines = ran.stdout.trimEnd().split('\n');
  const statistics = lines.pop() ?? '';
  t.is(`${lines.join('\n')}\n`, printed(edited));
  t.is(ran.stderr.match(/^note: .*building without keeping results$/gm)?.length, 1, ran.stderr);
  const { modulesEmitted, total } = JSON.parse(statistics);
  t.is(modulesEmitted, 1, 'the rest was in the cache');
  t.true(total.executed < 40);
  const after = filesBelow(path.join(root, '.bolt')).map((file) => [
    file,
    readFileSync(file, 'hex'),
  ]);
  t.deepEqual(after, before);
});

test('a project in a read-only folder can be run, checked and queried', async (t) => {
  const root = sampleProject(t, initial);
  const temporary = temporaryFolder(t);
  chmodSync(temporary, 0o777);
  const env = { TMPDIR: temporary };
  forbidWriting(root);
  const ran = await boltdAsNobody(['run', '-q', root], { env });
  const checked = await boltdAsNobody(['check', root], { env });
  const queried = await boltdAsNobody(['query', 'ir', 'm0.value', '--target', root], { env });
  allowWriting(root);
  t.is(ran.stdout, printed(initial), ran.stderr);
  t.is(checked.status, 0, checked.stderr);
  t.regex(queried.stdout, /^m0::function value\(int\)\nfn /);
  t.deepEqual(readdirSync(temporary), [], 'nothing is left behind');
});

test('what a build in a read-only folder makes stays where it says', async (t) => {
  const root = sampleProject(t, initial);
  forbidWriting(root);
  const built = await boltdAsNobody(['--json', 'build', root]);
  allowWriting(root);
  const executable = String(eventOf(built, 'build-finished')['executable']);
  t.is((await execute(executable, [])).stdout, printed(initial));
  const folder = path.resolve(executable, '../../..');
  t.regex(path.basename(folder), /^boltd-/);
  rmSync(folder, { recursive: true });
});

test('a build waits for one that is under way, and says for which', async (t) => {
  const root = sampleProject(t, initial);
  const lock = await acquireLock(path.join(root, '.bolt'), { waitMs: 10_000 });
  const child = spawn(
    process.execPath,
    [path.join(repository, 'tools/bin/boltd.js'), 'run', root],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let said = '';
  let stdout = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => {
    said += String(chunk);
    if (said.includes('Waiting')) lock.release();
  });
  const status = await new Promise((resolve) => child.on('close', resolve));
  t.is(status, 0, said);
  t.regex(said, new RegExp(`^note: Waiting for another build \\(process ${process.pid}\\)$`, 'm'));
  t.is(stdout, printed(initial));
});

test('builds at the same time take turns and disturb nothing', async (t) => {
  const root = sampleProject(t, initial);
  const all = await Promise.all([
    boltd(['run', '-q', root]),
    boltd(['check', root]),
    boltd(['run', '-q', '--release', root]),
    boltd(['query', 'llvm', 'm0.value', '--target', root]),
  ]);
  for (const ran of all) t.is(ran.status, 0, ran.stderr);
  t.is(all[0]?.stdout, printed(initial));
  t.is(all[2]?.stdout, printed(initial));
  await buildRightly(t, root, initial);
  await assertClean(t, root, initial);
});

test('`clean` removes what boltd made and nothing else', async (t) => {
  const root = sampleProject(t, initial);
  const cache = path.join(root, 'shared');
  const env = { BOLT_CACHE_DIR: cache };
  await buildRightly(t, root, initial, env);
  writeFileSync(path.join(cache, 'mine.txt'), 'keep me');
  t.is((await boltd(['clean', root], { env })).status, 0);
  t.deepEqual(filesBelow(cache), [path.join(cache, 'mine.txt')]);
  await buildRightly(t, root, initial);
  t.is((await boltd(['clean', root])).status, 0);
  t.false(filesBelow(root).some((file) => file.includes('.bolt/')));
  t.is((await boltd(['clean', root])).status, 0, 'twice is no mistake');
});

/** For everybody but root, who then has to be somebody else. */
function forbidWriting(root: string): void {
  setModes(root, 0o555, 0o444);
}

function allowWriting(root: string): void {
  setModes(root, 0o755, 0o644);
}

function setModes(root: string, folderMode: number, fileMode: number): void {
  const files = filesBelow(root);
  const folders = new Set([root, ...files.map((file) => path.dirname(file))]);
  for (const folder of [...folders]) folders.add(path.dirname(folder));
  folders.delete(path.dirname(root));
  for (const file of files) chmodSync(file, fileMode);
  for (const folder of folders) {
    chmodSync(folder, folderMode);
    if (isRoot) chownSync(folder, 0, 0);
  }
}
