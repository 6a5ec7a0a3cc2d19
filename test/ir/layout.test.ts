/** Where fields lie in objects. */
import test from 'ava';
import type { LayoutField } from '../../src/llvm/layout.ts';
import { layoutClass } from '../../src/llvm/layout.ts';
import type { Type } from '../../src/sema/type.ts';
import * as h from './hir.ts';

const owner = h.classType('Cell');

const types: readonly Type[] = [
  h.bool,
  h.u8,
  { kind: 'int', bits: 16, signed: true },
  h.int,
  h.i64,
  { kind: 'int', bits: 128, signed: true },
  { kind: 'float', bits: 32 },
  h.float,
  { kind: 'char' },
  h.string,
  owner,
];

function fields(...list: readonly Type[]): LayoutField[] {
  return list.map((type, index) => ({ owner, name: `f${index}`, type }));
}

function offsets(...list: readonly Type[]): readonly number[] {
  return Object.values(layoutClass(fields(...list)).offsets);
}

test('an object without fields is its header', (t) => {
  t.deepEqual(layoutClass([]), { sizeBytes: 16, pointerFree: true, offsets: {} });
});

test('fields follow the header in order, aligned to their size or to a word', (t) => {
  t.deepEqual(offsets(h.bool, h.int, h.u8, h.i64, h.bool), [16, 20, 24, 32, 40]);
  t.deepEqual(offsets(h.i64, { kind: 'int', bits: 128, signed: false }), [16, 24]);
  t.deepEqual(offsets(h.bool, h.string, h.bool), [16, 24, 48]);
});

test('sizes are multiples of 8', (t) => {
  t.is(layoutClass(fields(h.int)).sizeBytes, 24);
  t.is(layoutClass(fields(h.i64, h.bool)).sizeBytes, 32);
});

test('classes and strings hold pointers, other values do not', (t) => {
  const holding = types.filter((type) => !layoutClass(fields(type)).pointerFree);
  t.deepEqual(
    holding.map((type) => type.kind),
    ['string', 'class'],
  );
});

test('offsets are named by the declaring class', (t) => {
  const box = h.classType('Box', h.int);
  const layout = layoutClass([{ owner: box, name: 'it', type: h.int }]);
  t.deepEqual(layout.offsets, { 'm.Box<i32>.it': 16 });
});

test("a subclass's layout begins with its superclass's", (t) => {
  for (let seed = 0; seed < 500; seed += 1) {
    const all = fields(...Array.from({ length: 12 }, (_, index) => pick(seed, index)));
    const whole = layoutClass(all).offsets;
    for (let inherited = 1; inherited < all.length; inherited += 1) {
      const { offsets: prefix } = layoutClass(all.slice(0, inherited));
      t.like(whole, prefix);
    }
  }
});

test('fields do not overlap', (t) => {
  for (let seed = 0; seed < 500; seed += 1) {
    const list = Array.from({ length: 12 }, (_, index) => pick(seed, index));
    const { sizeBytes, offsets: places } = layoutClass(fields(...list));
    const ends = list.map((type, index) => (places[`m.Cell.f${index}`] ?? 0) + bytesOf(type));
    const starts = [...Object.values(places).slice(1), sizeBytes];
    t.true(ends.every((end, index) => end <= (starts[index] ?? 0)));
  }
});

function pick(seed: number, index: number): Type {
  return types[(seed * 7 + index * (seed + 3)) % types.length] ?? h.int;
}

function bytesOf(type: Type): number {
  if (type.kind === 'int' || type.kind === 'float') return type.bits / 8;
  return { bool: 1, char: 4, string: 24 }[type.kind as 'bool' | 'char' | 'string'] ?? 8;
}
