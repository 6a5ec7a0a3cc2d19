/** `boltd check`: diagnostics without code. */
import type { CheckStage } from '../../build/compile.ts';
import { checkProject, positionsOf } from '../../build/compile.ts';
import { hasErrors } from '../../diagnostic/severity.ts';
import { exitCode } from '../exit.ts';
import type { Output } from '../output.ts';
import { withSession } from '../session.ts';
import { createLocator, showDiagnostics } from '../show-diagnostics.ts';
import { showStatistics } from '../show-statistics.ts';

export async function check(
  output: Output,
  target: string,
  options: Readonly<Record<string, unknown>>,
): Promise<number> {
  const stage = stageNamed(options['stage']);
  return withSession(output, target, {}, async ({ session, clock, statistics }) => {
    const diagnostics = checkProject(session, clock, stage);
    const locator = createLocator(session.project.root, (decl) => positionsOf(session, decl));
    showDiagnostics(output, diagnostics, locator);
    const success = !hasErrors(diagnostics);
    if (success) output.progress(output.colors.green('No mistakes found'));
    output.event('check-finished', { success });
    showStatistics(output, options['stats'], { statistics, clock, written: [] });
    return success ? exitCode.done : exitCode.diagnostics;
  });
}

/** The parser of options lets only names of stages through. */
function stageNamed(name: unknown): CheckStage {
  return name === 'parse' || name === 'type' ? name : 'race';
}
