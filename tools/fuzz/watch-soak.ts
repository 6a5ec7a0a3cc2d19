/**
 * Random edits of a project under a real `boltd watch` that is killed now and then, or loses a worker. Ever
 * so often the edits pause; then the watch has to come to what a clean build of the same files comes to:
 * executable and libraries byte for byte, or the same diagnostics.
 */
import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fingerprintOf } from '../../src/base/fingerprint.ts';
import type { Random } from './random.ts';
import { createRandom } from './random.ts';
import type { ProjectText } from './random-project.ts';
import { editProject, filesOf, initialProject } from './random-project.ts';

export interface SoakOptions {
  /** The command line: tools/bin/boltd.js. */
  readonly command: string;
  readonly seed: number;
  readonly edits: number;
  /** Edits between two comparisons with a clean build. */
  readonly stretch: number;
  readonly onComparison?: (edits: number, result: SoakResult) => void;
}

export interface SoakResult {
  readonly built: number;
  readonly rejected: number;
  readonly killedWatches: number;
  readonly killedWorkers: number;
}

/** What a build came to. */
type Outcome =
  | { readonly kind: 'built'; readonly outputs: Readonly<Record<string, string>> }
  | { readonly kind: 'rejected'; readonly diagnostics: readonly string[] };

/** Far longer than any of it takes. */
const limitMs = 120_000;

/** @throws when the watch does not come to what a clean build says */
export async function soakWatch(options: SoakOptions): Promise<SoakResult> {
  const random = createRandom(options.seed);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'boltd-soak-'));
  const root = path.join(folder, 'project');
  let project = initialProject(random, 5);
  const right = [project];
  const history: ProjectText[] = [];
  const counts = { built: 0, rejected: 0, killedWatches: 0, killedWorkers: 0 };
  writeProject(root, filesOf(project));
  let watch = startWatch(options.command, root);
  try {
    for (let number = 1; number <= options.edits; number += 1) {
      const before = filesOf(project);
      history.push(project);
      if (history.length > 20) history.shift();
      // Most edits break something: now and then back to what can be built.
      const isComparison = number % options.stretch === 0 || number === options.edits;
      const goesBack = isComparison && random.chance(0.6);
      if (goesBack) project = random.pick(right);
      if (!goesBack || random.chance(0.5)) ({ project } = editProject(random, project, history));
      saveChanges(random, root, before, filesOf(project));
      if (random.chance(0.7)) await pause(random.below(80));
      if (random.chance(0.02)) {
        counts.killedWatches += 1;
        await watch.kill();
        watch = startWatch(options.command, root);
      } else if (random.chance(0.03) && killWorker(random, watch.pid)) {
        counts.killedWorkers += 1;
      }
      if (!isComparison) continue;
      const expected = await cleanBuild(options.command, folder, filesOf(project));
      await agreement(watch, root, expected);
      counts[expected.kind] += 1;
      if (expected.kind === 'built') right.push(project);
      options.onComparison?.(number, counts);
    }
    return counts;
  } finally {
    await watch.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Watch {
  readonly pid: number;
  /** Of the last request that came to an end. */
  success(): boolean | undefined;
  diagnostics(): readonly string[];
  lastEvents(): string;
  hasEnded(): boolean;
  kill(): Promise<void>;
}

function startWatch(command: string, root: string): Watch {
  const child = spawn(process.execPath, [command, '--json', 'watch', root], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('`boltd watch` could not be started');
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const recent: string[] = [];
  let current: string[] = [];
  let last: { readonly success: boolean; readonly diagnostics: readonly string[] } | undefined;
  const remember = (line: string): void => {
    recent.push(line);
    if (recent.length > 20) recent.shift();
  };
  createInterface({ input: child.stderr }).on('line', remember);
  createInterface({ input: child.stdout }).on('line', (line) => {
    remember(line);
    const { reason, ...fields } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    if (reason === 'watch-building') current = [];
    else if (reason === 'diagnostic') current.push(withoutBuild(fields));
    else if (reason === 'watch-finished') {
      last = { success: fields['success'] === true, diagnostics: [...current].sort() };
    }
  });
  return {
    pid,
    success: () => last?.success,
    diagnostics: () => last?.diagnostics ?? [],
    lastEvents: () => recent.join('\n'),
    hasEnded: () => isOver(child),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function isOver(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function agreement(watch: Watch, root: string, expected: Outcome): Promise<void> {
  const agrees = (): boolean =>
    expected.kind === 'built'
      ? watch.success() === true && isSame(outputsOf(root), expected.outputs)
      : watch.success() === false && isSame(watch.diagnostics(), expected.diagnostics);
  const endMs = performance.now() + limitMs;
  while (!agrees()) {
    if (watch.hasEnded() || performance.now() > endMs) {
      const found = watch.success() === false ? watch.diagnostics() : outputsOf(root);
      throw new Error(
        `The watch did not come to ${JSON.stringify(expected)}\nbut to ${JSON.stringify(found)}\n${watch.lastEvents()}`,
      );
    }
    await pause(10);
  }
}

async function cleanBuild(
  command: string,
  folder: string,
  files: ReadonlyMap<string, string>,
): Promise<Outcome> {
  const root = path.join(folder, 'clean');
  writeProject(root, files);
  try {
    const lines = await new Promise<string>((resolve) => {
      execFile(
        process.execPath,
        [command, '--json', 'build', root],
        { maxBuffer: 64 * 2 ** 20 },
        (_error, stdout) => resolve(stdout),
      );
    });
    const events = lines
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    const finished = events.find(({ reason }) => reason === 'build-finished');
    if (finished === undefined) throw new Error(`The clean build did not finish: ${lines}`);
    if (finished['success'] === true) return { kind: 'built', outputs: outputsOf(root) };
    const diagnostics = events
      .filter(({ reason }) => reason === 'diagnostic')
      .map(({ reason: _, ...fields }) => withoutBuild(fields));
    return { kind: 'rejected', diagnostics: diagnostics.sort() };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** A diagnostic, told apart from others of any build. */
function withoutBuild({ build: _, ...fields }: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(fields);
}

function writeProject(root: string, files: ReadonlyMap<string, string>): void {
  for (const [name, text] of files) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
}

/** Saves what differs, each file in one of the ways in which editors do. */
function saveChanges(
  random: Random,
  root: string,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): void {
  for (const name of before.keys()) {
    if (!after.has(name)) rmSync(path.join(root, name));
  }
  for (const [name, text] of after) {
    if (before.get(name) === text) continue;
    const file = path.join(root, name);
    const way = random.pick(['in place', 'beside', 'vim'] as const);
    if (way === 'in place' || !before.has(name)) {
      writeFileSync(file, text);
    } else if (way === 'beside') {
      writeFileSync(`${file}.new`, text);
      renameSync(`${file}.new`, file);
    } else {
      renameSync(file, `${file}~`);
      writeFileSync(file, text);
      rmSync(`${file}~`);
    }
  }
}

/** Kills one of the code generation workers of a process, if it has any. */
function killWorker(random: Random, pid: number): boolean {
  const workers = readProc(`/proc/${pid}/task/${pid}/children`)
    .split(' ')
    .filter((child) => /worker\.js/.test(readProc(`/proc/${child}/cmdline`)));
  if (workers.length === 0) return false;
  try {
    process.kill(Number(random.pick(workers)), 'SIGKILL');
    return true;
  } catch {
    // It ended by itself.
    return false;
  }
}

function readProc(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function outputsOf(root: string): Readonly<Record<string, string>> {
  const folder = path.join(root, '.bolt/out/dev');
  try {
    return Object.fromEntries(
      readdirSync(folder)
        .sort()
        .map((name) => [name, fingerprintOf(readFileSync(path.join(folder, name)))]),
    );
  } catch {
    // Being replaced, or not there yet.
    return {};
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
