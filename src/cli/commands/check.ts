/** `boltd check`: diagnostics without code. */
import type { CheckStage } from '../../build/compile.ts';
import { throughDaemon } from '../daemon-client.ts';
import type { Output } from '../output.ts';
import { racePolicy } from '../race-option.ts';
import { statusOf } from '../show-report.ts';
import { figuresOf, showStatistics } from '../show-statistics.ts';

export async function check(
  output: Output,
  target: string,
  options: Readonly<Record<string, unknown>>,
): Promise<number> {
  const stage = stageNamed(options['stage']);
  const goal = { kind: 'check', stage, ...racePolicy(options) } as const;
  const request = { goal, observer: {} } as const;
  let report = await throughDaemon(output, target, options, request);
  if (report === undefined) {
    const { performHere } = await import('../perform-here.ts');
    report = await performHere(output, target, options, { ...request, settings: {} });
  }
  showStatistics(output, options['stats'], await figuresOf(options['stats'], report));
  return statusOf(report);
}

/** The parser of options lets only names of stages through. */
function stageNamed(name: unknown): CheckStage {
  return name === 'parse' || name === 'type' ? name : 'race';
}
