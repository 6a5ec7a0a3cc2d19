/**
 * Verification asks for dependencies in the order in which they were read, and for no more than it
 * must.
 */
import test from 'ava';
import { createWorld, derived, input } from './world.ts';

const kind = input('kind', 'number');
const text = input('text', '');

/** Fails on what is not a number, so nobody may ask for it without looking at `kind` first. */
const parsed = derived('parsed', (context, key) => {
  const value = Number(context.get(text, key));
  if (Number.isNaN(value)) throw new Error('Not a number');
  return value;
});
const size = derived('size', (context, key) =>
  context.get(kind, key) === 'number' ? context.get(parsed, key) : context.get(text, key).length,
);
const queries = [kind, text, parsed, size];

test('a dependency is not asked for when an earlier one differs', (t) => {
  const { engine, log } = createWorld(queries);
  engine.set(text, 'a', '42');
  t.is(engine.get(size, 'a'), 42);
  log();
  engine.set(kind, 'a', 'text');
  engine.set(text, 'a', 'many');
  t.is(engine.get(size, 'a'), 4);
  t.deepEqual(log(), ['added kind(a)', 'changed text(a)', 'execute size(a): kind(a) changed']);
});

test('dependencies follow what is read now', (t) => {
  const { engine, executed } = createWorld(queries);
  engine.set(text, 'a', '42');
  engine.get(size, 'a');
  engine.set(kind, 'a', 'text');
  engine.get(size, 'a');
  executed();
  engine.set(text, 'a', '43');
  t.is(engine.get(size, 'a'), 2);
  t.deepEqual(executed(), ['size(a)'], 'parsed(a) is not read any more');
});

test('of several traces the one that agrees step by step survives', (t) => {
  const { engine, log } = createWorld(queries);
  const states = [
    ['number', '42'],
    ['text', 'many'],
    ['number', '7'],
    ['text', 'a few'],
  ] as const;
  const visit = ([nextKind, nextText]: readonly [string, string]): number => {
    engine.set(kind, 'a', nextKind);
    engine.set(text, 'a', nextText);
    return engine.get(size, 'a');
  };
  const sizes = states.map(visit);
  log();
  t.deepEqual([...states].reverse().map(visit), [...sizes].reverse());
  t.deepEqual(
    log().filter((line) => line.startsWith('execute') || line.startsWith('reuse')),
    [
      'reuse parsed(a): current',
      'reuse size(a): older',
      'reuse size(a): older',
      'reuse parsed(a): older',
      'reuse size(a): older',
    ],
  );
});

test('a diamond is verified once', (t) => {
  const base = input('base', 1);
  const sign = derived('sign', (context) => Math.sign(context.get(base, '')));
  const left = derived('left', (context) => context.get(sign, '') + 1);
  const right = derived('right', (context) => context.get(sign, '') + 2);
  const top = derived('top', (context) => context.get(left, '') + context.get(right, ''));
  const { engine, log } = createWorld([base, sign, left, right, top]);
  t.is(engine.get(top, ''), 5);
  log();
  engine.set(base, '', 10);
  t.is(engine.get(top, ''), 5);
  t.deepEqual(log(), [
    'added base()',
    'execute sign(): base() changed',
    'unchanged sign()',
    'reuse left(): current',
    'reuse right(): current',
    'reuse top(): current',
  ]);
});

test('a dependency that is read twice is recorded once, for each channel', (t) => {
  const one = input('one', 1);
  const twice = derived('twice', (context) => context.get(one, '') + context.get(one, ''));
  const reader = derived('reader', (context) => {
    const before = context.get(twice, '') + context.reports(twice, '').length;
    return before + context.get(twice, '') + context.reports(twice, '').length;
  });
  const { engine, store } = createWorld([one, twice, reader]);
  t.is(engine.get(reader, ''), 4);
  engine.flush();
  const recorded = (query: string): readonly string[] =>
    (store.find(query, '')?.traces[0]?.dependencies ?? []).map((dependency) => {
      return `${store.load(dependency.node)?.query} ${dependency.channel}`;
    });
  t.deepEqual(recorded('twice'), ['one value']);
  t.deepEqual(recorded('reader'), ['twice value', 'twice reports']);
});

test('a node with many dependencies records each once and in order', (t) => {
  const item = input('item', 0);
  const all = derived('all', (context) => {
    let sum = 0;
    for (let index = 0; index < 300; index += 1) sum += context.get(item, String(index % 100));
    return sum;
  });
  const { engine, store } = createWorld([item, all]);
  engine.get(all, '');
  engine.flush();
  const keys = store
    .find('all', '')
    ?.traces[0]?.dependencies.map(({ node }) => store.load(node)?.key);
  t.deepEqual(
    keys,
    Array.from({ length: 100 }, (_, index) => String(index)),
  );
});
