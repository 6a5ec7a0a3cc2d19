/** Runs tests, each in a process of its own, some at a time. Nothing that one does reaches another. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import type { PlannedTest } from '../../build/tests.ts';
import { testVariable } from '../../llvm/test-program.ts';

export interface TestOutcome {
  readonly test: PlannedTest;
  readonly kind: 'passed' | 'failed' | 'unchanged';
  readonly milliseconds: number;
  /** What it wrote to standard output and standard error; of one that failed also why, if it did not say so. */
  readonly output: string;
}

export interface TestRun {
  /** The program of tests. */
  readonly executable: string;
  readonly jobs: number;
  readonly limitMs: number;
  /** Asked often; once it is true no test starts, and those that run are ended without an outcome. */
  readonly isCancelled?: () => boolean;
  readonly onOutcome: (outcome: TestOutcome) => void;
}

/** In the order of `tests`; those that a cancelled run did not come to are left out. */
export async function runTests(
  run: TestRun,
  tests: readonly PlannedTest[],
): Promise<readonly TestOutcome[]> {
  const outcomes: TestOutcome[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (;;) {
      const index = next;
      const test = tests[index];
      if (test === undefined || run.isCancelled?.() === true) return;
      next += 1;
      const outcome = await runTest(run, test);
      if (outcome === undefined) return;
      run.onOutcome(outcome);
      outcomes[index] = outcome;
    }
  };
  await Promise.all(Array.from({ length: Math.min(run.jobs, tests.length) }, work));
  return outcomes.filter((outcome) => outcome !== undefined);
}

/** Bytes of a test's output that are kept: its beginning. */
const maxOutputBytes = 1 << 20;

/** What an ended test has written is read within this time. */
const drainMs = 2000;

/** How soon a cancelled test is ended. */
const lookMs = 50;

/** Undefined: it was cancelled. @throws Error of the system, where the program cannot be started */
function runTest(
  { executable, limitMs, isCancelled }: TestRun,
  test: PlannedTest,
): Promise<TestOutcome | undefined> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(executable, [], {
      env: { ...process.env, [testVariable]: String(test.number) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    let size = 0;
    const keep = (chunk: Buffer): void => {
      if (size < maxOutputBytes) chunks.push(chunk.subarray(0, maxOutputBytes - size));
      size += chunk.length;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    let isLate = false;
    let isEnded = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
    }, limitMs);
    const look = setInterval(() => {
      if (isCancelled?.() !== true) return;
      isEnded = true;
      child.kill('SIGKILL');
    }, lookMs);
    const stopTimers = (): void => {
      clearTimeout(timer);
      clearInterval(look);
    };
    child.on('error', (error) => {
      stopTimers();
      reject(error);
    });
    // Whatever the test started may hold its pipes open for as long as it likes.
    child.on('exit', () => {
      stopTimers();
      setTimeout(() => closePipes(child), drainMs).unref();
    });
    child.on('close', (status, signal) => {
      if (isEnded) return resolve(undefined);
      const reason = isLate
        ? `It did not end within ${limitMs / 1000} s`
        : reasonOf(status, signal);
      const rest = size > maxOutputBytes ? '\n…' : '';
      const said = Buffer.concat(chunks).toString('utf8') + rest;
      resolve({
        test,
        kind: reason === undefined ? 'passed' : 'failed',
        milliseconds: Math.round(performance.now() - start),
        output: reason === undefined || saysWhy(status) ? said : joined(said, reason),
      });
    });
  });
}

function closePipes({ stdout, stderr }: ChildProcess): void {
  stdout?.destroy();
  stderr?.destroy();
}

/** Why it failed; undefined: it passed. */
function reasonOf(status: number | null, signal: NodeJS.Signals | null): string | undefined {
  if (signal !== null) return `It was ended by ${signal}`;
  return status === 0 ? undefined : `It exited with ${status}`;
}

/** A panic has told its reason. */
function saysWhy(status: number | null): boolean {
  return status === 101;
}

function joined(said: string, reason: string): string {
  return said === '' || said.endsWith('\n') ? `${said}${reason}\n` : `${said}\n${reason}\n`;
}
