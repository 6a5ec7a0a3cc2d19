/**
 * The program of `--run`: one at a time, in a process group of its own. A new one starts when the old one
 * has ended: asked to by SIGTERM, forced to by SIGKILL after a time of grace.
 */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';

export interface ProgramOptions {
  readonly args: readonly string[];
  /** Between SIGTERM and SIGKILL. */
  readonly graceMs: number;
  /** What is piped is told by `onOutput`, or given by `write`; what is not is this process's own. */
  readonly stdio: {
    readonly input: 'pipe' | 'inherit';
    readonly output: 'pipe' | 'inherit';
    readonly errors: 'pipe' | 'inherit';
  };
  /** It is about to start: what it prints comes later. */
  onStarting(file: string): void;
  onStart(file: string, pid: number): void;
  onOutput(stream: 'stdout' | 'stderr', text: string): void;
  onEnd(file: string, end: ProgramEnd): void;
}

export type ProgramEnd =
  | { readonly kind: 'exited'; readonly status: number; readonly stopped: boolean }
  | { readonly kind: 'killed'; readonly signal: NodeJS.Signals; readonly stopped: boolean }
  /** It could not be started. */
  | { readonly kind: 'failed'; readonly error: Error };

export interface ProgramRunner {
  /** Ends what runs and starts `file`. Of several calls meanwhile the last one counts. */
  restart(file: string): void;
  isRunning(): boolean;
  /** Where input is piped. */
  write(text: string): void;
  endInput(): void;
  /** For the whole group: SIGSTOP and SIGCONT. */
  signal(signal: NodeJS.Signals): void;
  /** Ends what runs; nothing is started any more. */
  close(): Promise<void>;
}

export function createRunner(options: ProgramOptions): ProgramRunner {
  let running: ChildProcess | undefined;
  let next: string | undefined;
  let isClosed = false;
  let isStopping = false;
  let onIdle: (() => void)[] = [];

  const start = (file: string): void => {
    const { input, output, errors } = options.stdio;
    options.onStarting(file);
    const child = spawn(file, options.args, {
      stdio: [input, output, errors],
      detached: true,
      env: { ...process.env, BOLT_STDOUT: 'lines', BOLT_PARENT: String(process.pid) },
    });
    running = child;
    isStopping = false;
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.setEncoding('utf8').on('data', (text: string) => options.onOutput(name, text));
    }
    // It may have ended, or closed its input, before what is written comes to it.
    child.stdin?.on('error', () => child.stdin?.destroy());
    whenEnded(child, (end) => {
      running = undefined;
      options.onEnd(file, end.kind === 'failed' ? end : { ...end, stopped: isStopping });
      const following = next;
      next = undefined;
      if (following !== undefined && !isClosed) return start(following);
      for (const wake of onIdle) wake();
      onIdle = [];
    });
    if (child.pid !== undefined) options.onStart(file, child.pid);
  };
  const stop = (): void => {
    if (running === undefined || isStopping) return;
    isStopping = true;
    const child = running;
    kill(child, 'SIGTERM');
    // A stopped one hears nothing but SIGKILL.
    kill(child, 'SIGCONT');
    const timer = setTimeout(() => kill(child, 'SIGKILL'), options.graceMs);
    child.once('exit', () => {
      clearTimeout(timer);
      // What it has started and left behind.
      kill(child, 'SIGKILL');
    });
  };
  return {
    restart(file) {
      if (isClosed) return;
      if (running === undefined) return start(file);
      next = file;
      stop();
    },
    isRunning: () => running !== undefined,
    write: (text) => void running?.stdin?.write(text),
    endInput: () => void running?.stdin?.end(),
    signal(signal) {
      if (running !== undefined) kill(running, signal);
    },
    close() {
      isClosed = true;
      next = undefined;
      if (running === undefined) return Promise.resolve();
      return new Promise((resolve) => {
        onIdle.push(resolve);
        stop();
      });
    },
  };
}

/** How long output may come after the end of a program whose pipes others hold open. */
const drainMs = 100;

/** Told once, after the last output. */
function whenEnded(child: ChildProcess, tell: (end: UnattributedEnd) => void): void {
  let end: UnattributedEnd | undefined;
  let isTold = false;
  const finish = (): void => {
    if (isTold || end === undefined) return;
    isTold = true;
    child.stdout?.destroy();
    child.stderr?.destroy();
    child.stdin?.destroy();
    tell(end);
  };
  child.on('error', (error) => {
    // Also of a signal that could not be sent, after which it goes on running.
    if (child.pid !== undefined) return;
    end = { kind: 'failed', error };
    finish();
  });
  child.on('exit', (status, signal) => {
    end = signal === null ? { kind: 'exited', status: status ?? 0 } : { kind: 'killed', signal };
    setTimeout(finish, drainMs);
  });
  child.on('close', finish);
}

type UnattributedEnd =
  | { readonly kind: 'exited'; readonly status: number }
  | { readonly kind: 'killed'; readonly signal: NodeJS.Signals }
  | { readonly kind: 'failed'; readonly error: Error };

/** The whole group; it may be gone. */
function kill({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!isGone) throw error;
  }
}
