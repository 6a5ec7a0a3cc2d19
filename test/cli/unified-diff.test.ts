/** Texts and how they differ. */
import test from 'ava';
import fc from 'fast-check';
import { layOut } from '../../src/cli/query/readable-text.ts';
import { editsOf, unifiedDiff } from '../../src/cli/query/unified-diff.ts';

test('a difference is shown with its surroundings', (t) => {
  const before = 'a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n';
  const after = 'a\nB\nc\nd\ne\nf\ng\nh\ni\nj\nk\n';
  t.is(
    unifiedDiff(before, after, { context: 1 }),
    '@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n@@ -10 +10,2 @@\n j\n+k\n',
  );
  t.is(unifiedDiff(before, before), '');
  t.is(unifiedDiff('', 'x\n'), '@@ -0,0 +1 @@\n+x\n');
  t.is(unifiedDiff('x\n', ''), '@@ -1 +0,0 @@\n-x\n');
});

test('both texts can be read out of the edits', (t) => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 20 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const edits = editsOf(before, after);
      const without = (kind: 'added' | 'removed'): readonly string[] =>
        edits.filter((edit) => edit.kind !== kind).map(({ line }) => line);
      t.deepEqual(without('added'), before);
      t.deepEqual(without('removed'), after);
    }),
  );
});

test('texts with nothing in common are replaced, however long', (t) => {
  const lines = (word: string): readonly string[] =>
    Array.from({ length: 5_000 }, (_, index) => `${word}${index}`);
  const edits = editsOf(lines('a'), lines('b'));
  t.is(edits.length, 10_000);
  t.is(edits.filter(({ kind }) => kind === 'same').length, 0);
});

test('a canonical text is laid out, and literals are left alone', (t) => {
  t.is(
    layOut('{ let x = "a ; { b" ; if ( x ) { f ( \'}\' ) ; } }'),
    '{\n  let x = "a ; { b" ;\n  if ( x ) {\n    f ( \'}\' ) ;\n  }\n}',
  );
});
