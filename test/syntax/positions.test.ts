import test from 'ava';
import { nameSpan, tokenSpan } from '../../src/base/span.ts';
import { locate, siteOf } from '../../src/syntax/positions.ts';
import { only, split } from './harness.ts';

const source = '\n/// Doc.\npublic function int area(\n  int a) {\n\t"é${a}";\r\n  """x\ny"""\n}\n';

test('ordinals of the signature count down, those of the body up', (t) => {
  const { positions } = only(source);
  t.deepEqual(siteOf(positions, -1), { path: 'm.bolt', line: 3, column: 1 });
  t.deepEqual(siteOf(positions, -6), { path: 'm.bolt', line: 4, column: 3 });
  t.deepEqual(siteOf(positions, 0), { path: 'm.bolt', line: 4, column: 10 });
  t.deepEqual(siteOf(positions, 2), { path: 'm.bolt', line: 5, column: 6 });
});

test('spans end behind their last token', (t) => {
  const { id, positions } = only(source);
  const { line, column, endLine, endColumn } = locate(positions, tokenSpan(id, -6, 1));
  t.deepEqual([line, column, endLine, endColumn], [4, 3, 5, 6]);
});

test('a token of several lines is shown by its first', (t) => {
  const { id, positions } = only(source);
  const { line, column, endLine, endColumn } = locate(positions, tokenSpan(id, 5));
  t.deepEqual([line, column, endLine, endColumn], [6, 3, 6, 7]);
});

test('a name is found wherever it stands', (t) => {
  for (const declaration of split('class A { var int x : L; int m() : L { 1 } }\nvoid main() {}')
    .declarations) {
    const { column, endColumn } = locate(declaration.positions, nameSpan(declaration.id));
    t.is(endColumn - column, declaration.name.length);
  }
});

test("a class's closing brace is one of its tokens", (t) => {
  const [first] = split('class A {\n  capability linear L;\n  var int x : L;\n}').declarations;
  t.deepEqual(first && siteOf(first.positions, -8), { path: 'm.bolt', line: 4, column: 1 });
});

test('a place in a missing body is the name', (t) => {
  const { id, positions } = only('function int one();');
  t.is(locate(positions, tokenSpan(id, 3)).column, 14);
});
