/** `boltd check`: diagnostics without code. */
import { checkProject, positionsOf } from '../../build/compile.ts';
import { hasErrors } from '../../diagnostic/severity.ts';
import { exitCode } from '../exit.ts';
import type { Output } from '../output.ts';
import type { SessionSettings } from '../session.ts';
import { withSession } from '../session.ts';
import { createLocator, showDiagnostics } from '../show-diagnostics.ts';
import { showStatistics } from '../show-statistics.ts';
import { createTimings } from '../timings/timings.ts';

export async function check(
  output: Output,
  target: string,
  options: Readonly<Record<string, unknown>>,
): Promise<number> {
  const stage = options['stage'] === 'parse' ? 'parse' : 'type';
  const timings = createTimings({ command: 'check', value: options['timings'] });
  const settings: SessionSettings =
    timings === undefined
      ? {}
      : { onEvent: timings.onEvent, onPhase: timings.onPhase, onRestart: timings.clear };
  const status = await withSession(output, target, settings, async (work) => {
    const { clock, statistics } = work;
    const session = timings?.observe(work.session) ?? work.session;
    const diagnostics = checkProject(session, clock, stage);
    const locator = createLocator(session.project.root, (decl) => positionsOf(session, decl));
    showDiagnostics(output, diagnostics, locator);
    const success = !hasErrors(diagnostics);
    if (success) output.progress(output.colors.green('No mistakes found'));
    output.event('check-finished', { success });
    showStatistics(output, options['stats'], { statistics, clock, written: [] });
    timings?.onBuilt(session, statistics, success ? 'succeeded' : 'failed');
    return success ? exitCode.done : exitCode.diagnostics;
  });
  timings?.write(output);
  return status;
}
