/** Inputs and what their changes reach. */
import test from 'ava';
import { InternalError } from '../../src/base/invariant.ts';
import type { Engine } from '../../src/query/engine-api.ts';
import { createWorld, derived, input } from './world.ts';

const source = input<string | undefined>('source', undefined);
const shout = derived(
  'shout',
  (context, key) => context.get(source, key)?.toUpperCase() ?? 'SILENCE',
);
const queries = [source, shout];

test('a value is computed once', (t) => {
  const { engine, log } = createWorld(queries);
  engine.set(source, 'a', 'hi');
  t.is(engine.get(shout, 'a'), 'HI');
  t.is(engine.get(shout, 'a'), 'HI');
  t.deepEqual(log(), ['added source(a)', 'execute shout(a): new']);
});

test('an equal value changes nothing', (t) => {
  const { engine, log } = createWorld(queries);
  engine.set(source, 'a', 'hi');
  engine.get(shout, 'a');
  log();
  engine.set(source, 'a', 'hi');
  engine.get(shout, 'a');
  t.deepEqual(log(), []);
});

test('a change reaches the nodes that read the input and no others', (t) => {
  const { engine, log } = createWorld(queries);
  for (const key of ['a', 'b']) {
    engine.set(source, key, 'hi');
    engine.get(shout, key);
  }
  log();
  engine.set(source, 'a', 'ho');
  t.is(engine.get(shout, 'b'), 'HI');
  t.is(engine.get(shout, 'a'), 'HO');
  t.deepEqual(log(), ['changed source(a)', 'execute shout(a): source(a) changed']);
});

test('a change and its reversal execute nothing', (t) => {
  const { engine, log } = createWorld(queries);
  engine.set(source, 'a', 'hi');
  engine.get(shout, 'a');
  engine.set(source, 'a', 'ho');
  engine.set(source, 'a', 'hi');
  log();
  t.is(engine.get(shout, 'a'), 'HI');
  t.deepEqual(log(), ['reuse shout(a): current']);
});

test('going back to an earlier value adopts the earlier trace', (t) => {
  const { engine, log } = createWorld(queries);
  for (const value of ['one', 'two', 'one', 'two']) {
    engine.set(source, 'a', value);
    t.is(engine.get(shout, 'a'), value.toUpperCase());
  }
  t.deepEqual(log(), [
    'added source(a)',
    'execute shout(a): new',
    'changed source(a)',
    'execute shout(a): source(a) changed',
    'changed source(a)',
    'reuse shout(a): older',
    'read shout(a)',
    'changed source(a)',
    'reuse shout(a): older',
    'read shout(a)',
  ]);
});

test('absence is a dependency', (t) => {
  const { engine, log } = createWorld(queries);
  t.is(engine.get(shout, 'a'), 'SILENCE');
  engine.set(source, 'a', 'hi');
  t.is(engine.get(shout, 'a'), 'HI');
  engine.set(source, 'a', undefined);
  t.is(engine.get(shout, 'a'), 'SILENCE');
  t.deepEqual(log(), [
    'execute shout(a): new',
    'added source(a)',
    'execute shout(a): source(a) changed',
    'removed source(a)',
    'reuse shout(a): older',
    'read shout(a)',
  ]);
});

test('removing what was never set does nothing', (t) => {
  const { engine, store, log } = createWorld(queries);
  engine.set(source, 'a', undefined);
  engine.flush();
  t.deepEqual(log(), []);
  t.true(store.isEmpty);
});

test('inputs can be read from outside', (t) => {
  const { engine } = createWorld(queries);
  t.is(engine.get(source, 'a'), undefined);
  engine.set(source, 'a', 'hi');
  t.is(engine.get(source, 'a'), 'hi');
});

test('an input cannot be set during an execution', (t) => {
  let engine: Engine | undefined;
  const sneaky = derived('sneaky', (_, key) => engine?.set(source, key, 'changed'));
  const world = createWorld([source, sneaky]);
  engine = world.engine;
  t.throws(() => world.engine.get(sneaky, 'a'), {
    instanceOf: InternalError,
    message: 'The input source(a) was set during an execution\n  in sneaky(a)',
  });
});

test('two queries cannot have the same name', (t) => {
  t.throws(() => createWorld([source, input('source', 0)]), {
    instanceOf: InternalError,
    message: 'Two queries are named `source`',
  });
});
