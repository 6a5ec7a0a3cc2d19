/** Projects with a daemon, which end with the test. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import type { Ran } from '../harness/boltd.ts';
import { boltd, repository } from '../harness/boltd.ts';
import type { Numbers } from './kit.ts';
import { commandOf, eventOf, sampleProject, temporaryFolder } from './kit.ts';

export interface DaemonProject {
  readonly root: string;
  /** Sockets of this test's daemons are here, and nobody else's. */
  readonly env: Readonly<Record<string, string>>;
  boltd(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran>;
  /** Undefined when there is none. */
  status(): Promise<Status | undefined>;
  log(): string;
}

export interface Status {
  readonly pid: number;
  readonly requests: number;
  readonly socket: string;
  readonly log: string;
  readonly idleLimitMs: number;
  readonly workers: readonly { readonly pid: number }[];
}

export function daemonProject(
  t: ExecutionContext,
  numbers: Numbers = [1, 2, 3],
  root: string = sampleProject(t, numbers),
): DaemonProject {
  const env = { XDG_RUNTIME_DIR: temporaryFolder(t), BOLT_DAEMON: '', BOLT_DAEMON_IDLE: '' };
  const project: DaemonProject = {
    root,
    env,
    boltd: (args, more = {}) => boltd(['-C', root, ...args], { env: { ...env, ...more } }),
    async status() {
      const ran = await project.boltd(['--json', 'daemon', 'status']);
      const event = eventOf(ran, 'daemon-status');
      return event['running'] === true ? (event as unknown as Status) : undefined;
    },
    log: () => readFileSync(path.join(root, '.bolt/daemon.log'), 'utf8'),
  };
  t.teardown(async () => {
    if (existsSync(path.join(root, 'bolt.toml'))) await project.boltd(['daemon', 'stop']);
  });
  return project;
}

/** The daemon's status, where there has to be one. */
export async function statusOf(project: DaemonProject): Promise<Status> {
  const status = await project.status();
  if (status === undefined) throw new Error(`No daemon runs for ${project.root}`);
  return status;
}

export function isRunning(pid: number): boolean {
  return commandOf(pid) !== undefined;
}

/** A command that goes on while the test does something else. */
export function background(
  { root, env }: DaemonProject,
  args: readonly string[],
): { readonly pid: number; readonly ended: Promise<Ran>; kill(): void; output(): string } {
  const command = [path.join(repository, 'tools/bin/boltd.js'), '-C', root, ...args];
  const child = spawn(process.execPath, command, {
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const ended = new Promise<Ran>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status: status ?? 128, stdout, stderr }));
  });
  return {
    pid: child.pid ?? 0,
    ended,
    kill: () => void child.kill('SIGKILL'),
    output: () => stdout + stderr,
  };
}
