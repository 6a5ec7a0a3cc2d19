/** Temporary caches for the tests of the store, and nodes to put into them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { Cache, CacheIdentity, NewBuild } from '../../cache/cache.ts';
import type { CacheLock } from '../../cache/lock.ts';
import { tryLock } from '../../cache/lock.ts';
import { openCache } from '../../cache/open.ts';
import type { Fingerprint } from '../../src/base/fingerprint.ts';
import { fingerprintOf } from '../../src/base/fingerprint.ts';
import { present } from '../../src/base/invariant.ts';
import type {
  NodeNumber,
  StoredDependency,
  StoredTrace,
  WriteBatch,
} from '../../src/query/store.ts';

export type Memo = WriteBatch['memos'][number];

/** A build that did nothing worth telling, but for `parts`. */
export function build(parts: Partial<NewBuild> = {}): NewBuild {
  return {
    startedAtMs: 1_700_000_000_000,
    durationMs: 1.5,
    outcome: 'succeeded',
    goal: 'build',
    profile: 'dev',
    phases: { open: 1 },
    statistics: {},
    history: { changes: [], executions: [], executed: 1, adopted: [] },
    ...parts,
  };
}

export const identity: CacheIdentity = { engine: '1', compiler: 'aaaa', platform: 'test' };

export interface Workspace {
  readonly folder: string;
  /** Notices since the last call. */
  notices(): readonly string[];
  open(options?: Partial<{ identity: CacheIdentity; maxBytes: number }>): Cache;
  read(options?: Partial<{ identity: CacheIdentity }>): Cache;
}

/** A folder with the right to write to it, both gone after the test. */
export function workspace(t: ExecutionContext, folder: string = temporaryFolder(t)): Workspace {
  const lock: CacheLock = present(tryLock(folder), 'lock of a new folder');
  t.teardown(() => lock.release());
  let notices: string[] = [];
  const onNotice = (message: string): void => void notices.push(message);
  return {
    folder,
    notices: () => {
      const taken = notices;
      notices = [];
      return taken;
    },
    open: (options = {}) => {
      const cache = openCache({
        folder,
        identity,
        onNotice,
        ...options,
        access: { kind: 'write', lock },
      });
      t.teardown(() => cache.close());
      return cache;
    },
    read: (options = {}) => {
      const cache = openCache({
        folder,
        identity,
        onNotice,
        ...options,
        access: { kind: 'readonly' },
      });
      t.teardown(() => cache.close());
      return cache;
    },
  };
}

export function temporaryFolder(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'boltd-cache-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function number(value: number): NodeNumber {
  return value as NodeNumber;
}

const noReports: Fingerprint = fingerprintOf('[]');

export function trace(
  valueText: string,
  dependencies: readonly StoredDependency[] = [],
): StoredTrace {
  return {
    dependencies,
    value: fingerprintOf(valueText),
    valueText,
    reportsText: '[]',
    reports: noReports,
    microseconds: 10,
  };
}

/** A dependency on what a node's value was when its text was `valueText`. */
export function reads(node: number, valueText: string): StoredDependency {
  return { node: number(node), channel: 'value', fingerprint: fingerprintOf(valueText) };
}

export function memo(node: number, name: string, stored: StoredTrace): Memo {
  const [query = '', ...key] = name.split(' ');
  return { number: number(node), query, key: key.join(' '), trace: stored };
}

export function batch(parts: Partial<WriteBatch>): WriteBatch {
  return { memos: [], dirtied: [], cleaned: [], ...parts };
}

/** `x a` = 1 is read by `double a` = 2, which `sum all` = 2 reads. */
export function small(x = 1): readonly Memo[] {
  return [
    memo(1, 'x a', trace(`${x}`)),
    memo(2, 'double a', trace(`${x * 2}`, [reads(1, `${x}`)])),
    memo(3, 'sum all', trace(`${x * 2}`, [reads(2, `${x * 2}`)])),
  ];
}

/**
 * A layered graph of `count` nodes, sound as an engine would leave it: a third inputs, several
 * traces for some nodes, and all that depends on the first input dirty.
 */
export function layered(count: number, generation: number): WriteBatch {
  const memos: Memo[] = [];
  const dirty = new Set<number>([1]);
  for (let node = 1; node <= count; node++) {
    const isInput = node <= count / 3;
    const text = JSON.stringify({ node, generation, filler: 'ir '.repeat(node % 50) });
    const targets = isInput
      ? []
      : [...new Set([1 + (node % 7), 1 + ((node * 31) % (node - 1)), node - 1])];
    const dependencies = targets.map((target) =>
      reads(target, present(memos[target - 1], 'node').trace.valueText ?? ''),
    );
    if (targets.some((target) => dirty.has(target))) dirty.add(node);
    memos.push(
      memo(
        node,
        `${isInput ? 'input' : `query${node % 5}`} pkg.mod::function f${node}(int)`,
        trace(text, dependencies),
      ),
    );
  }
  const dirtied = [...dirty].filter((node) => node > 1).map(number);
  return { memos, dirtied, cleaned: [] };
}
