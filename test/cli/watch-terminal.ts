/** Commands in a real terminal, which `script` makes, with a person's hands and eyes. */
import { spawn, spawnSync } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import type { WatchEvent } from '../../src/watch/watch-events.ts';
import { repository } from '../harness/boltd.ts';
import { temporaryFolder, until } from './kit.ts';
import type { Emulator } from './watch-emulator.ts';
import { createEmulator } from './watch-emulator.ts';

export interface Terminal {
  type(text: string): void;
  readonly emulator: Emulator;
  /** Everything that was written, in order. */
  raw(): string;
  /** Waits until the screen has a line like this, and gives it. */
  see(pattern: RegExp): Promise<string>;
  /** Waits until `ask` says so of the lines on the screen. */
  seeLines(ask: (lines: readonly string[]) => boolean): Promise<readonly string[]>;
  resize(columns: number): void;
  /** Resolves with what the command printed last and its status. */
  readonly ended: Promise<number>;
}

export interface TerminalOptions {
  readonly cwd: string;
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a shell command in a terminal of its own. */
export function openTerminal(
  t: ExecutionContext,
  command: string,
  { cwd, columns = 100, env = {} }: TerminalOptions,
): Terminal {
  const emulator = createEmulator(columns);
  const device = `${cwd}/.terminal`;
  const script = `tty > '${device}'; stty cols ${columns} rows 30; ${command}`;
  const child = spawn('script', ['-qfec', script, '/dev/null'], {
    cwd,
    env: {
      ...process.env,
      TERM: 'xterm',
      NO_COLOR: '1',
      FORCE_COLOR: '',
      SHELL: '/bin/bash',
      ...env,
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  let raw = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    raw += text;
    emulator.write(text);
  });
  child.stdin.on('error', () => undefined);
  const seeLines: Terminal['seeLines'] = async (ask) => {
    try {
      return await until(() => (ask(emulator.lines()) ? emulator.lines() : undefined));
    } catch {
      throw new Error(`Not seen; the screen:\n${emulator.lines().join('\n')}`);
    }
  };
  return {
    emulator,
    raw: () => raw,
    type: (text) => void child.stdin.write(text),
    seeLines,
    async see(pattern) {
      const lines = await seeLines((all) => all.some((line) => pattern.test(line)));
      return lines.findLast((line) => pattern.test(line)) ?? '';
    },
    resize(next) {
      const done = spawnSync('sh', ['-c', `stty -F "$(cat '${device}')" cols ${next}`]);
      if (done.status !== 0) throw new Error(String(done.stderr));
      emulator.resize(next);
    },
    ended: new Promise((resolve) => child.on('close', (status) => resolve(status ?? -1))),
  };
}

export const boltdCommand: string = `'${process.execPath}' '${path.join(repository, 'tools/bin/boltd.js')}'`;

export interface StandIn {
  readonly terminal: Terminal;
  readonly folder: string;
  /** The loop tells these. */
  tell(...events: readonly WatchEvent[]): void;
  crash(): void;
  /** What was asked of the loop. */
  asked(): readonly string[];
}

/** The interface in a terminal, with a loop in the test's hands; `before` and `after`: shell commands. */
export async function openStandIn(
  t: ExecutionContext,
  flags: readonly string[] = [],
  around: {
    readonly before?: string;
    readonly after?: string;
    readonly columns?: number;
    readonly isBackground?: boolean;
  } = {},
): Promise<StandIn> {
  const folder = temporaryFolder(t);
  const socketPath = path.join(folder, 'loop');
  let loop: net.Socket | undefined;
  let asked = '';
  const server = net.createServer((socket) => {
    loop = socket;
    socket.setEncoding('utf8').on('data', (text: string) => {
      asked += text;
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  t.teardown(() => {
    loop?.destroy();
    server.close();
  });
  const entry = new URL('./watch-stand-in.js', import.meta.url).pathname;
  const main = `'${process.execPath}' '${entry}' '${socketPath}' ${flags.join(' ')}`;
  const { before = 'true', after = 'true', columns = 100, isBackground = false } = around;
  const end = isBackground ? ' &' : '; status=$?;';
  const command = `${before}; ${main}${end} ${after}; exit $status`;
  const terminal = openTerminal(t, command, { cwd: folder, columns });
  const connected = await until(() => loop);
  return {
    terminal,
    folder,
    tell(...events) {
      for (const event of events) connected.write(`${JSON.stringify(event)}\n`);
    },
    crash: () => void connected.write('crash\n'),
    asked: () => asked.split('\n').filter((line) => line !== ''),
  };
}
