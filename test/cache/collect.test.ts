import test from 'ava';
import type { Cache } from '../../cache/cache.ts';
import { openObjects } from '../../cache/objects.ts';
import type { Fingerprint } from '../../src/base/fingerprint.ts';
import { violations } from './invariants.ts';
import type { Memo } from './workspace.ts';
import { batch, build, memo, number, reads, small, trace, workspace } from './workspace.ts';

function builds(cache: Cache, count: number): void {
  for (let index = 0; index < count; index++) {
    cache.recordBuild(build({ startedAtMs: index }));
  }
}

/** An input and ten results of 20 KB; the greater its index, the more a result costs. */
function large(generation: number): ReturnType<typeof small> {
  const input = `${generation}`;
  const results = Array.from({ length: 10 }, (_, index) => {
    const text = JSON.stringify(`${generation} ${index} `.repeat(20_000 / 4));
    return memo(index + 2, `lower ${index}`, {
      ...trace(text, [reads(1, input)]),
      microseconds: index * 1000,
    });
  });
  return [memo(1, 'x a', trace(input)), ...results];
}

test('nodes that no build asked for in a long time are deleted with what only they read', (t) => {
  const { open } = workspace(t);
  const cache = open();
  cache.write(batch({ memos: [...small(), memo(4, 'other all', trace('2', [reads(1, '1')]))] }));
  builds(cache, 1);
  cache.write(batch({ memos: [memo(1, 'x a', trace('2'))], dirtied: [2, 3, 4].map(number) }));
  cache.write(batch({ memos: [memo(4, 'other all', trace('4', [reads(1, '2')]))] }));
  builds(cache, 4);
  t.is(cache.collectGarbage({ maxBytes: 1e9, unusedBuilds: 5 }).deletedNodes, 0);
  builds(cache, 1);
  t.is(cache.collectGarbage({ maxBytes: 1e9, unusedBuilds: 5 }).deletedNodes, 2);
  t.is(cache.find('sum', 'all'), undefined);
  t.is(cache.find('double', 'a'), undefined);
  t.is(cache.find('x', 'a')?.traces[0]?.valueText, '2');
  t.false(cache.find('other', 'all')?.dirty);
  t.deepEqual(cache.dependents(number(1)), [number(4)]);
  t.is(cache.nextNumber(), number(5), 'numbers are not given out again');
  t.deepEqual(violations(cache, 4), []);
});

test('older traces go first, then the values that are cheapest to make', (t) => {
  const { open, notices } = workspace(t);
  const cache = open();
  cache.write(batch({ memos: large(1) }));
  cache.write(batch({ memos: large(2) }));
  const full = cache.sizeBytes();

  const first = cache.collectGarbage({ maxBytes: full * 0.9 });
  t.true(first.deletedTraces > 0 && first.deletedTraces < 10);
  t.is(first.evictedValues, 0);
  t.true(first.afterBytes <= full * 0.9);
  const withOlder = Array.from(
    { length: 10 },
    (_, index) => cache.find('lower', `${index}`)?.traces.length ?? 0,
  );
  t.deepEqual(
    withOlder,
    withOlder.toSorted((a, b) => a - b),
    'the dear ones are kept longest',
  );

  const second = cache.collectGarbage({ maxBytes: full * 0.4 });
  t.true(second.evictedValues > 0 && second.evictedValues < 10);
  t.true(second.afterBytes <= full * 0.4);
  const isStored = Array.from(
    { length: 10 },
    (_, index) => cache.find('lower', `${index}`)?.traces[0]?.valueText !== undefined,
  );
  t.deepEqual(
    isStored,
    isStored.toSorted((a, b) => Number(a) - Number(b)),
  );
  t.is(cache.find('x', 'a')?.traces[0]?.valueText, '2', 'inputs are kept');
  t.deepEqual(violations(cache, 11), []);
  cache.close();
  const again = open();
  t.is(again.nextNumber(), number(12));
  t.deepEqual(violations(again, 11), []);
  t.deepEqual(notices(), []);
});

test('a cache that is small enough is left alone', (t) => {
  const cache = workspace(t).open();
  cache.write(batch({ memos: large(1) }));
  cache.write(batch({ memos: large(2) }));
  const beforeBytes = cache.sizeBytes();
  t.deepEqual(cache.collectGarbage({ maxBytes: 1e9 }), {
    beforeBytes,
    afterBytes: beforeBytes,
    deletedNodes: 0,
    deletedTraces: 0,
    evictedValues: 0,
    keptObjects: new Set(),
  });
});

/** `count` results, each an object of its own of 10 KB; `costUs` of each. */
function makeObjects(
  folder: string,
  generation: number,
  count: number,
  costUs: (index: number) => number,
): { readonly memos: readonly Memo[]; readonly names: readonly Fingerprint[] } {
  const objects = openObjects(folder);
  const input = `${generation}`;
  const stored = Array.from({ length: count }, (_, index) =>
    objects.put(Buffer.from(`${generation} ${index} `.repeat(2500))),
  );
  const memos = stored.map(({ fingerprint, sizeBytes }, index) =>
    memo(index + 2, `object ${index}`, {
      ...trace(JSON.stringify({ fingerprint, sizeBytes }), [reads(1, input)]),
      microseconds: costUs(index),
    }),
  );
  return {
    memos: [memo(1, 'x a', trace(input)), ...memos],
    names: stored.map(({ fingerprint }) => fingerprint),
  };
}

test('objects of earlier states go, the cheapest first, and those of the current one stay', (t) => {
  const { folder, open } = workspace(t);
  const cache = open();
  const objects = openObjects(folder);
  const costUs = (index: number): number => index * 1000;
  const before = makeObjects(folder, 1, 10, costUs);
  cache.write(batch({ memos: before.memos }));
  const after = makeObjects(folder, 2, 10, costUs);
  cache.write(batch({ memos: after.memos }));
  const stray = objects.put(Buffer.from('nobody names me'));

  const collect = (maxBytes: number): ReadonlySet<Fingerprint> => {
    const options = { maxBytes, objects: { sizes: objects.sizes(), queries: ['object'] } };
    const { keptObjects } = cache.collectGarbage(options);
    objects.collect(keptObjects);
    return keptObjects;
  };
  const all = cache.sizeBytes() + objects.sizeBytes();
  const first = collect(all);
  t.false(objects.has(stray.fingerprint), 'what nothing names goes first');
  t.is(first.size, 20, 'and that was enough');

  collect(all * 0.8);
  const survivors = before.names.map((name) => objects.has(name));
  t.true(survivors.includes(true) && survivors.includes(false));
  t.deepEqual(
    survivors,
    survivors.toSorted((a, b) => Number(a) - Number(b)),
    'the dear ones are kept longest',
  );
  t.true(cache.sizeBytes() + objects.sizeBytes() <= all * 0.8);

  collect(1);
  t.true(
    after.names.every((name) => objects.has(name)),
    'what holds stays, whatever the bound',
  );
  t.false(before.names.some((name) => objects.has(name)));
  t.deepEqual(violations(cache, 11), []);
});

test('an object that a trace still names stays when another trace that names it goes', (t) => {
  const { folder, open } = workspace(t);
  const cache = open();
  const objects = openObjects(folder);
  const { memos, names } = makeObjects(folder, 1, 1, () => 1);
  const [name] = names;
  const value = memos[1]?.trace.valueText ?? '';
  cache.write(batch({ memos }));
  // Another way to the same object.
  cache.write(
    batch({
      memos: [
        memo(1, 'x a', trace('2')),
        memo(2, 'object 0', { ...trace(value, [reads(1, '2')]), microseconds: 1 }),
      ],
    }),
  );
  const options = { maxBytes: 1, objects: { sizes: objects.sizes(), queries: ['object'] } };
  const { deletedTraces, keptObjects } = cache.collectGarbage(options);
  t.is(deletedTraces, 1);
  t.deepEqual([...keptObjects], [name]);
});

test('objects of results that are out of date go before values of those that hold', (t) => {
  const { folder, open } = workspace(t);
  const cache = open();
  const objects = openObjects(folder);
  const { memos, names } = makeObjects(folder, 1, 3, () => 1);
  const text = JSON.stringify('value '.repeat(1000));
  cache.write(batch({ memos: [...memos, memo(9, 'y a', trace('1'))] }));
  cache.write(batch({ memos: [memo(10, 'lower a', trace(text, [reads(9, '1')]))] }));
  cache.write(batch({ memos: [memo(1, 'x a', trace('2'))], dirtied: [2, 3, 4].map(number) }));
  const maxBytes = cache.sizeBytes() + 20_000;
  const collected = cache.collectGarbage({
    maxBytes,
    objects: { sizes: objects.sizes(), queries: ['object'] },
  });
  t.is(collected.evictedValues, 0);
  t.true(collected.keptObjects.size < names.length);
  t.is(cache.find('lower', 'a')?.traces[0]?.valueText, text);
  t.is(cache.find('object', '0')?.traces.length, 1, 'the memo stays, and finds a miss');
});

test('space between values that stay is given back, too', (t) => {
  const cache = workspace(t).open();
  // Ten to a page: hardly a page becomes free by itself.
  const memos = Array.from({ length: 2000 }, (_, index) => ({
    ...memo(
      index + 2,
      `lower ${index}`,
      trace(JSON.stringify(`${index} `.repeat(150)), [reads(1, '1')]),
    ),
  })).map((each, index) => ({
    ...each,
    trace: { ...each.trace, microseconds: index % 3 === 0 ? 1_000_000 : 1 },
  }));
  cache.write(batch({ memos: [memo(1, 'x a', trace('1')), ...memos] }));
  const maxBytes = cache.sizeBytes() * 0.7;
  const { evictedValues, afterBytes } = cache.collectGarbage({ maxBytes });
  t.true(evictedValues < 1400, 'no more than it takes');
  t.true(afterBytes <= maxBytes, `${afterBytes} of ${maxBytes}`);
});
