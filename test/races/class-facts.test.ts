/** What classes mean to the rules on data races: what they reach, and which capabilities conflict. */
import test from 'ava';
import { classFactsQuery } from '../../src/compiler/queries/races.ts';
import type { ClassFacts } from '../../src/races/model.ts';
import { openProgram } from '../compiler/program.ts';

const classes = `
class Cell { capability linear Own; var int v : Own; }
class Desk { var int v; }
class Tally { capability locked Lk; var int v : Lk; }
class Node { capability subordinate In; var int v : In; var Node next : In; }
class Box<T> { capability local Slot, read Id; var T it : Slot; const int id : Id; }
`;

function factsOf(source: string, name: string, profiles = ''): ClassFacts {
  const { engine } = openProgram({ main: `${classes}${source}` });
  return engine.get(classFactsQuery, `main::class ${name}${profiles}`);
}

/** `A B` for each pair that conflicts, in alphabetical order within the pair. */
function conflictsOf(source: string): readonly string[] {
  const pairs = factsOf(source, 'It').conflicts.map((pair) => [...pair].sort().join(' '));
  return [...new Set(pairs)].sort();
}

function reachOf(source: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    factsOf(source, 'It').capabilities.map(({ name, reaches }) => [name, reaches.join(' ')]),
  );
}

test('a capability reaches its own mode and those behind its fields', (t) => {
  t.deepEqual(
    reachOf(
      'class It { capability linear A, local B, read C, locked D; var int v : A; var Cell c : B; const Desk d : C; var Node n : D; var Tally t : A, C; }',
    ),
    { A: 'linear', B: 'linear local', C: 'local', D: 'subordinate' },
  );
});

test('a class that refers to itself, or to one that refers to it, reaches what its own fields do', (t) => {
  t.deepEqual(
    reachOf(
      'class It { capability read A; const It next : A; const Other other : A; } class Other { capability read B; const It back : B; const Cell c : B; }',
    ),
    { A: 'linear' },
  );
  t.deepEqual(factsOf('', 'Node').reaches, ['subordinate']);
});

test('a generic class reaches what its type argument does', (t) => {
  t.deepEqual(factsOf('', 'Box', '<value>').reaches, ['local']);
  t.deepEqual(factsOf('', 'Box', '<linear+subordinate>').reaches, [
    'linear',
    'local',
    'subordinate',
  ]);
  t.deepEqual(
    reachOf('class It { capability read A, read B; const Box<Cell> b : A; const Box<int> c : B; }'),
    {
      A: 'linear local',
      B: 'local',
    },
  );
});

test('a subclass has the capabilities and fields of its superclass', (t) => {
  t.deepEqual(
    reachOf(
      'class Base { capability read A; const Cell c : A; } class It extends Base { capability local B; var int v : B; }',
    ),
    {
      A: 'linear',
      B: 'local',
    },
  );
});

const tables: readonly (readonly [title: string, source: string, conflicts: readonly string[]])[] =
  [
    [
      'a linear capability conflicts with itself',
      'class It { capability linear A, linear B; var int v : A; const int w : B; }',
      ['A A', 'B B'],
    ],
    [
      'what is const may be shared',
      'class It { capability local A, read B; const int v : A, B; const Tally t : A; }',
      [],
    ],
    [
      'what is written through one of two is not shared by both',
      'class It { capability local A, read B; var int v : A, B; }',
      ['A A', 'A B'],
    ],
    [
      'readers and lockers share what is written under the lock',
      'class It { capability read A, locked B; var int v : A, B; var Tally t : A, B; }',
      [],
    ],
    [
      'a variable field of a shareable class is itself written',
      'class It { capability linear A, linear B; var Tally t : A, B; }',
      ['A A', 'A B', 'B B'],
    ],
    [
      'local state is not shared, not even under a lock',
      'class It { capability read A, locked B; const Desk d : A; var Desk e : B; }',
      ['A A', 'B B'],
    ],
    [
      'linear state may lie under a lock',
      'class It { capability locked A, read B; var Cell c : A; const Cell d : A, B; }',
      [],
    ],
    [
      'linear state is not shared otherwise',
      'class It { capability local A, read B; const Cell c : A, B; }',
      ['A A', 'A B'],
    ],
    [
      'subordinate objects may be linked, whichever fields they are in',
      'class It { capability linear A, linear B, read C; var Node n : A; var Node m : B; const int v : C; }',
      ['A A', 'A B', 'B B'],
    ],
    ['a class without capabilities is never shared', 'class It { const int v; }', ['self self']],
  ];

for (const [title, source, conflicts] of tables) {
  test(title, (t) => t.deepEqual(conflictsOf(source), conflicts));
}
