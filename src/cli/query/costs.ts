/**
 * What builds spend their time on (`slow`), and what is executed again most and because of which
 * edits (`hot`), from the recorded builds.
 */
import type { BuildRecord } from '../../../cache/cache.ts';
import type { BuildHistory } from '../../query/build-history.ts';
import { labelOf } from './dot.ts';
import { declarationOf } from './owner.ts';
import type { Past } from './past.ts';
import { chainAcross } from './why.ts';

export interface Cost {
  readonly name: string;
  /** In the build that was asked for. */
  readonly executed: number;
  readonly milliseconds: number;
  /** In all builds on record. */
  readonly totalExecuted: number;
  readonly totalMilliseconds: number;
}

export interface Slow {
  readonly build: BuildRecord;
  readonly builds: number;
  /** All of them, most expensive first. */
  readonly queries: readonly Cost[];
  /** As far as executions were recorded one by one. */
  readonly declarations: readonly Cost[];
}

export function findSlow(past: Past, index: number): Slow | undefined {
  const build = past.builds[index];
  if (build === undefined) return undefined;
  const queries = new Map<string, Counter>();
  const declarations = new Map<string, Counter>();
  past.builds.forEach((each, at) => {
    for (const [query, { executed, microseconds }] of countsOf(each.statistics)) {
      add(queries, query, { executed, microseconds, isAsked: at === index });
    }
    for (const { query, key, microseconds } of past.historyAt(at).executions) {
      const name = declarationOf(key) ?? labelOf({ query, key });
      add(declarations, name, { executed: 1, microseconds, isAsked: at === index });
    }
  });
  return {
    build,
    builds: past.builds.length,
    queries: costsOf(queries),
    declarations: costsOf(declarations),
  };
}

interface Counter {
  executed: number;
  microseconds: number;
  totalExecuted: number;
  totalMicroseconds: number;
}

function add(
  counters: Map<string, Counter>,
  name: string,
  {
    executed,
    microseconds,
    isAsked,
  }: { readonly executed: number; readonly microseconds: number; readonly isAsked: boolean },
): void {
  let counter = counters.get(name);
  if (counter === undefined) {
    counter = { executed: 0, microseconds: 0, totalExecuted: 0, totalMicroseconds: 0 };
    counters.set(name, counter);
  }
  counter.totalExecuted += executed;
  counter.totalMicroseconds += microseconds;
  if (!isAsked) return;
  counter.executed += executed;
  counter.microseconds += microseconds;
}

function costsOf(counters: ReadonlyMap<string, Counter>): readonly Cost[] {
  return [...counters]
    .filter(([, { totalExecuted }]) => totalExecuted > 0)
    .map(([name, each]) => ({
      name,
      executed: each.executed,
      milliseconds: each.microseconds / 1000,
      totalExecuted: each.totalExecuted,
      totalMilliseconds: each.totalMicroseconds / 1000,
    }))
    .sort(
      (a, b) =>
        b.milliseconds - a.milliseconds ||
        b.totalMilliseconds - a.totalMilliseconds ||
        (a.name < b.name ? -1 : 1),
    );
}

/** A build's statistics are plain data that this or another boltd wrote. */
function countsOf(
  statistics: unknown,
): readonly (readonly [string, { readonly executed: number; readonly microseconds: number }])[] {
  if (typeof statistics !== 'object' || statistics === null) return [];
  return Object.entries(statistics).flatMap(([query, counts]: readonly [string, unknown]) => {
    if (typeof counts !== 'object' || counts === null) return [];
    if (!('executed' in counts && 'microseconds' in counts)) return [];
    const { executed, microseconds } = counts;
    if (typeof executed !== 'number' || typeof microseconds !== 'number') return [];
    return [[query, { executed, microseconds }] as const];
  });
}

export interface Hot {
  /** A declaration, or another key of a query. */
  readonly name: string;
  /** Executions after the first. */
  readonly executed: number;
  /** Of these, how many gave what they had given. */
  readonly unchanged: number;
  readonly builds: number;
  /** Inputs whose edits led to them, most frequent first. */
  readonly causes: readonly { readonly input: string; readonly builds: number }[];
}

/** `declaration`: by what was executed; `query`: by query. */
export function findHot(past: Past, by: 'declaration' | 'query'): readonly Hot[] {
  const found = new Map<string, HotCounter>();
  past.builds.forEach(({ id }, index) => {
    // To the project all of its first build is new, also what the cache that came with boltd had otherwise.
    if (id === firstBuild) return;
    for (const execution of executedAgain(past.historyAt(index))) {
      const { query, key, unchanged } = execution;
      const name = by === 'query' ? query : (declarationOf(key) ?? labelOf({ query, key }));
      let counter = found.get(name);
      if (counter === undefined) {
        counter = { executed: 0, unchanged: 0, builds: new Set(), causes: new Map() };
        found.set(name, counter);
      }
      counter.executed += 1;
      if (unchanged) counter.unchanged += 1;
      counter.builds.add(index);
      const { chain, origin } = chainAcross(past, index, { query, key });
      const [root] = chain;
      if (origin.kind !== 'input' || root === undefined) continue;
      const input = labelOf(root);
      const builds = counter.causes.get(input) ?? new Set();
      counter.causes.set(input, builds.add(index));
    }
  });
  return [...found]
    .map(
      ([name, { executed, unchanged, builds, causes }]): Hot => ({
        name,
        executed,
        unchanged,
        builds: builds.size,
        causes: [...causes]
          .map(([input, own]) => ({ input, builds: own.size }))
          .sort((a, b) => b.builds - a.builds || (a.input < b.input ? -1 : 1)),
      }),
    )
    .sort((a, b) => b.executed - a.executed || (a.name < b.name ? -1 : 1));
}

interface HotCounter {
  executed: number;
  unchanged: number;
  readonly builds: Set<number>;
  readonly causes: Map<string, Set<number>>;
}

const firstBuild = 1;

function executedAgain({ executions }: BuildHistory): BuildHistory['executions'] {
  return executions.filter(({ cause }) => cause.kind !== 'new');
}
