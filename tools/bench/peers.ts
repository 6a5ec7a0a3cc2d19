/**
 * Programs in Bolt and the same ones in C, Go and Rust, as far as these are installed: compiled, run in turns
 * in new processes, and compared. All must print the same. Beside each figure of Bolt stands what it is by
 * that of another language. On a machine that others use the processor time says more than the wall's.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { measure, median } from './measure.ts';

interface Language {
  readonly name: string;
  readonly extension: string;
  readonly version: readonly string[];
  compile(source: string, program: string): readonly string[];
}

export interface Comparison {
  /** Where the sources are: `<program>.<extension>`. */
  readonly sources: string;
  readonly programs: readonly string[];
  readonly runs: number;
  /** Arguments of `boltd build` and of clang beside the usual ones. */
  readonly boltArguments: readonly string[];
  readonly clangArguments: readonly string[];
  /** What Bolt is compared with: the name of a language, or the best of all. */
  yardstick(program: string): 'best' | 'C' | 'Go' | 'Rust';
}

/** Prints a table of wall and processor times. */
export async function comparePrograms(comparison: Comparison): Promise<void> {
  const { runs, programs } = comparison;
  const installed = languages(comparison).filter(isInstalled);
  for (const { name, version } of installed) console.log(`${name}: ${firstLine(version)}`);
  const load = os.loadavg().map((each) => each.toFixed(1));
  console.log(`${os.availableParallelism()} cores, load ${load.join(' ')}, ${runs} runs each\n`);
  const cell = (text: string): string => text.padStart(16);
  const names = installed.map(({ name }) => cell(name)).join('');
  console.log(`${'median (least) s'.padEnd(24)}${names}${cell('Bolt is')}`);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'boltd-bench-'));
  try {
    for (const program of programs) {
      const times = await measureProgram(comparison, { program, folder, installed });
      for (const kind of ['wall', 'processor'] as const) {
        const figures = times.map((runsOf) => runsOf.map((each) => each[kind]));
        const cells = figures.map((each) =>
          cell(`${median(each).toFixed(3)} (${Math.min(...each).toFixed(3)})`),
        );
        const ratio = cell(relation(comparison.yardstick(program), installed, figures.map(median)));
        console.log(`${`${program} ${kind}`.padEnd(24)}${cells.join('')}${ratio}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `1.07 of C` */
function relation(
  yardstick: string,
  installed: readonly Language[],
  medians: readonly number[],
): string {
  const [bolt = Number.NaN, ...others] = medians;
  const index = installed.findIndex(({ name }) => name === yardstick);
  const other = yardstick === 'best' ? Math.min(...others) : (medians[index] ?? Number.NaN);
  return `${(bolt / other).toFixed(2)} of ${yardstick}`;
}

function languages({ boltArguments, clangArguments }: Comparison): readonly Language[] {
  return [
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
        ...boltArguments,
        '-o',
        program,
        source,
      ],
    },
    {
      name: 'C',
      extension: 'c',
      version: ['clang-14', '--version'],
      compile: (source, program) => ['clang-14', source, '-o', program, ...clangArguments],
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
}

/** Seconds. */
interface Times {
  readonly wall: number;
  readonly processor: number;
}

/** Of each run, by language. */
async function measureProgram(
  { sources, runs }: Comparison,
  {
    program,
    folder,
    installed,
  }: {
    readonly program: string;
    readonly folder: string;
    readonly installed: readonly Language[];
  },
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
