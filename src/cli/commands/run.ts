/** `boltd run`: builds, then becomes the program as far as a process can. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import os from 'node:os';
import { exitCode } from '../exit.ts';
import type { Output } from '../output.ts';
import type { BuildOptions } from './build.ts';
import { buildTarget } from './build.ts';

export async function run(
  output: Output,
  target: string,
  args: readonly string[],
  options: BuildOptions,
): Promise<number> {
  const { report, showFigures } = await buildTarget(output, target, options);
  const { executable, temporaryFolder } = report;
  try {
    if (executable === undefined) return exitCode.diagnostics;
    return await execute(executable, args);
  } finally {
    showFigures();
    if (temporaryFolder !== undefined) rmSync(temporaryFolder, { recursive: true, force: true });
  }
}

/** Runs a program on this terminal; resolves with its status, 128 + N where signal N ended it. */
function execute(file: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    let child: ChildProcess | undefined;
    // The terminal sends Ctrl-C to both; the program decides what it means. Whoever ends boltd by other
    // means means the program.
    const leave = (): void => undefined;
    const handOn = (signal: NodeJS.Signals): void => void child?.kill(signal);
    process.on('SIGINT', leave);
    for (const signal of handedOn) process.on(signal, handOn);
    child = spawn(file, args, { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (status, signal) => {
      process.off('SIGINT', leave);
      for (const each of handedOn) process.off(each, handOn);
      resolve(signal === null ? (status ?? 0) : 128 + os.constants.signals[signal]);
    });
  });
}

const handedOn = ['SIGTERM', 'SIGHUP', 'SIGUSR2'] as const;
