import test from 'ava';
import type { Cache } from '../../cache/cache.ts';
import { violations } from './invariants.ts';
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
  });
});
