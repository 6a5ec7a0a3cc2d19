/** Runs a linker: its output appears whole or not at all, and its complaints become an error. */
import { spawn } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Linker } from './toolchain.ts';

/** The linker could not link; names the command and what it said. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
  readonly command: string;
  readonly said: string;

  constructor(command: string, output: string, said: string) {
    super(`${command} could not link ${output}:\n${said}`);
    this.command = command;
    this.said = said;
  }
}

/** Beyond this many characters arguments go through a file: systems bound their length. */
const argumentLimit = 100_000;

/** @throws LinkError */
export async function runLinker(
  linker: Linker,
  output: string,
  args: readonly string[],
): Promise<void> {
  mkdirSync(path.dirname(output), { recursive: true });
  const temporary = `${output}.${process.pid}-${nextNumber()}.tmp`;
  const all = ['-o', temporary, ...args];
  const isLong = all.reduce((length, arg) => length + arg.length + 1, 0) > argumentLimit;
  const responseFile = `${temporary}.args`;
  try {
    if (isLong) writeFileSync(responseFile, all.map(quote).join('\n'));
    await run(linker.path, isLong ? [`@${responseFile}`] : all, output);
    renameSync(temporary, output);
  } finally {
    rmSync(responseFile, { force: true });
    rmSync(temporary, { force: true });
  }
}

let temporaries = 0;

function nextNumber(): number {
  temporaries += 1;
  return temporaries;
}

function quote(arg: string): string {
  return `"${arg.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function run(command: string, args: readonly string[], output: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // The C locale: messages, and the order of nothing, depend on the user.
    const environment = { PATH: process.env['PATH'], LC_ALL: 'C' };
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: environment });
    let said = '';
    const note = (chunk: Buffer): void => {
      said += chunk.toString('utf8');
    };
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    child.once('error', (error) => reject(new LinkError(command, output, error.message)));
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new LinkError(command, output, said.trim() || `It ended with ${signal ?? code}`));
    });
  });
}
