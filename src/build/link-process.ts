/** Runs a linker: its output appears whole or not at all, and its complaints become an error. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Launched } from './launcher.ts';
import { launch } from './launcher.ts';
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
  const isLong =
    all.some((arg) => arg.includes('\n')) ||
    all.reduce((length, arg) => length + arg.length + 1, 0) > argumentLimit;
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

async function run(command: string, args: readonly string[], output: string): Promise<void> {
  let launched: Launched;
  try {
    launched = await launch(command, args);
  } catch (error) {
    throw new LinkError(command, output, error instanceof Error ? error.message : String(error));
  }
  const { status, said } = launched;
  if (status !== 0) throw new LinkError(command, output, said.trim() || `It ended with ${status}`);
}
