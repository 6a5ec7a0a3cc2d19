import test from 'ava';
import { fingerprintOf } from '../../src/base/fingerprint.ts';
import { InternalError } from '../../src/base/invariant.ts';
import { violations } from './invariants.ts';
import { batch, memo, number, reads, small, trace, workspace } from './workspace.ts';

test('a new store is empty and counts from one', (t) => {
  const cache = workspace(t).open();
  t.true(cache.isEmpty);
  t.is(cache.nextNumber(), number(1));
  t.is(cache.find('x', 'a'), undefined);
  t.is(cache.load(number(1)), undefined);
  t.deepEqual(cache.dependents(number(1)), []);
});

test('nodes come back as they were written, after a restart too', (t) => {
  const { open } = workspace(t);
  const memos = [
    memo(1, 'x a', trace('1')),
    memo(7, 'external a', {
      dependencies: [
        reads(1, '1'),
        { node: number(1), channel: 'reports', fingerprint: fingerprintOf('r') },
      ],
      value: fingerprintOf('"ü\u0000\\"'),
      valueText: '"ü\u0000\\"',
      reportsText: '[{"code":"E0203"}]',
      reports: fingerprintOf('[{"code":"E0203"}]'),
      order: fingerprintOf('order'),
      microseconds: 123,
    }),
    memo(8, 'fingerprint-only a', { ...trace('large', [reads(1, '1')]), valueText: undefined }),
    memo(9, 'undefined a', trace('', [reads(1, '1')])),
  ];
  const cache = open();
  cache.write(batch({ memos }));
  cache.close();
  const again = open();
  for (const written of memos) {
    const stored = {
      number: written.number,
      query: written.query,
      key: written.key,
      dirty: false,
      traces: [written.trace],
    };
    t.deepEqual(again.load(written.number), stored);
    t.deepEqual(again.find(written.query, written.key), stored);
  }
  t.deepEqual(again.dependents(number(1)), [7, 8, 9].map(number));
  t.is(again.nextNumber(), number(10));
  t.false(again.isEmpty);
});

test('dirty marks and their removal survive a restart', (t) => {
  const { open } = workspace(t);
  const cache = open();
  cache.write(batch({ memos: small() }));
  cache.write(batch({ dirtied: [2, 3].map(number) }));
  cache.write(batch({ cleaned: [number(3)] }));
  cache.close();
  const again = open();
  t.deepEqual(
    [1, 2, 3].map((index) => again.load(number(index))?.dirty),
    [false, true, false],
  );
});

test('a memo that is written becomes clean', (t) => {
  const cache = workspace(t).open();
  cache.write(batch({ memos: small() }));
  cache.write(batch({ dirtied: [number(2)] }));
  cache.write(batch({ memos: [memo(2, 'double a', trace('2', [reads(1, '1')]))] }));
  t.false(cache.load(number(2))?.dirty);
});

test('the newest trace comes first and older ones are kept', (t) => {
  const cache = workspace(t).open();
  cache.write(batch({ memos: small(1) }));
  cache.write(batch({ memos: small(5) }));
  t.deepEqual(
    cache.load(number(2))?.traces.map((stored) => stored.valueText),
    ['10', '2'],
  );
  cache.write(batch({ memos: small(1) }));
  t.deepEqual(
    cache.load(number(2))?.traces.map((stored) => stored.valueText),
    ['2', '10'],
  );
});

test('an input has one trace', (t) => {
  const cache = workspace(t).open();
  cache.write(batch({ memos: small(1) }));
  cache.write(batch({ memos: small(5) }));
  t.deepEqual(cache.load(number(1))?.traces, [trace('5')]);
});

test('of more than eight traces the least recently used goes', (t) => {
  const cache = workspace(t).open();
  cache.write(batch({ memos: small() }));
  const write = (x: number): void =>
    cache.write(batch({ memos: [memo(2, 'double a', trace(`${x * 2}`, [reads(1, `${x}`)]))] }));
  for (let x = 1; x <= 8; x++) write(x);
  write(1);
  write(9);
  const texts = cache.load(number(2))?.traces.map((stored) => Number(stored.valueText) / 2);
  t.deepEqual(texts, [9, 1, 8, 7, 6, 5, 4, 3]);
});

test('a trace that reads the same replaces the one before', (t) => {
  const cache = workspace(t).open();
  cache.write(batch({ memos: small() }));
  const lost = { ...trace('2', [reads(1, '1')]), valueText: undefined };
  cache.write(batch({ memos: [memo(2, 'double a', lost)] }));
  t.deepEqual(cache.load(number(2))?.traces, [lost]);
});

test('dependents follow the current trace only', (t) => {
  const cache = workspace(t).open();
  cache.write(batch({ memos: [...small(), memo(4, 'x b', trace('7'))] }));
  const other = trace('7', [reads(4, '7'), reads(4, '7')]);
  cache.write(batch({ memos: [memo(2, 'double a', other)] }));
  t.deepEqual(cache.dependents(number(1)), []);
  t.deepEqual(cache.dependents(number(4)), [number(2)]);
  cache.write(batch({ memos: [memo(2, 'double a', trace('2', [reads(1, '1')]))] }));
  t.deepEqual(cache.dependents(number(1)), [number(2)]);
  t.deepEqual(cache.dependents(number(4)), []);
  t.deepEqual(violations(cache, 4), []);
});

test('a number that comes later than greater ones is taken', (t) => {
  const cache = workspace(t).open();
  cache.write(batch({ memos: [memo(5, 'x e', trace('5'))] }));
  cache.write(
    batch({ memos: [memo(3, 'x c', trace('3')), memo(2, 'copy e', trace('5', [reads(5, '5')]))] }),
  );
  t.is(cache.find('x', 'c')?.number, number(3));
  t.deepEqual(cache.dependents(number(5)), [number(2)]);
  t.is(cache.nextNumber(), number(6));
});

test('a number cannot change its name', (t) => {
  const cache = workspace(t).open();
  cache.write(batch({ memos: small() }));
  t.throws(() => cache.write(batch({ memos: [memo(2, 'triple a', trace('3'))] })), {
    instanceOf: InternalError,
    message: /Node 2 is double\(a\), not triple\(a\)/u,
  });
});

test('a name cannot have two numbers', (t) => {
  const cache = workspace(t).open();
  cache.write(batch({ memos: small() }));
  t.throws(() => cache.write(batch({ memos: [memo(4, 'double a', trace('3'))] })), {
    instanceOf: InternalError,
    message: /double\(a\) has a number and cannot be node 4 as well/u,
  });
});

test('clearing forgets everything', (t) => {
  const { open } = workspace(t);
  const cache = open();
  cache.write(batch({ memos: small() }));
  cache.clear();
  t.true(cache.isEmpty);
  t.is(cache.find('x', 'a'), undefined);
  cache.write(batch({ memos: small(3) }));
  cache.close();
  t.is(open().find('double', 'a')?.traces[0]?.valueText, '6');
});
