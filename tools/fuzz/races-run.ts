/**
 * Runs many concurrent programs under ThreadSanitizer. Each is a module with a function `run`; one executable
 * runs them after each other, so that a hundred cost one link. A program that panics ends the executable: the
 * ones behind it are run by another.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How processes are started, which tests and the command line do differently. */
export interface Runner {
  boltd(args: readonly string[]): Promise<Ended>;
  execute(file: string, threads: number): Promise<Ended>;
}

export interface NamedProgram {
  /** A module's name. */
  readonly name: string;
  readonly text: string;
}

/** What a program was rejected for: the codes of its errors. */
export type Verdicts = ReadonlyMap<string, readonly string[]>;

export interface RunOutcome {
  /** Programs that a report names, with the reports. */
  readonly races: ReadonlyMap<string, string>;
  /** Programs that ended by a panic, with what it said. */
  readonly panics: ReadonlyMap<string, string>;
}

/** Verdicts of the checker on programs of one folder. */
export async function checkPrograms(
  runner: Runner,
  root: string,
  programs: readonly NamedProgram[],
): Promise<Verdicts> {
  writeProject(root, programs);
  const { stdout, stderr, status } = await runner.boltd(['--json', 'check', root]);
  const verdicts = new Map(programs.map(({ name }) => [name, [] as string[]]));
  for (const line of stdout.split('\n').filter((text) => text !== '')) {
    const { reason, severity, code, location, message } = JSON.parse(line) as Event;
    if (reason !== 'diagnostic' || severity !== 'error') continue;
    const file = path.basename(location?.path ?? '', '.bolt');
    const codes = verdicts.get(file);
    if (codes === undefined || !code?.startsWith('E06')) {
      throw new Error(`Not a mistake about data races in ${file}: ${code} ${message}`);
    }
    codes.push(code);
  }
  const isRejected = [...verdicts.values()].some((codes) => codes.length > 0);
  if (status !== (isRejected ? 1 : 0)) throw new Error(`boltd check: exit ${status}: ${stderr}`);
  return verdicts;
}

interface Event {
  readonly reason: string;
  readonly severity?: string;
  readonly code?: string;
  readonly message?: string;
  readonly location?: { readonly path: string };
}

/** Builds and runs them, whatever the checker says with `--ignore-data-races` among `flags`. */
export async function runPrograms(
  runner: Runner,
  root: string,
  programs: readonly NamedProgram[],
  flags: readonly string[] = [],
): Promise<RunOutcome> {
  const races = new Map<string, string>();
  const panics = new Map<string, string>();
  let rest = programs;
  while (rest.length > 0) {
    writeProject(root, rest);
    const program = path.join(root, 'program');
    const built = await runner.boltd([
      'build',
      '-q',
      '--sanitize=thread',
      ...flags,
      '-o',
      program,
      root,
    ]);
    if (built.status !== 0) throw new Error(`boltd build: exit ${built.status}: ${built.stderr}`);
    const ran = await runner.execute(program, 4);
    noteReports(races, ran.stderr);
    const last = ran.stdout.trimEnd().split('\n').at(-1) ?? '';
    if (last === 'end') break;
    const at = rest.findIndex(({ name }) => name === last);
    if (at < 0) throw new Error(`The programs ended with ${ran.status}: ${ran.stderr}`);
    const said = ran.stderr.slice(Math.max(0, ran.stderr.lastIndexOf('panic: ')));
    panics.set(last, `exit ${ran.status}: ${said}`);
    rest = rest.slice(at + 1);
  }
  return { races, panics };
}

/** Whether the checker accepts a program that races. */
export async function isHole(runner: Runner, root: string, text: string): Promise<boolean> {
  const programs = [{ name: 'p0', text }];
  const verdicts = await checkPrograms(runner, root, programs).catch(() => undefined);
  if (verdicts?.get('p0')?.length !== 0) return false;
  return (await runPrograms(runner, root, programs)).races.size > 0;
}

/** A report names the functions of both accesses, and they the module. */
function noteReports(races: Map<string, string>, text: string): void {
  for (const report of text.split('==================')) {
    if (!report.includes('WARNING: ThreadSanitizer')) continue;
    const name = /\b([a-z]+\d+)::/.exec(report)?.[1] ?? 'unknown';
    races.set(name, `${races.get(name) ?? ''}${report}`);
  }
}

function writeProject(root: string, programs: readonly NamedProgram[]): void {
  const source = path.join(root, 'src');
  rmSync(source, { recursive: true, force: true });
  mkdirSync(source, { recursive: true });
  writeFileSync(path.join(root, 'bolt.toml'), '[package]\nname = "races"\nversion = "0.1.0"\n');
  for (const { name, text } of programs) writeFileSync(path.join(source, `${name}.bolt`), text);
  const main = [
    ...programs.map(({ name }) => `import ${name};`),
    'void main() {',
    ...programs.map(({ name }) => `  printf("${name}\\n"); ${name}.run();`),
    '  printf("end\\n")',
    '}',
  ];
  writeFileSync(path.join(source, 'main.bolt'), `${main.join('\n')}\n`);
}
