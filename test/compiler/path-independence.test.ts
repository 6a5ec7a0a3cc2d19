/** Whatever the way to a program, what is known about it is what a first check of it would say. */
import test from 'ava';
import { moduleId } from '../../src/base/ids.ts';
import { typedBodyQuery } from '../../src/compiler/queries/bodies.ts';
import { outlineInput } from '../../src/compiler/queries/inputs.ts';
import { fieldLayoutQuery, methodTableQuery } from '../../src/compiler/queries/members.ts';
import type { Program } from './program.ts';
import { openProgram } from './program.ts';

/** Texts that each module may have; they fit together more or less. */
const variants: Readonly<Record<string, readonly string[]>> = {
  base: [
    'public class Shape { var int size; int area() { this.size } }',
    'public class Shape { capability local Loc; var int size : Loc; int area() : Loc { this.size } }',
    'public class Shape<T> { var T size; T area() { this.size } }',
    'class Shape { var int size; int area() { this.size } }',
    'import shapes.{Circle}; public class Shape extends Circle { int area() { 1 } }',
    'public class Form { var int size; } public function int area() { 2 }',
    '',
  ],
  shapes: [
    'import base.{Shape}; public class Circle extends Shape { var int radius; int area() { this.radius } }',
    'import base; public class Circle extends base.Shape { var bool round; }',
    'import base.{Shape}; public class Circle extends Shape { bool area() { true } var int size; }',
    'public class Circle { var int radius; int area(int x) { x } int area(bool x) { 1 } }',
    '// Nothing but a comment.',
  ],
  main: [
    'import shapes.{Circle}; function int f(Circle c) { c.area() } void main() { let n = f(new Circle()); }',
    'import shapes; function int f(shapes.Circle c) { c.size } void main() { let n = f(new shapes.Circle(size: 1)); }',
    'import shapes.{Circle as Disk}; function int f(Disk c) { c.area(1) + c.area(true) } void main() {}',
    'function int f(int c) { c } function int f(bool c) { 0 } void main() { let n = f(1) + f(true); }',
    'function int f(int c) { c } function int f(int d) { 0 } function Circel g() { h() } void main() {}',
  ],
};

/** Everything that later stages ask for. */
function contents(program: Program): unknown {
  const { engine } = program;
  const declarations = Object.keys(variants).flatMap((module) =>
    engine.get(outlineInput, moduleId(module)),
  );
  return {
    diagnostics: program.check(),
    bodies: declarations
      .filter(({ kind }) => kind === 'function' || kind === 'method' || kind === 'main')
      .map(({ id }) => engine.get(typedBodyQuery, id)),
    classes: declarations
      .filter(({ kind }) => kind === 'class')
      .map(({ id }) => [engine.get(fieldLayoutQuery, id), engine.get(methodTableQuery, id)]),
  };
}

test('an edited program equals a fresh one, through edits, removals and restarts', (t) => {
  const random = generator(20);
  const pick = <T>(list: readonly T[]): T | undefined => list[random(list.length)];
  const files: Record<string, string> = {};
  let program = openProgram(files);
  for (let step = 0; step < 150; step += 1) {
    const module = pick(Object.keys(variants)) ?? '';
    if (random(8) === 0) delete files[module];
    else files[module] = pick(variants[module] ?? []) ?? '';
    program.replace(files);
    if (random(10) === 0) program = program.restart();
    const fresh = openProgram(files);
    t.deepEqual(contents(program), contents(fresh), `step ${step}: ${JSON.stringify(files)}`);
  }
});

/** Numbers below a bound, the same in every run. */
function generator(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}
