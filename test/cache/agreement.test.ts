import test from 'ava';
import fc from 'fast-check';
import { fingerprintOf } from '../../src/base/fingerprint.ts';
import { createMemoryStore } from '../../src/query/memory-store.ts';
import type { QueryStore, StoredTrace, WriteBatch } from '../../src/query/store.ts';
import { number, temporaryFolder, workspace } from './workspace.ts';

const NODES = 12;

const traceArbitrary: fc.Arbitrary<StoredTrace> = fc
  .record({
    dependencies: fc.array(
      fc.record({
        node: fc.integer({ min: 1, max: NODES }).map(number),
        channel: fc.constantFrom('value' as const, 'reports' as const),
        fingerprint: fc.constantFrom(...['a', 'b', 'c'].map((text) => fingerprintOf(text))),
      }),
      { maxLength: 3 },
    ),
    text: fc.constantFrom('1', '"ä"', '', '{"ir":"ret"}'),
    isStored: fc.boolean(),
    reportsText: fc.constantFrom('[]', '[{"code":"E0001"}]'),
    order: fc.option(fc.constant(fingerprintOf('order')), { nil: undefined }),
    microseconds: fc.nat(1000),
  })
  .map(({ text, isStored, order, reportsText, ...rest }) => ({
    ...rest,
    value: fingerprintOf(text),
    valueText: isStored ? text : undefined,
    reportsText,
    reports: fingerprintOf(reportsText),
    ...(order === undefined ? {} : { order }),
  }));

/** Any batch; `dirtied` and `cleaned` are cut down to nodes that exist when it is written. */
const batchArbitrary: fc.Arbitrary<WriteBatch> = fc.record({
  memos: fc.array(
    fc
      .record({ node: fc.integer({ min: 1, max: NODES }), trace: traceArbitrary })
      .map(({ node, trace }) => ({
        number: number(node),
        query: `query${node % 3}`,
        key: `key${node}`,
        trace,
      })),
    { maxLength: 8 },
  ),
  dirtied: fc.array(fc.integer({ min: 1, max: NODES }).map(number), { maxLength: 4 }),
  cleaned: fc.array(fc.integer({ min: 1, max: NODES }).map(number), { maxLength: 4 }),
});

type Step = { readonly kind: 'write'; readonly batch: WriteBatch } | { readonly kind: 'restart' };

const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: batchArbitrary.map((batch): Step => ({ kind: 'write', batch })) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'restart' }) },
);

test('whatever is written reads back as from the store in memory', (t) => {
  const property = fc.property(fc.array(stepArbitrary, { maxLength: 20 }), (steps) => {
    const { open } = workspace(t, temporaryFolder(t));
    const memory = createMemoryStore();
    let cache = open();
    for (const step of steps) {
      if (step.kind === 'restart') {
        cache.close();
        cache = open();
      } else {
        const batch = onlyExisting(memory, step.batch);
        memory.write(batch);
        cache.write(batch);
      }
      t.deepEqual(contents(cache), contents(memory));
    }
    cache.close();
  });
  t.notThrows(() => fc.assert(property, { numRuns: 60, seed: 20240517 }));
});

function onlyExisting(store: QueryStore, batch: WriteBatch): WriteBatch {
  const exists = (node: (typeof batch.dirtied)[number]): boolean =>
    store.load(node) !== undefined || batch.memos.some((memo) => memo.number === node);
  return { ...batch, dirtied: batch.dirtied.filter(exists), cleaned: batch.cleaned.filter(exists) };
}

function contents(store: QueryStore): unknown {
  const numbers = Array.from({ length: NODES + 1 }, (_, index) => number(index + 1));
  return {
    isEmpty: store.isEmpty,
    next: store.nextNumber(),
    nodes: numbers.map((node) => store.load(node)),
    skeletons: store.loadSkeletons(numbers),
    skeletonsFound: numbers.map((node) => store.findSkeleton(`query${node % 3}`, `key${node}`)),
    values: numbers.map((node) =>
      store.load(node)?.traces.map(({ value }) => store.valueText(node, value)),
    ),
    inputs: numbers.map((node) => {
      const isInput = store.load(node)?.traces[0]?.dependencies.length === 0;
      return isInput && store.inputValue(`query${node % 3}`, `key${node}`);
    }),
    found: numbers.map((node) => store.find(`query${node % 3}`, `key${node}`)?.number),
    dependents: numbers.map((node) => store.dependents(node).toSorted((a, b) => a - b)),
  };
}
