import test from 'ava';
import type { Cache } from '../../cache/cache.ts';
import { createEngine } from '../../src/query/engine.ts';
import type { Engine } from '../../src/query/engine-api.ts';
import type { QueryEvent } from '../../src/query/events.ts';
import { derived, input } from '../query/world.ts';
import { violations } from './invariants.ts';
import { workspace } from './workspace.ts';

const x = input<number>('x', 0);
const parity = derived<string>('parity', (context, key) =>
  context.get(x, key) % 2 === 0 ? 'even' : 'odd',
);
const story = derived<string>(
  'story',
  (context) => `${context.get(parity, 'a')} and ${context.get(parity, 'b')}`,
);

function session(cache: Cache): { readonly engine: Engine; executed(): readonly string[] } {
  const executed: string[] = [];
  const onEvent = (event: QueryEvent): void => {
    if (event.kind === 'willExecute') executed.push(`${event.node.query}(${event.node.key})`);
  };
  const engine = createEngine({ store: cache, queries: [x, parity, story], now: () => 0, onEvent });
  return { engine, executed: () => executed.splice(0) };
}

test('an engine goes on where the process before it stopped', (t) => {
  const { open, notices } = workspace(t);
  let cache = open();
  let { engine, executed } = session(cache);
  const restart = (): void => {
    engine.flush();
    t.deepEqual(violations(cache, 10), []);
    cache.close();
    cache = open();
    ({ engine, executed } = session(cache));
  };
  engine.set(x, 'a', 1);
  engine.set(x, 'b', 2);
  t.is(engine.get(story, ''), 'odd and even');
  t.deepEqual(executed(), ['story()', 'parity(a)', 'parity(b)']);

  restart();
  t.is(engine.get(story, ''), 'odd and even');
  t.deepEqual(executed(), []);

  engine.set(x, 'a', 3);
  restart();
  t.is(engine.get(story, ''), 'odd and even');
  t.deepEqual(executed(), ['parity(a)'], 'early cutoff across the restart');

  engine.set(x, 'b', 5);
  t.is(engine.get(story, ''), 'odd and odd');
  t.deepEqual(executed(), ['parity(b)', 'story()']);
  restart();
  engine.set(x, 'b', 2);
  t.is(engine.get(story, ''), 'odd and even');
  t.deepEqual(executed(), [], 'older traces hold again');
  restart();
  t.deepEqual(notices(), []);
});
