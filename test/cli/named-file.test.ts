/** Files that the user names: boltd replaces and reads files, and nothing else. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { boltd } from '../harness/boltd.ts';
import { sampleProject, temporaryFolder } from './kit.ts';

test('a device, a pipe or a folder is neither replaced nor read as a file', async (t) => {
  const root = sampleProject(t, [1, 2, 3, 4]);
  t.is((await boltd(['build', root])).status, 0);
  const folder = temporaryFolder(t);
  const pipe = path.join(folder, 'pipe');
  const link = path.join(folder, 'link');
  const directory = path.join(folder, 'directory');
  execFileSync('mkfifo', [pipe]);
  symlinkSync(pipe, link);
  mkdirSync(directory);
  for (const [file, kind] of [
    [pipe, 'a device or pipe'],
    [link, 'a device or pipe'],
    [directory, 'a folder'],
  ] as const) {
    for (const [named, ...args] of [
      ['-o', 'build', '-o', file, root],
      ['--timings', 'check', `--timings=${file}`, root],
      ['export', 'cache', 'export', file, '--target', root],
      ['import', 'cache', 'import', file, '--target', root],
    ] as const) {
      const ran = await boltd(args);
      t.is(ran.status, 2, ran.stderr);
      t.true(
        ran.stderr.includes(`error: ${named} takes the name of a file; ${file} is ${kind}`),
        ran.stderr,
      );
    }
  }
  t.true(statSync(pipe).isFIFO());
  t.true(statSync(link).isFIFO());
});
