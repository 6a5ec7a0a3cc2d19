/** Runs the command line as a user does, in folders of their own. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FixtureFile } from './fixture-file.ts';

/** The repository's root, from build*\/test/harness. */
export const repository: string = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../../..',
);

const command = path.join(repository, 'tools/bin/boltd.js');

export interface Ran {
  /** 128 + N where signal N ended it. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Two at a time: builds have processes of their own. */
const slots = { free: Math.max(2, os.availableParallelism()), waiting: [] as (() => void)[] };

export async function boltd(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return execute(process.execPath, [command, ...args], options);
}

export async function execute(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Ran> {
  if (slots.free === 0) await new Promise<void>((resolve) => slots.waiting.push(resolve));
  else slots.free -= 1;
  try {
    return await run(file, args, options);
  } finally {
    const next = slots.waiting.shift();
    if (next === undefined) slots.free += 1;
    else next();
  }
}

/** Characters that a process may print, and how long it may take: far beyond what any test needs. */
const maxOutputSize = 32 * 1024 * 1024;
const timeLimitMs = 120_000;

function run(file: string, args: readonly string[], options: RunOptions): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.cwd ?? os.tmpdir(),
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '', ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      // A group of its own, so that what it starts ends with it.
      detached: true,
    });
    let stdout = '';
    let stderr = '';
    const abandon = (why: string): void => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      reject(new Error(`${path.basename(file)} ${args.join(' ')} ${why}`));
    };
    const checkSize = (): void => {
      if (stdout.length + stderr.length > maxOutputSize) abandon('printed without end');
    };
    const timer = setTimeout(() => abandon('did not end'), timeLimitMs);
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk);
      checkSize();
    });
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
      checkSize();
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    child.on('error', reject);
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      resolve({
        status: signal === null ? (status ?? 0) : 128 + os.constants.signals[signal],
        stdout,
        stderr,
      });
    });
  });
}

/** A new folder with these files; removed by `dispose`. */
export function temporaryProject(files: readonly FixtureFile[]): {
  readonly root: string;
  readonly dispose: () => void;
} {
  const root = mkdtempSync(path.join(os.tmpdir(), 'boltd-test-'));
  writeFiles(root, files);
  return { root, dispose: () => rmSync(root, { recursive: true, force: true }) };
}

export function writeFiles(root: string, files: readonly FixtureFile[]): void {
  for (const file of files) {
    const target = path.join(root, file.path);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, file.text);
  }
}
