/** What the optimiser is told of memory accesses, and what it makes of it. */
import test from 'ava';
import { tagAccesses } from '../../src/llvm/alias-tags.ts';

test('accesses of scalars, arrays and strings are tagged by type', (t) => {
  const lines = [
    '  %v = load double, double* %p, align 8',
    '  store i32 %v, i32* %"a b", align 4',
    '  %a = load %bolt.array, %bolt.array* %p, align 8',
    '  %f = load void (i8*, i32)*, void (i8*, i32)** %p, align 8',
    '  store i8* null, i8** %p, align 8',
  ];
  const tagged = tagAccesses(`${lines.join('\n')}\n`)
    .split('\n')
    .slice(0, lines.length);
  t.true(tagged.every((line, index) => line.startsWith(`${lines[index]}, !tbaa !`)));
  const tags = tagged.map((line) => line.slice(line.lastIndexOf('!')));
  t.is(new Set(tags).size, 4);
  t.is(tags[3], tags[4]);
});

test('accesses of wholes, and what is no access, stay as they are', (t) => {
  const text = [
    '  %v = load { i32, [2 x i64] }, { i32, [2 x i64] }* %p, align 8',
    '  store { double, i8 } %v, { double, i8 }* %p, align 8',
    '  store i1 %v, i1* %p, align 1',
    '  %x = add i32 %a, %b',
    '@load = constant [4 x i8] c"load"',
    '',
  ].join('\n');
  t.is(tagAccesses(text), text);
});
