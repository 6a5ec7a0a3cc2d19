/**
 * Runs a command's work in a session, with the clocks and counters that `--stats` shows. When the cache
 * gives way under it, the work starts over: with an empty cache where it was damaged, without one where
 * it can no longer be written.
 */
import { CacheDamagedError, CacheUnwritableError } from '../../cache/errors.ts';
import type { PhaseClock } from '../build/phases.ts';
import { createPhaseClock } from '../build/phases.ts';
import { keepDifference } from '../build/recheck-failure.ts';
import type { Session, SessionOptions } from '../build/session.ts';
import { openScratchSession, openSession } from '../build/session.ts';
import { docTextInput } from '../compiler/queries/inputs.ts';
import { nodeHost } from '../host/node-host.ts';
import type { QueryEvent } from '../query/events.ts';
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
  /** Sees what the engine does, and the session as it was before that reached the store. */
  readonly onEvent?: (event: QueryEvent, session: Session) => void;
  /** The work starts over: what was seen until now does not count. */
  readonly onRestart?: () => void;
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
  let session: Session | undefined;
  const options: SessionOptions = {
    host: nodeHost,
    project,
    paths,
    compiler: compilerFingerprint,
    onNotice: (message) => output.notice(`${output.colors.yellow('note')}: ${message}`),
    onEvent(event) {
      statistics.listener(event);
      // Doc comments make no code.
      const isCode = event.kind === 'didChangeInput' && event.node.query !== docTextInput.name;
      if (isCode) changedInputs += 1;
      if (session !== undefined) settings.onEvent?.(event, session);
    },
    ...(settings.verify !== undefined && { verify: settings.verify }),
  };
  let open: () => Promise<Session> | Session = () => openSession(options);
  for (let attempt = 1; ; attempt += 1) {
    session = await clock.measureAsync('open', async () => open());
    output.detail(`cache: ${session.paths.cache}`);
    try {
      return await work({ session, clock, statistics, hasChangedInputs: () => changedInputs > 0 });
    } catch (error) {
      keepDifference(paths.cache, error);
      const isLast = attempt === maxAttempts;
      if (isLast || session.isScratch) throw error;
      if (error instanceof CacheUnwritableError) {
        open = () => openScratchSession(options, error);
      } else if (!(error instanceof CacheDamagedError)) {
        // Said by the cache when it put the damaged database aside.
        throw error;
      }
      statistics.clear();
      changedInputs = 0;
      settings.onRestart?.();
    } finally {
      const opened = session;
      clock.measure('save', () => opened.close());
    }
  }
}

/** A disk that damages one database after the other is not for us to mend. */
const maxAttempts = 4;
