/** The command line: what was asked for, and the exit status of the answer. */
import { InternalError } from '../base/invariant.ts';
import { exitCode, RejectedError, UsageError } from './exit.ts';
import { createOutput } from './output.ts';
import { createProgram } from './program.ts';

/** Runs one command; resolves with the process's exit status. */
async function main(args: readonly string[]): Promise<number> {
  try {
    return await createProgram().run(args);
  } catch (error) {
    return reportFailure(error);
  }
}

/** Mistakes of the user and failures of the environment get a message; only bugs get a stack. */
function reportFailure(error: unknown): number {
  if (error instanceof RejectedError) return exitCode.diagnostics;
  const output = createOutput({ json: false, quiet: false, verbose: false, color: 'auto' });
  const { bold, red } = output.colors;
  if (error instanceof UsageError) {
    output.notice(`${bold(red('error'))}: ${error.message}`);
    return exitCode.usage;
  }
  if (error instanceof Error && isEnvironmentError(error)) {
    output.notice(`${bold(red('error'))}: ${error.message}`);
    return exitCode.internal;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const kind = error instanceof InternalError ? 'internal error' : 'unexpected error';
  output.notice(`${bold(red(kind))}: ${stack}`);
  output.notice(
    'This is a bug in boltd. Please report it with the lines above and, if you can, the program; ' +
      'running the command again with `boltd clean` before it often helps.',
  );
  return exitCode.internal;
}

/** Failures that name what is missing or broken outside boltd: a tool, a file, a full disk. */
function isEnvironmentError(error: Error): boolean {
  if (error.name === 'MissingToolError' || error.name === 'LinkError') return true;
  return 'code' in error && typeof error.code === 'string' && error.code.startsWith('E');
}

process.exitCode = await main(process.argv.slice(2));
