import test from 'ava';
import { pack, unpack } from '../../src/base/packed.ts';

test('a packed value names each shape once', (t) => {
  const value = [
    { kind: 'int', bits: 32 },
    { kind: 'int', bits: 8 },
  ];
  t.is(pack(value), '[[["kind=int","bits"]],[0,[1,32],[1,8]]]');
});

test('unpacking gives what was packed, in the order of its fields', (t) => {
  const values = [
    null,
    'text',
    -1.5,
    [],
    {},
    [[], [[0]], {}],
    { a: { b: [{ c: null }] }, kind: 'x', list: [1, 'two', false] },
    { kind: 1, op: { kind: 'call' } },
    [
      { kind: 'call', at: 1 },
      { op: 'call', at: 1 },
      { at: 1, op: 'call' },
    ],
  ];
  for (const value of values) {
    t.is(JSON.stringify(unpack(pack(value))), JSON.stringify(value));
  }
});

test('fields that are undefined are left out, as JSON leaves them out', (t) => {
  t.is(pack({ a: undefined, b: 1 }), pack({ b: 1 }));
});

test('the text of a value does not depend on what was packed before', (t) => {
  const value = { kind: 'second', at: 2 };
  const before = pack(value);
  pack([{ kind: 'first', at: 1 }, { other: 0 }, value]);
  t.is(pack(value), before);
});
