/** Puts what a command did into the history, for `boltd query why`, `slow`, `hot` and `diff`. */
import type { BuildRecord } from '../../cache/cache.ts';
import type { HistoryRecorder } from '../build/history.ts';
import type { BuildHistory } from '../query/build-history.ts';
import type { SessionSettings, SessionWork } from './session.ts';

/** Has the recorder see what happens in a session. */
export function recording(recorder: HistoryRecorder): SessionSettings {
  return {
    onEvent: (event, { cache }) => recorder.onQuery(event, cache),
    onRestart: recorder.clear,
  };
}

/** What was done since the session began; nothing is written where nothing was executed. */
export function recordBuild(
  { session, clock, statistics }: SessionWork,
  recorder: HistoryRecorder,
  what: Pick<BuildRecord, 'startedAtMs' | 'outcome' | 'goal' | 'profile'>,
): BuildHistory {
  const history = recorder.take(session.engine);
  session.cache.recordBuild({
    ...what,
    durationMs: Date.now() - what.startedAtMs,
    phases: clock.totals(),
    statistics: Object.fromEntries(statistics.byQuery()),
    history,
  });
  return history;
}
