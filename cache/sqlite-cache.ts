/**
 * The cache over an open database: transactions, the seal, and what happens when the file turns out
 * to be damaged. Reading, writing and collecting are done by the modules it puts together.
 *
 * Invariant: the seal is broken before the first change of a session and renewed only by `rest` and `close`.
 */
import { statSync } from 'node:fs';
import type { Fingerprint } from '../src/base/fingerprint.ts';
import { invariant } from '../src/base/invariant.ts';
import type { BuildHistory } from '../src/query/build-history.ts';
import type { NodeNumber, StoredNode, StoredSkeleton, WriteBatch } from '../src/query/store.ts';
import { readBuilds, readHistory, writeBuild } from './builds.ts';
import type {
  BuildRecord,
  Cache,
  CacheSummary,
  Collected,
  CollectOptions,
  FileRecord,
  NewBuild,
  OutputRecord,
} from './cache.ts';
import { collect, compact, liveBytes } from './collect.ts';
import type { Connection } from './connection.ts';
import { Counters, FIRST_NUMBER, QueryNames } from './counters.ts';
import { CacheDamagedError, CacheUnwritableError, translateError } from './errors.ts';
import { NodeReader } from './node-reader.ts';
import { NodeWriter } from './node-writer.ts';
import {
  deleteFiles,
  deleteOutputs,
  readFiles,
  readOutputs,
  writeFiles,
  writeOutputs,
} from './records.ts';
import { breakSeal, seal } from './seal.ts';
import { findInputValue, findSkeleton, findValueText, loadSkeletons } from './skeleton-reader.ts';
import { summarize } from './summary.ts';

/** Where a writer's database lies, and what to do with it when it is damaged. */
export interface WritableFile {
  readonly path: string;
  /** Does the seal hold? */
  readonly isSealed: boolean;
  /** Does a checkpoint leave the database on the disk itself, and not only with the system? */
  readonly isSynced: boolean;
  /** Puts the closed database aside. */
  readonly quarantine: () => void;
}

export class SqliteCache implements Cache {
  readonly #connection: Connection;
  readonly #counters: Counters;
  readonly #names: QueryNames;
  readonly #reader: NodeReader;
  readonly #writer: NodeWriter;
  /** Undefined for a reader. */
  readonly #file: WritableFile | undefined;
  #isSealed: boolean;
  #isOpen: boolean = true;
  /** Guarded calls in progress. */
  #depth: number = 0;
  #damage: CacheDamagedError | undefined;
  /** What `isAsLeft` compares with. */
  #left: string | undefined;

  constructor(connection: Connection, file: WritableFile | undefined) {
    this.#connection = connection;
    this.#file = file;
    this.#isSealed = file?.isSealed ?? true;
    this.#counters = new Counters(connection);
    this.#names = new QueryNames(connection);
    this.#reader = new NodeReader(connection, this.#names);
    this.#writer = new NodeWriter(connection, this.#counters, this.#names, this.#reader);
  }

  get isEmpty(): boolean {
    return this.#counters.nextNumber === FIRST_NUMBER;
  }

  find(query: string, key: string): StoredNode | undefined {
    return this.#guard(() => this.#reader.find(query, key));
  }

  load(node: NodeNumber): StoredNode | undefined {
    return this.#guard(() => this.#reader.load(node));
  }

  findSkeleton(query: string, key: string): StoredSkeleton | undefined {
    return this.#guard(() => findSkeleton(this.#connection, this.#names, { query, key }));
  }

  loadSkeletons(nodes: readonly NodeNumber[]): readonly StoredSkeleton[] {
    return this.#guard(() => loadSkeletons(this.#connection, this.#names, nodes));
  }

  valueText(node: NodeNumber, value: Fingerprint): string | undefined {
    return this.#guard(() => {
      const text = findValueText(this.#connection, node, value);
      // Throws for an input, which nobody can make again.
      if (text === undefined) this.#reader.load(node);
      return text;
    });
  }

  inputValue(query: string, key: string): Fingerprint | 'unclear' | undefined {
    const id = this.#names.idOf(query);
    return id === undefined
      ? undefined
      : this.#guard(() => findInputValue(this.#connection, id, key));
  }

  dependents(node: NodeNumber): readonly NodeNumber[] {
    return this.#guard(() => this.#reader.dependents(node));
  }

  nextNumber(): NodeNumber {
    return this.#counters.nextNumber;
  }

  write(batch: WriteBatch): void {
    if (batch.memos.length + batch.dirtied.length + batch.cleaned.length === 0) return;
    this.#change(() => this.#writer.write(batch));
  }

  transaction<T>(work: () => T): T {
    return this.#guard(() => {
      try {
        return this.#connection.database.transaction(work)();
      } catch (error) {
        this.#recall();
        throw error;
      }
    });
  }

  files(): readonly FileRecord[] {
    return this.#guard(() => readFiles(this.#connection));
  }

  putFiles(files: readonly FileRecord[]): void {
    if (files.length > 0) this.#change(() => writeFiles(this.#connection, files));
  }

  removeFiles(paths: readonly string[]): void {
    if (paths.length > 0) this.#change(() => deleteFiles(this.#connection, paths));
  }

  outputs(): readonly OutputRecord[] {
    return this.#guard(() => readOutputs(this.#connection));
  }

  putOutputs(outputs: readonly OutputRecord[]): void {
    if (outputs.length > 0) this.#change(() => writeOutputs(this.#connection, outputs));
  }

  removeOutputs(paths: readonly string[]): void {
    if (paths.length > 0) this.#change(() => deleteOutputs(this.#connection, paths));
  }

  recordBuild(build: NewBuild): void {
    if (build.history.executed + build.history.adopted.length === 0) return;
    this.#change(() => {
      writeBuild(this.#connection, this.#counters.advance(), build);
      this.#counters.save();
    });
  }

  builds(limit: number): readonly BuildRecord[] {
    return this.#guard(() => readBuilds(this.#connection, limit));
  }

  historyOf(build: number): BuildHistory | undefined {
    return this.#guard(() => readHistory(this.#connection, build));
  }

  sizeBytes(): number {
    return this.#guard(() => liveBytes(this.#connection));
  }

  summary(): CacheSummary {
    return this.#guard(() => summarize(this.#connection));
  }

  collectGarbage(options: CollectOptions): Collected {
    return this.#guard(() => {
      invariant(this.#depth === 1, 'Garbage is collected outside of transactions');
      const context = {
        connection: this.#connection,
        reader: this.#reader,
        counters: this.#counters,
        names: this.#names,
      };
      const { freedBytes, ...collected } = this.#change(() => collect(context, options));
      compact(this.#connection, freedBytes);
      return { ...collected, afterBytes: liveBytes(this.#connection) };
    });
  }

  clear(): void {
    this.#guard(() => {
      invariant(this.#depth === 1, 'A cache is cleared outside of transactions');
      this.#change(() => {
        for (const table of TABLES) this.#connection.writer(`DELETE FROM ${table}`).run();
        this.#connection.writer(`UPDATE counter SET next_number = ${FIRST_NUMBER}, tick = 0`).run();
      });
      this.#recall();
      compact(this.#connection, 0);
    });
  }

  rest(): void {
    const file = this.#file;
    invariant(file !== undefined && this.#depth === 0, 'A writer rests between transactions');
    if (!this.#isOpen) return;
    if (!this.#isSealed) {
      this.#trySealing(() => {
        this.#connection.checkpoint(file.isSynced);
        seal(file.path, file.isSynced);
        this.#isSealed = true;
      });
    }
    this.#left = this.#trace(file.path);
  }

  isAsLeft(): boolean {
    const file = this.#file;
    if (!this.#isOpen || file === undefined || this.#left === undefined) return false;
    return this.#guard(() => this.#left === this.#trace(file.path));
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const file = this.#file;
    if (file === undefined || this.#isSealed) {
      this.#connection.close();
      return;
    }
    this.#trySealing(() => {
      this.#connection.checkpoint(file.isSynced);
      this.#connection.close();
      seal(file.path, file.isSynced);
    });
    this.#connection.close();
  }

  /** What was committed is in the log: without a seal the next opening looks at everything. */
  #trySealing(work: () => void): void {
    try {
      work();
    } catch (error) {
      const translated = translateError(error);
      if (translated instanceof CacheUnwritableError || translated instanceof CacheDamagedError)
        return;
      throw translated;
    }
  }

  /** Differs once another connection has written to the file, or another file is in its place. */
  #trace(path: string): string {
    const version = this.#connection.database.pragma('data_version', { simple: true });
    const inode = statSync(path, { throwIfNoEntry: false })?.ino ?? 'none';
    return `${version} ${inode}`;
  }

  /** A transaction that changes something. */
  #change<T>(work: () => T): T {
    return this.transaction(() => {
      this.#breakSeal();
      return work();
    });
  }

  #breakSeal(): void {
    if (this.#file === undefined)
      throw new CacheUnwritableError('The cache was opened for reading');
    if (!this.#isSealed) return;
    breakSeal(this.#file.path);
    this.#isSealed = false;
  }

  /** Brings what memory holds of the database back in line with it after a rollback. */
  #recall(): void {
    if (this.#damage !== undefined || !this.#connection.database.open) return;
    this.#counters.reload();
    this.#names.reload();
  }

  /**
   * Runs `work`, and makes typed errors of its failures. Damage ends the use of the database at
   * once.
   */
  #guard<T>(work: () => T): T {
    if (this.#damage !== undefined) throw this.#damage;
    this.#depth += 1;
    try {
      return work();
    } catch (error) {
      const translated = translateError(error);
      if (translated instanceof CacheDamagedError) this.#damage ??= translated;
      throw translated;
    } finally {
      this.#depth -= 1;
      if (this.#damage !== undefined && this.#depth === 0) this.#abandon();
    }
  }

  #abandon(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#connection.close();
    this.#file?.quarantine();
  }
}

const TABLES = ['node', 'trace', 'edge', 'query', 'file', 'output', 'build'] as const;
