/** Counts for each query of what a session did, from the engine's events. */
import { assertNever } from '../base/invariant.ts';
import type { EventListener, NodeName, QueryEvent } from './events.ts';

export interface QueryStatistics {
  /** Executions, of which a node may have several in a session. */
  readonly executed: number;
  /** Executions of nodes with an earlier result that gave it again, value and reports. */
  readonly cutOff: number;
  /** Nodes whose memo was found to hold without execution; a node counts once. */
  readonly reused: number;
  /** Values decoded from the store. */
  readonly readFromDisk: number;
  /** Time of the executions, without that of the queries they read. */
  readonly microseconds: number;
}

export interface Statistics {
  readonly listener: EventListener;
  /** By the query's name, in order of names. */
  byQuery(): ReadonlyMap<string, QueryStatistics>;
  total(): QueryStatistics;
  /** Begins a new session. */
  clear(): void;
}

interface Counter {
  executed: number;
  cutOff: number;
  readonly reused: Set<string>;
  readFromDisk: number;
  microseconds: number;
}

export function createStatistics(): Statistics {
  const counters = new Map<string, Counter>();
  const byQuery = (): ReadonlyMap<string, QueryStatistics> => {
    const names = [...counters.keys()].sort();
    return new Map(names.map((name) => [name, statisticsOf(counterOf(counters, name))]));
  };
  return {
    listener: (event) => count(counters, event),
    byQuery,
    total: () => totalOf([...byQuery().values()]),
    clear: () => counters.clear(),
  };
}

const nothing: QueryStatistics = {
  executed: 0,
  cutOff: 0,
  reused: 0,
  readFromDisk: 0,
  microseconds: 0,
};

function count(counters: Map<string, Counter>, event: QueryEvent): void {
  switch (event.kind) {
    case 'didExecute': {
      const counter = counterOf(counters, event.node.query);
      counter.executed += 1;
      counter.microseconds += event.microseconds;
      if (event.unchanged) counter.cutOff += 1;
      return;
    }
    case 'didReuse':
      countReuse(counters, event.node);
      return;
    case 'didReadFromDisk':
      counterOf(counters, event.node.query).readFromDisk += 1;
      return;
    case 'didChangeInput':
    case 'willExecute':
      return;
    default:
      assertNever(event);
  }
}

function countReuse(counters: Map<string, Counter>, { query, key }: NodeName): void {
  counterOf(counters, query).reused.add(key);
}

function counterOf(counters: Map<string, Counter>, query: string): Counter {
  let counter = counters.get(query);
  if (counter === undefined) {
    counter = { executed: 0, cutOff: 0, reused: new Set(), readFromDisk: 0, microseconds: 0 };
    counters.set(query, counter);
  }
  return counter;
}

function statisticsOf(counter: Counter): QueryStatistics {
  return { ...counter, reused: counter.reused.size };
}

export function totalOf(each: readonly QueryStatistics[]): QueryStatistics {
  return each.reduce(sum, nothing);
}

function sum(left: QueryStatistics, right: QueryStatistics): QueryStatistics {
  return {
    executed: left.executed + right.executed,
    cutOff: left.cutOff + right.cutOff,
    reused: left.reused + right.reused,
    readFromDisk: left.readFromDisk + right.readFromDisk,
    microseconds: left.microseconds + right.microseconds,
  };
}
