/** How formats of printf ask for strings by their lengths. */
import test from 'ava';
import { withLengths } from '../../src/llvm/printf-strings.ts';

test('a string is asked for with its length, whatever its width', (t) => {
  t.is(withLengths('%s and %-5s\n').format, '%.*s and %-5.*s\n');
  t.is(withLengths('%10s').format, '%10.*s');
});

test('a precision becomes the most that is shown', (t) => {
  const { format, limits } = withLengths('%d %.3s %s %5.s');
  t.is(format, '%d %.*s %.*s %5.*s');
  t.deepEqual(
    [...limits],
    [
      [1, 3],
      [2, 0x7fff_ffff],
      [3, 0],
    ],
  );
});

test('percent signs and other conversions stay as they are', (t) => {
  const format = '100%% %%s %5.2f %ld %#x %+i %lu %c';
  t.is(withLengths(format).format, format);
  t.is(withLengths(format).limits.size, 0);
});
