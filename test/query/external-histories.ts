/**
 * Random histories of a program some of whose results are made outside: orders are handed out,
 * results come in at once or late, are lost again, and inputs change in between. Whatever happens,
 * the engine answers as a plain evaluation does.
 */
import fc from 'fast-check';
import { createEngine } from '../../src/query/engine.ts';
import type { Engine, WorkOrder } from '../../src/query/engine-api.ts';
import { NotBroughtInError } from '../../src/query/engine-api.ts';
import type { NodeName } from '../../src/query/events.ts';
import type { QueryStore } from '../../src/query/store.ts';
import type { Program, ProgramQueries } from './program.ts';
import { absent, evaluate, programs, queriesOf } from './program.ts';

type Action =
  | { readonly kind: 'set'; readonly input: number; readonly value: number }
  /** Brings in all that the node needs and reads it. */
  | { readonly kind: 'demand'; readonly node: number }
  /** Takes an order for the node, if there is one, and leaves it open. */
  | { readonly kind: 'order'; readonly node: number }
  /** The open orders come back, the last one first. */
  | { readonly kind: 'comeBack' }
  | { readonly kind: 'forget'; readonly node: number }
  | { readonly kind: 'flush' }
  | { readonly kind: 'restart' };

const node = fc.nat(9);

const actions: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('set' as const), input: fc.nat(4), value: fc.nat(3) }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('demand' as const), node }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('order' as const), node }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'comeBack' as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('forget' as const), node }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'flush' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
);

export function externalProperty(
  createStore: () => QueryStore,
): fc.IProperty<[Program, readonly Action[]]> {
  const histories = fc.array(actions, { maxLength: 40 });
  return fc.property(programs('external'), histories, (program, history) => {
    const session = new Session(program, createStore());
    for (const action of history) session.perform(action);
    for (const index of program.nodes.keys()) session.perform({ kind: 'demand', node: index });
  });
}

/** A program, its inputs, and the engine of the process of the moment. */
class Session {
  private readonly program: Program;
  private readonly queries: ProgramQueries;
  private readonly store: QueryStore;
  private readonly inputs: number[];
  private engine: Engine;
  private open: WorkOrder<number>[] = [];

  constructor(program: Program, store: QueryStore) {
    this.store = store;
    this.program = program;
    this.queries = queriesOf(program);
    this.inputs = Array.from({ length: program.inputs }, () => absent);
    this.engine = this.start();
  }

  perform(action: Action): void {
    const { engine, queries } = this;
    switch (action.kind) {
      case 'set': {
        const index = action.input % this.program.inputs;
        this.inputs[index] = action.value;
        engine.set(queries.input, String(index), action.value);
        return;
      }
      case 'demand': {
        const index = action.node % this.program.nodes.length;
        const { value } = evaluate(this.program, this.inputs, index).outcome;
        const actual = this.bringIn(this.nameOf(index));
        if (actual !== value) throw new Error(`${index}: got ${actual}, expected ${value}`);
        return;
      }
      case 'order':
        this.order(action.node % this.program.nodes.length);
        return;
      case 'comeBack':
        for (const order of this.open.reverse()) this.complete(order);
        this.open = [];
        return;
      case 'forget': {
        const index = action.node % this.program.nodes.length;
        if (this.isExternal(index)) engine.forget(queries.external, String(index));
        return;
      }
      case 'flush':
        engine.flush();
        return;
      case 'restart':
        this.open = [];
        this.engine = this.start();
        for (const [index, value] of this.inputs.entries()) {
          this.engine.set(queries.input, String(index), value);
        }
        return;
    }
  }

  /** Reads the node, bringing in what it is blocked on until it is not. */
  private bringIn(name: NodeName): number {
    const { engine, queries } = this;
    for (;;) {
      if (name.query === queries.external.name) {
        const prepared = engine.prepare(queries.external, name.key);
        if (prepared.kind === 'ready') return prepared.value;
        if (prepared.kind === 'order') this.complete(prepared.order);
        else this.bringIn(prepared.on);
      } else {
        try {
          return engine.get(queries.of(Number(name.key)), name.key);
        } catch (error) {
          if (!(error instanceof NotBroughtInError)) throw error;
          this.bringIn(error.node);
        }
      }
    }
  }

  private order(index: number): void {
    if (!this.isExternal(index)) return;
    const prepared = this.engine.prepare(this.queries.external, String(index));
    if (prepared.kind === 'order') this.open.push(prepared.order);
  }

  private complete(order: WorkOrder<number>): void {
    this.engine.complete(this.queries.external, order, order.order, 1);
  }

  private isExternal(index: number): boolean {
    return this.program.kinds[index] === 'external';
  }

  private nameOf(index: number): NodeName {
    const query = this.isExternal(index) ? this.queries.external : this.queries.of(index);
    return { query: query.name, key: String(index) };
  }

  private start(): Engine {
    return createEngine({ store: this.store, queries: this.queries.all, now: () => 0 });
  }
}
