/**
 * The record of a build in Chrome's trace event format, for chrome://tracing, Perfetto and
 * speedscope: complete events (`X`) in microseconds, a thread for each lane.
 * https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 */
import type { QuerySpan, Timeline } from '../../build/timeline.ts';
import { describeCause } from './create-page-data.ts';
import { assignTracks, trackName } from './tracks.ts';

export type TraceEvent =
  | {
      readonly ph: 'M';
      readonly name: 'process_name' | 'thread_name' | 'thread_sort_index';
      readonly pid: number;
      readonly tid: number;
      readonly args: Readonly<Record<string, string | number>>;
    }
  | {
      readonly ph: 'X';
      readonly name: string;
      readonly cat: string;
      readonly pid: number;
      readonly tid: number;
      readonly ts: number;
      readonly dur: number;
      readonly args: Readonly<Record<string, string | number>>;
    };

export interface ChromeTrace {
  readonly displayTimeUnit: 'ms';
  readonly otherData: Readonly<Record<string, string | number>>;
  readonly traceEvents: readonly TraceEvent[];
}

/** Of larger builds the longest executions: viewers open some ten MB well, and no hundred. */
const mostQueries = 60_000;
const pid = 1;
const phaseThread = 1;
const compilerThread = 2;
const firstWorkThread = 3;

export function createChromeTrace(timeline: Timeline, project: string): ChromeTrace {
  const { tracks, trackOf } = assignTracks(timeline.work);
  const names = ['phases', 'compiler', ...tracks.map(trackName)];
  const queries = longest(timeline.queries);
  return {
    displayTimeUnit: 'ms',
    otherData: { project, executions: timeline.queries.length, shown: queries.length },
    traceEvents: [
      { ph: 'M', name: 'process_name', pid, tid: 0, args: { name: `boltd ${project}` } },
      ...names.flatMap((name, index): readonly TraceEvent[] => [
        { ph: 'M', name: 'thread_name', pid, tid: index + 1, args: { name } },
        { ph: 'M', name: 'thread_sort_index', pid, tid: index + 1, args: { sort_index: index } },
      ]),
      ...timeline.phases.map((span) => complete(span, phaseThread, span.name, 'phase', {})),
      ...timeline.steps.map((span) => complete(span, compilerThread, span.name, 'step', {})),
      ...timeline.idle.map((span) => complete(span, compilerThread, 'waiting', 'idle', {})),
      ...queries.map((span) =>
        complete(span, compilerThread, span.query, 'query', {
          key: span.key,
          own: Math.round(span.ownUs),
          because: describeCause(span.cause, span.isCutOff),
        }),
      ),
      ...timeline.work.map((span, index) => {
        const waited = Math.max(0, Math.round(span.startUs - (span.orderedUs ?? span.startUs)));
        return complete(span, firstWorkThread + (trackOf[index] ?? 0), span.name, span.kind, {
          waited,
        });
      }),
    ],
  };
}

function complete(
  { startUs, endUs }: { readonly startUs: number; readonly endUs: number },
  tid: number,
  name: string,
  cat: string,
  args: Readonly<Record<string, string | number>>,
): TraceEvent {
  const ts = Math.round(startUs);
  return { ph: 'X', name, cat, pid, tid, ts, dur: Math.max(0, Math.round(endUs) - ts), args };
}

/** In order of their starts. */
function longest(queries: readonly QuerySpan[]): readonly QuerySpan[] {
  if (queries.length <= mostQueries) return queries;
  const lengthOf = ({ startUs, endUs }: QuerySpan): number => endUs - startUs;
  const kept = new Set(
    [...queries].sort((a, b) => lengthOf(b) - lengthOf(a)).slice(0, mostQueries),
  );
  return queries.filter((span) => kept.has(span));
}
