/** What is said, and where. */
import test from 'ava';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { openProgram } from '../compiler/program.ts';

function only(source: string): Diagnostic {
  const [diagnostic, ...others] = openProgram({ main: `${source}\nvoid main() {}\n` }).check();
  if (diagnostic === undefined || others.length > 0) throw new Error('Expected one diagnostic');
  return diagnostic;
}

test('a misspelt type is answered with the name that was meant', (t) => {
  const { message, notes, span } = only('class Rectangle {}\nfunction void g(Rectangel r) {}');
  t.is(message, 'Unknown type `Rectangel`');
  t.deepEqual(notes, ['Did you mean `Rectangle`?']);
  t.like(span, { kind: 'tokens', decl: 'main::function g(Rectangel)', from: -5, to: -5 });
});

test('a misspelt primitive type and a misspelt type parameter are answered too', (t) => {
  t.deepEqual(only('function void g(strnig s) {}').notes, ['Did you mean `string`?']);
  t.deepEqual(only('class Map<Key> { var Kye k; }').notes, ['Did you mean `Key`?']);
  t.deepEqual(only('function void g(Whatever s) {}').notes, []);
});

test('a cycle of inheritance is shown whole', (t) => {
  const { message, notes, labels } = only(
    'class Cc extends Aa {} class Aa extends Bb {} class Bb extends Cc {}',
  );
  t.is(message, 'Class `Aa` inherits from itself');
  t.deepEqual(notes, ['The cycle is `Aa` extends `Bb` extends `Cc` extends `Aa`.']);
  t.deepEqual(
    labels.map((label) => label.span),
    [
      { kind: 'name', decl: 'main::class Bb' },
      { kind: 'name', decl: 'main::class Cc' },
    ] as never,
  );
});

test('a duplicate points to the first declaration', (t) => {
  const { span, labels } = only('function int g(int a) { 1 } function int g(int b) { 2 }');
  t.deepEqual(span, { kind: 'name', decl: 'main::function g(int)#2' } as never);
  t.deepEqual(labels[0]?.span, { kind: 'name', decl: 'main::function g(int)' } as never);
});

test('the diagnostics of a declaration come in textual order, signature first', (t) => {
  const program = openProgram({
    main: 'function Nope g(Nada x, int x) { zilch }\nvoid main() {}\n',
  });
  t.deepEqual(
    program.check().map((diagnostic) => diagnostic.message),
    [
      'Unknown type `Nope`',
      'Unknown type `Nada`',
      'Two parameters are called `x`',
      'Unknown name `zilch`',
    ],
  );
});
