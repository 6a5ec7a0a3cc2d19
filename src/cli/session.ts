/** Runs a command's work in a session, with the clocks and counters that `--stats` shows. */
import { createPhaseClock } from '../build/phases.ts';
import type { PhaseClock } from '../build/phases.ts';
import type { Session } from '../build/session.ts';
import { openSession } from '../build/session.ts';
import { docTextInput } from '../compiler/queries/inputs.ts';
import { nodeHost } from '../host/node-host.ts';
import type { EventListener } from '../query/events.ts';
import type { Statistics } from '../query/statistics.ts';
import { createStatistics } from '../query/statistics.ts';
import type { Output } from './output.ts';
import { locateProject } from './project.ts';
import { compilerFingerprint } from './version.ts';

export interface SessionWork {
  readonly session: Session;
  readonly clock: PhaseClock;
  readonly statistics: Statistics;
  hasChangedInputs(): boolean;
}

export interface SessionSettings {
  readonly listeners?: readonly EventListener[];
  readonly verify?: number;
}

/** Closes the session whatever happens, so that a failed build keeps what it learnt. */
export async function withSession<T>(
  output: Output,
  target: string,
  settings: SessionSettings,
  work: (parts: SessionWork) => Promise<T>,
): Promise<T> {
  const { project, paths } = locateProject(output, target);
  const clock = createPhaseClock(() => nodeHost.monotonicUs());
  const statistics = createStatistics();
  let changedInputs = 0;
  const countChange: EventListener = (event) => {
    // Doc comments make no code.
    const isCode = event.kind === 'didChangeInput' && event.node.query !== docTextInput.name;
    if (isCode) changedInputs += 1;
  };
  const listeners = [statistics.listener, countChange, ...(settings.listeners ?? [])];
  const session = await clock.measureAsync('open', () =>
    openSession({
      host: nodeHost,
      project,
      paths,
      compiler: compilerFingerprint,
      onNotice: (message) => output.notice(`${output.colors.yellow('note')}: ${message}`),
      onEvent: (event) => {
        for (const listener of listeners) listener(event);
      },
      ...(settings.verify !== undefined && { verify: settings.verify }),
    }),
  );
  try {
    return await work({ session, clock, statistics, hasChangedInputs: () => changedInputs > 0 });
  } finally {
    clock.measure('save', () => session.close());
  }
}
