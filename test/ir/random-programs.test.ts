/** Lowering against a reference that executes typed bodies directly. */
import test from 'ava';
import { instantiate } from '../../src/ir/instantiate.ts';
import { verifyUnit } from '../../src/ir/verify-mir.ts';
import * as h from './hir.ts';
import { interpret } from './hir-interpreter.ts';
import { execute } from './interpreter.ts';
import { randomProgram } from './random-program.ts';

const seeds = Array.from({ length: 600 }, (_, seed) => seed);

test('lowered code is valid and does what the typed bodies say', (t) => {
  const seen = { panics: 0, joins: 0, locks: 0 };
  for (const seed of seeds) {
    const program = randomProgram(seed);
    const units = program.map(h.lower);
    for (const unit of units) t.deepEqual(verifyUnit(unit), [], `seed ${seed}`);
    const expected = interpret(program.map(h.typedBody), h.decl('function f0()'));
    const outcome = execute(
      { units, dispatch: (type, slot) => ({ decl: `${type.decl}.method ${slot}`, typeArgs: [] }) },
      h.decl('function f0()'),
    );
    t.is(outcome.output, expected.output, `output of seed ${seed}`);
    t.is(outcome.panic, expected.panic, `panic of seed ${seed}`);
    if (outcome.panic === undefined) {
      t.is(String(outcome.result), expected.result, `result of seed ${seed}`);
      t.deepEqual(unbalanced(outcome.log), [], `locks of seed ${seed}`);
    }
    seen.panics += outcome.panic === undefined ? 0 : 1;
    seen.joins += outcome.log.filter((line) => /joined [1-9]/.test(line)).length;
    seen.locks += outcome.log.filter((line) => line.startsWith('lock')).length;
  }
  t.true(seen.panics > 50 && seen.panics < seeds.length / 2, 'most programs end, some panic');
  t.true(seen.joins > 20, 'tasks are spawned');
  t.true(seen.locks > 1000, 'locks are taken');
});

test('instantiating code that is not generic changes nothing', (t) => {
  for (const seed of seeds.slice(0, 100)) {
    for (const unit of randomProgram(seed).map(h.lower)) {
      t.deepEqual(instantiate(unit, [], unit.symbol), unit);
    }
  }
});

/** Locks that were not given back. */
function unbalanced(log: readonly string[]): string[] {
  const held = new Map<string, number>();
  for (const line of log) {
    const [verb, ...what] = line.split(' ');
    const key = what.join(' ');
    if (verb === 'lock') held.set(key, (held.get(key) ?? 0) + 1);
    if (verb === 'unlock') held.set(key, (held.get(key) ?? 0) - 1);
  }
  return [...held].filter(([, count]) => count !== 0).map(([key]) => key);
}
