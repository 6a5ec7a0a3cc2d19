/**
 * The tables beside the graph: the file manifest, the outputs, the history of builds. A damaged
 * record of a file ends the use of the cache: inputs came from that file, and nobody would ever
 * remove them.
 *
 * A record is one JSON text with one checksum: a build with nothing to do reads all of them before
 * any JavaScript is compiled, and parsing is native.
 */
import type { BuildRecord, FileRecord, OutputRecord } from './cache.ts';
import { recordCheck } from './checksum.ts';
import type { Connection } from './connection.ts';
import { CacheDamagedError } from './errors.ts';

/** How many builds are remembered. */
export const BUILDS_KEPT: number = 200;

export function readFiles(connection: Connection): readonly FileRecord[] {
  return readRecords(connection, 'file').map((record) => record as FileRecord);
}

export function writeFiles(connection: Connection, files: readonly FileRecord[]): void {
  writeRecords(connection, 'file', files);
}

export function deleteFiles(connection: Connection, paths: readonly string[]): void {
  deleteRecords(connection, 'file', paths);
}

export function readOutputs(connection: Connection): readonly OutputRecord[] {
  return readRecords(connection, 'output').map((record) => record as OutputRecord);
}

export function writeOutputs(connection: Connection, outputs: readonly OutputRecord[]): void {
  writeRecords(connection, 'output', outputs);
}

export function deleteOutputs(connection: Connection, paths: readonly string[]): void {
  deleteRecords(connection, 'output', paths);
}

/** Newest first. A build that cannot be read is left out: only people look at it. */
export function readBuilds(connection: Connection, limit: number): readonly BuildRecord[] {
  const rows = connection.reader(SELECT_BUILDS).all(limit);
  return rows.flatMap(([id, record, check]) => {
    if (typeof id !== 'number' || typeof record !== 'string') return [];
    if (recordCheck(id, record) !== check) return [];
    return [{ id, ...(JSON.parse(record) as Omit<BuildRecord, 'id'>) }];
  });
}

/** `tick` is the moment at which the build ended. */
export function writeBuild(
  connection: Connection,
  tick: number,
  build: Omit<BuildRecord, 'id'>,
): void {
  const id = connection.number('SELECT coalesce(max(id), 0) + 1 FROM build');
  const { startedAtMs, durationMs, outcome, statistics } = build;
  const record = JSON.stringify({ startedAtMs, durationMs, outcome, statistics });
  const insert = 'INSERT INTO build (id, tick, record, row_check) VALUES (?, ?, ?, ?)';
  connection.writer(insert).run(id, tick, record, recordCheck(id, record));
  connection.writer('DELETE FROM build WHERE id <= ?').run(id - BUILDS_KEPT);
}

type Table = 'file' | 'output';

const SELECT_BUILDS = 'SELECT id, record, row_check FROM build ORDER BY id DESC LIMIT ?';

/** Records whose checksum vouches for them. */
function readRecords(connection: Connection, table: Table): readonly unknown[] {
  const rows = connection
    .reader(`SELECT path, record, row_check FROM ${table} ORDER BY path`)
    .all();
  return rows.map(([path, record, check]): unknown => {
    if (
      typeof path === 'string' &&
      typeof record === 'string' &&
      recordCheck(path, record) === check
    ) {
      return JSON.parse(record);
    }
    throw new CacheDamagedError(
      `The cache is damaged: the record of ${table} ${path} is unreadable`,
    );
  });
}

function writeRecords(
  connection: Connection,
  table: Table,
  records: readonly { readonly path: string }[],
): void {
  const insert = connection.writer(
    `INSERT OR REPLACE INTO ${table} (path, record, row_check) VALUES (?, ?, ?)`,
  );
  for (const value of records) {
    const record = JSON.stringify(value);
    insert.run(value.path, record, recordCheck(value.path, record));
  }
}

function deleteRecords(connection: Connection, table: Table, paths: readonly string[]): void {
  const remove = connection.writer(`DELETE FROM ${table} WHERE path = ?`);
  for (const path of paths) remove.run(path);
}
