/**
 * What the store costs at the size of 1,000 modules: a cold build written in batches, a restart,
 * loading nodes, an edit, the verification after a crash. Run the compiled file; it prints one line
 * a step.
 *
 *     node build/tools/bench/store.js [nodes] [batches]
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cache, FileRecord } from '../../cache/cache.ts';
import type { CacheLock } from '../../cache/lock.ts';
import { acquireLock } from '../../cache/lock.ts';
import { databasePath, openCache } from '../../cache/open.ts';
import type { Fingerprint } from '../../src/base/fingerprint.ts';
import { fingerprintOf } from '../../src/base/fingerprint.ts';
import type { NodeNumber, StoredDependency, WriteBatch } from '../../src/query/store.ts';

type Memo = WriteBatch['memos'][number];

/**
 * Of twelve nodes five are inputs; the rest read four or five others. The texts come to 1.25 KB a
 * node.
 */
const SHARE_OF_INPUTS = 5 / 12;
const MEMO_TEXT_BYTES = 2000;

const nodes = Number(process.argv[2] ?? 120_000);
const batches = Number(process.argv[3] ?? 20);
const folder = mkdtempSync(join(tmpdir(), 'boltd-bench-store-'));
const lock = await acquireLock(folder, { waitMs: 0 });
try {
  run(lock);
} finally {
  lock.release();
  rmSync(folder, { recursive: true });
}

function run(held: CacheLock): void {
  const memos = graph(nodes);
  const edges = memos.reduce((sum, memo) => sum + memo.trace.dependencies.length, 0);
  console.log(`${nodes} nodes, ${edges} edges, ${batches} batches`);

  let cache = open(held);
  const wrote = timed('write a cold build', () => {
    const size = Math.ceil(nodes / batches);
    for (let from = 0; from < nodes; from += size) {
      cache.write({ memos: memos.slice(from, from + size), dirtied: [], cleaned: [] });
    }
    cache.putFiles(manifest(1000));
  });
  const bytes = cache.sizeBytes();
  timed('checkpoint, seal, close', () => cache.close());
  const perSecond = Math.round((nodes / wrote) * 1000);
  console.log(
    `  ${perSecond} nodes/s; database of ${megabytes(bytes)}, file ${megabytes(statSync(databasePath(folder)).size)}`,
  );

  cache = timedValue('open sealed, read the manifest of 1,000 files', () => {
    const opened = open(held);
    opened.files();
    return opened;
  });
  const probes = memos.filter((_, index) => index % 12 === 11);
  timed(`find ${probes.length} memos with their values`, () => {
    for (const { query, key } of probes) cache.find(query, key);
  });
  timed('the same once more', () => {
    for (const { query, key } of probes) cache.find(query, key);
  });
  timed(`dependents of ${probes.length} nodes`, () => {
    for (const { number } of probes) cache.dependents(number);
  });
  const hub = memos.slice(-1000);
  timed('mark 1,000 nodes dirty', () => {
    cache.write({ memos: [], dirtied: hub.map(({ number }) => number), cleaned: [] });
  });
  timed('write 1,000 changed memos', () => {
    cache.write({ memos: hub.map((memo) => changed(memo)), dirtied: [], cleaned: [] });
  });
  timed('one changed memo', () =>
    cache.write({ memos: hub.slice(0, 1), dirtied: [], cleaned: [] }),
  );
  timed('close after an edit', () => cache.close());

  rmSync(`${databasePath(folder)}.seal`);
  cache = timedValue('open without a seal: verify everything', () => open(held));
  timed('collect to half the size', () => cache.collectGarbage({ maxBytes: bytes / 2 }));
  cache.close();
}

function open(held: CacheLock): Cache {
  const identity = { engine: 'bench', compiler: 'bench' };
  return openCache({
    folder,
    identity,
    access: { kind: 'write', lock: held },
    onNotice: console.log,
  });
}

function graph(count: number): readonly Memo[] {
  const firstMemo = Math.floor(count * SHARE_OF_INPUTS);
  const filler = 'define i64 @area(i64 %0) { ret i64 %0 } '.repeat(MEMO_TEXT_BYTES / 40);
  const values: Fingerprint[] = [];
  const noReports = fingerprintOf('[]');
  return Array.from({ length: count }, (_, index): Memo => {
    const isInput = index < firstMemo;
    const module = index % 1000;
    const key = `package.module${module}::function declaration${Math.floor(index / 7000)}(int,int)`;
    const valueText = JSON.stringify(isInput ? { tokens: index } : { ir: filler, index });
    const value = fingerprintOf(valueText);
    values.push(value);
    const dependencies = isInput ? [] : neighbours(index, firstMemo, values);
    const trace = {
      dependencies,
      value,
      valueText,
      reportsText: '[]',
      reports: noReports,
      microseconds: 90,
    };
    return {
      number: (index + 1) as NodeNumber,
      query: `query${Math.floor(module % 7)}-${index % 7}-${isInput}`,
      key: `${key}#${index}`,
      trace,
    };
  });
}

function neighbours(
  index: number,
  firstMemo: number,
  values: readonly Fingerprint[],
): readonly StoredDependency[] {
  const own = index % firstMemo;
  const dependencies: StoredDependency[] = [];
  for (const target of [
    own,
    (own * 7919) % firstMemo,
    index - 1,
    Math.floor(index / 100) * 100 - 1,
    index % 50,
  ]) {
    const fingerprint = values[target];
    if (fingerprint === undefined || (index % 3 !== 0 && dependencies.length === 4)) continue;
    dependencies.push({ node: (target + 1) as NodeNumber, channel: 'value', fingerprint });
  }
  return dependencies;
}

/** The same result by way of one dependency less: another trace, and an edge that goes. */
function changed(memo: Memo): Memo {
  return { ...memo, trace: { ...memo.trace, dependencies: memo.trace.dependencies.slice(0, -1) } };
}

function manifest(count: number): readonly FileRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    path: `src/package/module${index}.bolt`,
    module: `package.module${index}`,
    sizeBytes: 4000 + index,
    mtimeNs: `17000000000000${index}`,
    inode: String(index),
    fingerprint: fingerprintOf(String(index)),
    trusted: true,
  }));
}

/**
 * Prints the time that passed and the time this process computed: the rest is waiting for the disk.
 */
function timed(step: string, work: () => void): number {
  const cpu = process.cpuUsage();
  const started = performance.now();
  work();
  const elapsed = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  const computed = (user + system) / 1000;
  console.log(
    `${elapsed.toFixed(1).padStart(9)} ms ${computed.toFixed(1).padStart(9)} ms CPU  ${step}`,
  );
  return elapsed;
}

function timedValue<T>(step: string, work: () => T): T {
  const results: T[] = [];
  timed(step, () => void results.push(work()));
  const [result] = results;
  if (result === undefined) throw new Error(step);
  return result;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
