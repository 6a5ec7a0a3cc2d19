/**
 * The persistent store of a project as a build sees it: the engine's graph, and what has to agree
 * with it (the source files it was taken from, the files that were written, the history of builds).
 * `openCache` in open.ts makes one.
 *
 * Invariant: everything changed inside one `transaction` reaches the disk together or not at all.
 */
import type { Fingerprint } from '../src/base/fingerprint.ts';
import type { BuildHistory } from '../src/query/build-history.ts';
import type { QueryStore } from '../src/query/store.ts';
import type { CacheLock } from './lock.ts';

export interface Cache extends QueryStore {
  /** Runs `work` as one unit: when it throws, nothing of it remains. May be nested. */
  transaction<T>(work: () => T): T;

  /** The file manifest, sorted by path. */
  files(): readonly FileRecord[];
  /** Adds or replaces records. Commit them with the input changes they stand for. */
  putFiles(files: readonly FileRecord[]): void;
  removeFiles(paths: readonly string[]): void;

  /** What builds wrote and where, sorted by path. */
  outputs(): readonly OutputRecord[];
  putOutputs(outputs: readonly OutputRecord[]): void;
  removeOutputs(paths: readonly string[]): void;

  /**
   * Adds to the history, which keeps the last 1,000 builds as long as they take less than 16 MiB.
   * Nothing is written for a build that did nothing.
   */
  recordBuild(build: NewBuild): void;
  /** Newest first. */
  builds(limit: number): readonly BuildRecord[];
  /** What a build did; undefined where nobody knows (any more). */
  historyOf(build: number): BuildHistory | undefined;

  /** Bytes in use, free pages not counted; what is not yet checkpointed is. */
  sizeBytes(): number;
  /** How much there is, and what it took to make. Looks at every row. */
  summary(): CacheSummary;
  /** Brings the cache below a size. Deletes nodes: no engine may use the cache across the call. */
  collectGarbage(options: CollectOptions): Collected;
  /** Forgets everything. No engine may use the cache across the call. */
  clear(): void;
  /**
   * Seals the cache without closing it, so that its lock can be released: another process may use it
   * until `isAsLeft` is asked, with the lock in hand again.
   */
  rest(): void;
  /** Whether nobody has changed or replaced the cache since `rest`; else close it and open it anew. */
  isAsLeft(): boolean;
  /** Seals the cache, so that the next opening can trust it. May be called twice. */
  close(): void;
}

/** Who may read what a cache holds; any difference replaces it. */
export interface CacheIdentity {
  /** Version of the engine: how graphs and traces are made. */
  readonly engine: string;
  /** Fingerprint of the compiler's code. */
  readonly compiler: string;
  /** `linux-x64`, say; the running platform by default. */
  readonly platform?: string;
}

export interface CacheOptions {
  /** The folder of the database; made when missing. */
  readonly folder: string;
  readonly identity: CacheIdentity;
  /**
   * The right to write, from `acquireLock`; the caller releases it after `close`. `readonly` needs
   * none and never changes the folder; without a usable database there it reads as empty.
   */
  readonly access:
    | { readonly kind: 'write'; readonly lock: CacheLock }
    | { readonly kind: 'readonly' };
  /** One line for the user about a cache that was replaced, repaired or put aside. */
  readonly onNotice?: (message: string) => void;
  /** Path of schema.sql; found beside the nearest package.json above this code by default. */
  readonly schemaPath?: string;
  /** Upper bound of the database's size, beyond which writing fails as on a full disk. */
  readonly maxBytes?: number;
}

/** A source file as it was when its declarations were stored. */
export interface FileRecord {
  /** Relative to the project, with forward slashes. */
  readonly path: string;
  /** Dotted path of the module it holds; undefined for other files (the manifest). */
  readonly module?: string;
  readonly sizeBytes: number;
  /** Nanoseconds since 1970, decimal. */
  readonly mtimeNs: string;
  readonly inode: string;
  /** Of the file's bytes. */
  readonly fingerprint: Fingerprint;
  /** False when the time stamp was too young to tell a later write apart: compare the bytes. */
  readonly trusted: boolean;
}

/** A file that a build wrote. */
export interface OutputRecord {
  readonly path: string;
  readonly sizeBytes: number;
  readonly mtimeNs: string;
  readonly inode: string;
  readonly fingerprint: Fingerprint;
}

export interface BuildRecord {
  /** Counts up from 1. */
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** `succeeded`, `failed`, `cancelled` …: the driver's word. */
  readonly outcome: string;
  /** What it was for: `build`, `check` or `query`. */
  readonly goal: 'build' | 'check' | 'query';
  /** Of a build. */
  readonly profile?: 'dev' | 'release';
  /** Milliseconds by phase. */
  readonly phases: Readonly<Record<string, number>>;
  /** Plain data, kept as JSON. */
  readonly statistics: unknown;
  /** Number of executions. */
  readonly executed: number;
}

export interface NewBuild extends Omit<BuildRecord, 'id' | 'executed'> {
  readonly history: BuildHistory;
}

export interface CacheSummary {
  readonly inputs: number;
  /** Results of queries. */
  readonly memos: number;
  /** Those of them that have not been asked for since something they depend on changed. */
  readonly dirtyMemos: number;
  /** Results of earlier states, which make switching back free. */
  readonly olderTraces: number;
  /** What it took to compute the memos that are not dirty. */
  readonly costUs: number;
}

export interface CollectOptions {
  /** Of the database and, where they are given, of the objects. */
  readonly maxBytes: number;
  readonly objects?: {
    /** Of all that are stored. */
    readonly sizes: ReadonlyMap<Fingerprint, number>;
    /** Queries whose values name an object: `{fingerprint, sizeBytes}`. */
    readonly queries: readonly string[];
  };
  /**
   * Nodes that were out of date and not asked for during so many builds are deleted; 20 by default.
   */
  readonly unusedBuilds?: number;
}

export interface Collected {
  readonly beforeBytes: number;
  readonly afterBytes: number;
  readonly deletedNodes: number;
  /** Older traces, forgotten whole. */
  readonly deletedTraces: number;
  /** Values of current traces, which are computed again when needed. */
  readonly evictedValues: number;
  /** The objects to keep; removing the others is the caller's. */
  readonly keptObjects: ReadonlySet<Fingerprint>;
}
