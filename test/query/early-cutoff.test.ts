/** A result that comes out the same stops the change. */
import test from 'ava';
import { createWorld, derived, input } from './world.ts';

const text = input('text', '');
const length = derived('length', (context, key) => context.get(text, key).length);
const isLong = derived('isLong', (context, key) => context.get(length, key) > 3);
const queries = [text, length, isLong];

test('a node whose dependency executed to the same value is not executed', (t) => {
  const { engine, log } = createWorld(queries);
  engine.set(text, 'a', 'hello');
  t.true(engine.get(isLong, 'a'));
  t.deepEqual(log(), ['added text(a)', 'execute isLong(a): new', 'execute length(a): new']);

  engine.set(text, 'a', 'world');
  t.true(engine.get(isLong, 'a'));
  t.deepEqual(log(), [
    'changed text(a)',
    'execute length(a): text(a) changed',
    'unchanged length(a)',
    'reuse isLong(a): current',
  ]);
});

test('the change goes on as far as values differ and no further', (t) => {
  const { engine, log } = createWorld(queries);
  engine.set(text, 'a', 'hello');
  engine.get(isLong, 'a');
  log();
  engine.set(text, 'a', 'hi all');
  engine.get(isLong, 'a');
  t.deepEqual(log(), [
    'changed text(a)',
    'execute length(a): text(a) changed',
    'execute isLong(a): length(a) changed',
    'unchanged isLong(a)',
  ]);
});

test('cutoff works across a restart', (t) => {
  const world = createWorld(queries);
  world.engine.set(text, 'a', 'hello');
  world.engine.get(isLong, 'a');
  world.engine.flush();
  world.restart();
  world.log();
  world.engine.set(text, 'a', 'world');
  t.true(world.engine.get(isLong, 'a'));
  t.deepEqual(world.log(), [
    'changed text(a)',
    'execute length(a): text(a) changed',
    'unchanged length(a)',
    'reuse isLong(a): current',
    'read isLong(a)',
  ]);
});
