/** `boltd check`: diagnostics without code. */
import { checkProject, positionsOf } from '../../build/compile.ts';
import { createHistoryRecorder } from '../../build/history.ts';
import { hasErrors } from '../../diagnostic/severity.ts';
import { exitCode } from '../exit.ts';
import type { Output } from '../output.ts';
import { recordBuild, recording } from '../record-build.ts';
import { withSession } from '../session.ts';
import { createLocator, showDiagnostics } from '../show-diagnostics.ts';
import { showStatistics } from '../show-statistics.ts';

export async function check(
  output: Output,
  target: string,
  options: Readonly<Record<string, unknown>>,
): Promise<number> {
  const stage = options['stage'] === 'parse' ? 'parse' : 'type';
  const recorder = createHistoryRecorder();
  return withSession(output, target, recording(recorder), async (work) => {
    const { session, clock, statistics } = work;
    const startedAtMs = Date.now();
    const diagnostics = checkProject(session, clock, stage);
    const outcome = hasErrors(diagnostics) ? 'failed' : 'succeeded';
    recordBuild(work, recorder, { startedAtMs, outcome, goal: 'check' });
    const locator = createLocator(session.project.root, (decl) => positionsOf(session, decl));
    showDiagnostics(output, diagnostics, locator);
    const success = !hasErrors(diagnostics);
    if (success) output.progress(output.colors.green('No mistakes found'));
    output.event('check-finished', { success });
    showStatistics(output, options['stats'], { statistics, clock, written: [] });
    return success ? exitCode.done : exitCode.diagnostics;
  });
}
