/** A process that may not write to the store works all the same. */
import test from 'ava';
import { createMemoryStore } from '../../src/query/memory-store.ts';
import { createOverlayStore } from '../../src/query/overlay-store.ts';
import type { QueryStore } from '../../src/query/store.ts';
import { createWorld, derived, input } from './world.ts';

const source = input('source', '');
const tokens = derived('tokens', (context, key) => context.get(source, key).split(' '));
const count = derived('count', (context, key) => context.get(tokens, key).length);
const queries = [source, tokens, count];

/** A store in which `count(a)` and `count(b)` are clean, and which refuses to be written. */
function filledStore(): QueryStore {
  const store = createMemoryStore();
  const { engine } = createWorld(queries, { store });
  for (const key of ['a', 'b']) {
    engine.set(source, key, 'x y');
    engine.get(count, key);
  }
  engine.flush();
  const write = (): never => {
    throw new Error('The store is read-only');
  };
  return { ...store, isEmpty: false, write };
}

test('memos of the store below are reused', (t) => {
  const { engine, executed } = createWorld(queries, { store: createOverlayStore(filledStore()) });
  t.is(engine.get(count, 'a'), 2);
  t.deepEqual(executed(), []);
});

test('changes stay above, for as long as the overlay lives', (t) => {
  const base = filledStore();
  const world = createWorld(queries, { store: createOverlayStore(base) });
  world.engine.set(source, 'a', 'x y z');
  world.engine.set(source, 'c', 'z');
  t.is(world.engine.get(count, 'a'), 3);
  t.is(world.engine.get(count, 'c'), 1);
  world.engine.flush();
  world.restart();
  world.executed();
  t.deepEqual(
    ['a', 'b', 'c'].map((key) => world.engine.get(count, key)),
    [3, 2, 1],
  );
  t.deepEqual(world.executed(), []);

  const other = createWorld(queries, { store: createOverlayStore(base) });
  t.is(other.engine.get(count, 'a'), 2);
});

test('a change above reaches dependents below and above', (t) => {
  const world = createWorld(queries, { store: createOverlayStore(filledStore()) });
  world.engine.set(source, 'a', 'x');
  world.engine.get(tokens, 'a');
  world.engine.flush();
  world.restart();
  world.engine.set(source, 'a', 'x y z');
  world.engine.flush();
  world.restart();
  world.executed();
  t.is(world.engine.get(count, 'a'), 3);
  t.deepEqual(world.executed(), ['tokens(a)', 'count(a)']);
  world.engine.set(source, 'a', 'x y');
  t.is(world.engine.get(count, 'a'), 2);
  t.deepEqual(world.executed(), [], 'the traces of the store below are still there');
});
