/** The compilers that the benchmarks compare, the edits that they are measured on, and how files get there. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Language, Variant } from './generate.ts';

export interface Toolchain {
  readonly language: Language;
  readonly name: string;
  readonly version: readonly string[];
  readonly build: readonly string[];
  readonly program: string;
  /** What a cold build starts without. */
  readonly state: readonly string[];
  env(folder: string): Readonly<Record<string, string>>;
}

export const boltd: string = path.resolve('tools/bin/boltd.js');

export const toolchains: readonly Toolchain[] = [
  {
    language: 'bolt',
    name: 'boltd',
    version: [process.execPath, boltd, '--version'],
    build: [process.execPath, boltd, 'build', '-q'],
    program: '.bolt/out/dev/bench',
    state: ['.bolt'],
    env: () => ({}),
  },
  {
    language: 'c',
    name: 'clang -O0, ninja',
    version: ['clang-14', '--version'],
    build: ['ninja', '--quiet'],
    program: 'bench',
    state: ['.ninja_log', '.ninja_deps', 'bench', '*.o'],
    env: () => ({}),
  },
  {
    language: 'go',
    name: 'go build',
    version: ['go', 'version'],
    build: ['go', 'build', '-o', 'bench', '.'],
    program: 'bench',
    state: ['.gocache', 'bench'],
    env: (folder) => ({
      GOCACHE: path.join(folder, '.gocache'),
      GOFLAGS: '-mod=mod',
      GO111MODULE: 'on',
    }),
  },
  {
    language: 'rust',
    name: 'cargo build',
    version: ['cargo', '--version'],
    build: ['cargo', 'build', '--quiet', '--offline'],
    program: 'target/debug/bench',
    state: ['target'],
    env: () => ({ RUSTFLAGS: '-A warnings' }),
  },
];

export type Scenario =
  | 'cold'
  | 'no-op'
  | 'leaf body'
  | 'hub body'
  | 'hub comment'
  | 'hub lines'
  | 'hub signature';

/** The program that the `run`-th repetition of an edit leads to; never one that was built before. */
export const edits: Readonly<
  Record<Exclude<Scenario, 'cold' | 'no-op'>, (run: number) => Partial<Variant>>
> = {
  'leaf body': (run) => ({ leafConstant: run }),
  'hub body': (run) => ({ hubConstant: run }),
  'hub comment': (run) => ({ hubTrailingComment: run % 2 === 1 }),
  'hub lines': (run) => ({ hubCommentLines: run }),
  'hub signature': (run) => ({ hubArity: run % 2 === 1 ? 2 : 1, hubConstant: 1000 + (run >> 1) }),
};

export function isInstalled({ version: [file = ''] }: Toolchain): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${file}`]);
    return true;
  } catch {
    return false;
  }
}

export function versionOf({ version: [file = '', ...args] }: Toolchain): string {
  return String(execFileSync(file, args)).split('\n', 1)[0] ?? '';
}

export function clear(folder: string, { state }: Toolchain): void {
  execFileSync('sh', ['-c', `rm -rf ${state.join(' ')}`], { cwd: folder });
}

/** Writes the files that differ; all where nothing was there before. */
export function writeChanges(
  folder: string,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): void {
  for (const [name, text] of after) {
    if (before.get(name) === text) continue;
    const target = path.join(folder, name);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}
