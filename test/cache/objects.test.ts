import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { openObjects } from '../../cache/objects.ts';
import { fingerprintOf } from '../../src/base/fingerprint.ts';
import { temporaryFolder } from './workspace.ts';

test('an object is kept under the fingerprint of its bytes', (t) => {
  const folder = temporaryFolder(t);
  const objects = openObjects(folder);
  const bytes = Buffer.from('object code');
  const stored = objects.put(bytes);
  const { fingerprint } = stored;
  t.is(fingerprint, fingerprintOf(bytes));
  t.deepEqual(stored, {
    fingerprint,
    sizeBytes: 11,
    path: join(folder, 'objects', fingerprint.slice(0, 2), `${fingerprint}.o`),
  });
  t.deepEqual(readFileSync(stored.path), bytes);
  t.deepEqual(objects.put(bytes), stored);
  t.true(objects.has(fingerprint));
  t.true(objects.verify(fingerprint));
  t.is(objects.pathOf(fingerprint), stored.path);
  t.deepEqual(
    readdirSync(join(folder, 'objects')),
    [fingerprint.slice(0, 2)],
    'no temporary files',
  );
});

test('an object that is not what its name says is removed', (t) => {
  const objects = openObjects(temporaryFolder(t));
  const { fingerprint, path } = objects.put(Buffer.from('object code'));
  writeFileSync(path, 'objekt code');
  t.true(objects.has(fingerprint));
  t.false(objects.verify(fingerprint));
  t.false(objects.has(fingerprint));
  t.false(objects.verify(fingerprint));
  objects.put(Buffer.from('object code'));
  t.true(objects.verify(fingerprint));
});

test('collecting keeps what it is told to and removes what interrupted writers left', (t) => {
  const folder = temporaryFolder(t);
  const objects = openObjects(folder);
  t.deepEqual(objects.collect(new Set()), { removed: 0, freedBytes: 0 });
  const kept = objects.put(Buffer.from('kept'));
  const dropped = objects.put(Buffer.from('dropped'));
  writeFileSync(join(folder, 'objects', 'tmp-123-1'), 'half');
  t.deepEqual(objects.collect(new Set([kept.fingerprint])), { removed: 1, freedBytes: 7 });
  t.true(objects.has(kept.fingerprint));
  t.false(objects.has(dropped.fingerprint));
  t.false(readdirSync(join(folder, 'objects')).includes('tmp-123-1'));
});

test('the size of all objects is known without looking at each', (t) => {
  const folder = temporaryFolder(t);
  const objects = openObjects(folder);
  objects.settle();
  t.is(objects.sizeBytes(), 0);
  const first = objects.put(Buffer.alloc(100, 1));
  t.is(objects.sizeBytes(), 100, 'nothing is noted yet, so they are counted');
  objects.settle();
  // Another process, as a worker is.
  openObjects(folder).put(Buffer.alloc(30, 2));
  openObjects(folder).put(Buffer.alloc(30, 2));
  t.is(objects.sizeBytes(), 130, 'an object counts once');
  writeFileSync(first.path, Buffer.alloc(100, 9));
  t.false(objects.verify(first.fingerprint));
  t.is(objects.sizeBytes(), 30, 'a removed one counts no more');
  for (const note of ['', 'nonsense\n', '-5\n', '1\n2']) {
    writeFileSync(join(folder, 'objects', 'size'), note);
    t.is(objects.sizeBytes(), 30, JSON.stringify(note));
  }
  objects.settle();
  t.is(readFileSync(join(folder, 'objects', 'size'), 'utf8'), '30\n');
});

test('a long note of sizes is made short', (t) => {
  const folder = temporaryFolder(t);
  const objects = openObjects(folder);
  objects.put(Buffer.alloc(7));
  writeFileSync(join(folder, 'objects', 'size'), '1\n'.repeat(5000));
  t.is(objects.sizeBytes(), 5000);
  objects.settle();
  t.is(readFileSync(join(folder, 'objects', 'size'), 'utf8'), '5000\n');
});
