/** `boltd query sql`: a statement on the cache's public views, as a table, CSV or JSON lines. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import readline from 'node:readline';
import { databasePath } from '../../../cache/open.ts';
import { selectFromCache } from '../../../cache/select.ts';
import { assertNever } from '../../base/invariant.ts';
import { exitCode, UsageError } from '../exit.ts';
import { installation } from '../installation.ts';
import type { Output } from '../output.ts';
import type { SqlMessage, SqlTask } from './sql-protocol.ts';
import { createRowWriter } from './write-rows.ts';

export interface SqlOptions {
  readonly sql: string;
  readonly isCsv: boolean;
  /** Of a table 1,000 by default; of CSV and JSON all. */
  readonly limit: number | undefined;
  readonly timeoutSeconds: number | undefined;
}

const defaultLimit = 1_000;

/** Exit status of a command that Ctrl-C ended. */
const interrupted = 130;

export async function runSql(output: Output, folder: string, options: SqlOptions): Promise<number> {
  requireCache(folder);
  const { sql, isCsv, limit, timeoutSeconds } = options;
  const isTable = !isCsv && !output.options.json;
  const maxRows = limit ?? (isTable ? defaultLimit : undefined);
  const task: SqlTask = { folder, sql, ...(maxRows !== undefined && { maxRows }) };
  const writer = createRowWriter(output, isCsv ? 'csv' : 'table');
  const end = await runProcess(task, timeoutSeconds, (message) => {
    if (message.kind === 'columns') writer.columns(message.columns);
    else if (message.kind === 'rows') writer.rows(message.rows);
    return output.isAbandoned() ? 'enough' : 'more';
  });
  switch (end.kind) {
    case 'done': {
      const rows = writer.end();
      output.event('sql-finished', { rows, isTruncated: end.isTruncated });
      if (end.isTruncated && !output.options.json) {
        output.notice(
          `${output.colors.yellow('note')}: there are more rows; --limit takes another number than ${maxRows}`,
        );
      }
      return exitCode.done;
    }
    case 'failure':
      if (end.isMistake) throw new UsageError(end.message);
      throw new Error(end.message);
    case 'timeout':
      throw new UsageError(
        `The statement was stopped after ${timeoutSeconds} s; --timeout takes another number`,
      );
    case 'interrupted':
      return interrupted;
    case 'killed':
      throw new Error(`The process that ran the statement ended early (${end.how})`);
    default:
      return assertNever(end);
  }
}

/** The views with their columns. */
export function showSchema(output: Output, folder: string): number {
  requireCache(folder);
  const { rows } = selectFromCache({ folder, sql: schemaSql, maxRows: 1_000 });
  const version = selectFromCache({ folder, sql: versionSql, maxRows: 1 }).rows[0]?.[0] ?? null;
  const views = rows.map(([name, columns]) => ({
    name: String(name),
    columns: String(columns).split(','),
  }));
  output.event('sql-schema', { viewsVersion: Number(version), views });
  if (output.options.json) return exitCode.done;
  const { bold } = output.resultColors;
  const lines = views.map(({ name, columns }) => `${bold(name)}(${columns.join(', ')})\n`);
  output.result(`-- version ${version}; docs/cache.md says what they mean\n${lines.join('')}`);
  return exitCode.done;
}

const schemaSql = `SELECT view.name, group_concat(field.name)
  FROM sqlite_schema AS view JOIN pragma_table_info(view.name) AS field
  WHERE view.type = 'view' GROUP BY view.name ORDER BY view.name`;

const versionSql = "SELECT value FROM v_meta WHERE name = 'views'";

export function requireCache(folder: string): void {
  if (existsSync(databasePath(folder))) return;
  throw new UsageError('There is no cache yet; `boltd build` makes one');
}

type End =
  | Extract<SqlMessage, { readonly kind: 'done' | 'failure' }>
  | { readonly kind: 'timeout' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'killed'; readonly how: string };

/** Hands on the messages of the process as they come, and says how it ended. */
async function runProcess(
  task: SqlTask,
  timeoutSeconds: number | undefined,
  onMessage: (message: SqlMessage) => 'more' | 'enough',
): Promise<End> {
  const args = [installation().sqlEntry, JSON.stringify(task)];
  // Its standard input stays open as long as this process lives.
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.on('error', () => undefined);
  let end: End | undefined;
  const stop = (why: End): void => {
    end ??= why;
    child.kill('SIGKILL');
  };
  const onInterrupt = (): void => stop({ kind: 'interrupted' });
  process.once('SIGINT', onInterrupt);
  const timer =
    timeoutSeconds === undefined
      ? undefined
      : setTimeout(() => stop({ kind: 'timeout' }), timeoutSeconds * 1000);
  const exit = new Promise<string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => resolve(signal ?? `status ${status}`));
  });
  try {
    for await (const line of readline.createInterface({ input: child.stdout })) {
      // What was on its way when the statement was stopped.
      if (end !== undefined) continue;
      const message = JSON.parse(line) as SqlMessage;
      if (message.kind === 'done' || message.kind === 'failure') end = message;
      else if (onMessage(message) === 'enough') stop({ kind: 'done', isTruncated: false });
    }
    const how = await exit;
    return end ?? { kind: 'killed', how };
  } finally {
    clearTimeout(timer);
    process.removeListener('SIGINT', onInterrupt);
    child.kill('SIGKILL');
  }
}
