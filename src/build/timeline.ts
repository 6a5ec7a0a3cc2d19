/**
 * What happened when in a build: spans of queries in the main process, of tasks in workers and of
 * links, phases, and the times in which the main process had nothing to do. Fed by the engine's
 * events and by whoever makes things; all times are of one monotonic clock, in microseconds.
 *
 * A recorder costs time and memory by the event, so there is one only where somebody asked.
 */
import type { Cause, NodeName, QueryEvent } from '../query/events.ts';

/** Work outside of the main process: a worker's task, a link. */
export interface WorkSpan {
  /** Who did it: `worker 1`, `linker`. */
  readonly lane: string;
  readonly name: string;
  readonly kind: string;
  readonly startUs: number;
  readonly endUs: number;
  /** When it was asked for, and when it was handed over; where it did not begin at once. */
  readonly orderedUs?: number;
  readonly givenUs?: number;
}

/** An execution of a derived query. What it executed in turn lies within it. */
export interface QuerySpan extends NodeName {
  readonly startUs: number;
  readonly endUs: number;
  /** Without the queries it read. */
  readonly ownUs: number;
  /** Executions around this one. */
  readonly depth: number;
  readonly cause: Cause;
  /** The result was what it had been before. */
  readonly isCutOff: boolean;
}

/** A result made outside of the main process, by one task or a part of one. */
export interface ExternalResult extends NodeName {
  readonly microseconds: number;
  readonly cause: Cause;
  readonly isCutOff: boolean;
}

export interface PhaseSpan {
  readonly name: string;
  readonly startUs: number;
  readonly endUs: number;
}

/** The main process waited. */
export interface IdleSpan {
  readonly startUs: number;
  readonly endUs: number;
  /** Index of the work whose result ended the waiting, where it was one. */
  readonly endedBy: number | undefined;
}

export interface Timeline {
  /** By start; of two that start together the outer one is first. */
  readonly queries: readonly QuerySpan[];
  readonly results: readonly ExternalResult[];
  /** In the order in which results came in. */
  readonly work: readonly WorkSpan[];
  readonly phases: readonly PhaseSpan[];
  /** What the main process did beside queries: writing to the cache. */
  readonly steps: readonly PhaseSpan[];
  readonly idle: readonly IdleSpan[];
  readonly endUs: number;
}

export interface TimelineOptions {
  readonly now: () => number;
  /** Time since the process began in which it waited, in microseconds; never by default. */
  readonly idleUs?: () => number;
  /** Queries whose results are made elsewhere: their events enclose nothing. */
  readonly external: ReadonlySet<string>;
}

export interface TimelineRecorder {
  onEvent(event: QueryEvent): void;
  /** To be told as soon as the main process has the result. */
  onWork(span: WorkSpan): void;
  onPhase(name: string, startUs: number, endUs: number): void;
  /** Runs a piece of work of the main process that is no query. */
  step<T>(name: string, work: () => T): T;
  /** Begins again: what was recorded does not count. Phases stay, they tell where the time went. */
  clear(): void;
  /** Everything until now. */
  finish(): Timeline;
}

/** Shorter stretches are no waiting, but the event loop at work. */
const shortestIdleUs = 20;

interface OpenSpan extends NodeName {
  readonly index: number;
  readonly startUs: number;
  readonly cause: Cause;
}

export function createTimelineRecorder(options: TimelineOptions): TimelineRecorder {
  const { now, idleUs = () => 0, external } = options;
  const phases: PhaseSpan[] = [];
  /** By start; a place is taken by an execution that has not ended. */
  let queries: (QuerySpan | undefined)[] = [];
  let results: ExternalResult[] = [];
  let work: WorkSpan[] = [];
  let steps: PhaseSpan[] = [];
  let idle: IdleSpan[] = [];
  let stack: OpenSpan[] = [];
  let orders = new Map<string, Cause>();
  let idleSeenUs = idleUs();
  /** When the main process was last seen at work. */
  let activeUs = 0;

  const noteIdle = (endUs: number, endedBy: number | undefined): void => {
    const total = idleUs();
    const idleFor = total - idleSeenUs;
    idleSeenUs = total;
    const from = Math.max(endUs - idleFor, activeUs);
    if (endUs - from >= shortestIdleUs) idle.push({ startUs: from, endUs, endedBy });
    activeUs = endUs;
  };

  const begin = (node: NodeName, cause: Cause): void => {
    if (external.has(node.query)) {
      orders.set(idOf(node), cause);
      return;
    }
    const startUs = now();
    if (stack.length === 0) noteIdle(startUs, undefined);
    stack.push({ query: node.query, key: node.key, index: queries.length, startUs, cause });
    queries.push(undefined);
  };

  const end = ({ query, key }: NodeName, ownUs: number, isCutOff: boolean): void => {
    if (external.has(query)) {
      const id = idOf({ query, key });
      const cause = orders.get(id) ?? { kind: 'new' };
      orders.delete(id);
      results.push({ query, key, microseconds: ownUs, cause, isCutOff });
      return;
    }
    const at = stack.findLastIndex((open) => open.query === query && open.key === key);
    const open = stack[at];
    // Announced before the recorder began again.
    if (open === undefined) return;
    // What is above it was given up.
    stack.length = at;
    const { startUs, cause, index } = open;
    const endUs = now();
    activeUs = endUs;
    // Until it is known which executions around it came to an end.
    const depth = 0;
    queries[index] = { query, key, startUs, endUs, ownUs, depth, cause, isCutOff };
  };

  return {
    onEvent(event) {
      if (event.kind === 'willExecute') begin(event.node, event.cause);
      else if (event.kind === 'didExecute') end(event.node, event.microseconds, event.unchanged);
    },
    onWork(span) {
      work.push(span);
      // A result comes in while nothing is executed: what is open was given up.
      stack.length = 0;
      noteIdle(now(), work.length - 1);
    },
    onPhase(name, startUs, endUs) {
      phases.push({ name, startUs, endUs });
    },
    step(name, run) {
      const startUs = now();
      try {
        return run();
      } finally {
        steps.push({ name, startUs, endUs: now() });
      }
    },
    clear() {
      queries = [];
      steps = [];
      results = [];
      work = [];
      idle = [];
      stack = [];
      orders = new Map();
    },
    finish: () => ({
      queries: withDepths(queries.filter((span) => span !== undefined)),
      results,
      work,
      phases,
      steps,
      idle,
      endUs: now(),
    }),
  };
}

/**
 * An execution is given up without a word where it needs an external result that is not there yet,
 * and begins anew later; what it executed until then stands for itself.
 */
function withDepths(spans: readonly QuerySpan[]): readonly QuerySpan[] {
  const around: QuerySpan[] = [];
  return spans.map((span) => {
    while ((around.at(-1)?.endUs ?? Number.POSITIVE_INFINITY) <= span.startUs) around.pop();
    const depth = around.length;
    around.push(span);
    return { ...span, depth };
  });
}

function idOf({ query, key }: NodeName): string {
  return `${query}\0${key}`;
}
