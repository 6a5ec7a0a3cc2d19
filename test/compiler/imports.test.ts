/** Imports, visibility and what names mean across modules. */
import test from 'ava';
import { moduleId } from '../../src/base/ids.ts';
import { nameKey } from '../../src/compiler/queries/inputs.ts';
import {
  exportedQuery,
  lookupQuery,
  mainsQuery,
  namesInScopeQuery,
} from '../../src/compiler/queries/names.ts';
import { codesOf, decl, openProgram } from './program.ts';

const shapes = `
public class Circle { var int radius; }
class Secret {}
public function int area(Circle c) { c.radius }
function int helper() { 1 }
`;

test('a module is imported whole, under an alias, or by items', (t) => {
  const check = (main: string): readonly string[] => codesOf({ main, 'geometry.shapes': shapes });
  t.deepEqual(
    check(
      'import geometry.shapes; function int f(shapes.Circle c) { shapes.area(c) } void main() {}',
    ),
    [],
  );
  t.deepEqual(
    check('import geometry.shapes as g; function int f(g.Circle c) { g.area(c) } void main() {}'),
    [],
  );
  t.deepEqual(
    check(
      'import geometry.shapes.{Circle, area as size}; function int f(Circle c) { size(c) } void main() {}',
    ),
    [],
  );
});

test('what an import asks for has to exist and be public', (t) => {
  const check = (main: string): readonly string[] =>
    codesOf({ main: `${main} void main() {}`, 'geometry.shapes': shapes });
  t.deepEqual(check('import geometry.shape;'), ['E0220']);
  t.deepEqual(check('import geometry.shapes.{Square};'), ['E0221']);
  t.deepEqual(check('import geometry.shapes.{Secret, helper};'), ['E0222', 'E0222']);
  t.deepEqual(check('import main;'), ['E0223']);
  t.deepEqual(check('import geometry.shapes.{Circle}; import geometry.shapes.{area as Circle};'), [
    'E0224',
  ]);
  t.deepEqual(check('import geometry.shapes.{area, area};'), ['E0224']);
});

test('notes of imports say what was meant', (t) => {
  const note = (main: string): string | undefined =>
    openProgram({ main: `${main} void main() {}`, 'geometry.shapes': shapes }).check()[0]?.notes[0];
  t.is(note('import geometry.shape;'), 'Did you mean `geometry.shapes`?');
  t.is(note('import geometry.shapes.{Circel};'), 'Did you mean `Circle`?');
  t.is(
    note('import geometry.shapes.Circle;'),
    '`Circle` is declared in module `geometry.shapes`: write `import geometry.shapes.{Circle};`.',
  );
  t.is(
    note('import geometry.shapes.{Secret};'),
    'Declare it `public` in `geometry.shapes` to use it from other modules.',
  );
});

test('the uses of a broken import are silent', (t) => {
  const main =
    'import nowhere; import lost.{Thing, go}; function Thing f(nowhere.Other o) { go(o) } void main() {}';
  t.deepEqual(codesOf({ main }), ['E0220', 'E0220']);
});

test('types of other modules are checked like own ones', (t) => {
  const check = (main: string): readonly string[] =>
    codesOf({ main: `import geometry.shapes; ${main} void main() {}`, 'geometry.shapes': shapes });
  t.deepEqual(check('function void f(shapes.Secret s) {}'), ['E0222']);
  t.deepEqual(check('function void f(shapes.Square s) {}'), ['E0203']);
  t.deepEqual(check('function void f(shapes.area s) {}'), ['E0204']);
  t.deepEqual(check('function void f(shapes s) {}'), ['E0204']);
  t.deepEqual(check('function void f(forms.Circle s) {}'), ['E0203']);
  t.deepEqual(check('function void f(geometry.shapes.Circle s) {}'), ['E0203']);
  t.deepEqual(check('class Ring extends shapes.Circle {}'), []);
});

test('modules may import each other in a cycle', (t) => {
  const files = {
    main: 'import other.{Leaf}; public class Tree { var Leaf leaf; } void main() {}',
    other: 'import main.{Tree}; public class Leaf { var Tree tree; }',
  };
  t.deepEqual(codesOf(files), []);
});

test('own declarations shadow imports, and imports shadow the prelude', (t) => {
  const program = openProgram({
    main: 'import other.{f, g}; function int f() { 1 } void main() {}',
    other: 'public function int f() { 2 } public function int g() { 3 } function int h() { 4 }',
    'std.prelude':
      'public function int f() { 5 } public function int g() { 6 } public function int h() { 7 } function int k() { 8 }',
  });
  const lookup = (name: string): readonly unknown[] =>
    program.engine.get(lookupQuery, nameKey(moduleId('main'), name));
  t.deepEqual(lookup('f'), [{ kind: 'function', decl: decl('main::function f()') }]);
  t.deepEqual(lookup('g'), [{ kind: 'function', decl: decl('other::function g()') }]);
  t.deepEqual(lookup('h'), [{ kind: 'function', decl: decl('std.prelude::function h()') }]);
  t.deepEqual(lookup('k'), []);
  t.deepEqual(program.engine.get(exportedQuery, nameKey(moduleId('other'), 'h')), []);
  t.deepEqual(program.engine.get(namesInScopeQuery, moduleId('main')), ['f', 'g', 'h']);
});

test('the mains of a module are known without its bodies', (t) => {
  const program = openProgram({ main: 'void main() {}', other: 'function int f() { 1 }' });
  t.deepEqual(program.engine.get(mainsQuery, moduleId('main')), [decl('main::main')]);
  t.deepEqual(program.engine.get(mainsQuery, moduleId('other')), []);
  t.deepEqual(program.executed(), ['mains(main)', 'mains(other)']);
});
