/**
 * What the end of a build waited for, from the end back to the start. The main process is followed
 * back to where it last had to wait; there the path goes over to the work whose result ended that
 * wait, along the tasks that the worker had to do before it, and from the first of them back to the
 * moment at which the main process handed it over. Making a step of the path faster makes the build faster,
 * until another path is longer; making anything else faster does not.
 *
 * Steps follow each other without gaps: their lengths add up to the whole time.
 */
import { present } from '../../base/invariant.ts';
import type { IdleSpan, QuerySpan, WorkSpan } from '../../build/timeline.ts';

type Reason =
  | { readonly kind: 'compiler' }
  /** `work`: an index. */
  | { readonly kind: 'work'; readonly work: number }
  /** The first task of a worker waited for the worker to start. */
  | { readonly kind: 'start' }
  /** An order or an answer was on its way. */
  | { readonly kind: 'wait' };

export type PathStep = Reason & { readonly startUs: number; readonly endUs: number };

export interface PathSource {
  readonly idle: readonly IdleSpan[];
  readonly work: readonly WorkSpan[];
  readonly endUs: number;
}

/** In order of time. */
export function criticalPath(source: PathSource): readonly PathStep[] {
  const { idle, work } = source;
  const before = previousOnLane(work);
  const steps: PathStep[] = [];
  const visited = new Set<number>();
  let atUs = source.endUs;
  const goBack = (to: number, step: Reason): void => {
    const startUs = Math.max(0, Math.min(to, atUs));
    if (startUs < atUs) steps.push({ startUs, endUs: atUs, ...step });
    atUs = startUs;
  };

  for (let next = idle.length - 1; atUs > 0; next -= 1) {
    while (next >= 0 && (idle[next]?.endUs ?? 0) > atUs) next -= 1;
    const wait = idle[next];
    goBack(wait?.endUs ?? 0, { kind: 'compiler' });
    if (wait === undefined) break;
    let at = wait.endedBy;
    if (at === undefined || visited.has(at)) goBack(wait.startUs, { kind: 'wait' });
    while (at !== undefined && !visited.has(at)) {
      const task: WorkSpan = present(work[at], 'work that ended a wait');
      visited.add(at);
      goBack(task.endUs, { kind: 'wait' });
      goBack(task.startUs, { kind: 'work', work: at });
      const givenUs = task.givenUs ?? task.startUs;
      const earlier: number | undefined = before[at];
      const hadToQueue = earlier !== undefined && (work[earlier]?.endUs ?? 0) > givenUs;
      at = hadToQueue ? earlier : undefined;
      if (at === undefined || visited.has(at)) {
        goBack(givenUs, { kind: earlier === undefined ? 'start' : 'wait' });
      }
    }
  }
  return steps.reverse();
}

/** For each task the last one on its lane that ended before it began. */
function previousOnLane(work: readonly WorkSpan[]): readonly (number | undefined)[] {
  const previous: (number | undefined)[] = [];
  const lastOf = new Map<string, number>();
  const order = work.map((_, index) => index);
  const startOf = (index: number): number => work[index]?.startUs ?? 0;
  for (const index of order.sort((a, b) => startOf(a) - startOf(b) || a - b)) {
    const lane = work[index]?.lane ?? '';
    const last = lastOf.get(lane);
    const isBefore = last !== undefined && (work[last]?.endUs ?? 0) <= startOf(index);
    previous[index] = isBefore ? last : undefined;
    lastOf.set(lane, index);
  }
  return previous;
}

/**
 * Time by query that the main process spent in queries during some stretches, which are in order
 * and do not overlap. A query's time is without that of the queries it executed.
 */
export function timeByQuery(
  queries: readonly QuerySpan[],
  stretches: readonly { readonly startUs: number; readonly endUs: number }[],
): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  let at = 0;
  const count = (query: string, startUs: number, endUs: number): void => {
    while ((stretches[at]?.endUs ?? Number.POSITIVE_INFINITY) <= startUs) at += 1;
    let time = 0;
    for (let each = at; each < stretches.length; each += 1) {
      const stretch = stretches[each];
      if (stretch === undefined || stretch.startUs >= endUs) break;
      time += Math.min(endUs, stretch.endUs) - Math.max(startUs, stretch.startUs);
    }
    if (time > 0) times.set(query, (times.get(query) ?? 0) + time);
  };
  const open: QuerySpan[] = [];
  let fromUs = 0;
  const closeUntil = (us: number): void => {
    for (let top = open.at(-1); top !== undefined && top.endUs <= us; top = open.at(-1)) {
      count(top.query, fromUs, top.endUs);
      fromUs = top.endUs;
      open.pop();
    }
  };
  for (const span of queries) {
    closeUntil(span.startUs);
    const around = open.at(-1);
    if (around !== undefined) count(around.query, fromUs, span.startUs);
    open.push(span);
    fromUs = span.startUs;
  }
  closeUntil(Number.POSITIVE_INFINITY);
  return times;
}
