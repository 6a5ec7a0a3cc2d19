/** Imports between packages: a path starts with a dependency's name, or stays in the package. */
import test from 'ava';
import type { PackageInfo } from '../../src/compiler/queries/inputs.ts';
import { packagesInput } from '../../src/compiler/queries/inputs.ts';
import type { Files } from './program.ts';
import { openProgram } from './program.ts';

const packages: readonly PackageInfo[] = [
  { name: 'app', prefix: '', dependencies: ['geo'] },
  { name: 'geo', prefix: 'geo.', dependencies: ['num'] },
  { name: 'num', prefix: 'num.', dependencies: [] },
];

const files: Files = {
  main: 'import geo.shapes.{area}; void main() { let n = area(); }',
  'geo.shapes':
    'import units.{side}; import num.basic; public function int area() { basic.square(side()) }',
  'geo.units': 'public function int side() { 4 }',
  'num.basic': 'public function int square(int n) { n * n }',
};

function notes(changed: Files): readonly string[] {
  const program = openProgram({ ...files, ...changed });
  program.engine.set(packagesInput, '', packages);
  return program
    .check()
    .flatMap(({ code, message, notes: [note] }) => [`${code} ${message}`, ...(note ? [note] : [])]);
}

test('a package imports its own modules without its name, and those of its dependencies with theirs', (t) => {
  t.deepEqual(notes({}), []);
});

test('what a dependency depends on is not in reach', (t) => {
  t.deepEqual(notes({ main: 'import num.basic; void main() { let n = basic.square(2); }' }), [
    'E0220 Unknown module `num.basic`',
    'Package `num` is not among the dependencies of this one; add it to bolt.toml.',
  ]);
});

test('suggestions are written as the import would write them', (t) => {
  t.deepEqual(notes({ 'geo.units': 'import shape; public function int side() { 4 }' }), [
    'E0220 Unknown module `shape`',
    'Did you mean `shapes`?',
  ]);
});
