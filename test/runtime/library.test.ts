// The libraries as files: what they export, and that their bytes depend on nothing but the sources.
import { cp, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import test from 'ava';

import { buildRuntime, folderOf, run } from './native.ts';

const LIBRARIES = ['libboltrt.a', 'libboltrt.so'];

test.before('the runtime builds', async () => {
  await buildRuntime(folderOf('plain'), 'plain', 'libraries');
});

test('the shared library exports main and what its headers declare, and nothing else', async (t) => {
  const files = ['bolt.h', 'bolt_std.h'].map((name) => readFile(`runtime/include/${name}`, 'utf8'));
  const header = (await Promise.all(files)).join('\n');
  const withoutComments = header.replace(/\/\*[\s\S]*?\*\//g, '');
  const declared = [...withoutComments.matchAll(/\b(bolt_\w+)\([^)]/g)].map((match) => match[1]);
  const expected = declared.filter((name) => name !== 'bolt_program_main');
  const listing = await run(
    'nm',
    ['-D', '--defined-only', '--format=posix', join(folderOf('plain'), 'libboltrt.so')],
    {},
  );
  const exported = listing.stdout.split('\n').flatMap((line) => {
    const [name, kind] = line.split(' ');
    return kind === 'T' ? [name] : [];
  });
  t.deepEqual(exported.sort(), [...expected, 'main'].sort());
});

test('a build without changes touches nothing', async (t) => {
  const times = (): Promise<number[]> =>
    Promise.all(LIBRARIES.map(async (name) => (await stat(join(folderOf('plain'), name))).mtimeMs));
  const before = await times();
  await buildRuntime(folderOf('plain'), 'plain', 'libraries');
  t.deepEqual(await times(), before);
});

test('the bytes do not depend on the folder', async (t) => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'boltd-runtime-'));
  try {
    await cp('runtime', join(elsewhere, 'runtime'), { recursive: true });
    await cp('tools/build', join(elsewhere, 'tools/build'), { recursive: true });
    const outcome = await run(join(elsewhere, 'tools/build/runtime.sh'), [], {});
    t.is(outcome.stderr, '');
    t.is(outcome.status, 0);
    for (const name of LIBRARIES) {
      const here = await readFile(join(folderOf('plain'), name));
      const there = await readFile(join(elsewhere, 'build/runtime', name));
      t.true(here.equals(there), name);
      t.false(here.includes(process.cwd()), name);
    }
  } finally {
    await rm(elsewhere, { recursive: true });
  }
});
