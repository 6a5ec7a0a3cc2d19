/** A small project whose output says which edit it was built from, and ways to do it harm. */
import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import { fingerprintOf } from '../../src/base/fingerprint.ts';
import type { Random } from '../../tools/fuzz/random.ts';
import type { Ran, RunOptions } from '../harness/boltd.ts';
import { boltd, execute, repository, temporaryProject, writeFiles } from '../harness/boltd.ts';
import type { FixtureFile } from '../harness/fixture-file.ts';

/** One number a module; the program prints them all. */
export type Numbers = readonly number[];

export const manifest = '[package]\nname = "sample"\nversion = "0.1.0"\n';

export function filesOf(numbers: Numbers): readonly FixtureFile[] {
  const modules = numbers.map((_, index) => `m${index}`);
  return [
    { path: 'bolt.toml', text: manifest },
    ...numbers.map((number, index) => ({ path: `src/m${index}.bolt`, text: moduleText(number) })),
    {
      path: 'src/main.bolt',
      text: [
        ...modules.map((name) => `import ${name};`),
        'void main() {',
        ...modules.map((name) => `  printf("%d ", ${name}.value(1));`),
        '  printf("\\n")',
        '}',
        '',
      ].join('\n'),
    },
  ];
}

function moduleText(number: number): string {
  return [
    'public class Box<T> {',
    '  capability local Own;',
    '  var T item : Own;',
    '  T get() : Own { this.item }',
    '}',
    'function int half(int n) { n / 2 }',
    `public function int value(int n) {`,
    `  let box = new Box<int>(item: half(n * 2) + ${number});`,
    '  box.get()',
    '}',
    '',
  ].join('\n');
}

/** What the program prints. */
export function printed(numbers: Numbers): string {
  return `${numbers.map((number) => `${number + 1} `).join('')}\n`;
}

/** A folder with the project, removed with the test. */
export function sampleProject(t: ExecutionContext, numbers: Numbers): string {
  return projectOf(t, filesOf(numbers));
}

export function projectOf(t: ExecutionContext, files: readonly FixtureFile[]): string {
  const { root, dispose } = temporaryProject(files);
  t.teardown(dispose);
  return root;
}

export function edit(root: string, numbers: Numbers): void {
  const changed = filesOf(numbers).filter(({ path: name, text }) => {
    const file = path.join(root, name);
    return !existsSync(file) || readFileSync(file, 'utf8') !== text;
  });
  writeFiles(root, changed);
}

export function randomEdit(random: Random, numbers: Numbers): Numbers {
  const at = random.below(numbers.length);
  return numbers.map((number, index) => (index === at ? random.below(100_000) : number));
}

export function temporaryFolder(t: ExecutionContext): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'boltd-test-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** JSON lines of a command; fails where anything else is on standard output. */
export function eventsOf({ stdout }: Ran): readonly Readonly<Record<string, unknown>>[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}

export function eventOf(ran: Ran, reason: string): Readonly<Record<string, unknown>> {
  const event = eventsOf(ran).find((each) => each['reason'] === reason);
  if (event === undefined) throw new Error(`No ${reason} among: ${ran.stdout}\n${ran.stderr}`);
  return event;
}

/** Queries that a `--json` command executed. */
export function executedBy(ran: Ran): number {
  const { total } = eventOf(ran, 'statistics') as { readonly total: { readonly executed: number } };
  return total.executed;
}

/** Builds, and checks that the program is the right one. */
export async function buildRightly(
  t: ExecutionContext,
  root: string,
  numbers: Numbers,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const built = await boltd(['--json', 'build', root], { env });
  t.is(built.status, 0, built.stdout + built.stderr);
  const { executable } = eventOf(built, 'build-finished');
  t.is((await execute(String(executable), [])).stdout, printed(numbers));
  return built;
}

/** Fingerprints of everything that a dev build puts in place: the executable and its libraries. */
export function outputsOf(root: string): Readonly<Record<string, string>> {
  const folder = path.join(root, '.bolt/out/dev');
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, fingerprintOf(readFileSync(path.join(folder, name)))]),
  );
}

/** Whatever an earlier state of the project was, its outputs have to be those of a clean build. */
export async function assertClean(
  t: ExecutionContext,
  root: string,
  numbers: Numbers,
): Promise<void> {
  const clean = sampleProject(t, numbers);
  await buildRightly(t, clean, numbers);
  t.deepEqual(outputsOf(root), outputsOf(clean));
}

/** Starts a build and kills it, and it alone, after `milliseconds`. */
export function killedBuild(root: string, milliseconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const args = [path.join(repository, 'tools/bin/boltd.js'), 'build', root];
    const child = spawn(process.execPath, args, { stdio: 'ignore' });
    const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Changes some bytes of a file; `secretly`: so that its time does not tell. */
export function flipBytes(file: string, random: Random, secretly: boolean): void {
  const bytes = readFileSync(file);
  const clock = `${file}.clock`;
  if (secretly) touchLike(clock, file);
  const count = 1 + random.below(64);
  // Damage comes in one stretch of a disk, and single bytes.
  const start = random.below(bytes.length);
  for (let index = 0; index < count; index += 1) {
    const at = random.chance(0.5)
      ? Math.min(start + index, bytes.length - 1)
      : random.below(bytes.length);
    bytes[at] = random.below(256);
  }
  writeFileSync(file, bytes);
  if (secretly) touchLike(file, clock);
  rmSync(clock, { force: true });
}

/** To the nanosecond, which Node cannot. */
function touchLike(file: string, model: string): void {
  const { status } = spawnSync('touch', ['-r', model, file]);
  if (status !== 0) throw new Error(`touch -r ${model} ${file} failed`);
}

/** All files below a folder. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** A copy of this installation, to take pieces out of. */
export function copyInstallation(t: ExecutionContext): string {
  const home = temporaryFolder(t);
  for (const part of [
    'package.json',
    'tools/bin',
    'build/bundle',
    'build/runtime',
    'cache/schema.sql',
  ]) {
    cpSync(path.join(repository, part), path.join(home, part), { recursive: true });
  }
  const modules = path.join(home, 'node_modules');
  mkdirSync(modules);
  for (const name of ['better-sqlite3', 'bindings', 'file-uri-to-path', 'koffi', 'llvm-bindings']) {
    symlinkSync(path.join(repository, 'node_modules', name), path.join(modules, name));
  }
  return home;
}

export function boltdOf(
  home: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Ran> {
  return execute(process.execPath, [path.join(home, 'tools/bin/boltd.js'), ...args], options);
}

export const isRoot: boolean = process.getuid?.() === 0;

/** Runs the command line as somebody for whom permissions count. */
export function boltdAsNobody(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  if (!isRoot) return boltd(args, options);
  const command = [process.execPath, path.join(repository, 'tools/bin/boltd.js'), ...args];
  const who = ['--reuid=65534', '--regid=65534', '--clear-groups'];
  return execute('setpriv', [...who, ...command], options);
}

/** A tiny file system of its own; undefined where none can be had. */
export function smallDisk(t: ExecutionContext, kilobytes: number): string | undefined {
  const folder = temporaryFolder(t);
  const mount = ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder];
  if (!isRoot || spawnSync('mount', mount).status !== 0) {
    t.log('Not checked here: only root can make a small file system');
    return undefined;
  }
  t.teardown(() => void spawnSync('umount', ['-l', folder]));
  return folder;
}

/** Processes that a process has started and that are still there. */
export function childrenOf(pid: number): readonly number[] {
  return (readProc(`/proc/${pid}/task/${pid}/children`) ?? '')
    .split(' ')
    .filter((word) => word !== '')
    .map(Number);
}

/** A process's arguments; undefined when it is gone, or a zombie. */
export function commandOf(pid: number): readonly string[] | undefined {
  const text = readProc(`/proc/${pid}/cmdline`);
  return text === undefined || text === '' ? undefined : text.split('\0').slice(0, -1);
}

function readProc(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Asks again and again until there is an answer. */
export async function until<T>(ask: () => T | undefined): Promise<T> {
  for (let attempt = 0; attempt < 10_000; attempt += 1) {
    const answer = ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error('It never happened');
}
