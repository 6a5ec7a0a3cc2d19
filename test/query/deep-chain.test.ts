/** Depth is bounded by memory, not by the stack of JavaScript. */
import test from 'ava';
import type { DerivedQuery } from '../../src/query/query.ts';
import { createWorld, derived, input } from './world.ts';

const depth = 20_000;
const base = input('base', 0);
const link: DerivedQuery<string, number> = derived('link', (context, key) => {
  const below = Number(key) - 1;
  return 1 + (below === 0 ? context.get(base, '') : context.get(link, String(below)));
});

test('a chain of 20,000 nodes is computed, verified, and executed again', (t) => {
  const { engine, executed } = createWorld([base, link]);
  t.is(engine.get(link, String(depth)), depth);
  t.is(executed().length, depth);

  engine.set(base, '', 5);
  t.is(engine.get(link, String(depth)), depth + 5);
  t.is(executed().length, depth);

  engine.set(base, '', 0);
  t.is(engine.get(link, String(depth)), depth);
  t.deepEqual(executed(), []);
});

test('a chain whose values are lost is computed again', (t) => {
  const lost: DerivedQuery<string, number> = derived(
    'lost',
    (context, key) => {
      const below = Number(key) - 1;
      return 1 + (below === 0 ? context.get(base, '') : context.get(lost, String(below)));
    },
    { storage: 'fingerprint' },
  );
  const world = createWorld([base, lost]);
  t.is(world.engine.get(lost, String(depth)), depth);
  world.engine.flush();
  world.restart();
  world.log();
  t.is(world.engine.get(lost, String(depth)), depth);
  t.is(world.executed().length, depth);
});
