/** A newer edit stops stale work at the next boundary between queries. */
import test from 'ava';
import { CancelledError } from '../../src/query/engine-api.ts';
import { createWorld, derived, input } from './world.ts';

const part = input('part', 0);
const square = derived('square', (context, key) => context.get(part, key) ** 2);
const sum = derived('sum', (context) =>
  ['a', 'b', 'c'].reduce((total, key) => total + context.get(square, key), 0),
);

test('what was computed before the cancellation is kept', (t) => {
  let boundaries = Infinity;
  const { engine, executed } = createWorld([part, square, sum], {
    cancelled: () => {
      boundaries -= 1;
      return boundaries < 0;
    },
  });
  boundaries = 3;
  t.throws(() => engine.get(sum, ''), {
    instanceOf: CancelledError,
    message: 'The computation was cancelled',
  });
  t.deepEqual(executed(), ['sum()', 'square(a)', 'square(b)']);
  boundaries = Infinity;
  engine.set(part, 'c', 2);
  t.is(engine.get(sum, ''), 4);
  t.deepEqual(executed(), ['sum()', 'square(c)']);
});

test('a value that is ready is not a boundary', (t) => {
  let isCancelled = false;
  const { engine } = createWorld([part, square], { cancelled: () => isCancelled });
  engine.get(square, 'a');
  isCancelled = true;
  t.is(engine.get(square, 'a'), 0);
  t.throws(() => engine.get(square, 'b'), { instanceOf: CancelledError });
});

test('verification is cancelled too, and goes on later', (t) => {
  let boundaries = Infinity;
  const { engine, executed } = createWorld([part, square, sum], {
    cancelled: () => {
      boundaries -= 1;
      return boundaries < 0;
    },
  });
  engine.get(sum, '');
  engine.set(part, 'a', -1);
  engine.set(part, 'b', 1);
  executed();
  boundaries = 2;
  t.throws(() => engine.get(sum, ''), { instanceOf: CancelledError });
  t.deepEqual(executed(), ['square(a)', 'sum()']);
  boundaries = Infinity;
  t.is(engine.get(sum, ''), 2);
  t.deepEqual(executed(), ['sum()', 'square(b)']);
});
