/** `boltd run`: builds, then becomes the program as far as a process can. */
import { spawn } from 'node:child_process';
import os from 'node:os';
import { exitCode } from '../exit.ts';
import type { Output } from '../output.ts';
import type { BuildOptions } from './build.ts';
import { buildTarget } from './build.ts';

export async function run(
  output: Output,
  args: readonly string[],
  options: BuildOptions,
): Promise<number> {
  const [target = '.', ...rest] = args;
  const outcome = await buildTarget(output, target, options);
  if (outcome.kind === 'rejected') return exitCode.diagnostics;
  return execute(outcome.executable, rest);
}

/** Runs a program on this terminal; resolves with its status, 128 + N where signal N ended it. */
function execute(file: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit' });
    // The terminal sends Ctrl-C to both; the program decides what it means.
    const ignore = (): void => undefined;
    process.on('SIGINT', ignore);
    child.on('error', reject);
    child.on('exit', (status, signal) => {
      process.off('SIGINT', ignore);
      resolve(signal === null ? (status ?? 0) : 128 + os.constants.signals[signal]);
    });
  });
}
