/**
 * The tables beside the graph: the file manifest and the outputs. A damaged record of a file ends the use of the cache: inputs came from that file, and nobody would ever
 * remove them.
 *
 * A record is one JSON text with one checksum: a build with nothing to do reads all of them before
 * any JavaScript is compiled, and parsing is native.
 */
import type { FileRecord, OutputRecord } from './cache.ts';
import { recordCheck } from './checksum.ts';
import type { Connection } from './connection.ts';
import { CacheDamagedError } from './errors.ts';

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

type Table = 'file' | 'output';

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
