/** The store is the graph: another process goes on where the last flush left off. */
import test from 'ava';
import { InternalError } from '../../src/base/invariant.ts';
import { createMemoryStore, skeletonsOf } from '../../src/query/memory-store.ts';
import type { QueryStore, WriteBatch } from '../../src/query/store.ts';
import { createWorld, derived, input } from './world.ts';

const source = input('source', '');
const tokens = derived('tokens', (context, key) => context.get(source, key).split(' '));
const count = derived('count', (context, key) => context.get(tokens, key).length);
const queries = [source, tokens, count];

test('a new engine over the same store executes nothing', (t) => {
  const world = createWorld(queries);
  world.engine.set(source, 'a', 'x y z');
  t.is(world.engine.get(count, 'a'), 3);
  world.engine.flush();
  world.restart();
  world.log();
  world.engine.set(source, 'a', 'x y z');
  t.is(world.engine.get(count, 'a'), 3);
  t.deepEqual(world.log(), ['reuse count(a): current', 'read count(a)']);
});

test('what was not flushed is lost, and nothing else', (t) => {
  const world = createWorld(queries);
  world.engine.set(source, 'a', 'x y z');
  world.engine.get(tokens, 'a');
  world.engine.flush();
  world.engine.get(count, 'a');
  world.restart();
  world.executed();
  t.is(world.engine.get(count, 'a'), 3);
  t.deepEqual(world.executed(), ['count(a)']);
});

test('what a change made dirty is dirty in the next process', (t) => {
  const world = createWorld(queries);
  world.engine.set(source, 'a', 'x y z');
  world.engine.get(count, 'a');
  world.engine.set(source, 'a', 'x y');
  world.engine.flush();
  world.restart();
  world.log();
  t.is(world.engine.get(count, 'a'), 2);
  t.deepEqual(world.log(), [
    'execute tokens(a): source(a) changed',
    'read source(a)',
    'execute count(a): tokens(a) changed',
  ]);
});

test('a change reaches dependents that this process never looked at', (t) => {
  const world = createWorld(queries);
  world.engine.set(source, 'a', 'x y z');
  world.engine.get(count, 'a');
  world.engine.flush();
  world.restart();
  world.engine.set(source, 'a', 'x y');
  world.engine.set(source, 'a', 'x');
  t.is(world.engine.get(count, 'a'), 1);
  world.engine.set(source, 'a', 'x y z');
  world.engine.flush();
  world.restart();
  world.log();
  t.is(world.engine.get(count, 'a'), 3);
  t.deepEqual(world.executed(), []);
});

test('a value that is not stored is computed when somebody asks for it', (t) => {
  const tree = derived('tree', (context, key) => [context.get(source, key)], {
    storage: 'fingerprint',
  });
  const depth = derived('depth', (context, key) => context.get(tree, key).length);
  const world = createWorld([source, tree, depth]);
  world.engine.set(source, 'a', 'x');
  world.engine.get(depth, 'a');
  world.engine.flush();
  world.restart();
  world.log();
  t.is(world.engine.get(depth, 'a'), 1);
  t.deepEqual(world.log(), ['reuse depth(a): current', 'read depth(a)']);
  t.deepEqual(world.engine.get(tree, 'a'), ['x']);
  t.deepEqual(world.log(), [
    'reuse tree(a): current',
    'execute tree(a): lost',
    'read source(a)',
    'unchanged tree(a)',
  ]);
});

test('a value that the store lost is computed and stored again', (t) => {
  const store = createMemoryStore();
  let lost = 'tokens';
  const damaged: QueryStore = {
    ...forwarded(store, {
      find: (query, key) => withoutText(store.find(query, key), lost),
      load: (node) => withoutText(store.load(node), lost),
    }),
  };
  const world = createWorld(queries, { store: damaged });
  world.engine.set(source, 'a', 'x y');
  world.engine.get(count, 'a');
  world.engine.flush();
  world.restart();
  world.log();
  t.deepEqual(world.engine.get(tokens, 'a'), ['x', 'y']);
  t.deepEqual(world.executed(), ['tokens(a)']);
  world.engine.flush();
  lost = '';
  t.is(store.find('tokens', 'a')?.traces.length, 1);
  world.restart();
  t.deepEqual(world.engine.get(tokens, 'a'), ['x', 'y']);
  t.deepEqual(world.executed(), []);
});

test('an input whose value was lost is whole again once it is set', (t) => {
  const store = createMemoryStore();
  const damaged: QueryStore = {
    ...forwarded(store, {
      find: (query, key) => withoutText(store.find(query, key), 'source'),
      load: (node) => withoutText(store.load(node), 'source'),
    }),
  };
  const world = createWorld(queries, { store: damaged });
  world.engine.set(source, 'a', 'x y');
  world.engine.get(count, 'a');
  world.engine.flush();
  world.restart();
  t.throws(() => world.engine.get(source, 'a'), {
    instanceOf: InternalError,
    message: 'The value of source(a) is gone from the store',
  });
  world.log();
  world.engine.set(source, 'a', 'x y');
  t.is(world.engine.get(source, 'a'), 'x y');
  t.deepEqual(world.log(), [], 'nothing has changed');
});

test('an unstable query is found out, and nothing rests on its old result', (t) => {
  let weather = 'sun';
  const impure = derived('impure', () => weather, { storage: 'fingerprint' });
  const report = derived('report', (context) => `Today: ${context.get(impure, '')}`);
  const world = createWorld([impure, report]);
  t.is(world.engine.get(report, ''), 'Today: sun');
  world.engine.flush();
  world.restart();
  weather = 'rain';
  t.throws(() => world.engine.get(impure, ''), {
    instanceOf: InternalError,
    message:
      'impure() gave another result although nothing that it reads has changed\n  in impure()',
  });
  t.is(world.engine.get(report, ''), 'Today: rain');
});

test('values that are not retained are read from the store again after a flush', (t) => {
  const { engine, log } = createWorld(queries, { retains: (query) => query !== 'tokens' });
  engine.set(source, 'a', 'x y z');
  t.is(engine.get(count, 'a'), 3);
  t.deepEqual(engine.get(tokens, 'a'), ['x', 'y', 'z']);
  engine.flush();
  log();
  t.is(engine.get(count, 'a'), 3);
  t.deepEqual(engine.get(tokens, 'a'), ['x', 'y', 'z']);
  t.deepEqual(engine.get(tokens, 'a'), ['x', 'y', 'z']);
  t.deepEqual(log(), ['read tokens(a)']);
});

test('a flush writes what is new, and nothing when nothing is', (t) => {
  const store = createMemoryStore();
  const batches: WriteBatch[] = [];
  const { engine } = createWorld(queries, {
    store: {
      ...forwarded(store),
      get isEmpty(): boolean {
        return store.isEmpty;
      },
      write(batch): void {
        batches.push(batch);
        store.write(batch);
      },
    },
  });
  const written = (): readonly (readonly string[])[] =>
    batches
      .splice(0)
      .map(({ memos, dirtied, cleaned }) => [
        memos.map(({ query }) => query).join(),
        `${dirtied.length} dirtied`,
        `${cleaned.length} cleaned`,
      ]);
  engine.set(source, 'a', 'x y');
  engine.get(count, 'a');
  engine.flush();
  t.deepEqual(written(), [['source,tokens,count', '0 dirtied', '0 cleaned']]);
  engine.flush();
  t.deepEqual(written(), []);
  engine.set(source, 'a', 'y x');
  engine.flush();
  t.deepEqual(written(), [['source', '2 dirtied', '0 cleaned']]);
  engine.set(source, 'a', 'x y');
  engine.get(tokens, 'a');
  engine.flush();
  t.deepEqual(written(), [['source', '0 dirtied', '1 cleaned']]);
  engine.get(count, 'a');
  engine.flush();
  t.deepEqual(written(), [['', '0 dirtied', '1 cleaned']]);
});

test('what a trace reads behind its first difference is not taken for asked for', (t) => {
  const left = derived('left', (context) => context.get(source, 'left'));
  const right = derived('right', (context) => context.get(source, 'right'));
  const chosen = derived('chosen', (context, key) =>
    context.get(left, key) === '' ? 'nothing' : context.get(right, key),
  );
  const world = createWorld([source, left, right, chosen]);
  world.engine.set(source, 'left', 'x');
  world.engine.set(source, 'right', 'y');
  t.is(world.engine.get(chosen, 'a'), 'y');
  world.engine.flush();
  world.restart();
  world.engine.set(source, 'left', '');
  world.log();
  t.is(world.engine.get(chosen, 'a'), 'nothing');
  t.deepEqual(world.log(), [
    'execute left(a): source(left) changed',
    'execute chosen(a): left(a) changed',
  ]);
});

test('what was read ahead is not taken for what it is after a change', (t) => {
  const left = derived('left', (context) => context.get(source, 'left'));
  const right = derived('right', (context) => context.get(source, 'right'));
  const chosen = derived('chosen', (context, key) =>
    context.get(left, key) === '' ? 'nothing' : context.get(right, key),
  );
  const world = createWorld([source, left, right, chosen]);
  world.engine.set(source, 'left', 'x');
  world.engine.set(source, 'right', 'y');
  world.engine.get(chosen, 'a');
  world.engine.flush();
  world.restart();
  world.engine.set(source, 'left', '');
  t.is(world.engine.get(chosen, 'a'), 'nothing');
  world.engine.set(source, 'right', 'z');
  world.engine.set(source, 'left', 'x');
  t.is(world.engine.get(chosen, 'a'), 'z');
});

test('without a catalogue, what depends on an unknown query is executed instead', (t) => {
  const world = createWorld([], {});
  world.engine.set(source, 'a', 'x y');
  world.engine.get(count, 'a');
  world.engine.flush();
  world.restart();
  world.engine.set(source, 'a', 'y x');
  world.executed();
  t.is(world.engine.get(count, 'a'), 2);
  t.deepEqual(world.executed(), ['count(a)', 'tokens(a)']);
});

function forwarded(
  store: QueryStore,
  reads: Pick<QueryStore, 'find' | 'load'> = store,
): Omit<QueryStore, 'isEmpty'> & { readonly isEmpty: boolean } {
  return {
    isEmpty: false,
    find: (query, key) => reads.find(query, key),
    load: (node) => reads.load(node),
    ...skeletonsOf(reads),
    dependents: (node) => store.dependents(node),
    nextNumber: () => store.nextNumber(),
    write: (batch) => store.write(batch),
  };
}

function withoutText(
  node: ReturnType<QueryStore['find']>,
  query: string,
): ReturnType<QueryStore['find']> {
  if (node?.query !== query) return node;
  return { ...node, traces: node.traces.map((trace) => ({ ...trace, valueText: undefined })) };
}
