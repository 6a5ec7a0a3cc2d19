/** `boltd check`: diagnostics without code. */
import type { Output } from '../output.ts';
import { showReport, statusOf } from '../show-report.ts';
import { costOfCache, showStatistics } from '../show-statistics.ts';
import { createTimings } from '../timings/timings.ts';
import { withWorkspace } from '../workspace.ts';

export async function check(
  output: Output,
  target: string,
  options: Readonly<Record<string, unknown>>,
): Promise<number> {
  const stage = options['stage'] === 'parse' ? 'parse' : 'type';
  const timings = createTimings({ command: 'check', value: options['timings'] });
  const status = await withWorkspace(output, target, {}, async (workspace) => {
    const report = await workspace.perform({
      goal: { kind: 'check', stage },
      ...(timings !== undefined && { observer: timings.observer }),
    });
    showReport(output, report);
    const cost = costOfCache(options['stats'], workspace.roots().cache);
    showStatistics(output, options['stats'], { ...report, ...cost });
    return statusOf(report);
  });
  timings?.write(output);
  return status;
}
