/** Spans by hand, for tests of what is made of them. */
import type { QuerySpan, Timeline, TimelineRecorder, WorkSpan } from '../../src/build/timeline.ts';
import { createTimelineRecorder } from '../../src/build/timeline.ts';
import type { Cause } from '../../src/query/events.ts';

export interface World {
  readonly recorder: TimelineRecorder;
  /** Lets time pass. */
  pass(us: number): void;
  /** Lets time pass in which the process waits. */
  wait(us: number): void;
  will(query: string, key: string, cause?: Cause): void;
  did(query: string, key: string, microseconds: number, unchanged?: boolean): void;
}

/** A recorder whose clock the test moves. */
export function createWorld(): World {
  let nowUs = 0;
  let idleUs = 0;
  const recorder = createTimelineRecorder({
    now: () => nowUs,
    idleUs: () => idleUs,
    external: new Set(['fragment', 'object', 'library']),
  });
  return {
    recorder,
    pass(us) {
      nowUs += us;
    },
    wait(us) {
      nowUs += us;
      idleUs += us;
    },
    will(query, key, cause = { kind: 'new' }) {
      recorder.onEvent({ kind: 'willExecute', node: { query, key }, cause });
    },
    did(query, key, microseconds, unchanged = false) {
      recorder.onEvent({ kind: 'didExecute', node: { query, key }, microseconds, unchanged });
    },
  };
}

/** `startUs`, `endUs` and how deep. */
export function span(startUs: number, endUs: number, depth = 0, query = 'mir'): QuerySpan {
  const key = `m::function f${startUs}()`;
  const ownUs = endUs - startUs;
  return { query, key, startUs, endUs, ownUs, depth, cause: { kind: 'new' }, isCutOff: false };
}

export function task(lane: string, givenUs: number, startUs: number, endUs: number): WorkSpan {
  const name = `${lane} ${startUs}`;
  return { lane, name, kind: 'fragments', orderedUs: givenUs, givenUs, startUs, endUs };
}

export const emptyTimeline: Timeline = {
  queries: [],
  results: [],
  work: [],
  phases: [],
  steps: [],
  idle: [],
  endUs: 0,
};
