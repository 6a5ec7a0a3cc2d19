/** Cycles are settled with the chain, the same from wherever they are entered. */
import test from 'ava';
import { InternalError } from '../../src/base/invariant.ts';
import type { DerivedQuery } from '../../src/query/query.ts';
import type { World } from './world.ts';
import { createWorld, derived, input } from './world.ts';

/** The name that a name stands for, and what was looked at on the way. */
const alias = input<string | undefined>('alias', undefined);
const noise = input('noise', 0);
const target: DerivedQuery<string, string> = derived(
  'target',
  (context, key) => {
    context.get(noise, key);
    const next = context.get(alias, key);
    return next === undefined ? key : context.get(target, next);
  },
  { onCycle: (_, key, chain) => `${key} in ${chain.join(' → ')}` },
);
const length = derived('length', (context, key) => context.get(target, key).length);
const queries = [alias, noise, target, length];

function worldOf(aliases: Readonly<Record<string, string>>): World {
  const world = createWorld(queries);
  for (const [name, next] of Object.entries(aliases)) world.engine.set(alias, name, next);
  world.log();
  return world;
}

const triangle = { a: 'b', b: 'c', c: 'a' };
const chain = 'target(a) → target(b) → target(c)';

for (const entry of ['a', 'b', 'c']) {
  test(`entered at ${entry}, every member gets the chain from the smallest name on`, (t) => {
    const { engine, executed } = worldOf(triangle);
    t.is(engine.get(target, entry), `${entry} in ${chain}`);
    for (const member of ['a', 'b', 'c']) t.is(engine.get(target, member), `${member} in ${chain}`);
    t.deepEqual([...executed()].sort(), ['target(a)', 'target(b)', 'target(c)']);
  });
}

test('the memos of a cycle are the same from every entry', (t) => {
  const stored = ['a', 'b', 'c'].map((entry) => {
    const { engine, store } = worldOf(triangle);
    engine.get(target, entry);
    engine.flush();
    return ['a', 'b', 'c'].map((member) => {
      const trace = store.find('target', member)?.traces[0];
      const reads = trace?.dependencies.map(({ node }) => {
        const read = store.load(node);
        return `${read?.query}(${read?.key})`;
      });
      return [trace?.value, reads];
    });
  });
  const reads = ['noise(a)', 'alias(a)', 'noise(b)', 'alias(b)', 'noise(c)', 'alias(c)'];
  t.deepEqual(
    stored[0]?.map(([, names]) => names),
    [reads, reads, reads],
  );
  t.deepEqual(stored[1], stored[0]);
  t.deepEqual(stored[2], stored[0]);
});

test('a query that leads into a cycle is not on it', (t) => {
  const { engine } = worldOf({ ...triangle, z: 'a' });
  t.is(engine.get(target, 'z'), `a in ${chain}`);
  t.is(engine.get(length, 'z'), `a in ${chain}`.length);
});

test('a query that asks for itself is a cycle of one', (t) => {
  const { engine } = worldOf({ a: 'a' });
  t.is(engine.get(target, 'a'), 'a in target(a)');
});

test('a cycle can be broken and closed again', (t) => {
  const { engine, log } = worldOf(triangle);
  engine.get(target, 'b');
  engine.set(alias, 'c', undefined);
  t.deepEqual(
    ['a', 'b', 'c'].map((key) => engine.get(target, key)),
    ['c', 'c', 'c'],
  );
  log();
  engine.set(alias, 'c', 'a');
  t.is(engine.get(target, 'c'), `c in ${chain}`);
  t.is(engine.get(target, 'a'), `a in ${chain}`);
  t.deepEqual(log(), [
    'added alias(c)',
    'execute target(c): alias(c) changed',
    'execute target(a): target(b) changed',
    'execute target(b): target(c) changed',
  ]);
});

test('a change in what one member reads executes all members, but not their readers', (t) => {
  const { engine, executed } = worldOf(triangle);
  engine.get(length, 'a');
  executed();
  engine.set(noise, 'b', 1);
  engine.get(length, 'a');
  t.deepEqual([...executed()].sort(), ['target(a)', 'target(b)', 'target(c)']);
});

test('the memos of a cycle outlive the process', (t) => {
  const world = worldOf(triangle);
  world.engine.get(target, 'b');
  world.engine.flush();
  world.restart();
  world.log();
  t.is(world.engine.get(target, 'a'), `a in ${chain}`);
  t.deepEqual(world.executed(), []);
});

test('a cycle deeper than the stack of JavaScript is one all the same', (t) => {
  const count = 600;
  const names = Array.from({ length: count }, (_, index) => `n${String(index).padStart(4, '0')}`);
  const aliases = names.map((name, index) => [name, names[(index + 1) % count] ?? ''] as const);
  const { engine, executed } = worldOf(Object.fromEntries(aliases));
  const value = engine.get(target, 'n0345');
  t.true(value.startsWith('n0345 in target(n0000) → target(n0001) → '));
  t.is(value.split(' → ').length, count);
  t.is(executed().length, count);
});

test('a cycle of queries that do not expect one is an internal error with the chain', (t) => {
  const odd: DerivedQuery<string, number> = derived('odd', (context, key) =>
    context.get(even, key),
  );
  const even: DerivedQuery<string, number> = derived('even', (context, key) =>
    context.get(odd, key),
  );
  const { engine } = createWorld([odd, even]);
  const error = t.throws(() => engine.get(odd, 'x'), { instanceOf: InternalError });
  const chainOfTwo = 'even(x) → odd(x) → even(x)';
  t.is(error.message, `Dependency cycle: ${chainOfTwo}\n  in even(x)\n  in odd(x)`);
});
