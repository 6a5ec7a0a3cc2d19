/** The store in memory. */
import test from 'ava';
import { fingerprintOf } from '../../src/base/fingerprint.ts';
import { createMemoryStore, memoryStoreTraces } from '../../src/query/memory-store.ts';
import type { NodeNumber, QueryStore, StoredTrace } from '../../src/query/store.ts';

function trace(value: string, reads: readonly [NodeNumber, string][] = []): StoredTrace {
  return {
    dependencies: reads.map(([node, read]) => ({
      node,
      channel: 'value',
      fingerprint: fingerprintOf(read),
    })),
    value: fingerprintOf(value),
    valueText: value,
    reportsText: '[]',
    reports: fingerprintOf('[]'),
    microseconds: 1,
  };
}

function write(store: QueryStore, number: NodeNumber, query: string, written: StoredTrace): void {
  store.write({ memos: [{ number, query, key: 'k', trace: written }], dirtied: [], cleaned: [] });
}

function values(store: QueryStore, number: NodeNumber): readonly (string | undefined)[] {
  return store.load(number)?.traces.map(({ valueText }) => valueText) ?? [];
}

const one = 1 as NodeNumber;
const two = 2 as NodeNumber;
const three = 3 as NodeNumber;

test('nodes are found by name and by number', (t) => {
  const store = createMemoryStore();
  t.true(store.isEmpty);
  t.is(store.nextNumber(), one);
  write(store, one, 'q', trace('v'));
  t.false(store.isEmpty);
  t.is(store.nextNumber(), two);
  t.deepEqual(store.find('q', 'k'), store.load(one));
  t.is(store.find('q', 'other'), undefined);
  t.is(store.find('other', 'k'), undefined);
  t.is(store.load(two), undefined);
});

test('flags are written with the rest, and a memo is clean', (t) => {
  const store = createMemoryStore();
  write(store, one, 'q', trace('v'));
  store.write({ memos: [], dirtied: [one], cleaned: [] });
  t.true(store.load(one)?.dirty);
  store.write({ memos: [], dirtied: [], cleaned: [one] });
  t.false(store.load(one)?.dirty);
  store.write({ memos: [], dirtied: [one], cleaned: [] });
  write(store, one, 'q', trace('w'));
  t.false(store.load(one)?.dirty);
});

test('dependents are those of current traces', (t) => {
  const store = createMemoryStore();
  write(store, one, 'p', trace('p'));
  write(store, two, 'q', trace('q'));
  write(store, three, 'r', trace('first', [[one, 'p']]));
  t.deepEqual([store.dependents(one), store.dependents(two)], [[three], []]);
  write(store, three, 'r', trace('second', [[two, 'q']]));
  t.deepEqual([store.dependents(one), store.dependents(two)], [[], [three]]);
});

test('the most recently current traces are kept', (t) => {
  const store = createMemoryStore();
  const letters = [...'abcdefghij'];
  for (const letter of letters) write(store, one, 'q', trace(letter, [[two, letter]]));
  t.deepEqual(values(store, one), letters.slice(-memoryStoreTraces).reverse());
  write(store, one, 'q', trace('f', [[two, 'f']]));
  t.deepEqual(values(store, one), [...'fjihgedc']);
});

test('the store keeps its own copy of a trace', (t) => {
  const store = createMemoryStore();
  const written = { ...trace('v') };
  write(store, one, 'q', written);
  written.valueText = undefined;
  t.deepEqual(values(store, one), ['v']);
});
