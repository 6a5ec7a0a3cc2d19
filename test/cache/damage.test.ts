import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import Database from 'better-sqlite3';
import type { Cache, FileRecord } from '../../cache/cache.ts';
import { CacheDamagedError } from '../../cache/errors.ts';
import { databasePath } from '../../cache/open.ts';
import { seal } from '../../cache/seal.ts';
import { fingerprintOf } from '../../src/base/fingerprint.ts';
import type { StoredNode, StoredTrace } from '../../src/query/store.ts';
import { violations } from './invariants.ts';
import {
  batch,
  layered,
  memo,
  number,
  reads,
  small,
  temporaryFolder,
  trace,
  workspace,
} from './workspace.ts';

const NODES = 120;
const files: readonly FileRecord[] = ['a', 'b', 'c'].map((name) => ({
  path: `${name}.bolt`,
  module: name,
  sizeBytes: 100,
  mtimeNs: '1',
  inode: '2',
  fingerprint: fingerprintOf(name),
  trusted: true,
}));

/** What a sound cache holds; every other node with an older trace. */
interface Original {
  readonly path: string;
  readonly nodes: readonly StoredNode[];
}

test('a verified cache with flipped bytes has right rows or none, and a sound graph', (t) => {
  const original = makeOriginal(t);
  const outcomes = new Map<string, number>();
  for (let seed = 1; seed <= 100; seed++) {
    const outcome = tryFlipped(t, original, seed, 'verify');
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  t.log(Object.fromEntries(outcomes));
  t.true((outcomes.get('read') ?? 0) > 0);
  t.true((outcomes.get('empty') ?? 0) > 0);
});

test('a sealed cache with flipped bytes, which nobody verified, has right rows or none', (t) => {
  const original = makeOriginal(t);
  const outcomes = new Map<string, number>();
  for (let seed = 1; seed <= 100; seed++) {
    const outcome = tryFlipped(t, original, seed, 'trust');
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  t.log(Object.fromEntries(outcomes));
  t.true((outcomes.get('read') ?? 0) > 0);
  t.true((outcomes.get('damaged') ?? 0) > 0);
});

test('a damaged value reads as not stored', (t) => {
  const { folder, open } = workspace(t);
  const cache = open();
  const text = '"a text that is easy to find"';
  cache.write(batch({ memos: [...small(), memo(4, 'lower a', trace(text, [reads(1, '1')]))] }));
  cache.close();
  overwrite(databasePath(folder), 'easy to find', 'hard to find');
  const again = open();
  t.deepEqual(again.load(number(4))?.traces, [
    { ...trace(text, [reads(1, '1')]), valueText: undefined },
  ]);
  t.deepEqual(violations(again, 4), []);
});

test('a node whose trace is damaged is forgotten and what reads it is checked again', (t) => {
  const { folder, open, notices } = workspace(t);
  const cache = open();
  const reportsText = '[{"message":"easy to find"}]';
  const noisy = {
    ...trace('2', [reads(1, '1')]),
    reportsText,
    reports: fingerprintOf(reportsText),
  };
  cache.write(
    batch({
      memos: [
        ...small(),
        memo(2, 'double a', noisy),
        memo(4, 'other a', trace('8', [reads(1, '1')])),
      ],
    }),
  );
  cache.close();
  overwrite(databasePath(folder), 'easy to find', 'hard to find');
  const again = open();
  t.deepEqual(notices(), ['The cache was damaged: 1 results are lost and 1 are checked again']);
  t.is(again.find('double', 'a'), undefined);
  t.deepEqual(
    [1, 3, 4].map((index) => again.load(number(index))?.dirty),
    [false, true, false],
  );
  t.deepEqual(again.dependents(number(2)), [number(3)]);
  t.deepEqual(violations(again, 4), []);
});

test('a damaged input ends the cache, because nothing can compute it again', (t) => {
  const { folder, open, notices } = workspace(t);
  const cache = open();
  cache.write(batch({ memos: [memo(1, 'tokens a', trace('"easy to find"'))] }));
  cache.close();
  overwrite(databasePath(folder), 'easy to find', 'hard to find');
  const again = open();
  t.true(again.isEmpty);
  t.deepEqual(notices(), [
    'The cache was damaged and starts empty; the old one is kept as cache.db.corrupt-1',
  ]);
});

test('damage that shows in mid-session is typed, and the next opening starts empty', (t) => {
  const { folder, open, notices } = workspace(t);
  const cache = open();
  cache.write(batch({ memos: [memo(1, 'tokens a', trace('"easy to find"'))] }));
  cache.close();
  overwrite(databasePath(folder), 'easy to find', 'hard to find');
  seal(databasePath(folder), true);
  const trusting = open();
  const reading = (): unknown => trusting.transaction(() => trusting.find('tokens', 'a'));
  t.throws(reading, { instanceOf: CacheDamagedError });
  t.throws(() => trusting.load(number(1)), { instanceOf: CacheDamagedError });
  trusting.close();
  t.true(open().isEmpty);
  t.deepEqual(notices(), [
    'The cache was damaged and starts empty; the old one is kept as cache.db.corrupt-1',
  ]);
});

test('a file that is no database is put aside, and only the last such is kept', (t) => {
  const { folder, open, notices } = workspace(t);
  for (let round = 1; round <= 3; round++) {
    writeFileSync(databasePath(folder), 'This is no database. '.repeat(1000));
    const cache = open();
    t.true(cache.isEmpty);
    cache.write(batch({ memos: small() }));
    cache.close();
    t.deepEqual(notices(), [
      `The cache was damaged and starts empty; the old one is kept as cache.db.corrupt-${round}`,
    ]);
  }
  t.deepEqual(
    readdirSync(folder).filter((name) => name.includes('corrupt')),
    ['cache.db.corrupt-3'],
  );
});

test('a truncated database starts empty', (t) => {
  const { folder, open } = workspace(t);
  const cache = open();
  cache.write(layered(NODES, 1));
  cache.close();
  const bytes = readFileSync(databasePath(folder));
  writeFileSync(databasePath(folder), bytes.subarray(0, bytes.length / 2));
  t.true(open().isEmpty);
});

test('a lost reverse edge is found by the verification', (t) => {
  const { folder, open } = workspace(t);
  const cache = open();
  cache.write(layered(NODES, 1));
  cache.close();
  const expected = readAll(open());
  for (const statement of [
    'DELETE FROM edge WHERE dependency = 3',
    'INSERT INTO edge VALUES (90, 2)',
  ]) {
    execute(databasePath(folder), statement);
  }
  const again = open();
  t.deepEqual(violations(again, NODES), []);
  t.deepEqual(
    again.dependents(number(90)).filter((node) => node === 2),
    [],
  );
  t.deepEqual(readAll(again), expected);
});

test('a node that is marked clean and is not is checked again', (t) => {
  const { folder, open, notices } = workspace(t);
  const cache = open();
  cache.write(batch({ memos: small() }));
  cache.write(batch({ dirtied: [number(2)] }));
  cache.close();
  // Some other state of the file: the mark of what reads node 2 never arrived.
  rmSync(`${databasePath(folder)}.seal`);
  const again = open();
  t.deepEqual(
    [1, 2, 3].map((index) => again.load(number(index))?.dirty),
    [false, true, true],
  );
  t.deepEqual(notices(), ['The cache was damaged: 0 results are lost and 1 are checked again']);
});

function makeOriginal(t: ExecutionContext): Original {
  const { folder, open } = workspace(t);
  const cache = open();
  const first = layered(NODES, 1);
  cache.write({
    ...first,
    memos: first.memos.filter((_, index) => index % 2 === 0 || index < NODES / 3),
    dirtied: [],
  });
  cache.write(layered(NODES, 2));
  cache.putFiles(files);
  cache.close();
  const nodes = readAll(open());
  return { path: databasePath(folder), nodes };
}

function readAll(cache: Cache): readonly StoredNode[] {
  const nodes: StoredNode[] = [];
  for (let index = 1; index <= NODES; index++) {
    const node = cache.load(number(index));
    if (node !== undefined) nodes.push(node);
  }
  return nodes;
}

/** Flips up to three bytes of a copy, and reads all of it. */
function tryFlipped(
  t: ExecutionContext,
  original: Original,
  seed: number,
  mode: 'verify' | 'trust',
): 'read' | 'empty' | 'damaged' {
  const copy = workspace(t, temporaryFolder(t));
  const path = databasePath(copy.folder);
  mkdirSync(copy.folder, { recursive: true });
  copyFileSync(original.path, path);
  flip(path, seed);
  if (mode === 'trust') seal(path, true);
  const cache = copy.open();
  try {
    if (cache.isEmpty) return 'empty';
    t.deepEqual(
      original.nodes.flatMap((node) => lies(cache, node, mode)),
      [],
      `seed ${seed}`,
    );
    t.deepEqual(cache.files(), files);
    if (mode === 'verify') t.deepEqual(violations(cache, NODES), [], `seed ${seed}`);
    return 'read';
  } catch (error) {
    if (error instanceof CacheDamagedError) return 'damaged';
    throw error;
  } finally {
    cache.close();
  }
}

/**
 * What a cache says of a node that was never so. Verification may mark more as dirty, never less;
 * traces and values may be missing, never others.
 */
function lies(cache: Cache, expected: StoredNode, mode: 'verify' | 'trust'): readonly string[] {
  const label = `${expected.query}(${expected.key})`;
  const found: string[] = [];
  for (const actual of [cache.load(expected.number), cache.find(expected.query, expected.key)]) {
    if (actual === undefined) continue;
    if (actual.query !== expected.query || actual.key !== expected.key)
      found.push(`${label} has another name`);
    if (actual.dirty !== expected.dirty && !(mode === 'verify' && actual.dirty))
      found.push(`${label} is ${actual.dirty}`);
    const known = new Map(expected.traces.map((trace) => [withoutValue(trace), trace.valueText]));
    const [current] = actual.traces;
    if (current === undefined || withoutValue(current) !== [...known.keys()][0])
      found.push(`${label} has another trace`);
    for (const trace of actual.traces) {
      if (!known.has(withoutValue(trace))) found.push(`${label} never had such a trace`);
      const isOther =
        trace.valueText !== undefined && trace.valueText !== known.get(withoutValue(trace));
      if (isOther) found.push(`${label} has another value`);
    }
  }
  return found;
}

function withoutValue(trace: StoredTrace): string {
  return JSON.stringify({ ...trace, valueText: undefined });
}

/** Pseudo-random, from the seed alone. */
function flip(path: string, seed: number): void {
  const bytes = readFileSync(path);
  let state = seed * 2654435761;
  const next = (bound: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  for (let flips = 1 + next(3); flips > 0; flips--) {
    const offset = next(bytes.length);
    bytes[offset] = (bytes[offset] ?? 0) ^ (1 << next(8));
  }
  writeFileSync(path, bytes);
}

function overwrite(path: string, from: string, to: string): void {
  const bytes = readFileSync(path);
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) bytes.write(to, at);
  writeFileSync(path, bytes);
}

/** Changes the database behind the cache's back. */
function execute(path: string, sql: string): void {
  const database = new Database(path);
  database.exec(sql);
  database.close();
}
