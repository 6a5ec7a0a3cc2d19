/**
 * One child process and the tasks it has been given. Tasks are answered in order, so the first one
 * is what the child is working on: when the child dies, hangs or outgrows its bound, that one is to
 * blame.
 */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Duplex } from 'node:stream';
import { InternalError, invariant, present } from '../base/invariant.ts';
import type { WorkerAnswer, WorkerSetup, WorkerTask } from './worker-protocol.ts';
import { encodeFrame, FrameReader, workerSocket } from './worker-protocol.ts';

/** Time, as the pool sees it; tests bring their own. */
export interface PoolClock {
  /**
   * Calls `callback` once after `milliseconds`, unless the returned function has been called
   * before.
   */
  after(milliseconds: number, callback: () => void): () => void;
}

export interface WorkerLimits {
  /** How long one task may take. */
  readonly answerMs: number;
  /** Resident memory at which a worker is killed. */
  readonly memoryBytes: number;
}

export interface WorkerProcessOptions {
  /** Module that the child runs. */
  readonly entry: string;
  readonly setup: WorkerSetup;
  readonly limits: WorkerLimits;
  readonly clock: PoolClock;
  onAnswer(task: WorkerTask, answer: WorkerAnswer): void;
  /** The child is gone; `unanswered` are its tasks, the one that it was working on first. */
  onEnd(unanswered: readonly WorkerTask[], reason: string): void;
}

export class WorkerProcess {
  readonly #options: WorkerProcessOptions;
  readonly #child: ChildProcess;
  readonly #socket: Duplex;
  readonly #reader = new FrameReader<WorkerAnswer>();
  readonly #tasks: WorkerTask[] = [];
  #errors = '';
  #killedFor: string | undefined;
  #stopWatch: (() => void) | undefined;
  readonly ended: Promise<void>;

  constructor(options: WorkerProcessOptions) {
    this.#options = options;
    // Without source maps, which take time to read: a worker reports messages, not stacks.
    const args = [options.entry, JSON.stringify(options.setup)];
    // What the worker writes to standard output is nobody's; LLVM reports to standard error.
    const stdio = ['ignore', 'ignore', 'pipe', 'pipe'] as const;
    this.#child = spawn(process.execPath, args, { stdio: [...stdio] });
    const socket = this.#child.stdio[workerSocket];
    invariant(socket instanceof Duplex, 'A worker has no socket');
    this.#socket = socket;
    socket.on('data', (chunk: Uint8Array) => this.#receive(chunk));
    // A dead worker is reported by its end; what could not be written to it goes to another.
    socket.on('error', () => undefined);
    this.#child.stderr?.on('data', (chunk: Uint8Array) => this.#note(chunk));
    this.ended = new Promise((resolve) => {
      const end = (how: string): void => {
        this.#finish(how);
        resolve();
      };
      this.#child.once('error', (error) => end(error.message));
      this.#child.once('close', (code, signal) => end(signal ?? `exit status ${code}`));
    });
  }

  get load(): number {
    return this.#tasks.length;
  }

  give(task: WorkerTask): void {
    this.#tasks.push(task);
    this.#socket.write(encodeFrame(task));
    if (this.#tasks.length === 1) this.#watch();
  }

  /** Lets the child end, which has no task. */
  stop(): void {
    invariant(this.#tasks.length === 0, 'A worker is stopped with tasks in its hands');
    this.#socket.end();
  }

  /** Ends the child at once. Nothing is lost: what it has answered is on the disk. */
  kill(): void {
    this.#stopWatch?.();
    this.#child.kill('SIGKILL');
  }

  #receive(chunk: Uint8Array): void {
    for (const answer of this.#reader.push(chunk)) {
      const task = present(this.#tasks.shift(), 'the task of an answer');
      this.#watch();
      this.#options.onAnswer(task, answer);
    }
  }

  /** Watches the first task, if there is one: looks at the memory now and then until time is up. */
  #watch(): void {
    this.#stopWatch?.();
    this.#stopWatch = undefined;
    if (this.#tasks.length > 0) this.#watchFor(this.#options.limits.answerMs);
  }

  #watchFor(restMs: number): void {
    const { clock, limits } = this.#options;
    const step = Math.min(restMs, watchStepMs);
    this.#stopWatch = clock.after(step, () => {
      if (step === restMs) this.#kill(`no answer within ${limits.answerMs / 1000} s`);
      else if (this.#residentBytes() > limits.memoryBytes) this.#kill('too much memory');
      else this.#watchFor(restMs - step);
    });
  }

  #kill(reason: string): void {
    this.#killedFor = reason;
    this.#child.kill('SIGKILL');
  }

  #residentBytes(): number {
    try {
      const pages = readFileSync(`/proc/${this.#child.pid}/statm`, 'utf8').split(' ')[1];
      return Number(pages) * pageBytes;
    } catch {
      // The child has just ended, which is reported by itself.
      return 0;
    }
  }

  #note(chunk: Uint8Array): void {
    this.#errors = (this.#errors + Buffer.from(chunk).toString('utf8')).slice(-errorTailLength);
  }

  #finish(how: string): void {
    this.#stopWatch?.();
    const said = this.#errors.trim();
    const reason = `${this.#killedFor ?? how}${said === '' ? '' : `\n${said}`}`;
    this.#options.onEnd(this.#tasks.splice(0), reason);
  }
}

const watchStepMs = 1000;
const pageBytes = 4096;
const errorTailLength = 4096;

export const systemClock: PoolClock = {
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** A task that workers cannot carry out; `file` holds it for whoever looks into it. */
export function taskError(what: string, reason: string, file: string): InternalError {
  return new InternalError(
    `Code generation failed for ${what}: ${reason}\nThe order is in ${file}`,
  );
}
