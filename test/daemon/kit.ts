/** A daemon in this process, on a real socket, with a workspace that does what a test says. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { createConnection } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import type { BuildReport } from '../../src/build/report.ts';
import type { WorkRequest, Workspace } from '../../src/build/workspace-api.ts';
import type { DaemonConnection } from '../../src/daemon/connection.ts';
import { connect } from '../../src/daemon/connection.ts';
import type { DaemonPlace } from '../../src/daemon/place.ts';
import { daemonPlace } from '../../src/daemon/place.ts';
import type { Identity } from '../../src/daemon/protocol.ts';
import { serve } from '../../src/daemon/serve.ts';
import { nodeHost } from '../../src/host/node-host.ts';

export const identity: Identity = {
  version: '1.2.3',
  compiler: 'c0ffee',
  home: '/nowhere',
  searchPath: '/usr/bin',
};

export interface RunningDaemon {
  readonly place: DaemonPlace;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
  connect(): Promise<DaemonConnection>;
  /** A connection that says what it likes. */
  raw(): Promise<Socket>;
  log(): string;
}

export function temporaryPlace(t: ExecutionContext): DaemonPlace {
  const root = mkdtempSync(path.join(os.tmpdir(), 'boltd-test-'));
  t.teardown(() => rmSync(root, { recursive: true, force: true }));
  writeFileSync(path.join(root, 'bolt.toml'), '');
  mkdirSync(path.join(root, 'run'));
  const place = daemonPlace(nodeHost, root, { XDG_RUNTIME_DIR: path.join(root, 'run') });
  if (place === undefined) throw new Error('It has a manifest');
  return place;
}

/** @param perform what becomes of a request; `onNotice` tells the user something */
export async function runDaemon(
  t: ExecutionContext,
  perform: Perform = async ({ goal }) => reportOf(goal),
  settings: {
    readonly idleMs?: number;
    readonly place?: DaemonPlace;
    readonly signal?: AbortSignal;
  } = {},
): Promise<RunningDaemon> {
  const { idleMs = 3_600_000, place = temporaryPlace(t), signal } = settings;
  let over: Promise<void> = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    over = serve({
      place,
      identity,
      openWorkspace: (onNotice) => fakeWorkspace((request) => perform(request, onNotice)),
      idleLimitMs: () => idleMs,
      ...(signal !== undefined && { signal }),
      onReady: (readiness) => (readiness.kind === 'ready' ? resolve() : reject(readiness)),
    });
    over.catch(reject);
  });
  const connectToIt = async (): Promise<DaemonConnection> => {
    const connection = await connect(place);
    if (connection === undefined) throw new Error('Nobody listens');
    return connection;
  };
  t.teardown(async () => {
    const connection = await connect(place);
    await connection?.stop('the test is over');
    await over;
  });
  return {
    place,
    ended: over,
    connect: connectToIt,
    raw: () => rawConnection(place.socket),
    log: () => readFileSync(place.log, 'utf8'),
  };
}

export type Perform = (
  request: WorkRequest,
  onNotice: (message: string) => void,
) => Promise<BuildReport>;

export function reportOf(goal: WorkRequest['goal'], root = '/project'): BuildReport {
  return {
    goal,
    outcome: 'succeeded',
    written: [],
    diagnostics: [],
    root,
    cache: '/project/.bolt',
    changedModules: ['main'],
    milliseconds: 1.5,
    phases: { inputs: 0.5 },
    statistics: {},
  };
}

export const build: WorkRequest = { goal: { kind: 'build', key: 'sharded' } };

function fakeWorkspace(perform: (request: WorkRequest) => Promise<BuildReport>): Workspace {
  return {
    perform,
    roots: () => ({ root: '/project', sourceFolders: [], files: [], cache: '/project/.bolt' }),
    use: () => Promise.reject(new Error('A daemon has no use for that')),
    settle: () => undefined,
    rest: () => undefined,
    close: () => Promise.resolve(),
  };
}

function rawConnection(file: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(file);
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Waits for a condition; fails when it never comes. */
export async function eventually(holds: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 6000; attempt += 1) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`It never happened: ${holds}`);
}

/** Something that is told from outside when to go on. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
