/** Aliases: what is one, and until when it is in use, on bodies that differ in that alone. */
import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { BodyFacts } from '../../src/races/body-facts.ts';
import { collectBodyFacts } from '../../src/races/collect-body-facts.ts';
import { computeLiveness } from '../../src/races/liveness.ts';
import type { ClassFacts } from '../../src/races/model.ts';
import type { HirExpr } from '../../src/sema/hir.ts';
import { typed } from '../sema/program.ts';

const linear: ClassFacts = {
  capabilities: [{ name: 'Own', mode: 'linear', reaches: ['linear'] }],
  conflicts: [['Own', 'Own']],
  reaches: ['linear'],
};

const classes = 'class Own { capability linear Own; var int v : Own; var Own part : Own; }\n';

function factsOf(statements: string): BodyFacts {
  const body = typed(
    `${classes}function void use(Own c) {}\nfunction borrowed Own lend(Own c) { c }\nvoid main() { let x = new Own(); ${statements} }`,
  );
  const context = {
    factsOf: () => linear,
    profileOf: () => 'linear',
    fieldCapabilities: () => ['Own'],
    membersOf: () => [],
    callee: () => ({ capabilities: ['Own'], parameters: [{ borrowed: true }], borrowed: false }),
  };
  const signature = { capabilities: [], parameters: [], borrowed: false };
  return collectBodyFacts(context, body, { kind: 'main', signature, profiles: [] });
}

/** Each alias of `x`, `y` or `y: part`. */
function aliasesOf(statements: string): readonly string[] {
  const facts = factsOf(statements);
  const aliases = [...(facts.aliases.get(0) ?? [])].map(([alias, link]) => {
    const name = facts.body.locals[alias]?.name ?? '';
    return link.isSame ? name : `${name}: part`;
  });
  return aliases.sort();
}

/** For each mention of `x`, in textual order, the aliases that are used later. */
function usedLater(statements: string): readonly string[] {
  const facts = factsOf(statements);
  const mentions: [HirExpr, string][] = [];
  for (const [mention, live] of computeLiveness(facts)) {
    if ((mention.kind === 'local' || mention.kind === 'consumeLocal') && mention.local === 0) {
      mentions.push([
        mention,
        [...live.keys()].map((local) => facts.body.locals[local]?.name).join(' '),
      ]);
    }
  }
  return mentions.sort(([a], [b]) => a.at - b.at).map(([, names]) => names);
}

function assertAliases(
  t: ExecutionContext,
  statements: string,
  ...expected: readonly string[]
): void {
  t.deepEqual(aliasesOf(statements), expected, statements);
}

test('a `let` makes aliases, of the same object or of a part', (t) => {
  assertAliases(t, 'let y = x; let z = y; z.v', 'y', 'z');
  assertAliases(t, 'let y = x.part; let z = y; z.v', 'y: part', 'z: part');
  assertAliases(t, 'let y = { let w = x; w }; y.v', 'w', 'y');
  assertAliases(t, 'let y = if true { x } else { new Own() }; y.v', 'y');
  assertAliases(t, 'let y = finish { async { printf("") } x }; y.v', 'y');
});

test('what is consumed, new or returned for good is no alias, what is lent is', (t) => {
  assertAliases(t, 'let y = consume x; y.v');
  assertAliases(t, 'let y = new Own(); y.v');
  assertAliases(t, 'let y = lend(x); y.v', 'y: part');
  assertAliases(t, 'let y = new Own(); let z = y; z.v');
});

test('an alias is in use until its last use', (t) => {
  t.deepEqual(usedLater('let y = x; x.v; y.v; x.v'), ['y']);
  t.deepEqual(usedLater('let y = x; if true { y.v } else { x.v }; x.v'), []);
  t.deepEqual(usedLater('let y = x; if x.v > 0 { y.v } else { 1 }; x.v'), ['y']);
});

test('an alias is in use around a loop, its condition included', (t) => {
  t.deepEqual(usedLater('let y = x; while y.v > 0 { x.v }; 1'), ['y']);
  t.deepEqual(usedLater('let y = x; while true { y.v; x.v }'), ['y']);
  t.deepEqual(usedLater('while true { let y = x; y.v; x.v }'), []);
  t.deepEqual(usedLater('let y = x; for (i in 0..3) { x.v; if i == 1 { break } y.v; }'), ['y']);
  t.deepEqual(usedLater('let y = x; for (i in 0..3) { x.v; if i == 1 { break } }; y.v'), ['y']);
});

test('a jump leads to what is used where it goes', (t) => {
  t.deepEqual(usedLater('let y = x; while true { x.v; return }; y.v'), []);
  t.deepEqual(usedLater('let y = x; while true { y.v; while true { x.v; break }; break }'), []);
  t.deepEqual(
    usedLater('let y = x; outer: while true { y.v; while true { x.v; continue outer } }'),
    ['y'],
  );
});

test('tasks are beside what follows, and a call has all its arguments at once', (t) => {
  t.deepEqual(usedLater('let y = x; finish { async { x.v } y.v }'), ['y']);
  t.deepEqual(usedLater('let y = x; finish { async { x.v } async { y.v } }'), ['y']);
  t.deepEqual(usedLater('let y = x; use(x)'), []);
});
