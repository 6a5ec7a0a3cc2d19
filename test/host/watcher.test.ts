import {
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {
  bundledEntry,
  eventually,
  pause,
  replace,
  saveLikeVim,
  toldPaths,
  watchedFolder,
  writeDeep,
} from './watched-folder.ts';

test('a file that is written in place is told', async (t) => {
  const folder = await watchedFolder(t);
  folder.write('src/main.bolt', 'edited');
  await folder.settled();
  t.deepEqual([...toldPaths(folder.changes)], [folder.at('src/main.bolt')]);
});

test('a file that is written beside and renamed is told under its name alone', async (t) => {
  const folder = await watchedFolder(t);
  replace(folder.at('src/main.bolt'), 'edited');
  await folder.settled();
  t.deepEqual([...toldPaths(folder.changes)], [folder.at('src/main.bolt')]);
});

test('a file that is moved out of the way, written anew and cleaned up after is told', async (t) => {
  const folder = await watchedFolder(t);
  for (let round = 0; round < 20; round += 1) {
    saveLikeVim(folder.at('src/main.bolt'), `edit ${round}`);
    await folder.settled();
  }
  t.deepEqual([...toldPaths(folder.changes)], [folder.at('src/main.bolt')]);
});

for (const gapMs of [3, 10, 30]) {
  test(`the second of two writes ${gapMs} ms apart is not missed`, async (t) => {
    const folder = await watchedFolder(t);
    for (let round = 0; round < 25; round += 1) {
      folder.write('src/main.bolt', `${round} first`);
      await pause(gapMs);
      folder.write('src/main.bolt', `${round} second`);
      await folder.settled();
    }
    t.is(readFileSync(folder.at('src/main.bolt'), 'utf8'), '24 second');
  });
}

test('every file of a save of 300 files is told', async (t) => {
  const names = Array.from({ length: 300 }, (_, index) => `src/m${index}.bolt`);
  const folder = await watchedFolder(t, {
    files: Object.fromEntries(names.map((name) => [name, 'old'])),
  });
  for (const name of names) folder.write(name, 'new');
  await folder.settled();
  t.is(toldPaths(folder.changes).size, 300);
});

test('a checkout of 1,000 files in folders that come and go is told', async (t) => {
  const branch = (name: string): readonly string[] =>
    Array.from(
      { length: 1000 },
      (_, index) => `src/${name}${index % 40}/x${index % 7}/m${index}.bolt`,
    );
  const folder = await watchedFolder(t, {
    files: Object.fromEntries(branch('old').map((name) => [name, 'old'])),
  });
  for (const [from, to] of [
    ['old', 'new'],
    ['new', 'old'],
    ['old', 'new'],
  ] as const) {
    // Git removes what is not in the branch, empty folders included, and writes what is.
    for (const name of branch(from)) unlinkSync(folder.at(name));
    for (let index = 0; index < 40; index += 1)
      rmSync(folder.at(`src/${from}${index}`), { recursive: true });
    for (const name of branch(to)) folder.write(name, to);
    await folder.settled();
  }
  folder.write('src/new3/x3/m3.bolt', 'edited in a folder that was made while watching');
  await folder.settled();
  t.deepEqual(folder.troubles, []);
});

test('a file that becomes a folder, and a folder that becomes a file, are told', async (t) => {
  const folder = await watchedFolder(t, { files: { 'src/part.bolt': 'file' } });
  for (let round = 0; round < 10; round += 1) {
    rmSync(folder.at('src/part.bolt'));
    folder.write('src/part.bolt/inner.bolt', `inner ${round}`);
    await folder.settled();
    folder.write('src/part.bolt/inner.bolt', `inner ${round} edited`);
    await folder.settled();
    rmSync(folder.at('src/part.bolt'), { recursive: true });
    folder.write('src/part.bolt', `file ${round}`);
    await folder.settled();
  }
  t.pass();
});

test('a module and a folder of modules that are renamed are told under both names', async (t) => {
  const folder = await watchedFolder(t, {
    files: { 'src/a.bolt': 'a', 'src/deep/er/b.bolt': 'b' },
  });
  renameSync(folder.at('src/a.bolt'), folder.at('src/c.bolt'));
  await folder.settled();
  t.deepEqual([...toldPaths(folder.changes)].sort(), [
    folder.at('src/a.bolt'),
    folder.at('src/c.bolt'),
  ]);
  renameSync(folder.at('src/deep'), folder.at('src/flat'));
  await folder.settled();
  folder.write('src/flat/er/b.bolt', 'edited under the new name');
  await folder.settled();
  renameSync(folder.at('src/flat'), folder.at('src/deep'));
  folder.write('src/deep/er/b.bolt', 'edited right after');
  await folder.settled();
});

test('folders that are made, filled, moved and removed at once are followed', async (t) => {
  const folder = await watchedFolder(t);
  for (let round = 0; round < 30; round += 1) {
    folder.write(`src/x/y/z${round}/deep.bolt`, `made ${round}`);
    if (round % 3 === 0) renameSync(folder.at('src/x/y'), folder.at(`src/x/y${round}`));
    if (round % 5 === 0) rmSync(folder.at('src/x'), { recursive: true });
    folder.write(`src/x/y/again.bolt`, `again ${round}`);
    await pause(round % 4);
  }
  await folder.settled();
  folder.write('src/x/y/again.bolt', 'at the end');
  await folder.settled();
  t.pass();
});

test('a folder that may not be read is followed once it may', async (t) => {
  const folder = await watchedFolder(t, { files: { 'src/closed/a.bolt': 'a' } });
  chmodSync(folder.at('src/closed'), 0o000);
  chmodSync(folder.at('src/closed'), 0o755);
  folder.write('src/closed/a.bolt', 'edited');
  await folder.settled();
  t.pass();
});

test('what a symbolic link points to counts, however it is written', async (t) => {
  const folder = await watchedFolder(t, {
    prepare(root, outside) {
      writeDeep(path.join(outside, 'shared/real.bolt'), 'shared');
      symlinkSync(path.join(outside, 'shared/real.bolt'), path.join(outside, 'shared/step.bolt'));
      symlinkSync('../../shared/step.bolt', path.join(root, 'src/link.bolt'));
    },
  });
  const real = path.join(folder.outside, 'shared/real.bolt');
  writeFileSync(real, 'in place');
  await folder.settled();
  for (let round = 0; round < 5; round += 1) {
    replace(real, `replaced ${round}`);
    await folder.settled();
    saveLikeVim(real, `as vim does ${round}`);
    await folder.settled();
  }
  rmSync(real);
  await folder.settled();
  writeFileSync(real, 'back again');
  await folder.settled();
  t.deepEqual([...toldPaths(folder.changes)], [folder.at('src/link.bolt')]);
});

test('a symbolic link that is made or turned elsewhere while watching is followed', async (t) => {
  const folder = await watchedFolder(t, {
    prepare(_root, outside) {
      writeDeep(path.join(outside, 'one/a.bolt'), 'one');
      writeDeep(path.join(outside, 'two/a.bolt'), 'two');
    },
  });
  const link = folder.at('src/link.bolt');
  for (const name of ['one', 'two', 'one']) {
    rmSync(link, { force: true });
    symlinkSync(path.join(folder.outside, name, 'a.bolt'), link);
    await folder.settled();
    writeFileSync(path.join(folder.outside, name, 'a.bolt'), `${name} edited`);
    await folder.settled();
  }
  rmSync(link);
  folder.write('src/link.bolt', 'a file of its own');
  await folder.settled();
  t.is(readFileSync(link, 'utf8'), 'a file of its own');
});

test('sources that are a link to a folder are watched behind it', async (t) => {
  const folder = await watchedFolder(t, {
    prepare(root, outside) {
      renameSync(path.join(root, 'src'), path.join(outside, 'elsewhere'));
      symlinkSync('../elsewhere', path.join(root, 'src'));
    },
  });
  folder.write('src/main.bolt', 'through the link');
  await folder.settled();
  writeFileSync(path.join(folder.outside, 'elsewhere/main.bolt'), 'behind the link');
  await folder.settled();
  t.pass();
});

test('a manifest that is edited, removed and made again is told', async (t) => {
  const folder = await watchedFolder(t);
  folder.write('bolt.toml', 'edited');
  await folder.settled();
  replace(folder.at('bolt.toml'), 'replaced');
  await folder.settled();
  rmSync(folder.at('bolt.toml'));
  await folder.settled();
  folder.write('bolt.toml', 'made again');
  await folder.settled();
  t.deepEqual([...toldPaths(folder.changes)], [folder.at('bolt.toml')]);
});

test('sources that were not there when watching began, or are removed and made again, are told', async (t) => {
  const folder = await watchedFolder(t, {
    prepare: (root) => rmSync(path.join(root, 'src'), { recursive: true }),
  });
  for (let round = 0; round < 5; round += 1) {
    folder.write('src/main.bolt', `made ${round}`);
    await folder.settled();
    folder.write('src/main.bolt', `edited ${round}`);
    await folder.settled();
    rmSync(folder.at('src'), { recursive: true });
    if (round % 2 === 0) await folder.settled();
  }
  await folder.settled();
  t.pass();
});

test('a single file is watched among its neighbours, which nobody hears of', async (t) => {
  const folder = await watchedFolder(t, {
    watched: (root) => ({ folders: [], files: [path.join(root, 'alone.bolt')] }),
  });
  folder.write('alone.bolt', 'made');
  folder.write('other.bolt', 'made');
  folder.write('alone.bolt', 'edited');
  await eventually(() => folder.changes.length > 0);
  t.deepEqual([...toldPaths(folder.changes)], [folder.at('alone.bolt')]);
});

test('what is hidden, in node_modules or ignored is not told', async (t) => {
  const folder = await watchedFolder(t, {
    files: { 'src/cache/a.bolt': '', 'src/node_modules/a.bolt': '', 'src/.git/a.bolt': '' },
    watched: (root) => ({ ignored: [path.join(root, 'src/cache')] }),
  });
  const quiet = ['src/cache/a', 'src/node_modules/a', 'src/.git/a', 'src/.#main', '.bolt/x'];
  for (const name of quiet) folder.write(`${name}.bolt`, 'edited');
  folder.write('src/cache/deep/a.bolt', 'made');
  folder.write('src/notes.txt', 'made');
  folder.write('src/main.bolt', 'edited at the end');
  await eventually(() => toldPaths(folder.changes).has(folder.at('src/main.bolt')));
  t.deepEqual([...toldPaths(folder.changes)], [folder.at('src/main.bolt')]);
  t.true(folder.changes.every((change) => change.kind === 'paths'));
});

test('a project that is moved away is gone, and so is one whose parent is', async (t) => {
  const moved = await watchedFolder(t);
  renameSync(moved.root, `${moved.root}-elsewhere`);
  await eventually(() => moved.troubles.length > 0);
  t.deepEqual(moved.troubles, [{ kind: 'gone', folder: moved.root }]);

  const below = await watchedFolder(t);
  t.teardown(() => rmSync(`${below.outside}-elsewhere`, { recursive: true, force: true }));
  renameSync(below.outside, `${below.outside}-elsewhere`);
  await eventually(() => below.troubles.length > 0);
  t.deepEqual(below.troubles, [{ kind: 'gone', folder: below.root }]);
});

test('a project that is removed is gone', async (t) => {
  const folder = await watchedFolder(t, { files: { 'src/deep/er/a.bolt': '' } });
  rmSync(folder.root, { recursive: true });
  await eventually(() => folder.troubles.length > 0);
  t.deepEqual(folder.troubles, [{ kind: 'gone', folder: folder.root }]);
});

test('a project that is replaced by another of its name goes on being watched', async (t) => {
  const folder = await watchedFolder(t);
  writeDeep(path.join(folder.outside, 'other/src/main.bolt'), 'the other main');
  writeDeep(path.join(folder.outside, 'other/bolt.toml'), 'the other manifest');
  renameSync(folder.root, path.join(folder.outside, 'first'));
  renameSync(path.join(folder.outside, 'other'), folder.root);
  await folder.settled();
  folder.write('src/main.bolt', 'edited');
  await folder.settled();
  t.deepEqual(folder.troubles, []);
});

test('where the system watches no more folders, files are looked at again and again', async (t) => {
  const folder = await watchedFolder(t, {
    files: { 'src/a/a.bolt': 'a', 'src/b/b.bolt': 'b', 'src/c/c.bolt': 'c' },
    limits: { folders: 3 },
  });
  t.is(folder.troubles.length, 1);
  const [trouble] = folder.troubles;
  t.true(
    trouble?.kind === 'polling' &&
      trouble.intervalMs >= 100 &&
      /max_user_watches/.test(trouble.reason),
  );
  folder.write('src/a/a.bolt', 'edited');
  await folder.settled();
  replace(folder.at('src/b/b.bolt'), 'replaced');
  await folder.settled();
  rmSync(folder.at('src/c'), { recursive: true });
  await folder.settled();
  folder.write('src/new/d.bolt', 'made');
  await folder.settled();
  folder.write('src/new/d.bolt', 'edited');
  await folder.settled();
  folder.write('bolt.toml', 'edited');
  await folder.settled();
  renameSync(folder.root, `${folder.root}-elsewhere`);
  await eventually(() => folder.troubles.length > 1);
  t.deepEqual(folder.troubles[1], { kind: 'gone', folder: folder.root });
});

test('where events may have been dropped, everything is looked at', async (t) => {
  const folder = await watchedFolder(t, {
    files: Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`src/d${index}/m.bolt`, '']),
    ),
    limits: { eventsAtOnce: 1 },
  });
  for (let index = 0; index < 200; index += 1) folder.write(`src/d${index}/m.bolt`, 'edited');
  await folder.settled();
  await eventually(() => folder.changes.some((change) => change.kind === 'everything'));
  folder.write('src/d7/m.bolt', 'edited once more');
  await folder.settled();
  t.deepEqual(folder.troubles, []);
});

test('the generation grows while this thread is busy, and is told with the change', async (t) => {
  const generations: number[] = [];
  const folder = await watchedFolder(t, {
    watched: () => ({ onChange: (_change, sign) => void generations.push(sign.generation) }),
  });
  const before = folder.watcher.generation();
  folder.write('src/main.bolt', 'edited');
  const limitMs = performance.now() + 60_000;
  while (folder.watcher.generation() === before && performance.now() < limitMs);
  t.not(folder.watcher.generation(), before);
  t.deepEqual(generations, []);
  await eventually(() => generations.at(-1) === folder.watcher.generation());
});

test('nothing is told behind the end', async (t) => {
  const folder = await watchedFolder(t);
  await folder.watcher.close();
  folder.write('src/main.bolt', 'edited');
  const other = await watchedFolder(t);
  other.write('src/main.bolt', 'edited');
  await other.settled();
  t.deepEqual(folder.changes, []);
  t.deepEqual(folder.troubles, []);
});

test('a watching thread that cannot run is trouble, not silence', async (t) => {
  const folder = await watchedFolder(t, { entry: '/nowhere/watcher.js' });
  await eventually(() => folder.troubles.length > 0);
  t.is(folder.troubles[0]?.kind, 'failed');
});

test('the bundled thread watches like the compiled one', async (t) => {
  const folder = await watchedFolder(t, { entry: bundledEntry });
  mkdirSync(folder.at('src/made'));
  folder.write('src/made/a.bolt', 'a');
  await folder.settled();
  folder.write('src/made/a.bolt', 'edited');
  await folder.settled();
  t.pass();
});
