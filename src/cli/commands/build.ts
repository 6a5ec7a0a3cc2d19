/** `boltd build`, and the part of it that `boltd run` shares. */
import type { BuildReport, Goal } from '../../build/report.ts';
import type { RequestObserver } from '../../build/workspace-api.ts';
import type { ExecutableKey } from '../../compiler/queries/output.ts';
import { throughDaemon } from '../daemon-client.ts';
import { UsageError } from '../exit.ts';
import { namedFile } from '../named-file.ts';
import type { Output } from '../output.ts';
import { racePolicy } from '../race-option.ts';
import { statusOf } from '../show-report.ts';
import { figuresOf, showStatistics } from '../show-statistics.ts';
import type { WorkspaceSettings } from '../workspace.ts';

export type BuildOptions = Readonly<Record<string, unknown>>;

export interface TargetOutcome {
  readonly report: BuildReport;
  /** Prints what `--stats` asks for: the last word of a command. */
  showFigures(): void;
}

export async function build(
  output: Output,
  target: string,
  options: BuildOptions,
): Promise<number> {
  const { report, showFigures } = await buildTarget(output, target, options);
  showFigures();
  return statusOf(report);
}

/** Builds and prints diagnostics; the caller decides what happens next. */
export async function buildTarget(
  output: Output,
  target: string,
  options: BuildOptions,
): Promise<TargetOutcome> {
  const settings = settingsOf(options);
  const request = { goal: goalOf(options), observer: { onModule: progress(output) } };
  let report = await throughDaemon(output, target, options, request);
  if (report === undefined) {
    const { performHere } = await import('../perform-here.ts');
    report = await performHere(output, target, options, { ...request, settings });
  }
  const figures = await figuresOf(options['stats'], report);
  return { report, showFigures: () => showStatistics(output, options['stats'], figures) };
}

/** What the options of a command that builds ask of a workspace. */
export function settingsOf(options: BuildOptions): WorkspaceSettings {
  const workers = workerCount(options['jobs']);
  const verify = fraction(options['verifyCache']);
  return { ...(workers !== undefined && { workers }), ...(verify !== undefined && { verify }) };
}

export function goalOf(options: BuildOptions): Goal {
  const { output: file } = options;
  return {
    kind: 'build',
    key: executableKey(options),
    ...racePolicy(options),
    ...(typeof file === 'string' && { output: namedFile('-o', file) }),
  };
}

function executableKey({ output, release, sanitize }: BuildOptions): ExecutableKey {
  if (sanitize === 'thread') return release === true ? 'whole@release+thread' : 'whole@dev+thread';
  if (release === true) return 'whole@release';
  return typeof output === 'string' ? 'whole@dev' : 'sharded';
}

/** A line now and then, for builds that take long enough to wonder. */
function progress(output: Output): NonNullable<RequestObserver['onModule']> {
  let shownAt = Date.now();
  return (done, total) => {
    if (Date.now() - shownAt < 1000) return;
    shownAt = Date.now();
    output.progress(`  ${done} of ${total} modules`);
  };
}

function fraction(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const number = value === '' ? Number.NaN : Number(value);
  if (!(number > 0 && number <= 1))
    throw new UsageError('--verify-cache takes a fraction such as 0.1');
  return number;
}

function workerCount(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new UsageError('--jobs takes a number from 1');
  return number;
}
