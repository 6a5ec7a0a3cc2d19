/** Where the socket lies, and who may be trusted with it. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { checkFolder, daemonPlace, makeFolder } from '../../src/daemon/place.ts';
import { nodeHost } from '../../src/host/node-host.ts';

function project(t: ExecutionContext): string {
  const root = mkdtempSync(path.join(os.tmpdir(), 'boltd-test-'));
  t.teardown(() => rmSync(root, { recursive: true, force: true }));
  writeFileSync(path.join(root, 'bolt.toml'), '');
  writeFileSync(path.join(root, 'sketch.bolt'), '');
  mkdirSync(path.join(root, 'src/deep'), { recursive: true });
  mkdirSync(path.join(root, 'run'));
  return root;
}

test('all ways to name a project lead to one place', (t) => {
  const root = project(t);
  const environment = { XDG_RUNTIME_DIR: path.join(root, 'run') };
  symlinkSync(root, `${root}/run/link`);
  const [first, ...others] = ['', 'src/deep', 'run/link', 'run/link/src'].map((name) =>
    daemonPlace(nodeHost, path.join(root, name), environment),
  );
  t.is(first?.folder, path.join(root, 'run/boltd'));
  for (const other of others) t.deepEqual(other, first);
});

test('another project, another cache, and a file of its own have other places', (t) => {
  const root = project(t);
  const places = [
    daemonPlace(nodeHost, root, {}),
    daemonPlace(nodeHost, project(t), {}),
    daemonPlace(nodeHost, root, { BOLT_CACHE_DIR: '/elsewhere' }),
    daemonPlace(nodeHost, path.join(root, 'sketch.bolt'), {}),
    daemonPlace(nodeHost, path.join(root, 'sketch.bolt'), { BOLT_CACHE_DIR: '/elsewhere' }),
  ];
  t.is(new Set(places.map((place) => place?.socket)).size, places.length);
  t.is(daemonPlace(nodeHost, os.tmpdir(), {}), undefined);
});

test('a path too long for a socket is not used', (t) => {
  const root = project(t);
  const long = path.join(root, 'run', 'x'.repeat(100));
  mkdirSync(long);
  const place = daemonPlace(nodeHost, root, { XDG_RUNTIME_DIR: long });
  t.is(place?.folder, `/tmp/boltd-${process.getuid?.()}`);
  t.true(Buffer.byteLength(place?.socket ?? '') < 108);
});

test('a runtime folder that is not there, or no absolute path, is not used', (t) => {
  const root = project(t);
  for (const runtime of ['/does/not/exist', 'run', '']) {
    const place = daemonPlace(nodeHost, root, { XDG_RUNTIME_DIR: runtime });
    t.is(place?.folder, `/tmp/boltd-${process.getuid?.()}`);
  }
});

test('the folder is made private, whatever the umask', (t) => {
  const folder = path.join(project(t), 'sockets');
  t.is(checkFolder(folder), 'absent');
  const before = process.umask(0);
  makeFolder(folder);
  process.umask(before);
  t.is(checkFolder(folder), 'private');
  makeFolder(folder);
});

test('a folder that others may open is refused, and not mended', (t) => {
  const folder = path.join(project(t), 'sockets');
  for (const mode of [0o777, 0o710, 0o701, 0o770]) {
    mkdirSync(folder);
    chmodSync(folder, mode);
    t.throws(() => makeFolder(folder), { name: 'UnsafeFolderError', message: /opened by others/ });
    rmSync(folder, { recursive: true });
  }
});

test('a link or a file in the place of the folder is refused', (t) => {
  const root = project(t);
  symlinkSync(path.join(root, 'src'), path.join(root, 'link'));
  for (const name of ['link', 'sketch.bolt']) {
    t.throws(() => makeFolder(path.join(root, name)), { message: /is not a folder/ });
  }
});
