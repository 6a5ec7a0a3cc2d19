/** The tests of a project that has been built with them: which there are, and which need not run again. */
import type { DeclId, ModuleId } from '../base/ids.ts';
import { moduleOf } from '../base/ids.ts';
import { present } from '../base/invariant.ts';
import { positionsInput } from '../compiler/queries/inputs.ts';
import { signatureSyntaxQuery } from '../compiler/queries/syntax.ts';
import { testRunKey, testRunQuery, testsOf } from '../compiler/queries/tests.ts';
import type { Profile } from '../llvm/protocol.ts';
import type { Engine } from '../query/engine-api.ts';
import { siteOf } from '../syntax/positions.ts';
import type { Session } from './session.ts';

export interface PlannedTest {
  readonly decl: DeclId;
  readonly module: ModuleId;
  readonly title: string;
  /** Of its title, relative to the project's root; line from 1. */
  readonly path: string;
  readonly line: number;
  /** What the program of tests knows it by. */
  readonly number: number;
  /** What its outcome would follow from; absent where that is not known in full. */
  readonly basis?: string;
  /** How long it took when it passed with all that its outcome depends on as it is now. */
  readonly passedInMs?: number;
}

/** All tests, by module and id. */
export function planTests({ engine }: Session, profile: Profile): readonly PlannedTest[] {
  return testsOf(engine).map((decl, number) => ({
    ...describe(engine, decl),
    number,
    ...stateOf(engine, decl, profile),
  }));
}

function describe(
  engine: Engine,
  decl: DeclId,
): Pick<PlannedTest, 'decl' | 'module' | 'title' | 'path' | 'line'> {
  const syntax = engine.get(signatureSyntaxQuery, decl);
  const title = syntax.kind === 'test' ? syntax.title : '';
  const positions = present(engine.get(positionsInput, decl) ?? undefined, `positions of ${decl}`);
  const { path, line } = siteOf(positions, positions.name);
  return { decl, module: moduleOf(decl), title, path, line };
}

function stateOf(
  engine: Engine,
  decl: DeclId,
  profile: Profile,
): Pick<PlannedTest, 'basis' | 'passedInMs'> {
  const prepared = engine.prepare(testRunQuery, testRunKey(decl, profile));
  switch (prepared.kind) {
    case 'ready':
      return { passedInMs: prepared.value.milliseconds };
    case 'order':
      return { basis: prepared.order.orderText };
    case 'blocked':
      return {};
  }
}

/** A test that passed, and what its outcome followed from. */
export interface PassedTest {
  readonly decl: DeclId;
  readonly basis: string;
  readonly milliseconds: number;
}

/** Keeps what passed, unless the code has changed meanwhile. */
export function keepPassed(
  { engine }: Session,
  profile: Profile,
  passed: readonly PassedTest[],
): void {
  for (const { decl, basis, milliseconds } of passed) {
    const prepared = engine.prepare(testRunQuery, testRunKey(decl, profile));
    if (prepared.kind !== 'order' || prepared.order.orderText !== basis) continue;
    engine.complete(testRunQuery, prepared.order, { milliseconds }, milliseconds * 1000);
  }
  engine.flush();
}

/** Forgets that tests passed, so that they run again. */
export function forgetPassed({ engine }: Session, profile: Profile): void {
  for (const decl of testsOf(engine)) engine.forget(testRunQuery, testRunKey(decl, profile));
}
