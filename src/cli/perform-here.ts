/**
 * Requests carried out in this process, with all that looks into them while they are: explanations, code,
 * timings. Loads the whole compiler; a request that goes through a daemon does not come here.
 */
import type { BuildReport, Goal } from '../build/report.ts';
import type { RequestObserver } from '../build/workspace-api.ts';
import { noHistory } from '../query/build-history.ts';
import { observeAll } from './observers.ts';
import type { Output } from './output.ts';
import { createIrPrinter } from './show-code.ts';
import { showExplanations } from './show-explanations.ts';
import { showReport } from './show-report.ts';
import { createTimings } from './timings/timings.ts';
import type { WorkspaceSettings } from './workspace.ts';
import { withWorkspace } from './workspace.ts';

export interface HereRequest {
  readonly goal: Goal;
  readonly observer: RequestObserver;
  readonly settings: WorkspaceSettings;
}

/** Shows what comes of it, but the figures. */
export async function performHere(
  output: Output,
  target: string,
  options: Readonly<Record<string, unknown>>,
  { goal, observer, settings }: HereRequest,
): Promise<BuildReport> {
  const timings = createTimings({ command: goal.kind, value: options['timings'] });
  const performed = await withWorkspace(output, target, settings, async (workspace) => {
    const report = await workspace.perform({
      goal,
      observer: observeAll([createIrPrinter(output, options), observer, timings?.observer]),
    });
    output.detail(`cache: ${workspace.roots().cache}`);
    showReport(output, report);
    if (options['explain'] === true) showExplanations(output, report.history ?? noHistory);
    return report;
  });
  timings?.write(output);
  return performed;
}
