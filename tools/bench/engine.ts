/**
 * What the engine itself costs, on graphs whose queries do next to nothing:
 *
 *   node build/tools/bench/engine.js [nodes]
 *
 * `chain` is a list of segments of 100 links; `fan` has nodes that read three of the layer below,
 * and a root that reads all. Times include the encoding and hashing of small values, which is
 * measured alone at the end. The store is the one in memory.
 */
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { fingerprintOf } from '../../src/base/fingerprint.ts';
import { createEngine } from '../../src/query/engine.ts';
import type { Engine } from '../../src/query/engine-api.ts';
import { createMemoryStore } from '../../src/query/memory-store.ts';
import type { AnyQuery, DerivedQuery, InputQuery } from '../../src/query/query.ts';
import type { QueryStore } from '../../src/query/store.ts';

const count = Number(process.argv[2] ?? '100000');

const source: InputQuery<string, number> = { kind: 'input', name: 'source', absent: 0 };
const chain: DerivedQuery<string, number> = {
  kind: 'derived',
  name: 'chain',
  storage: 'value',
  execute(context, key) {
    const index = Number(key);
    const below = index % 100 === 0 ? context.get(source, '') : context.get(chain, `${index - 1}`);
    return (below + 1) % 1000;
  },
};
const fan: DerivedQuery<string, { readonly name: string; readonly sum: number }> = {
  kind: 'derived',
  name: 'fan',
  storage: 'value',
  execute(context, key) {
    const index = Number(key);
    const below = Math.floor(index / 3);
    let sum = context.get(source, `${index % 1000}`);
    for (let next = below; next > 0 && next > below - 3; next -= 1)
      sum += context.get(fan, `${next}`).sum;
    return { name: `fan node ${key}`, sum: sum % 1000 };
  },
};
const root = (leaves: AnyQuery): DerivedQuery<string, number> => ({
  kind: 'derived',
  name: `root of ${leaves.name}`,
  storage: 'value',
  execute(context) {
    let total = 0;
    for (let index = 0; index < count; index += 1) {
      const value: unknown = context.get(leaves, `${index}`);
      total += typeof value === 'number' ? value : 1;
    }
    return total;
  },
});

for (const leaves of [chain, fan]) measure(leaves, root(leaves));
measureEncoding();

function measure(leaves: AnyQuery, top: DerivedQuery<string, number>): void {
  const store = createMemoryStore();
  const start = (): Engine => startEngine(store, [source, leaves, top]);
  let engine = start();
  const all = (): void => {
    for (let index = 0; index < count; index += 1) engine.get(leaves, `${index}`);
  };
  process.stdout.write(`${leaves.name}, ${count} nodes\n`);
  time('execute, cold', count, () => engine.get(top, ''));
  time('flush', count, () => engine.flush());
  time('get, ready', count, all);
  setAll(engine, 1);
  time('execute, changed', count, () => engine.get(top, ''));
  engine.flush();
  time('set and mark dirty', count, () => setAll(engine, undefined));
  time('verify, older trace', count, () => engine.get(top, ''));
  engine.flush();
  engine = start();
  time('get in a new process', 1, () => engine.get(top, ''));
  time('get, read from the store', count, all);
  engine = start();
  setAll(engine, 7);
  engine.flush();
  setAll(engine, undefined);
  time('verify, from the store', count, () => engine.get(top, ''));
}

/** Sets or removes all inputs that a node may read. */
function setAll(engine: Engine, value: number | undefined): void {
  engine.set(source, '', value);
  for (let index = 0; index < 1000; index += 1) engine.set(source, `${index}`, value);
}

function startEngine(store: QueryStore, queries: readonly AnyQuery[]): Engine {
  return createEngine({ store, queries, now: () => performance.now() * 1000 });
}

function measureEncoding(): void {
  let length = 0;
  time('JSON and SHA-256 alone', count, () => {
    for (let index = 0; index < count; index += 1) {
      length += fingerprintOf(JSON.stringify({ name: `fan node ${index}`, sum: index })).length;
    }
  });
  if (length !== count * 32) throw new Error('A fingerprint has 32 digits');
}

/** Processor time, which other work on the machine disturbs least; the collector's threads count. */
function time(what: string, operations: number, run: () => void): void {
  const started = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(started);
  const ms = ((user + system) / 1000).toFixed(0).padStart(6);
  const each = ((user + system) / operations).toFixed(2).padStart(9);
  process.stdout.write(`  ${what.padEnd(26)} ${ms} ms ${each} µs each\n`);
}
