/**
 * `node build/tools/bench/parallel.js [--runs N] [--only fibonacci,tree,counter]`: times parallel
 * programs in Bolt and the same ones in C (threads), Go and Rust (scoped threads) where these are
 * installed, optimised, on all cores, each in new processes, in one run in turns. All must print the
 * same. The last column is Bolt's figure by that of the best of the others. On a machine that others use
 * the processor time says more: there a program with more threads gets a larger share.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { measure, median } from './measure.ts';

interface Language {
  readonly name: string;
  readonly extension: string;
  readonly version: readonly string[];
  compile(source: string, program: string): readonly string[];
}

const languages: readonly Language[] = [
  {
    name: 'Bolt',
    extension: 'bolt',
    version: [process.execPath, 'tools/bin/boltd.js', '--version'],
    compile: (source, program) => [
      process.execPath,
      'tools/bin/boltd.js',
      'build',
      '-q',
      '--release',
      '--ignore-data-races',
      '-o',
      program,
      source,
    ],
  },
  {
    name: 'C',
    extension: 'c',
    version: ['clang-14', '--version'],
    compile: (source, program) => ['clang-14', '-O2', '-pthread', source, '-o', program],
  },
  {
    name: 'Go',
    extension: 'go',
    version: ['go', 'version'],
    compile: (source, program) => ['go', 'build', '-o', program, source],
  },
  {
    name: 'Rust',
    extension: 'rs',
    version: ['rustc', '--version'],
    compile: (source, program) => ['rustc', '-O', source, '-o', program],
  },
];

const sources = path.resolve('tools/bench/parallel');

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '9' },
    only: { type: 'string', default: 'fibonacci,tree,counter' },
  },
});
const runs = Number(values.runs);
const folder = mkdtempSync(path.join(os.tmpdir(), 'boltd-bench-'));
try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function main(): Promise<void> {
  const installed = languages.filter(isInstalled);
  for (const { name, version } of installed) console.log(`${name}: ${firstLine(version)}`);
  const load = os.loadavg().map((each) => each.toFixed(1));
  console.log(`${os.availableParallelism()} cores, load ${load.join(' ')}, ${runs} runs each\n`);
  const cell = (text: string): string => text.padStart(16);
  const names = installed.map(({ name }) => cell(name)).join('');
  console.log(`${'median (least) s'.padEnd(22)}${names}${cell('Bolt / best')}`);
  for (const program of values.only.split(',')) {
    const times = await measureProgram(program, installed);
    for (const kind of ['wall', 'processor'] as const) {
      const figures = times.map((runsOf) => runsOf.map((each) => each[kind]));
      const medians = figures.map(median);
      const best = Math.min(...medians.slice(1));
      const cells = figures.map((each) =>
        cell(`${median(each).toFixed(3)} (${Math.min(...each).toFixed(3)})`),
      );
      const ratio = cell(((medians[0] ?? Number.NaN) / best).toFixed(2));
      console.log(`${`${program} ${kind}`.padEnd(22)}${cells.join('')}${ratio}`);
    }
  }
}

/** Seconds. */
interface Times {
  readonly wall: number;
  readonly processor: number;
}

/** Of each run, by language. */
async function measureProgram(
  program: string,
  installed: readonly Language[],
): Promise<readonly (readonly Times[])[]> {
  const files = installed.map(({ extension, compile }) => {
    const output = path.join(folder, `${program}-${extension}`);
    const [file = '', ...args] = compile(path.join(sources, `${program}.${extension}`), output);
    const env = { ...process.env, BOLT_CACHE_DIR: path.join(folder, 'cache'), GOCACHE: folder };
    execFileSync(file, args, { env, stdio: ['ignore', 'inherit', 'inherit'] });
    return output;
  });
  const times = files.map((): Times[] => []);
  const printed = new Set<string>();
  for (let run = 0; run < runs; run += 1) {
    for (const [index, file] of files.entries()) {
      const { status, stdout, stderr } = await measure(timed(file), { cwd: folder });
      if (status !== 0) throw new Error(`${file} ended with ${status}: ${stderr}`);
      printed.add(stdout);
      const [wall = Number.NaN, user = Number.NaN, system = Number.NaN] = stderr
        .trim()
        .split(' ')
        .map(Number);
      times[index]?.push({ wall, processor: user + system });
    }
  }
  if (printed.size !== 1) throw new Error(`${program} prints ${[...printed].join(', ')}`);
  return times;
}

/** Prints wall, user and system time on standard error. */
function timed(file: string): readonly string[] {
  return ['bash', '-c', 'TIMEFORMAT="%3R %3U %3S"; time "$0"', file];
}

function isInstalled({ name, version: [file = '', ...args] }: Language): boolean {
  try {
    execFileSync(file, args, { stdio: 'ignore' });
    return true;
  } catch {
    console.log(`${name} is not installed`);
    return false;
  }
}

function firstLine([file = '', ...args]: readonly string[]): string {
  return execFileSync(file, args, { encoding: 'utf8' }).split('\n', 1)[0] ?? '';
}
