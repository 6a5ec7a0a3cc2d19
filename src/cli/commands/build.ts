/** `boltd build`, and the part of it that `boltd run` shares. */
import path from 'node:path';
import type { BuildOutcome } from '../../build/compile.ts';
import { buildProject, positionsOf } from '../../build/compile.ts';
import type { ExecutableKey } from '../../compiler/queries/output.ts';
import { openMakers } from '../../build/makers.ts';
import type { EventListener } from '../../query/events.ts';
import { createExplainer } from '../../query/explain.ts';
import { exitCode, UsageError } from '../exit.ts';
import type { Output } from '../output.ts';
import { withSession } from '../session.ts';
import { createIrPrinter } from '../show-code.ts';
import { createLocator, showDiagnostics } from '../show-diagnostics.ts';
import { showExplanations } from '../show-explanations.ts';
import { showStatistics } from '../show-statistics.ts';
import { installation } from '../installation.ts';

export type BuildOptions = Readonly<Record<string, unknown>>;

export async function build(output: Output, target: string, options: BuildOptions): Promise<number> {
  const outcome = await buildTarget(output, target, options);
  return outcome.kind === 'built' ? exitCode.done : exitCode.diagnostics;
}

/** Builds, prints diagnostics and figures; the caller decides what happens next. */
export async function buildTarget(
  output: Output,
  target: string,
  options: BuildOptions,
): Promise<BuildOutcome> {
  const explainer = createExplainer();
  const listeners: EventListener[] = options['explain'] === true ? [explainer.listener] : [];
  const verify = fraction(options['verifyCache']);
  const settings = { listeners, ...(verify !== undefined && { verify }) };
  return withSession(output, target, settings, async ({ session, clock, statistics, hasChangedInputs }) => {
    const started = Date.now();
    const printer = createIrPrinter(output, options);
    const { workerEntry, runtimeFolder } = installation();
    const makers = openMakers({
      workerEntry,
      runtimeFolder,
      cacheFolder: session.paths.cache,
      objects: session.objects,
      engine: session.engine,
      workers: workerCount(options['jobs']),
      clock,
      onFragment: printer.onFragment,
      onOrder: printer.onOrder,
    });
    try {
      const outcome = await buildProject(
        { session, makers, clock, runtimeFolder, hasChangedInputs, onModule: progress(output) },
        request(options),
      );
      const locator = createLocator(session.project.root, (decl) => positionsOf(session, decl));
      showDiagnostics(output, outcome.diagnostics, locator);
      const written = outcome.kind === 'built' ? outcome.written : [];
      report(output, outcome, Date.now() - started);
      if (options['explain'] === true) showExplanations(output, explainer);
      showStatistics(output, options['stats'], { statistics, clock, written });
      if (statistics.total().executed > 0) {
        session.cache.recordBuild({
          startedAtMs: started,
          durationMs: Date.now() - started,
          outcome: outcome.kind === 'built' ? 'succeeded' : 'failed',
          statistics: Object.fromEntries(statistics.byQuery()),
        });
      }
      return outcome;
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
  const number = Number(value);
  if (!(number > 0 && number <= 1)) throw new UsageError('--verify-cache takes a fraction such as 0.1');
  return number;
}

function workerCount(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new UsageError('--jobs takes a number from 1');
  return number;
}
