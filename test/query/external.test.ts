/** Results that another process makes: ordered, brought in, and found again by their order. */
import test from 'ava';
import { InternalError } from '../../src/base/invariant.ts';
import type { Engine, WorkOrder } from '../../src/query/engine-api.ts';
import { createMemoryStore, skeletonsOf } from '../../src/query/memory-store.ts';
import type { ExternalQuery } from '../../src/query/query.ts';
import type { QueryStore, StoredNode } from '../../src/query/store.ts';
import { createWorld, derived, input } from './world.ts';

const source = input('source', '');
const comment = input('comment', '');
const code = derived('code', (context, key) => context.get(source, key).trim());
const object: ExternalQuery<string, { readonly code: string }, string> = {
  kind: 'external',
  name: 'object',
  prepare(context, key) {
    context.get(comment, key);
    return { code: context.get(code, key) };
  },
};
const size = derived('size', (context, key) => context.get(object, key).length);
const queries = [source, comment, code, object, size];

/** Does what has to be done, and says whether there was anything. */
function bringIn(engine: Engine, key: string): boolean {
  const prepared = engine.prepare(object, key);
  if (prepared.kind !== 'order') return false;
  engine.complete(object, prepared.order, `object of ${prepared.order.order.code}`, 5);
  return true;
}

function orderOf(engine: Engine, key: string): WorkOrder<{ readonly code: string }> {
  const prepared = engine.prepare(object, key);
  if (prepared.kind !== 'order') throw new Error(`Expected an order instead of ${prepared.kind}`);
  return prepared.order;
}

test('an order is handed out, and its result is ready from then on', (t) => {
  const { engine, log } = createWorld(queries);
  engine.set(source, 'a', 'x');
  const order = orderOf(engine, 'a');
  t.like(order, { query: 'object', key: 'a', order: { code: 'x' }, orderText: '{"code":"x"}' });
  engine.complete(object, order, 'done', 5);
  t.deepEqual(engine.prepare(object, 'a'), { kind: 'ready', value: 'done' });
  t.is(engine.get(object, 'a'), 'done');
  t.is(engine.get(size, 'a'), 4);
  t.deepEqual(log(), [
    'added source(a)',
    'execute code(a): new',
    'execute object(a): new',
    'execute size(a): new',
  ]);
});

test('a result is not ordered again when its dependencies come out the same', (t) => {
  const { engine, log } = createWorld(queries);
  engine.set(source, 'a', 'x');
  bringIn(engine, 'a');
  log();
  engine.set(source, 'a', ' x ');
  t.false(bringIn(engine, 'a'));
  t.deepEqual(log(), [
    'changed source(a)',
    'execute code(a): source(a) changed',
    'unchanged code(a)',
    'reuse object(a): current',
  ]);
});

test('the same order is not carried out again, whatever it was made from', (t) => {
  const world = createWorld(queries);
  world.engine.set(source, 'a', 'x');
  bringIn(world.engine, 'a');
  world.engine.get(size, 'a');
  world.engine.flush();
  world.restart();
  world.log();
  world.engine.set(comment, 'a', 'why');
  t.false(bringIn(world.engine, 'a'));
  t.is(world.engine.get(size, 'a'), 11);
  t.deepEqual(world.log(), [
    'added comment(a)',
    'reuse code(a): current',
    'read code(a)',
    'reuse object(a): current',
    'read object(a)',
    'reuse size(a): current',
    'read size(a)',
  ]);
});

test('going back adopts the earlier result', (t) => {
  const { engine } = createWorld(queries);
  for (const [text, isOrdered] of [
    ['x', true],
    ['y', true],
    ['x', false],
    ['y', false],
  ] as const) {
    engine.set(source, 'a', text);
    t.is(bringIn(engine, 'a'), isOrdered);
    t.is(engine.get(object, 'a'), `object of ${text}`);
    engine.flush();
  }
});

test('an open order is handed out again, and announced once', (t) => {
  const { engine, executed } = createWorld(queries);
  t.deepEqual(orderOf(engine, 'a'), orderOf(engine, 'a'));
  engine.set(comment, 'a', 'why');
  const order = orderOf(engine, 'a');
  t.deepEqual(executed(), ['code(a)', 'object(a)']);
  engine.complete(object, order, 'done', 5);
  engine.complete(object, order, 'done', 5);
  t.is(engine.get(object, 'a'), 'done');
});

test('a result that comes in after its inputs changed serves when they change back', (t) => {
  const { engine, executed } = createWorld(queries);
  engine.set(source, 'a', 'x');
  const stale = orderOf(engine, 'a');
  engine.set(source, 'a', 'y');
  engine.complete(object, stale, 'object of x', 5);
  const fresh = orderOf(engine, 'a');
  t.is(fresh.order.code, 'y');
  engine.complete(object, fresh, 'object of y', 5);
  t.is(engine.get(object, 'a'), 'object of y');
  engine.set(source, 'a', 'x');
  executed();
  t.deepEqual(engine.prepare(object, 'a'), { kind: 'ready', value: 'object of x' });
  t.deepEqual(executed(), []);
});

test('a result that comes in after a change that does not matter is used', (t) => {
  const { engine } = createWorld(queries);
  engine.set(source, 'a', 'x');
  const order = orderOf(engine, 'a');
  engine.set(source, 'b', 'y');
  engine.complete(object, order, 'done', 5);
  t.deepEqual(engine.prepare(object, 'a'), { kind: 'ready', value: 'done' });
});

test('the same result for another order stops the change', (t) => {
  const { engine, executed } = createWorld(queries);
  for (const text of ['x', 'y']) {
    engine.set(source, 'a', text);
    engine.complete(object, orderOf(engine, 'a'), 'same', 5);
    t.is(engine.get(size, 'a'), 4);
  }
  t.deepEqual(executed(), ['code(a)', 'object(a)', 'size(a)', 'code(a)', 'object(a)']);
});

test('a result that nobody brought in cannot be read', (t) => {
  const { engine } = createWorld(queries);
  t.throws(() => engine.get(size, 'a'), {
    instanceOf: InternalError,
    message: 'The result of object(a) was not brought in before it was read\n  in size(a)',
  });
  t.throws(() => engine.get(object, 'a'), {
    instanceOf: InternalError,
    message: 'The result of object(a) was not brought in before it was read',
  });
  bringIn(engine, 'a');
  t.is(engine.get(size, 'a'), 10);
});

test('an order that needs another result first says which', (t) => {
  const program: ExternalQuery<string, readonly string[], string> = {
    kind: 'external',
    name: 'program',
    prepare: (context) => ['a', 'b'].map((key) => context.get(object, key)),
  };
  const { engine } = createWorld([...queries, program]);
  t.deepEqual(engine.prepare(program, ''), { kind: 'blocked', on: { query: 'object', key: 'a' } });
  bringIn(engine, 'a');
  t.deepEqual(engine.prepare(program, ''), { kind: 'blocked', on: { query: 'object', key: 'b' } });
  bringIn(engine, 'b');
  t.is(engine.prepare(program, '').kind, 'order');
});

test('what was never ordered cannot be completed', (t) => {
  const { engine } = createWorld(queries);
  const order = orderOf(engine, 'a');
  const other = { ...order, key: 'b' };
  t.throws(() => engine.complete(object, other, 'done', 5), {
    instanceOf: InternalError,
    message: 'A result of object(b) came in that was not ordered',
  });
});

test('a forgotten result is ordered anew, and what depends on it is verified', (t) => {
  const { engine, log } = createWorld(queries);
  engine.set(source, 'a', 'x');
  bringIn(engine, 'a');
  engine.get(size, 'a');
  log();
  engine.forget(object, 'a');
  t.throws(() => engine.get(size, 'a'), { instanceOf: InternalError });
  log();
  t.true(bringIn(engine, 'a'));
  t.is(engine.get(size, 'a'), 11);
  t.deepEqual(log(), ['unchanged object(a)', 'reuse size(a): current']);
});

test('a forgotten result stays so in the next process', (t) => {
  const world = createWorld(queries);
  world.engine.set(source, 'a', 'x');
  bringIn(world.engine, 'a');
  world.engine.get(size, 'a');
  world.engine.flush();
  world.engine.forget(object, 'a');
  const order = orderOf(world.engine, 'a');
  world.engine.complete(object, order, 'other', 5);
  world.engine.flush();
  world.restart();
  world.log();
  t.is(world.engine.get(object, 'a'), 'other');
  t.is(world.engine.get(size, 'a'), 5);
  t.deepEqual(world.executed(), ['size(a)']);
});

test('a result that the store dropped is ordered again where an order is made from it', (t) => {
  const store = createMemoryStore();
  let isDropped = false;
  const reads: Pick<QueryStore, 'find' | 'load'> = {
    find: (query, key) => without(store.find(query, key)),
    load: (node) => without(store.load(node)),
  };
  const forgetful: QueryStore = {
    isEmpty: false,
    ...reads,
    ...skeletonsOf(reads),
    dependents: (node) => store.dependents(node),
    nextNumber: () => store.nextNumber(),
    write: (batch) => store.write(batch),
  };
  const without = (node: StoredNode | undefined): StoredNode | undefined =>
    isDropped && node?.query === 'object'
      ? { ...node, traces: node.traces.map((trace) => ({ ...trace, valueText: undefined })) }
      : node;
  const text = derived(
    'text',
    (context) => `${context.get(comment, '')} ${context.get(object, 'a')}`,
  );
  const program: ExternalQuery<string, string, string> = {
    kind: 'external',
    name: 'program',
    prepare: (context) => context.get(text, ''),
  };
  const world = createWorld([...queries, text, program], { store: forgetful });
  const bringProgram = (): void => {
    const prepared = world.engine.prepare(program, '');
    if (prepared.kind === 'order') world.engine.complete(program, prepared.order, 'done', 5);
  };
  world.engine.set(source, 'a', 'x');
  bringIn(world.engine, 'a');
  bringProgram();
  world.engine.flush();
  isDropped = true;
  world.restart();
  world.engine.set(comment, '', 'new');
  t.deepEqual(world.engine.prepare(program, ''), {
    kind: 'blocked',
    on: { query: 'object', key: 'a' },
  });
  t.true(bringIn(world.engine, 'a'));
  const prepared = world.engine.prepare(program, '');
  t.is(prepared.kind === 'order' ? prepared.order.order : undefined, 'new object of x');
});
