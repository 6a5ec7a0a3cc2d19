/**
 * What an edit executes, exactly. Everything that is not listed was reused or not even looked at.
 */
import test from 'ava';
import { fieldLayoutQuery, methodTableQuery } from '../../src/compiler/queries/members.ts';
import type { Program } from './program.ts';
import { decl, openProgram } from './program.ts';

const hub = `
public function int f(int x) { x + 1 }
public function int g() { f(2) }
`;

const main = `
import hub.{f};
function int use() { f(1) }
void main() { let n = use(); }
`;

/** A checked program, with nothing left to report of its first check. */
function checked(files: Readonly<Record<string, string>>): Program {
  const program = openProgram(files);
  program.check();
  program.executed();
  program.changedInputs();
  return program;
}

function afterEdit(program: Program, module: string, text: string): readonly string[] {
  program.edit(module, text);
  program.check();
  return program.executed();
}

test('an edit in the body of a function in a hub concerns that body alone', (t) => {
  const program = checked({ main, hub });
  const executed = afterEdit(program, 'hub', hub.replace('x + 1', 'x + 2'));
  t.deepEqual(program.changedInputs(), ['bodyText(hub::function f(int))']);
  t.deepEqual(executed, [
    'bodySyntax(hub::function f(int))',
    'races(hub::function f(int))',
    'typedBody(hub::function f(int))',
  ]);
});

test('a comment changes positions, which no check reads', (t) => {
  const program = checked({ main, hub });
  t.deepEqual(afterEdit(program, 'hub', `// A hub.\n${hub}`), []);
  t.deepEqual(program.changedInputs(), [
    'positions(hub::function f(int))',
    'positions(hub::function g())',
  ]);
});

test('a mistake in a body, and its repair, concern that body and the lists of diagnostics above it', (t) => {
  const program = checked({ main, hub });
  const expected = [
    'bodySyntax(hub::function f(int))',
    'diagnostics(hub::function f(int))',
    'moduleDiagnostics(hub)',
    'typedBody(hub::function f(int))',
  ];
  const broken = afterEdit(program, 'hub', hub.replace('x + 1', 'x + true'));
  t.deepEqual(broken, expected);
  t.is(program.check().length, 1);
  t.deepEqual(afterEdit(program, 'hub', hub), []);
  t.is(program.check().length, 0);
});

test('a new function runs nothing in users of other names', (t) => {
  const program = checked({ main, hub });
  t.deepEqual(afterEdit(program, 'hub', `${hub}public function int h(int x) { x }\n`), [
    'bodySyntax(hub::function h(int))',
    'checkDeclaration(hub::function h(int))',
    'diagnostics(hub::function h(int))',
    'moduleDiagnostics(hub)',
    'races(hub::function h(int))',
    'signature(hub::function h(int))',
    'signatureSyntax(hub::function h(int))',
    'typedBody(hub::function h(int))',
  ]);
});

test('a new overload runs the users of its name', (t) => {
  const program = checked({ main, hub });
  t.deepEqual(afterEdit(program, 'hub', `${hub}public function int f(bool x) { 1 }\n`), [
    'bodySyntax(hub::function f(bool))',
    'callSignature(hub::function f(bool))',
    'checkDeclaration(hub::function f(bool))',
    'checkDeclaration(hub::function f(int))',
    'checkDeclaration(main::import hub.{f})',
    'diagnostics(hub::function f(bool))',
    'duplicateNames(hub/f)',
    'exported(hub/f)',
    'importedName(main/f)',
    'lookup(hub/f)',
    'lookup(main/f)',
    'moduleDiagnostics(hub)',
    'races(hub::function f(bool))',
    'signature(hub::function f(bool))',
    'signatureSyntax(hub::function f(bool))',
    'typedBody(hub::function f(bool))',
    'typedBody(hub::function g())',
    'typedBody(main::function use())',
  ]);
});

test('a changed signature runs its callers, and nobody behind them', (t) => {
  const program = checked({ main, hub });
  t.deepEqual(
    afterEdit(
      program,
      'hub',
      hub.replace('public function int f', 'public function borrowed int f'),
    ),
    [
      'callSignature(hub::function f(int))',
      'checkDeclaration(hub::function f(int))',
      'races(hub::function f(int))',
      'races(hub::function g())',
      'races(main::function use())',
      'signature(hub::function f(int))',
      'signatureSyntax(hub::function f(int))',
      'typedBody(hub::function f(int))',
      'typedBody(hub::function g())',
      'typedBody(main::function use())',
    ],
  );
});

test('public concerns the declaration and who imports the name', (t) => {
  const program = checked({ main, hub: hub.replace('public function int g', 'function int g') });
  t.deepEqual(afterEdit(program, 'hub', hub), [
    'checkDeclaration(hub::function g())',
    'signature(hub::function g())',
    'signatureSyntax(hub::function g())',
  ]);
});

test('a renamed function is a new one, and its users notice that the old one is gone', (t) => {
  const program = checked({ main, hub });
  const executed = afterEdit(
    program,
    'hub',
    hub.replace('int f(int x)', 'int ff(int x)').replace('f(2)', 'ff(2)'),
  );
  t.deepEqual(
    program.check().map(({ code }) => code),
    ['E0221'],
  );
  t.true(executed.includes('typedBody(main::function use())'));
  t.false(executed.includes('typedBody(main::main)'));
});

test('going back to an earlier text executes nothing', (t) => {
  const program = checked({ main, hub });
  const changed = hub
    .replace('public function int f(int x)', 'public function bool f(bool x)')
    .replace('x + 1', 'x');
  t.true(afterEdit(program, 'hub', changed).length > 0);
  t.true(program.check().length > 0);
  t.deepEqual(afterEdit(program, 'hub', hub), []);
  t.deepEqual(program.check(), []);
});

test('a new process executes nothing for what an earlier one checked', (t) => {
  const program = checked({ main, hub: hub.replace('x + 1', 'x + true') });
  const before = program.check();
  const later = program.restart();
  t.deepEqual(later.check(), before);
  t.deepEqual(later.executed(), []);
  later.edit('hub', hub);
  later.check();
  t.deepEqual(later.executed(), [
    'bodySyntax(hub::function f(int))',
    'diagnostics(hub::function f(int))',
    'moduleDiagnostics(hub)',
    'races(hub::function f(int))',
    'typedBody(hub::function f(int))',
  ]);
});

test('a module that goes takes its declarations along, and comes back for nothing', (t) => {
  const program = checked({ main, hub });
  program.replace({ main });
  t.deepEqual(
    program.check().map(({ code }) => code),
    ['E0220'],
  );
  t.true(program.changedInputs().includes('names(hub/f)'));
  program.executed();
  program.replace({ main, hub });
  t.deepEqual(program.check(), []);
  t.deepEqual(program.executed(), []);
});

const shapes = `
public class Shape { var int size; int area() { this.size } int id() { 1 } }
public class Circle extends Shape { var int radius; int area() { this.radius } }
`;

const user = `
import shapes.{Circle};
function int size(Circle c) { c.size }
function int area(Circle c) { c.area() }
`;

test('a new field concerns readers of its name and of the layout', (t) => {
  const program = checked({ shapes, user });
  const layout = (): readonly string[] =>
    program.engine
      .get(fieldLayoutQuery, decl('shapes::class Circle'))
      .map(({ field }) => field.name);
  t.deepEqual(layout(), ['size', 'radius']);
  program.executed();
  t.deepEqual(
    afterEdit(program, 'shapes', shapes.replace('var int size;', 'var int size; var int color;')),
    [
      'checkDeclaration(shapes::class Shape.field color)',
      'classFacts(shapes::class Circle)',
      'classFacts(shapes::class Shape)',
      'classShape(shapes::class Circle)',
      'classShape(shapes::class Shape)',
      'diagnostics(shapes::class Shape.field color)',
      'fieldLayout(shapes::class Circle)',
      'fieldLayout(shapes::class Shape)',
      'moduleDiagnostics(shapes)',
      'ownField(shapes::class Shape.field color)',
      'signatureSyntax(shapes::class Shape.field color)',
    ],
  );
  t.deepEqual(layout(), ['size', 'color', 'radius']);
});

test('a new overriding method concerns readers of its name and of the method table', (t) => {
  const program = checked({ shapes, user });
  const table = (): readonly string[] =>
    program.engine
      .get(methodTableQuery, decl('shapes::class Circle'))
      .map(({ slot, method }) => `${slot} ${method}`);
  t.deepEqual(table(), [
    'area() shapes::class Circle.method area()',
    'id() shapes::class Shape.method id()',
  ]);
  program.executed();
  t.deepEqual(
    afterEdit(
      program,
      'shapes',
      shapes.replace('int area() { this.radius }', 'int area() { this.radius } int id() { 2 }'),
    ),
    [
      'bodySyntax(shapes::class Circle.method id())',
      'callSignature(shapes::class Circle.method id())',
      'checkDeclaration(shapes::class Circle.method id())',
      'classShape(shapes::class Circle)',
      'diagnostics(shapes::class Circle.method id())',
      'methods(shapes::class Shape/id)',
      'moduleDiagnostics(shapes)',
      'races(shapes::class Circle.method id())',
      'signature(shapes::class Circle.method id())',
      'signatureSyntax(shapes::class Circle.method id())',
      'typedBody(shapes::class Circle.method id())',
    ],
  );
  t.deepEqual(table(), [
    'area() shapes::class Circle.method area()',
    'id() shapes::class Circle.method id()',
  ]);
});

test('a capability more concerns the rules on the class, no member, and the races of its users', (t) => {
  const text = 'public class Cell { capability local Loc; var int v : Loc; }';
  const program = checked({
    cell: text,
    user: 'import cell.{Cell}; function int get(Cell c) { c.v }',
  });
  const executed = afterEdit(program, 'cell', text.replace('local Loc;', 'local Loc, read Id;'));
  t.deepEqual(executed, [
    'capabilities(cell::class Cell)',
    'checkDeclaration(cell::class Cell)',
    'classFacts(cell::class Cell)',
    'classShape(cell::class Cell)',
    'declaredCapabilities(cell::class Cell)',
    'hasCapability(cell::class Cell/Loc)',
    'lockedCapabilities(cell::class Cell)',
    'races(user::function get(Cell))',
    'signatureSyntax(cell::class Cell)',
    'superclassLink(cell::class Cell)',
    'typeParameters(cell::class Cell)',
  ]);
});

test('a changed superclass concerns who looks through it', (t) => {
  const text = `${shapes}\npublic class Other {}\n`;
  const program = checked({ shapes: text, user });
  const executed = afterEdit(program, 'shapes', text.replace('extends Shape', 'extends Other'));
  t.true(executed.includes('typedBody(user::function size(Circle))'));
  t.deepEqual(program.check().length, 1);
});
