/**
 * Programs that the checker rejects and that do race: with `--ignore-data-races` ThreadSanitizer shows the race,
 * and names the functions that meet in it.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { boltd, execute, repository, temporaryProject } from '../harness/boltd.ts';
import { parseFixture } from '../harness/fixture-file.ts';

const folder = path.join(repository, 'test/fixtures/language/data-races');

/** Fixtures, with names that a report has. */
const racing: Readonly<Record<string, readonly string[]>> = {
  'tasks/tasks-do-not-use-one-linear-capability': ['main::main$task1', 'main::main'],
  'tasks/a-task-of-a-loop-meets-itself': ['main::main$task1'],
  'tasks/parts-meet-in-their-owner': ['class Cell.method add(int)', 'main::main$task1'],
  'tasks/capabilities-that-share-a-changing-reference-to-a-lock-meet': ['main::main$task1'],
  'local/a-local-object-is-not-even-read-in-another-task': ['main::main$task1'],
  'read/reading-meets-writing-through-linear': ['main::main$task1'],
  'read/a-linear-capability-does-not-serve-two-tasks-beside-a-read-one': ['main::main$task1'],
  'locked/a-linear-capability-does-not-serve-two-tasks-beside-a-lock': [
    'function set(Cell)',
    'class Cell.method add(int)',
  ],
  'guards/what-the-guard-leaves-out-is-not-consumed': ['main::main$task1'],
  'aliases/the-owner-of-a-part-in-use-is-not-handed-over': ['main::main$task1'],
  'aliases/a-part-of-a-part-is-an-alias': ['main::main$task1'],
  'aliases/a-part-in-a-task-keeps-its-owner-though-the-variable-moves-on': ['main::main$task1'],
  'aliases/an-alias-in-a-task-beside-keeps-linear-away': ['main::main$task1'],
  'consume/an-owner-whose-alias-is-in-use-is-not-consumed': ['main::main$task1'],
  // Three threads meet; which two a report names depends on the schedule.
  'consume/what-a-task-took-is-gone-for-its-neighbours': ['main::main'],
  'calls/a-linear-object-is-not-passed-twice': ['function both(Cell,Cell)'],
  'calls/a-part-and-its-owner-are-not-passed-together': ['function both(Cell,Hold)'],
  'calls/a-receiver-is-not-consumed-by-its-own-argument': ['class More.method meet(Cell)'],
  'calls/a-receiver-is-not-consumed-inside-an-argument': ['class More.method meet(Cell)'],
  'calls/a-part-as-receiver-does-not-outlive-its-owner': ['class Cell.method meet(Hold)'],
  'calls/a-callee-does-not-take-out-what-a-call-holds': ['class Cell.method meet(Cell)'],
  'calls/what-a-call-holds-is-not-consumed-without-a-name': ['class Cell.method meet(Cell)'],
  'calls/a-task-of-an-argument-does-not-go-on-beside-the-call': ['class Cell.method add(int)'],
  'aliases/an-alias-made-in-an-argument-is-one': ['class Cell.method meet(Cell)'],
  'aliases/a-task-that-assigns-its-copy-ends-no-use-beside-it': ['class Cell.method sum()'],
  'aliases/what-a-task-uses-stays-in-use-by-another-name': ['class Cell.method sum()'],
  'overriding/two-overriding-methods-do-not-share-what-nobody-sees': [
    'class Trio.method setA(int)',
    'class Trio.method setB(int)',
  ],
  'overriding/local-state-of-a-subclass-does-not-cross-as-its-superclass': [
    'class Sneaky.method add(int)',
  ],
  'overriding/an-object-as-its-superclass-is-all-that-its-methods-use': [
    'class More.method add(int)',
  ],
  'overriding/an-inherited-method-runs-what-overrides-another': ['class Derived.method step()'],
  'overriding/what-a-subclass-overlaps-is-seen-in-both-orders': ['class Derived.method get()'],
  'generics/a-plain-subclass-brings-the-methods-of-its-generic-superclass': ['main::main$task1'],
  'values/an-array-whose-slice-is-in-use-is-not-split': ['main::main'],
  'values/a-row-is-not-used-beside-a-task-that-has-the-grid': ['main::main'],
  'values/a-lent-read-array-is-not-returned': ['main::main'],
  'values/the-condition-of-an-arm-gives-nothing-away': ['main::main'],
  'values/the-condition-of-an-arm-does-not-take-the-whole': ['main::main'],
  'values/a-copied-struct-shares-its-array': ['main::main'],
  'values/an-array-in-a-union-is-not-used-by-two-tasks': ['main::main'],
  'values/objects-in-a-shared-array-are-not-used-by-two-tasks': ['main::main'],
  'values/generic-code-does-not-double-an-array': ['main::main'],
};

for (const [name, functions] of Object.entries(racing)) {
  test(`${name}: the race is there`, (t) => checkRace(t, name, functions));
}

async function checkRace(
  t: ExecutionContext,
  name: string,
  functions: readonly string[],
): Promise<void> {
  const [revision] = parseFixture(readFileSync(path.join(folder, `${name}.bolt`), 'utf8'));
  t.true(revision?.expectations.some(({ code }) => code.startsWith('E06')));
  const { root, dispose } = temporaryProject(revision?.files ?? []);
  try {
    const program = path.join(root, 'program');
    const env = { BOLT_CACHE_DIR: path.join(root, '.cache') };
    const flags = ['-q', '--ignore-data-races', '--sanitize=thread', '-o', program];
    const built = await boltd(['build', ...flags, path.join(root, 'main.bolt')], { env });
    t.is(built.status, 0, built.stderr);
    const ran = await execute(program, [], { env: { BOLT_THREADS: '4' } });
    t.is(ran.status, 66, ran.stderr);
    t.true(ran.stderr.includes('WARNING: ThreadSanitizer: data race'), ran.stderr);
    for (const each of functions) t.true(ran.stderr.includes(each), `${each}: ${ran.stderr}`);
  } finally {
    dispose();
  }
}
