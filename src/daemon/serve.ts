/**
 * A process's life as the daemon of a project: it takes the place's lock, listens, and ends when it is told
 * to, when it has been idle for long enough, or when what it stands on is gone.
 *
 * The lock belongs to the kernel and goes with the process, however that ends. Whoever has it may remove
 * the socket that lies there: it is nobody's. So of two that start at once, one gets the lock and the other
 * finds it taken; there is no moment at which both could believe to be the daemon.
 */
import fs from 'node:fs';
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { CacheLockedError } from '../../cache/errors.ts';
import type { CacheLock } from '../../cache/lock.ts';
import { acquireLock } from '../../cache/lock.ts';
import type { Workspace } from '../build/workspace-api.ts';
import { systemClock } from '../host/timer-clock.ts';
import { serveClient } from './client-session.ts';
import { connect } from './connection.ts';
import type { Ending } from './daemon.ts';
import { createDaemon } from './daemon.ts';
import { codeOf, messageOf } from './errors.ts';
import { createIdleTimer } from './idle-timer.ts';
import type { DaemonLog } from './log.ts';
import { openLog } from './log.ts';
import type { DaemonPlace } from './place.ts';
import { makeFolder } from './place.ts';
import type { Identity } from './protocol.ts';
import type { Readiness } from './readiness.ts';
import { recordVitals } from './vitals.ts';

export interface ServeOptions {
  readonly place: DaemonPlace;
  readonly identity: Identity;
  readonly openWorkspace: (onNotice: (message: string) => void) => Workspace;
  readonly idleLimitMs: () => number;
  /** Told once: whether this is the daemon now. */
  readonly onReady: (readiness: Readiness) => void;
  /** Ends the daemon and cancels what is under way; the reason is a text for the log. */
  readonly signal?: AbortSignal;
}

/** Resolves when the daemon has ended, or when there is another one. */
export async function serve(options: ServeOptions): Promise<void> {
  const { place, onReady } = options;
  makeFolder(place.folder);
  const log = openLog({ file: place.log });
  const lock = await lockPlace(place);
  if (lock === undefined) {
    onReady({ kind: 'other' });
    return;
  }
  try {
    await serveLocked(options, log, lock);
  } catch (error) {
    log.write(`The daemon failed: ${error instanceof Error ? error.stack : String(error)}`);
    throw error;
  } finally {
    lock.release();
  }
}

const vitalsIntervalMs = 5000;
const maxConnections = 64;

/** A daemon that has the lock and does not listen is beginning, or ending: either does not take long. */
const lockAttempts = 20;
const lockWaitMs = 100;

/** Undefined when another daemon has the place. */
async function lockPlace(place: DaemonPlace): Promise<CacheLock | undefined> {
  for (let attempt = 1; attempt <= lockAttempts; attempt += 1) {
    try {
      return await acquireLock(place.lockFolder, { waitMs: lockWaitMs });
    } catch (error) {
      if (!(error instanceof CacheLockedError)) throw error;
      const connection = await connect(place);
      connection?.close();
      if (connection !== undefined) return undefined;
    }
  }
  return undefined;
}

async function serveLocked(
  { place, identity, openWorkspace, idleLimitMs, onReady, signal }: ServeOptions,
  log: DaemonLog,
  lock: CacheLock,
): Promise<void> {
  const server = createServer();
  server.maxConnections = maxConnections;
  const sockets = new Set<Socket>();
  let isOver = false;
  let resolveEnd = (): void => undefined;
  const end = new Promise<void>((resolve) => {
    resolveEnd = resolve;
  });
  /** From now on another one can have the place; what is under way here is not lost by that. */
  const giveWay = (): void => {
    if (isOver) return;
    isOver = true;
    server.close();
    removeIfThere(place.socket);
    removeIfThere(place.note);
    lock.release();
  };
  const leave = (why: string, how: Ending): void => {
    if (!isOver) log.write(`Ending: ${why}`);
    giveWay();
    daemon.refuse(how);
    resolveEnd();
  };

  removeIfThere(place.socket);
  await listen(server, place.socket);
  const idle = createIdleTimer({
    limitMs: idleLimitMs,
    clock: systemClock,
    onIdle: () => leave('nothing to do for the idle time', 'finish'),
  });
  const vitals = recordVitals(place, identity.home);
  const daemon = createDaemon({
    place,
    identity,
    openWorkspace,
    log,
    idle,
    idleLimitMs,
    vitals,
    clock: systemClock,
    onStop: (reason) => leave(reason, 'finish'),
  });
  let clients = 0;
  server.on('connection', (socket) => {
    sockets.add(socket);
    clients += 1;
    serveClient(socket, daemon.actions, `client ${clients}`, () => sockets.delete(socket));
  });
  server.on('drop', () => log.write(`Refused a connection: ${maxConnections} are open`));
  server.on('error', (error) => log.write(`The socket failed: ${messageOf(error)}`));
  const watch = setInterval(() => {
    const reason = vitals.check();
    if (reason !== undefined) leave(`the daemon ${reason}`, 'finish');
  }, vitalsIntervalMs);
  signal?.addEventListener('abort', () => leave(String(signal.reason), 'cancel'));
  try {
    // The folder keeps others out; so does this.
    fs.chmodSync(place.socket, 0o600);
    writeNote(place, identity);
    log.write(`Daemon ${identity.version} of ${place.target}: process ${process.pid}`);
    onReady({ kind: 'ready', pid: process.pid });
    await end;
    await daemon.close();
    log.write('Ended');
  } finally {
    giveWay();
    clearInterval(watch);
    idle.close();
    await closeAll(sockets);
  }
}

function listen(server: Server, socket: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** How long a client may take to read its answer at the end. */
const farewellMs = 500;

async function closeAll(sockets: ReadonlySet<Socket>): Promise<void> {
  const deadline = performance.now() + farewellMs;
  // The answer to what has just been done is written in this turn of the event loop.
  await new Promise((resolve) => setImmediate(resolve));
  for (const socket of sockets) socket.destroySoon();
  while (sockets.size > 0 && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  for (const socket of sockets) socket.destroy();
}

/** For people, and for nothing else. */
function writeNote({ note, target, cache, log }: DaemonPlace, { version, home }: Identity): void {
  const startedAt = new Date().toISOString();
  const text = JSON.stringify({ pid: process.pid, startedAt, version, home, target, cache, log });
  fs.writeFileSync(`${note}.new`, `${text}\n`, { mode: 0o600 });
  fs.renameSync(`${note}.new`, note);
}

function removeIfThere(file: string): void {
  try {
    fs.unlinkSync(file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}
