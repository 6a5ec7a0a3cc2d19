/**
 * The promise as properties: whatever the history of edits, reverts, flushes and restarts, the
 * engine answers as a plain evaluation of the program does, and executes only what no remembered
 * trace covers.
 */
import fc from 'fast-check';
import { createEngine } from '../../src/query/engine.ts';
import type { Engine } from '../../src/query/engine-api.ts';
import type { QueryEvent } from '../../src/query/events.ts';
import { memoryStoreTraces } from '../../src/query/memory-store.ts';
import type { QueryStore } from '../../src/query/store.ts';
import type { Program } from './program.ts';
import { absent, evaluate, Oracle, programs, queriesOf } from './program.ts';

export type Action =
  | { readonly kind: 'set'; readonly input: number; readonly value: number | undefined }
  | { readonly kind: 'demand'; readonly node: number }
  | { readonly kind: 'reports'; readonly node: number }
  | { readonly kind: 'flush' }
  /**
   * A new engine over the store, and the inputs set again, as a process does that reads the files.
   */
  | { readonly kind: 'restart' };

const actions: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('set' as const),
      input: fc.nat(4),
      value: fc.option(fc.nat(3), { nil: undefined }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('demand' as const), node: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reports' as const), node: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'flush' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
);

const histories: fc.Arbitrary<readonly Action[]> = fc.array(actions, { maxLength: 40 });

type History = [Program, readonly Action[]];

/** Values and reports are right, and the executed nodes are exactly those that had to be. */
export function acyclicProperty(createStore: () => QueryStore): fc.IProperty<History> {
  return fc.property(programs('acyclic'), histories, (program, history) =>
    run(program, history, { mode: 'exact', store: createStore() }),
  );
}

/** With cycles, which are settled anew whenever they are dirty, values and reports are right. */
export function cyclicProperty(createStore: () => QueryStore): fc.IProperty<History> {
  return fc.property(programs('cyclic'), histories, (program, history) =>
    run(program, history, { mode: 'values', store: createStore() }),
  );
}

/** Every reused memo comes out the same when it is executed again. */
export function recheckedProperty(createStore: () => QueryStore): fc.IProperty<History> {
  return fc.property(programs('cyclic'), histories, (program, history) =>
    run(program, history, { mode: 'rechecked', store: createStore() }),
  );
}

interface Setting {
  readonly mode: 'exact' | 'values' | 'rechecked';
  readonly store: QueryStore;
}

function run(program: Program, history: readonly Action[], setting: Setting): void {
  const { mode } = setting;
  const queries = queriesOf(program);
  const oracle = new Oracle(program, memoryStoreTraces);
  const store = observed(setting.store, () => oracle.flush());
  const inputs = Array.from({ length: program.inputs }, () => absent);
  let executed: number[] = [];
  const listen = (event: QueryEvent): void => {
    if (event.kind !== 'willExecute' || event.cause.kind === 'lost') return;
    executed.push(Number(event.node.key));
  };
  const start = (): Engine =>
    createEngine({
      store,
      queries: queries.all,
      now: () => 0,
      onEvent: listen,
      verify: mode === 'rechecked' ? 1 : 0,
    });
  let engine = start();

  for (const action of history) {
    switch (action.kind) {
      case 'set': {
        const index = action.input % program.inputs;
        inputs[index] = action.value ?? absent;
        engine.set(queries.input, String(index), action.value);
        break;
      }
      case 'demand':
      case 'reports': {
        const node = action.node % program.nodes.length;
        const expected = oracle.demand(inputs, node);
        executed = [];
        if (action.kind === 'demand') {
          const value = engine.get(queries.of(node), String(node));
          assertEqual(value, expected.outcome.value, `value of ${node}`);
        } else {
          const reports = engine.reports(queries.of(node), String(node));
          const values = reports.map(({ message }) => Number(message));
          assertEqual(values, expected.outcome.reports, `reports of ${node}`);
        }
        if (mode === 'exact') {
          assertEqual(inOrder(executed), inOrder(expected.executed), `executed for ${node}`);
        }
        break;
      }
      case 'flush':
        engine.flush();
        break;
      case 'restart':
        engine = start();
        oracle.restart();
        for (const [index, value] of inputs.entries()) {
          engine.set(queries.input, String(index), value);
        }
        break;
    }
  }
  program.nodes.forEach((_, node) => {
    const { outcome } = evaluate(program, inputs, node);
    assertEqual(
      engine.get(queries.of(node), String(node)),
      outcome.value,
      `value of ${node} at last`,
    );
  });
}

/**
 * The store, which says when something is written: marking what a change makes dirty saves first.
 */
function observed(store: QueryStore, onWrite: () => void): QueryStore {
  const write: QueryStore['write'] = (batch) => {
    store.write(batch);
    onWrite();
  };
  return {
    get isEmpty(): boolean {
      return store.isEmpty;
    },
    find: (query, key) => store.find(query, key),
    load: (node) => store.load(node),
    findSkeleton: (query, key) => store.findSkeleton(query, key),
    loadSkeletons: (nodes) => store.loadSkeletons(nodes),
    valueText: (node, value) => store.valueText(node, value),
    inputValue: (query, key) => store.inputValue(query, key),
    dependents: (node) => store.dependents(node),
    nextNumber: () => store.nextNumber(),
    write,
  };
}

function inOrder(nodes: readonly number[]): readonly number[] {
  return [...nodes].sort((left, right) => left - right);
}

function assertEqual(actual: unknown, expected: unknown, what: string): void {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (left !== right) throw new Error(`${what}: got ${left}, expected ${right}`);
}
