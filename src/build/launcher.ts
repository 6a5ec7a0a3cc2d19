/**
 * Starts short-lived programs from small processes. To start one, the system copies the page tables of
 * whoever starts it: a compiler with 400 MB in memory stands still for tens of milliseconds, a shell for
 * half of one. So shells wait for commands and run them, one at a time each; they belong to this process,
 * keep it from nothing, and end with it.
 */
import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { availableParallelism } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { invariant } from '../base/invariant.ts';

export interface Launched {
  /** As shells give it: 128 + N where signal N ended the program, 127 where there is none. */
  readonly status: number;
  /** What it printed, to standard output and error. */
  readonly said: string;
}

/**
 * Runs a program to its end; a second time where the first shell was killed meanwhile. Rejects when no
 * shell can be started, or the second is killed, too.
 */
export async function launch(command: string, args: readonly string[]): Promise<Launched> {
  const line = [command, ...args].map(quote).join(' ');
  try {
    return await launchOnce(line);
  } catch {
    return launchOnce(line);
  }
}

async function launchOnce(line: string): Promise<Launched> {
  const shell = await takeShell();
  try {
    return await shell.run(line);
  } finally {
    release(shell);
  }
}

/** Gets a shell ready while this process is small. */
export function warmLauncher(): void {
  if (idle.length === 0 && busy === 0) idle.push(new Shell());
}

const idle: Shell[] = [];
const waiting: ((shell: Shell) => void)[] = [];
let busy = 0;

function takeShell(): Promise<Shell> {
  if (busy >= availableParallelism()) return new Promise((resolve) => waiting.push(resolve));
  busy += 1;
  return Promise.resolve(idle.pop() ?? new Shell());
}

function release(shell: Shell): void {
  const next = waiting.shift();
  if (next !== undefined) {
    next(shell.hasEnded ? new Shell() : shell);
    return;
  }
  busy -= 1;
  if (!shell.hasEnded) idle.push(shell);
}

/** After each command: a byte that no linker prints, and its status. */
const loop = 'while IFS= read -r line; do eval "$line" 2>&1 </dev/null; printf "\\0%d\\n" $?; done';

class Shell {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  #said = '';
  #finish: ((launched: Launched) => void) | undefined;
  #fail: ((error: Error) => void) | undefined;
  #end: Error | undefined;

  constructor() {
    // The C locale: messages, and the order of nothing, depend on the user.
    const env = { PATH: process.env['PATH'], LC_ALL: 'C' };
    this.#child = spawn('/bin/sh', ['-c', loop], { stdio: ['pipe', 'pipe', 'ignore'], env });
    this.#child.unref();
    const { stdin, stdout } = this.#child;
    for (const pipe of [stdin, stdout]) if (pipe instanceof Socket) pipe.unref();
    stdout.setEncoding('utf8').on('data', (text: string) => this.#hear(text));
    // Reported by its end.
    stdin.on('error', () => undefined);
    this.#child.once('error', (error) => this.#stop(error));
    this.#child.once('close', (status, signal) =>
      this.#stop(new Error(`The shell that starts programs ended (${signal ?? status})`)),
    );
  }

  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  /** `line`: a command in the shell's language, on one line. */
  run(line: string): Promise<Launched> {
    const { stdin, stdout } = this.#child;
    return new Promise<Launched>((resolve, reject) => {
      if (this.#end !== undefined) throw this.#end;
      [this.#finish, this.#fail] = [resolve, reject];
      // While it works, it is a reason for this process to stay.
      if (stdout instanceof Socket) stdout.ref();
      stdin.write(`${line}\n`);
    }).finally(() => {
      [this.#finish, this.#fail] = [undefined, undefined];
      if (stdout instanceof Socket) stdout.unref();
    });
  }

  #hear(text: string): void {
    this.#said += text;
    const match = /\0(\d+)\n$/.exec(this.#said);
    if (match === null) return;
    const said = this.#said.slice(0, match.index);
    this.#said = '';
    this.#finish?.({ status: Number(match[1]), said });
  }

  #stop(error: Error): void {
    this.#end ??= error;
    const at = idle.indexOf(this);
    if (at >= 0) idle.splice(at, 1);
    this.#fail?.(this.#end);
  }
}

/** Quoted for the shell. A line cannot hold a line's end: callers put such arguments into files. */
function quote(text: string): string {
  invariant(!text.includes('\n'), `A command of one line has an argument of two: ${text}`);
  return `'${text.replaceAll("'", "'\\''")}'`;
}
