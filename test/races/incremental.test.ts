/** What the rules on data races execute again after an edit: the facts that it changes, and who reads those. */
import test from 'ava';
import type { Program } from '../compiler/program.ts';
import { openProgram } from '../compiler/program.ts';

const classes = `
public class Part { capability read Look; const int id : Look; }
public class Pair {
  capability linear Left, linear Right;
  var int a : Left;
  var int b : Right;
  const Part part : Left;
  void set(int v) : Left { this.a := v }
}
`;

const users = `
import classes.{Pair};
function void left(borrowed Pair{Left} p) { p.a := 1 }
function void both() { let p = new Pair(); finish { async { left(p) } p.b := 1 } }
function int other(int n) { n + 1 }
void main() { both() }
`;

const queries = /^(races|classFacts|classShape|instanceRaces)\b/;

function afterEdit(program: Program, module: string, text: string): readonly string[] {
  program.executed();
  program.edit(module, text);
  program.check();
  return program.executed().filter((execution) => queries.test(execution));
}

function checked(): Program {
  const program = openProgram({ classes, users });
  program.check();
  return program;
}

test('another body concerns itself', (t) => {
  const program = checked();
  t.deepEqual(afterEdit(program, 'users', users.replace('p.a := 1', 'p.a := 2')), [
    'races(users::function left(Pair))',
  ]);
});

test('a further field changes no fact, and so concerns no body', (t) => {
  const program = checked();
  const text = classes.replace('var int b', 'var bool more : Right;\n  var int b');
  t.deepEqual(afterEdit(program, 'classes', text), [
    'classFacts(classes::class Pair)',
    'classShape(classes::class Pair)',
  ]);
});

test('a field under another capability concerns the facts, and who uses the field or the facts', (t) => {
  const program = checked();
  const text = classes.replace('var int b : Right', 'var int b : Left, Right');
  t.deepEqual(afterEdit(program, 'classes', text), [
    'classFacts(classes::class Pair)',
    'classShape(classes::class Pair)',
    'races(classes::class Pair.method set(int))',
    'races(users::function both())',
    'races(users::function left(Pair))',
  ]);
  t.deepEqual(
    program.check().map(({ code }) => code),
    ['E0617'],
  );
  t.deepEqual(afterEdit(program, 'classes', classes), []);
  t.deepEqual(program.check(), []);
});

test('another mode concerns the users of the class, and those of classes that reach it where it matters', (t) => {
  const program = checked();
  const isAbout = (execution: string): boolean => /class Part|class Pair/.test(execution);
  const locked = classes.replace('read Look', 'locked Look');
  t.deepEqual(afterEdit(program, 'classes', locked).filter(isAbout), [
    'classFacts(classes::class Pair)',
    'classShape(classes::class Part)',
  ]);
  const confined = classes.replace('read Look', 'local Look');
  const executed = afterEdit(program, 'classes', confined);
  t.true(executed.includes('races(users::function both())'));
  t.deepEqual(
    program.check().map(({ code }) => code),
    ['E0604'],
  );
});

test('a guard concerns the callers, the name of a parameter does not', (t) => {
  const program = checked();
  t.deepEqual(afterEdit(program, 'users', users.replaceAll('p) { p.a', 'q) { q.a')), [
    'races(users::function left(Pair))',
  ]);
  t.deepEqual(afterEdit(program, 'users', users.replace('Pair{Left}', 'Pair{Left, Right}')), [
    'races(users::function both())',
    'races(users::function left(Pair))',
  ]);
  t.deepEqual(
    program.check().map(({ code }) => code),
    ['E0617'],
  );
});

test('a generic body is looked at again for its own sake and for each kind of type argument', (t) => {
  const box =
    'public class Cell { capability linear Own; var int v : Own; }\n' +
    'public class Box<T> { capability local Slot; var T it : Slot; T get() : Slot { this.it } }\n';
  const user =
    'import box.{Box, Cell};\nfunction void f() { let b = new Box<Cell>(); let c = new Box<Cell>(); }\n';
  const program = openProgram({ box, user });
  t.deepEqual(
    program.check().map(({ code }) => code),
    ['E0625', 'E0625'],
  );
  const mended = box.replace('{ this.it }', '{ consume this.it }');
  t.deepEqual(afterEdit(program, 'box', mended), [
    'instanceRaces(box::class Box.method get()<linear>)',
    'races(box::class Box.method get())',
    'races(user::function f())',
  ]);
  t.deepEqual(program.check(), []);
});
