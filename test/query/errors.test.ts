/** A bug is an exception that names where it happened, and spoils nothing. */
import test from 'ava';
import { InternalError } from '../../src/base/invariant.ts';
import type { DerivedQuery, QueryContext } from '../../src/query/query.ts';
import { createWorld, derived, input } from './world.ts';

const divisor = input('divisor', 0);
const quotient = derived('quotient', (context, key) => {
  const by = context.get(divisor, key);
  if (by === 0) throw new RangeError('Division by zero');
  return 100 / by;
});
const shown = derived('shown', (context, key) => `${context.get(quotient, key)}`);

test('an exception shows the stack of queries once', (t) => {
  const { engine } = createWorld([divisor, quotient, shown]);
  const error = t.throws(() => engine.get(shown, 'a'), { instanceOf: RangeError });
  t.is(error.message, 'Division by zero\n  in quotient(a)\n  in shown(a)');
  t.true(error.stack?.startsWith(`RangeError: ${error.message}\n    at `));
});

test('an exception leaves its nodes as they were', (t) => {
  const { engine, executed } = createWorld([divisor, quotient, shown]);
  engine.set(divisor, 'a', 5);
  t.is(engine.get(shown, 'a'), '20');
  engine.set(divisor, 'a', 0);
  t.throws(() => engine.get(shown, 'a'), { instanceOf: RangeError });
  t.throws(() => engine.get(shown, 'a'), { instanceOf: RangeError });
  executed();
  engine.set(divisor, 'a', 5);
  t.is(engine.get(shown, 'a'), '20');
  t.deepEqual(executed(), []);
  engine.set(divisor, 'a', 4);
  t.is(engine.get(shown, 'a'), '25');
});

test('the middle of a long stack is left out', (t) => {
  const down: DerivedQuery<string, number> = derived('down', (context, key) => {
    if (key === '0') throw new Error('Ground');
    return context.get(down, String(Number(key) - 1));
  });
  const { engine } = createWorld([down]);
  const error = t.throws(() => engine.get(down, '5000'));
  const lines = error?.message.split('\n') ?? [];
  t.is(lines.length, 26);
  t.deepEqual(lines.slice(0, 3), ['Ground', '  in down(0)', '  in down(1)']);
  t.deepEqual(lines.slice(12, 15), ['  in down(11)', '  … 4977 more', '  in down(4989)']);
  t.is(lines.at(-1), '  in down(5000)');
});

test('a context cannot be used after its execution', (t) => {
  let kept: QueryContext | undefined;
  const leaky = derived('leaky', (context) => {
    kept = context;
    return 1;
  });
  const { engine } = createWorld([divisor, leaky]);
  engine.get(leaky, 'a');
  t.throws(() => kept?.get(divisor, 'a'), {
    instanceOf: InternalError,
    message: 'The context of leaky(a) was used outside its execution',
  });
});

test('a context cannot be used by another execution', (t) => {
  let outer: QueryContext | undefined;
  const inner = derived('inner', (_, key) => outer?.get(divisor, key));
  const lender = derived('lender', (context, key) => {
    outer = context;
    return context.get(inner, key);
  });
  const { engine } = createWorld([divisor, inner, lender]);
  t.throws(() => engine.get(lender, 'a'), {
    instanceOf: InternalError,
    message:
      'The context of lender(a) was used outside its execution\n  in inner(a)\n  in lender(a)',
  });
});

test('an execution cannot read past its context', (t) => {
  const world = createWorld([divisor, derived('unused', () => 0)]);
  const cheat = derived('cheat', (_, key): number => world.engine.get(divisor, key));
  t.throws(() => world.engine.get(cheat, 'a'), {
    instanceOf: InternalError,
    message: 'divisor(a) was read past the context of an execution\n  in cheat(a)',
  });
});

test('a flush has to wait until an execution ends', (t) => {
  const world = createWorld([divisor, derived('unused', () => 0)]);
  const saver = derived('saver', () => world.engine.flush());
  t.throws(() => world.engine.get(saver, 'a'), {
    instanceOf: InternalError,
    message: 'A flush was asked for in an execution\n  in saver(a)',
  });
});

test('a query that swallows the exceptions of the engine is found out', (t) => {
  const careless: DerivedQuery<string, number> = derived(
    'careless',
    (context, key) => {
      try {
        return context.get(careless, key);
      } catch {
        return -1;
      }
    },
    { onCycle: () => 0 },
  );
  const { engine } = createWorld([careless]);
  t.throws(() => engine.get(careless, 'a'), {
    instanceOf: InternalError,
    message: 'careless(a) caught an exception of the query engine\n  in careless(a)',
  });
});

test('a value that has no encoding is an error of its query', (t) => {
  const method = derived('method', () => () => 1);
  const { engine } = createWorld([method]);
  t.throws(() => engine.get(method, 'a'), {
    instanceOf: InternalError,
    message: 'A function is not a value of a query\n  in method(a)',
  });
});
