// Builds the runtime and its C tests, and runs them. The C side prints a line per case: see
// runtime/test/check.h.
import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** How the runtime is compiled: as users get it, or under a sanitizer. */
export type Variant = 'plain' | 'asan' | 'tsan';

export type Outcome = {
  readonly status: number | string;
  readonly stdout: string;
  readonly stderr: string;
};

export type Environment = Readonly<Record<string, string>>;

const outputFolder = process.env['BOLTD_BUILD'] ?? 'build';

/** The folder of a variant's libraries and, below `test`, its test programs. */
export function folderOf(variant: Variant): string {
  return join(outputFolder, 'runtime-test', variant);
}

export async function buildRuntime(
  folder: string,
  variant: Variant,
  target: 'libraries' | 'tests',
): Promise<void> {
  const outcome = await run('tools/build/runtime.sh', [folder, variant, target], {});
  if (outcome.status !== 0) {
    throw new Error(`the runtime does not build (${variant})\n${outcome.stderr}`);
  }
}

/** Runs a test program; sanitizers leave memory faults and leaks at exit to the runtime. */
export function runProgram(
  variant: Variant,
  program: string,
  environment: Environment,
): Promise<Outcome> {
  return run(join(folderOf(variant), 'test', program), [], {
    ASAN_OPTIONS: 'detect_leaks=0:handle_segv=0:handle_sigbus=0:use_sigaltstack=0',
    TSAN_OPTIONS: 'halt_on_error=1:handle_segv=0:handle_sigbus=0:use_sigaltstack=0',
    ...environment,
  });
}

/** The status is the number that a program exits with, or the name of the signal that kills it. */
export function run(
  command: string,
  args: readonly string[],
  environment: Environment,
): Promise<Outcome> {
  const options = {
    env: { ...process.env, ...environment },
    timeout: 60_000,
    killSignal: 'SIGKILL' as const,
    maxBuffer: 1 << 24,
  };
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, options, (error, stdout, stderr) => {
      const status = child.exitCode ?? child.signalCode;
      if (status === null) {
        reject(error ?? new Error(`${command} has neither a status nor a signal`));
      } else {
        resolve({ status, stdout, stderr });
      }
    });
  });
}
