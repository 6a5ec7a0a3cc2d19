/** Verify mode executes reused memos again and tells when one comes out different. */
import test from 'ava';
import { InternalError } from '../../src/base/invariant.ts';
import type { ExternalQuery } from '../../src/query/query.ts';
import type { World } from './world.ts';
import { createWorld, derived, input } from './world.ts';

let secret = 1;
const open = input('open', 1);
const sum = derived('sum', (context) => ({ sum: context.get(open, '') + secret }));
const double = derived('double', (context) => context.get(sum, '').sum * 2);

function reopened(verify: number): World {
  secret = 1;
  const world = createWorld([open, sum, double], { verify });
  world.engine.get(double, '');
  world.engine.flush();
  world.restart();
  world.log();
  return world;
}

test('memos that come out the same are reused as ever', (t) => {
  const world = reopened(1);
  t.is(world.engine.get(double, ''), 4);
  t.deepEqual(world.executed(), []);
});

test('a memo that comes out different is an internal error with both results', (t) => {
  const world = reopened(1);
  secret = 2;
  t.throws(() => world.engine.get(double, ''), {
    instanceOf: InternalError,
    message: [
      'The value of sum() was reused but is another when executed',
      '  memo:     {"sum":2}',
      '  executed: {"sum":3}',
      '  in sum()',
      '  in double()',
    ].join('\n'),
  });
});

test('a memo of this process that was verified is compared too', (t) => {
  const world = reopened(1);
  t.is(world.engine.get(double, ''), 4);
  world.engine.set(open, '', 2);
  world.engine.set(open, '', 1);
  secret = 2;
  t.throws(() => world.engine.get(double, ''), { instanceOf: InternalError });
});

test('the order of an external result is compared', (t) => {
  const object: ExternalQuery<string, string, string> = {
    kind: 'external',
    name: 'object',
    prepare: (context) => `${context.get(open, '')} ${secret}`,
  };
  secret = 1;
  const world = createWorld([open, object], { verify: 1 });
  const prepared = world.engine.prepare(object, 'a');
  if (prepared.kind === 'order') world.engine.complete(object, prepared.order, 'made', 1);
  world.engine.flush();
  world.restart();
  t.deepEqual(world.engine.prepare(object, 'a'), { kind: 'ready', value: 'made' });
  world.restart();
  secret = 2;
  t.throws(() => world.engine.prepare(object, 'a'), {
    instanceOf: InternalError,
    message: 'The order of object(a) is another when it is prepared again: "1 2"\n  in object(a)',
  });
});

test('without verify mode nobody notices', (t) => {
  const world = reopened(0);
  secret = 2;
  t.is(world.engine.get(double, ''), 4);
});

test('the part that is compared is chosen by name', (t) => {
  const copy = derived('copy', (context, key) => `${context.get(open, '')} ${key} ${secret}`);
  const failures = (verify: number): readonly string[] => {
    secret = 1;
    const world = createWorld([open, copy], { verify });
    const keys = Array.from({ length: 200 }, (_, index) => `key ${index}`);
    for (const key of keys) world.engine.get(copy, key);
    world.engine.flush();
    world.restart();
    secret = 2;
    return keys.filter((key) => {
      try {
        world.engine.get(copy, key);
        return false;
      } catch (error) {
        if (error instanceof InternalError) return true;
        throw error;
      }
    });
  };
  const some = failures(0.25);
  t.true(some.length > 25 && some.length < 75, `${some.length} of 200`);
  t.deepEqual(failures(0.25), some);
  t.is(failures(1).length, 200);
  t.is(failures(0).length, 0);
});
