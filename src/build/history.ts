/**
 * Records what a build does, from the engine's events, for `--explain` and for the history in the
 * cache. It costs a map entry or less an event, and its memory is bounded: a first build executes
 * hundreds of thousands of queries, and all there is to say of most is that they were new.
 *
 * What had a cause is kept before what was new; of each the slowest, and all on the way from an
 * execution that is kept to the input that led to it.
 */
import type { Adoption, BuildHistory, ExecutionRecord } from '../query/build-history.ts';
import type { Engine } from '../query/engine-api.ts';
import type { NodeName, QueryEvent } from '../query/events.ts';
import type { QueryStore } from '../query/store.ts';
import { createInputChanges } from './input-changes.ts';

export interface HistoryRecorder {
  /** To be called with each event as it comes, before what it tells reaches the store. */
  onQuery(event: QueryEvent, store: QueryStore): void;
  /** Forgets what was seen. */
  clear(): void;
  /** What was seen since the last call; the engine knows the inputs as they are now. */
  take(engine: Engine): BuildHistory;
}

export interface HistoryOptions {
  /** Bound of either list; 1,000 by default. */
  readonly limit?: number;
}

export function createHistoryRecorder({ limit = 1_000 }: HistoryOptions = {}): HistoryRecorder {
  const inputs = createInputChanges();
  /** Executions that had a cause. */
  let caused: Numbered[] = [];
  /** Those that were new: the slowest so far, and those since they were last chosen. */
  let fresh: Numbered[] = [];
  /** What is no slower than this has no place among them. */
  let fastestKept = Number.NEGATIVE_INFINITY;
  let adopted: Adoption[] = [];
  let executed = 0;
  const recorder: HistoryRecorder = {
    onQuery(event, store) {
      if (event.kind === 'didChangeInput') inputs.onEvent(event, store);
      if (event.kind === 'didReuse' && event.trace === 'older' && adopted.length < limit) {
        adopted.push({ ...event.node, value: event.value });
      }
      if (event.kind !== 'didExecute') return;
      executed += 1;
      const numbered = { event, number: executed };
      if (event.cause.kind !== 'new') {
        if (caused.length < limit * mostCaused) caused.push(numbered);
        return;
      }
      if (event.microseconds <= fastestKept) return;
      fresh.push(numbered);
      if (fresh.length < 2 * limit) return;
      fresh = slowest(fresh, limit);
      fastestKept = fresh.at(-1)?.event.microseconds ?? fastestKept;
    },
    clear() {
      inputs.clear();
      caused = [];
      fresh = [];
      fastestKept = Number.NEGATIVE_INFINITY;
      adopted = [];
      executed = 0;
    },
    take(engine) {
      const kept = withCauses(caused, limit);
      const rest = slowest(fresh, limit - kept.length);
      const history: BuildHistory = {
        changes: inputs.list(engine, limit),
        executions: [...kept, ...rest].sort((a, b) => a.number - b.number).map(recordOf),
        executed,
        adopted,
      };
      recorder.clear();
      return history;
    },
  };
  return recorder;
}

type DidExecute = Extract<QueryEvent, { readonly kind: 'didExecute' }>;

interface Numbered {
  readonly event: DidExecute;
  /** Its place among all executions. */
  readonly number: number;
}

/** How many times the bound of caused executions is kept in memory, to choose from. */
const mostCaused = 16;

function slowest(list: readonly Numbered[], count: number): Numbered[] {
  return list.length <= count ? [...list] : bySlowness(list).slice(0, Math.max(0, count));
}

function bySlowness(list: readonly Numbered[]): readonly Numbered[] {
  return list.toSorted(
    (a, b) => b.event.microseconds - a.event.microseconds || a.number - b.number,
  );
}

/** At most `limit`, slowest first, each together with the executions that led to it. */
function withCauses(caused: readonly Numbered[], limit: number): readonly Numbered[] {
  if (caused.length <= limit) return caused;
  const byName = new Map(caused.map((each) => [idOf(each.event.node), each]));
  const kept = new Set<Numbered>();
  for (const each of bySlowness(caused)) {
    const chain: Numbered[] = [];
    for (let link: Numbered | undefined = each; link !== undefined && !kept.has(link); ) {
      if (chain.includes(link)) break;
      chain.push(link);
      const { cause }: DidExecute = link.event;
      link = cause.kind === 'changed' ? byName.get(idOf(cause.dependency)) : undefined;
    }
    if (kept.size + chain.length > limit) continue;
    for (const link of chain) kept.add(link);
  }
  return [...kept];
}

function recordOf({ event }: Numbered): ExecutionRecord {
  const { node, cause, microseconds, unchanged, value } = event;
  return { query: node.query, key: node.key, cause, microseconds, unchanged, value };
}

function idOf({ query, key }: NodeName): string {
  return `${query}\0${key}`;
}
