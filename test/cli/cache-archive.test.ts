/** Carrying a cache to another checkout, as continuous integration does. */
import {
  chmodSync,
  cpSync,
  existsSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { Ran } from '../harness/boltd.ts';
import { boltd } from '../harness/boltd.ts';
import type { Numbers } from './kit.ts';
import {
  assertClean,
  boltdAsNobody,
  boltdOf,
  buildRightly,
  copyInstallation,
  edit,
  eventOf,
  executedBy,
  filesBelow,
  sampleProject,
  temporaryFolder,
} from './kit.ts';

const initial: Numbers = [1, 2, 3, 4];

/** The same sources elsewhere, written at other times. */
function checkout(t: ExecutionContext, numbers: Numbers): string {
  const root = sampleProject(t, numbers);
  for (const file of filesBelow(root)) utimesSync(file, 1_000_000_000, 1_000_000_000);
  return root;
}

function exportTo(file: string, root: string): Promise<Ran> {
  return boltd(['--json', 'cache', 'export', file, '--target', root]);
}

function importFrom(file: string, root: string): Promise<Ran> {
  return boltd(['--json', 'cache', 'import', file, '--target', root]);
}

test('in a fresh checkout with an imported cache nothing is executed, or what the commit changed', async (t) => {
  const first = sampleProject(t, initial);
  await buildRightly(t, first, initial);
  const file = path.join(temporaryFolder(t), 'cache.bolt');
  t.is((await exportTo(file, first)).status, 0);

  const same = checkout(t, initial);
  const imported = await importFrom(file, same);
  t.is(imported.status, 0, imported.stderr);
  t.like(eventOf(imported, 'cache-imported'), { used: true });
  t.is(executedBy(await buildRightly(t, same, initial)), 0);
  await assertClean(t, same, initial);

  const edited = initial.with(2, 99);
  const changed = checkout(t, edited);
  await importFrom(file, changed);
  const built = await buildRightly(t, changed, edited);
  const { modulesEmitted, queries } = eventOf(built, 'statistics') as {
    readonly modulesEmitted: number;
    readonly queries: Readonly<Record<string, { readonly executed: number }>>;
  };
  t.is(modulesEmitted, 1);
  t.is(queries['typedBody']?.executed, 1);
  t.is(queries['fragment']?.executed, 1);
  t.is(queries['library']?.executed, 1);
  await assertClean(t, changed, edited);
});

test('a build that is edited, exported and imported again and again stays right', async (t) => {
  const file = path.join(temporaryFolder(t), 'cache.bolt');
  let numbers = initial;
  for (let run = 0; run < 4; run += 1) {
    const root = checkout(t, numbers);
    if (run > 0) t.is((await importFrom(file, root)).status, 0);
    const built = await buildRightly(t, root, numbers);
    if (run > 0) t.is(eventOf(built, 'statistics')['modulesEmitted'], 1);
    t.is((await exportTo(file, root)).status, 0);
    if (run === 3) await assertClean(t, root, numbers);
    numbers = numbers.with(run, 200 + run);
  }
});

test('an imported cache replaces one that is there, and its programs are put in place', async (t) => {
  const first = sampleProject(t, initial);
  await buildRightly(t, first, initial);
  const file = path.join(temporaryFolder(t), 'cache.bolt');
  await exportTo(file, first);
  const edited = initial.with(0, 7);
  const second = sampleProject(t, edited);
  await buildRightly(t, second, edited);
  t.is((await importFrom(file, second)).status, 0);
  edit(second, initial);
  t.is(executedBy(await buildRightly(t, second, initial)), 0);
  await assertClean(t, second, initial);
});

test('a cache of another boltd is left alone with one line, and the build goes on', async (t) => {
  const home = copyInstallation(t);
  const bundle = path.join(home, 'build/bundle/boltd.cjs');
  const code = readFileSync(bundle, 'utf8');
  const fingerprint = /compilerFingerprint = (?:true \? )?"([0-9a-f]{32})"/.exec(code)?.[1] ?? '';
  t.not(fingerprint, '');
  writeFileSync(bundle, code.replaceAll(fingerprint, fingerprint.replace(/./g, 'a')));
  rmSync(`${bundle}.cache`, { force: true });
  const first = sampleProject(t, initial);
  t.is((await boltdOf(home, ['build', first])).status, 0);
  const file = path.join(temporaryFolder(t), 'cache.bolt');
  t.is((await boltdOf(home, ['cache', 'export', file, '--target', first])).status, 0);

  const second = sampleProject(t, initial);
  const imported = await boltd(['cache', 'import', file, '--target', second]);
  t.is(imported.status, 0);
  t.is(imported.stderr, `note: ${file} is not used: it was made with another compiler version\n`);
  await buildRightly(t, second, initial);
});

test('a file that is damaged, cut short, missing or something else is refused in words', async (t) => {
  const root = sampleProject(t, initial);
  await buildRightly(t, root, initial);
  const folder = temporaryFolder(t);
  const file = path.join(folder, 'cache.bolt');
  await exportTo(file, root);
  const bytes = readFileSync(file);
  const cases: readonly (readonly [string, Buffer, RegExp])[] = [
    [
      'short',
      bytes.subarray(0, bytes.length / 2),
      /short is damaged or cut short: its checksum is another/,
    ],
    [
      'flipped',
      bytes.map((byte, at) => (at === 500 ? byte ^ 1 : byte)) as Buffer,
      /flipped is damaged/,
    ],
    ['other', Buffer.from('PK\u0003\u0004'), /other is no exported cache/],
    ['empty', Buffer.alloc(0), /empty is no exported cache/],
  ];
  for (const [name, content, message] of cases) {
    writeFileSync(path.join(folder, name), content);
    const ran = await boltd(['cache', 'import', path.join(folder, name), '--target', root]);
    t.is(ran.status, 70, name);
    t.regex(ran.stderr, message);
    t.regex(ran.stderr, /\n {2}do: remove the file and export it anew/);
    t.false(/internal error/.test(ran.stderr));
  }
  const missing = await boltd(['cache', 'import', path.join(folder, 'none'), '--target', root]);
  t.is(missing.status, 70);
  t.regex(missing.stderr, /No such file or folder: .*none/);
  t.is(executedBy(await buildRightly(t, root, initial)), 0, 'the cache is what it was');
});

test('the cache of a failed build is exported, too', async (t) => {
  const root = sampleProject(t, initial);
  const broken = path.join(root, 'src/m1.bolt');
  const text = readFileSync(broken, 'utf8');
  writeFileSync(broken, text.replace('box.get()', 'box.missing()'));
  t.is((await boltd(['build', root])).status, 1);
  const file = path.join(temporaryFolder(t), 'cache.bolt');
  t.is((await exportTo(file, root)).status, 0);
  const fixed = checkout(t, initial);
  await importFrom(file, fixed);
  const built = await buildRightly(t, fixed, initial);
  t.is(eventOf(built, 'statistics')['modulesEmitted'], 1, 'the rest was in it');
});

test('a cache can be exported from a folder that cannot be written', async (t) => {
  const root = sampleProject(t, initial);
  await buildRightly(t, root, initial);
  const copy = path.join(temporaryFolder(t), 'project');
  cpSync(root, copy, { recursive: true });
  const target = temporaryFolder(t);
  chmodSync(target, 0o777);
  for (const folder of [path.dirname(copy), copy]) chmodSync(folder, 0o755);
  chmodSync(path.join(copy, '.bolt'), 0o555);
  const file = path.join(target, 'cache.bolt');
  const ran = await boltdAsNobody(['cache', 'export', file, '--target', copy]);
  t.is(ran.status, 0, ran.stderr);
  chmodSync(path.join(copy, '.bolt'), 0o755);
  const other = checkout(t, initial);
  t.is((await importFrom(file, other)).status, 0);
  t.is(executedBy(await buildRightly(t, other, initial)), 0);
});

test('wrong calls of `cache` say what would be right', async (t) => {
  const root = sampleProject(t, initial);
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [['cache', 'exprt'], /cannot exprt; did you mean export\?/],
    [['cache', 'x'], /choose of stats, export, import, gc, verify, clear, path/],
    [['cache', 'export'], /Which file\? `boltd cache export FILE`/],
    [['cache', 'stats', 'file'], /`boltd cache stats` takes no file; --target names a project/],
    [['cache', 'gc', '--max-size', 'much'], /--max-size takes a size such as 500M or 2G/],
    [['cache', 'stats', '--max-size', '1G'], /Only `boltd cache gc` takes --max-size/],
    [
      ['cache', 'export', path.join(root, 'x.bolt')],
      /There is nothing to export in .*; build first/,
    ],
  ];
  for (const [args, message] of wrong) {
    const ran = await boltd(args, { cwd: root });
    t.is(ran.status, 2, args.join(' '));
    t.regex(ran.stderr, message);
  }
  t.false(existsSync(path.join(root, 'x.bolt')));
});

test('`cache` says where it is, how large, and what it saved; `gc` and `clear` make it smaller', async (t) => {
  const root = sampleProject(t, initial);
  const cache = (...args: readonly string[]): Promise<Ran> =>
    boltd(['cache', ...args], { cwd: root });
  t.is((await cache('path')).stdout, `${path.join(root, '.bolt')}\n`);
  t.is((await cache('stats')).stdout, `There is no cache in ${path.join(root, '.bolt')} yet\n`);
  await buildRightly(t, root, initial);
  for (const value of [10, 20, 30]) {
    edit(root, initial.with(0, value));
    await buildRightly(t, root, initial.with(0, value));
  }
  const figures = async (): Promise<Readonly<Record<string, unknown>>> =>
    eventOf(await boltd(['--json', 'cache', 'stats'], { cwd: root }), 'cache-stats');
  const before = await figures();
  t.true(Number(before['olderTraces']) > 0);
  t.true(Number(before['savedUs']) > 0 && Number(before['savedUs']) < Number(before['costUs']));
  const [last] = before['builds'] as readonly {
    readonly hitRate: number;
    readonly executed: number;
  }[];
  t.true(last !== undefined && last.hitRate > 0 && last.hitRate < 1 && last.executed > 0);
  t.regex((await cache('stats')).stdout, /^ {2}together +.* of the bound of 2\.0 GB$/m);

  t.is((await boltd(['query', 'signature', 'm0.Box'], { cwd: root })).status, 0);
  const asked = await figures();
  const [question, build] = asked['builds'] as readonly {
    readonly goal: string;
    readonly executedUs: number;
  }[];
  t.deepEqual([question?.goal, build?.goal], ['query', 'build']);
  const spentUs = Number(asked['costUs']) - Number(asked['savedUs']);
  t.is(spentUs, Number(build?.executedUs), 'by the last build');

  t.is((await cache('gc', '--max-size', '1K')).status, 0);
  const after = await figures();
  t.is(after['olderTraces'], 0);
  t.true(Number(after['objectBytes']) < Number(before['objectBytes']));
  const current = initial.with(0, 30);
  t.is(executedBy(await buildRightly(t, root, current)), 0, 'the current state stays');

  t.is((await cache('clear')).status, 0);
  t.true(existsSync(path.join(root, '.bolt/out/dev/sample')), 'programs stay');
  t.deepEqual(
    filesBelow(path.join(root, '.bolt')).filter((file) => !file.includes('/out/')),
    [],
  );
  await buildRightly(t, root, current);
  await assertClean(t, root, current);
});

test('--stats=markdown is a table that a summary can show', async (t) => {
  const root = sampleProject(t, initial);
  await buildRightly(t, root, initial);
  edit(root, initial.with(0, 5));
  const ran = await boltd(['build', '--stats=markdown', root]);
  t.is(ran.status, 0);
  const lines = ran.stdout.split('\n');
  t.is(lines[0], '### boltd');
  t.true(lines.includes('| Modules emitted | 1 |'));
  t.true(lines.includes('| Linked | yes |'));
  t.regex(ran.stdout, /^\| Queries executed \| \d+, \d+ with the result of before \|$/m);
  t.regex(ran.stdout, /^\| Results reused \| \d+ \(\d+\.\d %\) \|$/m);
  t.regex(ran.stdout, /^\| Computing that was spared \| \d+/m);
  t.regex(ran.stdout, /^\| `object` \| 1 \| 0 \| /m);
  // Every row of a table has as many cells as its head.
  for (const table of ran.stdout.split('\n\n').filter((part) => part.startsWith('|'))) {
    const cells = table.split('\n').map((line) => line.split('|').length);
    t.is(new Set(cells).size, 1, table);
  }
  const checked = await boltd(['check', '--stats=markdown', root]);
  t.regex(checked.stdout, /^### boltd\n/);
  const ranProgram = await boltd(['run', '--stats=markdown', root]);
  t.regex(ranProgram.stdout, /\n### boltd\n/);
});
