/** `boltd daemon`: the project's background process, for people. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describeDuration } from '../../base/duration.ts';
import { assertNever } from '../../base/invariant.ts';
import type { DaemonConnection } from '../../daemon/connection.ts';
import { connect } from '../../daemon/connection.ts';
import { DaemonStopError } from '../../daemon/errors.ts';
import { reachDaemon } from '../../daemon/perform.ts';
import type { DaemonPlace } from '../../daemon/place.ts';
import { daemonPlace } from '../../daemon/place.ts';
import { awaitEnd } from '../../daemon/processes.ts';
import type { DaemonStatus, LastRequest } from '../../daemon/protocol.ts';
import { daemonClient, ownIdentity } from '../daemon-client.ts';
import { exitCode, UsageError } from '../exit.ts';
import type { Output } from '../output.ts';

const daemonActions = ['start', 'stop', 'status', 'logs', 'serve'] as const;
export type DaemonAction = (typeof daemonActions)[number];

export async function daemon(
  output: Output,
  action: string,
  target: string,
  options: Readonly<Record<string, unknown>>,
): Promise<number> {
  const known = daemonActions.find((each) => each === action);
  if (known === undefined) {
    throw new UsageError(`Unknown action \`${action}\`; there are start, stop, status and logs`);
  }
  const place = daemonPlace(daemonClient(output, target).host, path.resolve(target), process.env);
  if (place === undefined) throw new UsageError(`No project in ${path.resolve(target)}`);
  switch (known) {
    case 'start':
      return start(output, target, place);
    case 'stop':
      return stop(output, place);
    case 'status':
      return status(output, place);
    case 'logs': {
      const { showLog } = await import('../daemon-log.ts');
      return showLog(output, place, options['follow'] === true);
    }
    case 'serve': {
      const { serveDaemon } = await import('../serve-daemon.ts');
      return serveDaemon(place);
    }
    default:
      return assertNever(known);
  }
}

async function start(output: Output, target: string, place: DaemonPlace): Promise<number> {
  const reached = await reachDaemon(daemonClient(output, target), place, true);
  if (reached === undefined) return exitCode.internal;
  const { connection, pid, isNew } = reached;
  connection.close();
  output.event('daemon-started', { pid, new: isNew, socket: place.socket, log: place.log });
  output.progress(
    isNew ? `The daemon is running: process ${pid}` : `It runs already: process ${pid}`,
  );
  return exitCode.done;
}

/** Waits until it is gone, so that nothing of it can disturb what comes next. */
async function stop(output: Output, place: DaemonPlace): Promise<number> {
  const connection = await connect(place);
  if (connection === undefined) return absent(output, place, exitCode.done);
  const pid = await connection.stop('boltd daemon stop');
  await connection.ended;
  if (!(await awaitEnd(pid, endLimitMs))) {
    throw new DaemonStopError(`Process ${pid} does not end; \`kill -9 ${pid}\` ends it`);
  }
  output.event('daemon-stopped', { socket: place.socket });
  output.progress('The daemon has ended');
  return exitCode.done;
}

/** All its work is done by then. */
const endLimitMs = 10_000;

async function status(output: Output, place: DaemonPlace): Promise<number> {
  const connection = await connect(place);
  if (connection === undefined) return absent(output, place, statusWithoutDaemon);
  const found = await askStatus(connection);
  output.event('daemon-status', { running: true, ...found });
  if (!output.options.json) output.result(describe(output, found));
  return exitCode.done;
}

/** For scripts: `boltd daemon status` fails when there is none. */
const statusWithoutDaemon = 1;

/** Its version does not matter: it is asked who it is, and not to work. */
async function askStatus(connection: DaemonConnection): Promise<DaemonStatus> {
  try {
    await connection.greet(ownIdentity());
    return await connection.status();
  } finally {
    connection.close();
  }
}

function absent(output: Output, place: DaemonPlace, code: number): number {
  output.event('daemon-status', { running: false, socket: place.socket, log: place.log });
  const killed = existsSync(place.socket) ? ' (the last one did not end in order)' : '';
  output.progress(`No daemon is running for ${place.target}${killed}`);
  return code;
}

function describe(output: Output, found: DaemonStatus): string {
  const { bold } = output.resultColors;
  const workers = found.workers.reduce((sum, each) => sum + each.memoryBytes, 0);
  const idle =
    found.idleMs === undefined ? 'working' : `idle for ${describeDuration(found.idleMs)}`;
  const rows: readonly (readonly [string, string])[] = [
    ['process', `${found.pid}, boltd ${found.version}`],
    ['project', found.project],
    ['state', `${idle}${found.waiting > 0 ? `, ${found.waiting} requests waiting` : ''}`],
    ['running for', describeDuration(found.uptimeMs)],
    ['ends after', `${describeDuration(found.idleLimitMs)} without work`],
    [
      'memory',
      `${megabytes(found.memoryBytes)}, and ${megabytes(workers)} in processes of its own`,
    ],
    ['requests', String(found.requests)],
    ...(found.last === undefined ? [] : [['last', describeLast(found.last)] as const]),
    ['socket', found.socket],
    ['log', found.log],
  ];
  return rows.map(([name, value]) => `${bold(name.padEnd(12))} ${value}\n`).join('');
}

function describeLast({
  goal,
  outcome,
  milliseconds,
  executed,
  finishedAtMs,
}: LastRequest): string {
  const at = new Date(finishedAtMs).toLocaleTimeString();
  return `${goal} ${outcome} at ${at} in ${Math.round(milliseconds)} ms, ${executed} queries executed`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MB`;
}
