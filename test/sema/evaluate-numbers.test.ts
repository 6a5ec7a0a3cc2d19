/** Arithmetic at compile time, against JavaScript's own where that is exact. */
import test from 'ava';
import fc from 'fast-check';
import type { IntType } from '../../src/sema/body/primitives.ts';
import { F64, numericTypeOf } from '../../src/sema/body/primitives.ts';
import { floatToInteger, integerToFloat, showFloat } from '../../src/sema/evaluate/floats.ts';
import { integerArithmetic } from '../../src/sema/evaluate/integers.ts';

const int: IntType = { kind: 'int', bits: 32, signed: true };
const single = { kind: 'float', bits: 32 } as const;

test('integers of 32 bits compute as those of JavaScript', (t) => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), (a, b) => {
      const of = (operator: '+' | '*' | '<<' | '>>' | '&' | '^'): number =>
        Number(integerArithmetic(operator, BigInt(a), { right: BigInt(b), type: int }));
      return (
        of('+') === ((a + b) | 0) &&
        of('*') === Math.imul(a, b) &&
        of('<<') === a << b &&
        of('>>') === a >> b &&
        of('&') === (a & b) &&
        of('^') === (a ^ b)
      );
    }),
  );
  t.is(integerArithmetic('/', -(2n ** 31n), { right: -1n, type: int }), -(2n ** 31n));
  t.is(integerArithmetic('%', -7n, { right: 3n, type: int }), -1n);
});

test('integers become the nearest float of 32 bits, without rounding twice', (t) => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (n) => integerToFloat(BigInt(n), single) === Math.fround(n)),
  );
  // By way of a double this would round down to an even neighbour.
  const justAboveHalf = 2n ** 63n + 2n ** 39n + 1n;
  t.is(integerToFloat(justAboveHalf, single), Number(2n ** 63n + 2n ** 40n));
});

test('floats become integers towards zero, and the nearest bound beyond these', (t) => {
  t.is(floatToInteger(-2.9, int), -2n);
  t.is(floatToInteger(1e20, int), 2n ** 31n - 1n);
  t.is(floatToInteger(Number.NEGATIVE_INFINITY, int), -(2n ** 31n));
  t.is(floatToInteger(Number.NaN, int), 0n);
});

test('floats are shown as literals that read back as the same number', (t) => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) =>
      Object.is(Number(showFloat(value, F64)), value),
    ),
  );
  const shown = [1, 0.1, 1e21, 1.5e-7, -0, 123456, 1e15, 1e16].map((each) => showFloat(each, F64));
  t.deepEqual(shown, [
    '1.0',
    '0.1',
    '1e21',
    '1.5e-7',
    '-0.0',
    '123456.0',
    '1000000000000000.0',
    '1e16',
  ]);
  t.is(showFloat(Math.fround(0.1), single), '0.1');
  t.deepEqual(numericTypeOf('f64'), F64);
});
