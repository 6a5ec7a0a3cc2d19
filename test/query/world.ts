/**
 * A small world for tests of the engine: a memory store that outlives engines, and the execution
 * log, the test's evidence. A session is a process: `restart` drops everything but the store.
 */
import { createEngine } from '../../src/query/engine.ts';
import type { Engine, EngineOptions } from '../../src/query/engine-api.ts';
import type { NodeName, QueryEvent } from '../../src/query/events.ts';
import { createMemoryStore } from '../../src/query/memory-store.ts';
import type { AnyQuery, DerivedQuery, InputQuery, QueryContext } from '../../src/query/query.ts';
import type { QueryStore } from '../../src/query/store.ts';

export interface World {
  readonly store: QueryStore;
  readonly engine: Engine;
  /** What happened since the last call, a line an event: `execute sum(a): changed x(a)`. */
  log(): readonly string[];
  /** Labels of the nodes executed since the last call of `log` or this. */
  executed(): readonly string[];
  /** Another process over the same store; what was not flushed is lost. */
  restart(): void;
}

export type WorldOptions = Partial<Omit<EngineOptions, 'onEvent' | 'now'>>;

export function createWorld(queries: readonly AnyQuery[], options: WorldOptions = {}): World {
  const store = options.store ?? createMemoryStore();
  let events: QueryEvent[] = [];
  const start = (): Engine =>
    createEngine({
      queries,
      ...options,
      store,
      now: () => 0,
      onEvent: (event) => void events.push(event),
    });
  let engine = start();
  const take = (): readonly QueryEvent[] => {
    const taken = events;
    events = [];
    return taken;
  };
  return {
    store,
    get engine(): Engine {
      return engine;
    },
    log: () => take().flatMap(lineOf),
    executed: () =>
      take().flatMap((event) => (event.kind === 'willExecute' ? [label(event.node)] : [])),
    restart(): void {
      engine = start();
    },
  };
}

export function input<V>(name: string, absent: V): InputQuery<string, V> {
  return { kind: 'input', name, absent };
}

export function derived<V>(
  name: string,
  execute: (context: QueryContext, key: string) => V,
  more: Partial<Pick<DerivedQuery<string, V>, 'storage' | 'onCycle'>> = {},
): DerivedQuery<string, V> {
  return { kind: 'derived', name, storage: 'value', execute, ...more };
}

export function label(node: NodeName): string {
  return `${node.query}(${node.key})`;
}

function lineOf(event: QueryEvent): readonly string[] {
  const name = label(event.node);
  switch (event.kind) {
    case 'didChangeInput':
      return [`${event.change} ${name}`];
    case 'willExecute': {
      const { cause } = event;
      if (cause.kind !== 'changed') return [`execute ${name}: ${cause.kind}`];
      const channel = cause.channel === 'reports' ? ' (reports)' : '';
      return [`execute ${name}: ${label(cause.dependency)} changed${channel}`];
    }
    case 'didExecute':
      return event.unchanged ? [`unchanged ${name}`] : [];
    case 'didReuse':
      return [`reuse ${name}: ${event.trace}`];
    case 'didReadFromDisk':
      return [`read ${name}`];
  }
}
