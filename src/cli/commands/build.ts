/** `boltd build`, and the part of it that `boltd run` shares. */
import path from 'node:path';
import type { BuildOutcome } from '../../build/compile.ts';
import { buildProject, positionsOf } from '../../build/compile.ts';
import { openMakers } from '../../build/makers.ts';
import type { ExecutableKey } from '../../compiler/queries/output.ts';
import { exitCode, UsageError } from '../exit.ts';
import { installation } from '../installation.ts';
import type { Output } from '../output.ts';
import type { SessionSettings } from '../session.ts';
import { withSession } from '../session.ts';
import { createIrPrinter } from '../show-code.ts';
import { createLocator, showDiagnostics } from '../show-diagnostics.ts';
import { createExplanations } from '../show-explanations.ts';
import { costOfCache, showStatistics } from '../show-statistics.ts';

export type BuildOptions = Readonly<Record<string, unknown>>;

export interface TargetOutcome {
  readonly outcome: BuildOutcome;
  /** Holds the executable where the cache cannot; for whoever uses it to remove. */
  readonly temporaryFolder?: string;
  /** Prints what `--stats` asks for: the last word of a command. */
  showFigures(): void;
}

export async function build(
  output: Output,
  target: string,
  options: BuildOptions,
): Promise<number> {
  const { outcome, showFigures } = await buildTarget(output, target, options);
  showFigures();
  return outcome.kind === 'built' ? exitCode.done : exitCode.diagnostics;
}

/** Builds and prints diagnostics; the caller decides what happens next. */
export async function buildTarget(
  output: Output,
  target: string,
  options: BuildOptions,
): Promise<TargetOutcome> {
  const workers = workerCount(options['jobs']);
  const verify = fraction(options['verifyCache']);
  const explanations = options['explain'] === true ? createExplanations() : undefined;
  const settings: SessionSettings = {
    ...(explanations !== undefined && {
      onEvent: explanations.onEvent,
      onRestart: explanations.clear,
    }),
    ...(verify !== undefined && { verify }),
  };
  return withSession(output, target, settings, async (work) => {
    const { session, clock, statistics, hasChangedInputs } = work;
    const started = Date.now();
    const printer = createIrPrinter(output, options);
    const { workerEntry, runtimeFolder } = installation();
    const makers = openMakers({
      workerEntry,
      runtimeFolder,
      cacheFolder: session.paths.cache,
      objects: session.objects,
      engine: session.engine,
      workers,
      clock,
      onFragment: printer.onFragment,
      onOrder: printer.onOrder,
    });
    try {
      const outcome = await buildProject(
        { session, makers, clock, runtimeFolder, hasChangedInputs, onModule: progress(output) },
        request(options),
      );
      const milliseconds = Date.now() - started;
      if (statistics.total().executed > 0) {
        session.cache.recordBuild({
          startedAtMs: started,
          durationMs: milliseconds,
          outcome: outcome.kind === 'built' ? 'succeeded' : 'failed',
          statistics: Object.fromEntries(statistics.byQuery()),
        });
      }
      const locator = createLocator(session.project.root, (decl) => positionsOf(session, decl));
      showDiagnostics(output, outcome.diagnostics, locator);
      const written = outcome.kind === 'built' ? outcome.written : [];
      for (const file of written) output.detail(`wrote ${file}`);
      report(output, outcome, milliseconds);
      explanations?.show(output, session.engine);
      const cost = costOfCache(session.cache, options['stats']);
      const { isScratch, paths } = session;
      return {
        outcome,
        ...(isScratch && { temporaryFolder: path.dirname(paths.output) }),
        showFigures: () =>
          showStatistics(output, options['stats'], { statistics, clock, written, ...cost }),
      };
    } finally {
      await makers.close();
    }
  });
}

function report(output: Output, outcome: BuildOutcome, milliseconds: number): void {
  if (outcome.kind === 'rejected') {
    output.event('build-finished', { success: false, milliseconds });
    return;
  }
  const { executable, written } = outcome;
  output.event('build-finished', { success: true, executable, written, milliseconds });
  const shown = path.relative(process.cwd(), executable);
  const name = shown.startsWith('..') ? executable : shown;
  const what = written.length === 0 ? 'is up to date' : 'built';
  output.progress(`${output.colors.green(name)} ${what} in ${milliseconds} ms`);
}

function request(options: BuildOptions): { key: ExecutableKey; output?: string } {
  const { output: file, release } = options;
  const target = typeof file === 'string' ? { output: path.resolve(file) } : {};
  if (release === true) return { key: 'whole@release', ...target };
  return { key: typeof file === 'string' ? 'whole@dev' : 'sharded', ...target };
}

/** A line now and then, for builds that take long enough to wonder. */
function progress(output: Output): (done: number, total: number) => void {
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
