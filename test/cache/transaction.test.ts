import test from 'ava';
import type { FileRecord } from '../../cache/cache.ts';
import { fingerprintOf } from '../../src/base/fingerprint.ts';
import { InternalError } from '../../src/base/invariant.ts';
import { batch, memo, number, small, trace, workspace } from './workspace.ts';

const file: FileRecord = {
  path: 'src/a.bolt',
  module: 'a',
  sizeBytes: 12,
  mtimeNs: '1700000000123456789',
  inode: '18446744073709551615',
  fingerprint: fingerprintOf('a'),
  trusted: true,
};

test('a batch that fails half way leaves nothing', (t) => {
  const { open } = workspace(t);
  const cache = open();
  cache.write(batch({ memos: small() }));
  const memos = [
    memo(4, 'new-query d', trace('4')),
    memo(5, 'bad e', { ...trace('5'), value: 'no' as never }),
  ];
  t.throws(() => cache.write(batch({ memos })), { instanceOf: InternalError });
  t.is(cache.load(number(4)), undefined);
  t.is(cache.find('new-query', 'd'), undefined);
  t.is(cache.nextNumber(), number(4));
  cache.write(batch({ memos: [memo(4, 'new-query d', trace('4'))] }));
  cache.close();
  t.is(open().find('new-query', 'd')?.number, number(4));
});

test('files and inputs commit together or not at all', (t) => {
  const { open } = workspace(t);
  const cache = open();
  const failing = (): void =>
    cache.transaction(() => {
      cache.write(batch({ memos: small() }));
      cache.putFiles([file]);
      throw new Error('stop');
    });
  t.throws(failing, { message: 'stop' });
  t.true(cache.isEmpty);
  t.deepEqual(cache.files(), []);
  cache.transaction(() => {
    cache.write(batch({ memos: small() }));
    cache.putFiles([file]);
  });
  cache.close();
  const again = open();
  t.deepEqual(again.files(), [file]);
  t.is(again.load(number(3))?.traces.length, 1);
});

test('an inner transaction that fails is undone alone', (t) => {
  const cache = workspace(t).open();
  cache.transaction(() => {
    cache.write(batch({ memos: small() }));
    t.throws(() =>
      cache.transaction(() => {
        cache.write(batch({ memos: [memo(4, 'other d', trace('4'))] }));
        throw new Error('stop');
      }),
    );
  });
  t.is(cache.nextNumber(), number(4));
  t.is(cache.load(number(4)), undefined);
  t.not(cache.load(number(3)), undefined);
});

test('files are replaced, removed and sorted by path', (t) => {
  const cache = workspace(t).open();
  const { module: _, ...manifest } = { ...file, path: 'bolt.toml', trusted: false };
  cache.putFiles([file, manifest]);
  cache.putFiles([{ ...file, sizeBytes: 13 }]);
  t.deepEqual(cache.files(), [manifest, { ...file, sizeBytes: 13 }]);
  cache.removeFiles(['bolt.toml', 'missing']);
  t.deepEqual(cache.files(), [{ ...file, sizeBytes: 13 }]);
});

test('outputs are a table of their own', (t) => {
  const { open } = workspace(t);
  const cache = open();
  const output = {
    path: 'out/a',
    sizeBytes: 1,
    mtimeNs: '5',
    inode: '6',
    fingerprint: fingerprintOf('o'),
  };
  cache.putOutputs([output, { ...output, path: 'out/b' }]);
  cache.removeOutputs(['out/b']);
  cache.close();
  t.deepEqual(open().outputs(), [output]);
});
