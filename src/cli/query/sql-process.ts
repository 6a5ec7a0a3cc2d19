/**
 * Runs one statement of a user's on a cache, in a process of its own: SQLite cannot be stopped from
 * within, a process can be killed. The statement runs in a thread; the main one waits for the end of
 * standard input, which comes with the end of the parent, however that dies.
 */
import { writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isMainThread, Worker } from 'node:worker_threads';
import { SelectError } from '../../../cache/errors.ts';
import type { Cell } from '../../../cache/select.ts';
import { readRows } from '../../../cache/select.ts';
import type { SqlMessage, SqlTask } from './sql-protocol.ts';

const batchRows = 200;

if (isMainThread) supervise();
else runStatement(JSON.parse(process.argv[2] ?? '') as SqlTask);

function supervise(): void {
  const worker = new Worker(fileURLToPath(import.meta.url), { argv: process.argv.slice(2) });
  process.stdin.on('error', die).on('end', die).resume();
  worker.on('error', (error) => {
    process.stderr.write(`${error.stack ?? error.message}\n`);
    process.exit(1);
  });
  worker.on('exit', (status) => process.exit(status));
}

/** A thread in the midst of a statement would keep `process.exit` waiting. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

function runStatement({ folder, sql, maxRows = Number.POSITIVE_INFINITY }: SqlTask): void {
  try {
    const isTruncated = readRows({ folder, sql }, (columns, rows) => {
      send({ kind: 'columns', columns });
      return sendRows(rows, maxRows);
    });
    send({ kind: 'done', isTruncated });
  } catch (error) {
    const isMistake = error instanceof SelectError;
    const message = error instanceof Error ? error.message : String(error);
    send({ kind: 'failure', isMistake, message });
  }
}

/** Whether there were more. */
function sendRows(rows: Iterable<readonly Cell[]>, maxRows: number): boolean {
  let sent = 0;
  let batch: (readonly Cell[])[] = [];
  const flush = (): void => {
    if (batch.length > 0) send({ kind: 'rows', rows: batch });
    batch = [];
  };
  for (const row of rows) {
    if (sent === maxRows) {
      flush();
      return true;
    }
    sent += 1;
    batch.push(row);
    if (batch.length === batchRows) flush();
  }
  flush();
  return false;
}

/** Waits until the parent has taken what came before. */
function send(message: SqlMessage): void {
  const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(1, bytes, done);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') continue;
      throw error;
    }
  }
}
