/** What checks a cache: `--verify-cache` while it is used, `boltd cache verify` by itself. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { Cache } from '../../cache/cache.ts';
import { tryLock } from '../../cache/lock.ts';
import { openObjects } from '../../cache/objects.ts';
import { openCache } from '../../cache/open.ts';
import { fingerprintOf } from '../../src/base/fingerprint.ts';
import { present } from '../../src/base/invariant.ts';
import { cacheIdentity } from '../../src/build/session.ts';
import type { StoredNode } from '../../src/query/store.ts';
import { boltd } from '../harness/boltd.ts';
import type { Numbers } from './kit.ts';
import {
  assertClean,
  buildRightly,
  edit,
  eventOf,
  executedBy,
  filesBelow,
  sampleProject,
} from './kit.ts';

const initial: Numbers = [1, 2, 3];

/** Whatever compiler made it. */
function compilerOf(t: ExecutionContext, folder: string): string {
  const database = readFileSync(path.join(folder, 'cache.db'), 'latin1');
  const [, compiler] = /compiler([0-9a-f]{32})/.exec(database) ?? [];
  t.truthy(compiler);
  return compiler ?? '';
}

function withCache(t: ExecutionContext, root: string, work: (cache: Cache) => void): void {
  const folder = path.join(root, '.bolt');
  const identity = cacheIdentity(compilerOf(t, folder));
  const lock = present(tryLock(folder), 'lock');
  const cache = openCache({ folder, identity, access: { kind: 'write', lock } });
  try {
    work(cache);
  } finally {
    cache.close();
    lock.release();
  }
}

/** As a query would have left it that is not pure: nothing but its own value tells. */
function falsify(cache: Cache, node: StoredNode, valueText: string): void {
  const [current] = node.traces;
  const trace = { ...present(current, 'trace'), valueText, value: fingerprintOf(valueText) };
  cache.write({ memos: [{ ...node, trace }], dirtied: [], cleaned: [] });
}

test('--verify-cache keeps both values where they differ, and names the files', async (t) => {
  const root = sampleProject(t, initial);
  await buildRightly(t, root, initial);
  t.is((await boltd(['build', '--verify-cache', root])).status, 0);
  const falsified = '[{"false":"value"}]';
  withCache(t, root, (cache) => {
    falsify(cache, present(cache.find('programDiagnostics', ''), 'node'), falsified);
  });
  const verified = await boltd(['build', '--verify-cache', root]);
  t.is(verified.status, 70);
  t.regex(
    verified.stderr,
    /The value of programDiagnostics\(\) was reused but is another when executed/,
  );
  const folder = path.join(root, '.bolt/failures');
  const files = filesBelow(folder);
  t.deepEqual(
    files.map((file) => path.extname(file)),
    ['.executed', '.memo'],
  );
  for (const file of files) t.true(verified.stderr.includes(file), verified.stderr);
  t.deepEqual(
    files.map((file) => readFileSync(file, 'utf8')),
    ['[]\n', `${falsified}\n`],
  );
});

test('a whole cache is found whole, and builds go on with it', async (t) => {
  const root = sampleProject(t, initial);
  const nothing = await boltd(['--json', 'cache', 'verify', '--target', root]);
  t.is(nothing.status, 0, 'no cache has no damage');
  await buildRightly(t, root, initial);
  const verified = await boltd(['--json', 'cache', 'verify', '--target', root]);
  t.is(verified.status, 0, verified.stdout);
  t.like(eventOf(verified, 'cache-verified'), { success: true, findings: [] });
  t.is(executedBy(await buildRightly(t, root, initial)), 0);
});

test('damaged objects and values are told, mended, and made again', async (t) => {
  const root = sampleProject(t, initial);
  await buildRightly(t, root, initial);
  const objects = openObjects(path.join(root, '.bolt'));
  const [first = fingerprintOf('')] = objects.sizes().keys();
  writeFileSync(objects.pathOf(first), 'damaged');
  const database = path.join(root, '.bolt/cache.db');
  const bytes = readFileSync(database);
  // Within the text of a value: the LLVM IR of a function.
  const at =
    bytes.indexOf('define internal') >= 0
      ? bytes.indexOf('define internal')
      : bytes.indexOf('define ');
  t.true(at > 0);
  bytes.write('DEFINE', at);
  writeFileSync(database, bytes);
  const found = await boltd(['cache', 'verify', '--target', root]);
  t.is(found.status, 1, found.stderr);
  t.is(
    found.stderr,
    'damaged: Values that were damaged and are computed again: 1\n' +
      'damaged: Objects that were damaged and are made again: 1\n',
  );
  t.is((await boltd(['cache', 'verify', '--target', root])).status, 0, 'all of it is mended');
  const edited = initial.with(0, 50);
  edit(root, edited);
  await buildRightly(t, root, edited);
  edit(root, initial);
  await buildRightly(t, root, initial);
  await assertClean(t, root, initial);
});

test('a cache that cannot be mended is put aside, which is told too', async (t) => {
  const root = sampleProject(t, initial);
  await buildRightly(t, root, initial);
  writeFileSync(path.join(root, '.bolt/cache.db'), 'nothing of the kind\n'.repeat(1000));
  const found = await boltd(['--json', 'cache', 'verify', '--target', root]);
  t.is(found.status, 1);
  const { findings } = eventOf(found, 'cache-verified') as { findings: readonly string[] };
  t.deepEqual(findings, [
    'The cache was damaged and starts empty; the old one is kept as cache.db.corrupt-1',
  ]);
  t.true(existsSync(path.join(root, '.bolt/cache.db.corrupt-1')));
  await buildRightly(t, root, initial);
});

test('another compiler’s cache is no damage, and is left where it is', async (t) => {
  const root = sampleProject(t, initial);
  const folder = path.join(root, '.bolt');
  const lock = present(tryLock(folder), 'lock');
  const access = { kind: 'write', lock } as const;
  openCache({ folder, identity: cacheIdentity('another'), access }).close();
  lock.release();
  const before = readFileSync(path.join(folder, 'cache.db'));
  const verified = await boltd(['cache', 'verify', '--target', root]);
  t.is(verified.status, 0, verified.stderr);
  t.is(
    verified.stderr,
    'note: The cache was made with another compiler version; the next build replaces it\n',
  );
  t.deepEqual(readFileSync(path.join(folder, 'cache.db')), before);
});
