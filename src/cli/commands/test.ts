/**
 * `boltd test`: builds the program with its tests, runs those whose outcome is not known, and keeps which passed.
 * Other processes may use the cache while tests run.
 */
import { rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import type { Goal } from '../../build/report.ts';
import type { PlannedTest } from '../../build/tests.ts';
import { forgetPassed, keepPassed, planTests } from '../../build/tests.ts';
import type { Workspace } from '../../build/workspace-api.ts';
import type { Profile } from '../../llvm/protocol.ts';
import { exitCode, UsageError } from '../exit.ts';
import { namedFile } from '../named-file.ts';
import type { Output } from '../output.ts';
import { racePolicy } from '../race-option.ts';
import { showDiagnostics } from '../show-diagnostics.ts';
import { junitReport } from '../test/junit.ts';
import type { TestOutcome } from '../test/run-tests.ts';
import { runTests } from '../test/run-tests.ts';
import { showOutcome, showSummary, summaryOf } from '../test/show-tests.ts';
import { withWorkspace } from '../workspace.ts';
import type { BuildOptions } from './build.ts';
import { settingsOf } from './build.ts';

export interface TestOptions {
  readonly profile: Profile;
  /** A part of `module: title`. */
  readonly filter: string | undefined;
  /** Whether tests that passed and did not change run again. */
  readonly isAll: boolean;
  readonly jobs: number;
  readonly limitMs: number;
}

export async function test(
  output: Output,
  filter: string | undefined,
  options: BuildOptions,
): Promise<number> {
  const { target = '.', junit } = options;
  const wanted = testOptions(filter, options);
  const report = typeof junit === 'string' ? namedFile('--junit', junit) : undefined;
  return withWorkspace(output, String(target), settingsOf(options), async (workspace) => {
    const outcomes = await testWorkspace(output, workspace, {
      ...wanted,
      goal: testGoal(wanted, options),
    });
    if (outcomes === undefined) return exitCode.diagnostics;
    if (report !== undefined) writeFileSync(report, junitReport(outcomes));
    const isRight = outcomes.every(({ kind }) => kind !== 'failed');
    return isRight ? exitCode.done : exitCode.diagnostics;
  });
}

export function testGoal({ profile }: Pick<TestOptions, 'profile'>, options: BuildOptions): Goal {
  return { kind: 'build', key: `tests@${profile}`, ...racePolicy(options) };
}

/** @throws UsageError */
export function testOptions(filter: string | undefined, options: BuildOptions): TestOptions {
  return {
    profile: options['release'] === true ? 'release' : 'dev',
    filter,
    isAll: options['all'] === true,
    jobs: Number(options['jobs'] ?? os.availableParallelism()),
    limitMs: limitOf(options['timeout']) * 1000,
  };
}

function limitOf(value: unknown): number {
  const seconds = Number(value ?? 60);
  if (value === '' || !(seconds > 0 && seconds < 1e6)) {
    throw new UsageError('--timeout takes a number of seconds');
  }
  return seconds;
}

/** Undefined: the program has mistakes, which are shown. */
async function testWorkspace(
  output: Output,
  workspace: Workspace,
  options: TestOptions & { readonly goal: Goal },
): Promise<readonly TestOutcome[] | undefined> {
  const start = performance.now();
  const { goal } = options;
  const { executable, root, diagnostics, temporaryFolder } = await workspace.perform({ goal });
  showDiagnostics(output, root, diagnostics);
  try {
    if (executable === undefined) {
      output.event('build-finished', { success: false });
      return undefined;
    }
    const { outcomes, leftOut } = await runWanted(output, workspace, { ...options, executable });
    const milliseconds = Math.round(performance.now() - start);
    showSummary(output, summaryOf(outcomes), { milliseconds, leftOut });
    return outcomes;
  } finally {
    if (temporaryFolder !== undefined) rmSync(temporaryFolder, { recursive: true, force: true });
  }
}

export interface RunOptions extends TestOptions {
  /** The program of tests, up to date. */
  readonly executable: string;
  /** Once it is true no more tests start, and those that run are ended without an outcome. */
  readonly isCancelled?: () => boolean;
}

/** Runs the tests that the options ask for and whose outcome is not known. */
export async function runWanted(
  output: Output,
  workspace: Workspace,
  options: RunOptions,
): Promise<{ readonly outcomes: readonly TestOutcome[]; readonly leftOut: number }> {
  const { profile, filter = '', isAll, executable, jobs, limitMs, isCancelled } = options;
  const all = await workspace.use(async ({ session }) => {
    if (isAll) forgetPassed(session, profile);
    return planTests(session, profile);
  });
  workspace.rest();
  const wanted = all.filter(({ module, title }) => `${module}: ${title}`.includes(filter));
  const known = wanted.flatMap(unchanged);
  for (const outcome of known) showOutcome(output, outcome);
  const open = wanted.filter(({ passedInMs }) => passedInMs === undefined);
  const onOutcome = (outcome: TestOutcome): void => showOutcome(output, outcome);
  const run = { executable, jobs, limitMs, onOutcome, ...(isCancelled && { isCancelled }) };
  const ran = await runTests(run, open);
  const passed = ran.flatMap(({ test: { decl, basis }, kind, milliseconds }) =>
    kind === 'passed' && basis !== undefined ? [{ decl, basis, milliseconds }] : [],
  );
  if (passed.length > 0) {
    await workspace.use(async ({ session }) => keepPassed(session, profile, passed));
  }
  return { outcomes: [...known, ...ran], leftOut: all.length - wanted.length };
}

function unchanged(test: PlannedTest): readonly TestOutcome[] {
  const { passedInMs: milliseconds } = test;
  return milliseconds === undefined ? [] : [{ test, kind: 'unchanged', milliseconds, output: '' }];
}
