/**
 * `node build/tools/bench/watch.js [--sizes 20,200,1000] [--edits N] [--peers go,rust] [--peer-runs N]`:
 * what a person waits for under `boltd watch`, from the moment the editor's write returns to the first
 * diagnostics and to the complete executable; beside it, in the same run, what `go build` and `cargo build`
 * take for the same edits. With `--soak N`: the memory of the watch, workers included, over N edits.
 */
import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Size, Variant } from './generate.ts';
import { generateProgram, original } from './generate.ts';
import { measure, median, quantile } from './measure.ts';
import type { Scenario } from './toolchains.ts';
import { boltd, edits, isInstalled, toolchains, versionOf, writeChanges } from './toolchains.ts';

type Edit = Exclude<Scenario, 'cold' | 'no-op'> | 'error' | 'its repair';

interface Sample {
  /** To the first diagnostics, or to the word that there are none. */
  readonly checkedMs: number;
  /** To the complete executable; of an error, to the end of the build. */
  readonly finishedMs: number;
  /** The compiler's own part: without linker, file events and pauses. */
  readonly ownMs: number;
}

interface Finished {
  readonly reason: string;
  readonly changedModules: readonly string[];
  readonly executable?: string;
  readonly phases: Readonly<Record<string, number>>;
}

/** The plain edits of the other benchmark; an error in the leaf, and its repair, come in turn. */
const plain: readonly Exclude<Scenario, 'cold' | 'no-op'>[] = [
  'leaf body',
  'hub body',
  'hub comment',
  'hub lines',
  'hub signature',
];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      sizes: { type: 'string', default: '20,200,1000' },
      edits: { type: 'string', default: '50' },
      peers: { type: 'string', default: 'go,rust' },
      'peer-runs': { type: 'string', default: '3' },
      soak: { type: 'string' },
    },
  });
  if (values.soak !== undefined) return soak({ modules: 20, functions: 10 }, Number(values.soak));
  const peers = values.peers.split(',').filter((each) => each !== '');
  console.log(`${os.availableParallelism()} cores; milliseconds: median (95th percentile)`);
  for (const modules of values.sizes.split(',').map(Number)) {
    const size = { modules, functions: 10 };
    const own = await benchmarkWatch(size, Number(values.edits));
    const others = await benchmarkPeers(size, peers, Number(values['peer-runs']));
    print(size, own, others);
  }
}

async function benchmarkWatch(
  size: Size,
  count: number,
): Promise<ReadonlyMap<Edit, readonly Sample[]>> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-watch-'));
  let files = generateProgram('bolt', size, original);
  writeChanges(folder, new Map(), files);
  const watch = await startWatch(folder);
  const samples = new Map<Edit, Sample[]>();
  const record = async (edit: Edit, next: ReadonlyMap<string, string>): Promise<void> => {
    // A pause, as between two saves: the last one's afterwork is done.
    await sleep(pauseMs);
    const sample = await watch.save(changedModules(files, next), () => {
      writeChanges(folder, files, next);
      files = next;
    });
    samples.set(edit, [...(samples.get(edit) ?? []), sample]);
  };
  try {
    for (const edit of plain) {
      for (let run = 1; run <= count; run += 1) {
        await record(edit, programOf(size, edits[edit](run)));
      }
      await verify(watch.executable(), files, folder);
    }
    for (let run = 1; run <= count; run += 1) {
      await record('error', withError(files, size));
      await record('its repair', programOf(size, { leafConstant: 1000 + run }));
    }
    console.log(`boltd watch: ${watch.memoryMiB()} MiB of memory, workers included, at the end`);
    return samples;
  } finally {
    await watch.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const pauseMs = 250;

function programOf(size: Size, variant: Partial<Variant>): ReadonlyMap<string, string> {
  return generateProgram('bolt', size, { ...original, ...variant });
}

/** An unknown name in the last module. */
function withError(
  files: ReadonlyMap<string, string>,
  { modules }: Size,
): ReadonlyMap<string, string> {
  const leaf = `src/m${modules - 1}.bolt`;
  const text = files.get(leaf);
  if (text === undefined) throw new Error(`No ${leaf}`);
  return new Map(files).set(leaf, text.replace('let step =', 'let step = missing +'));
}

/** The program is that of the files: its output is what a clean build's program prints. */
async function verify(
  executable: string,
  files: ReadonlyMap<string, string>,
  folder: string,
): Promise<void> {
  const clean = mkdtempSync(path.join(os.tmpdir(), 'bench-clean-'));
  try {
    writeChanges(clean, new Map(), files);
    execFileSync(process.execPath, [boltd, 'build', '-q', '--no-daemon'], { cwd: clean });
    const expected = await measure([path.join(clean, '.bolt/out/dev/bench')], { cwd: clean });
    const actual = await measure([executable], { cwd: folder });
    if (actual.stdout !== expected.stdout) throw new Error('The watched program is another one');
  } finally {
    rmSync(clean, { recursive: true, force: true });
  }
}

function changedModules(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const files = [...after].filter(([name, text]) => before.get(name) !== text);
  return new Set(files.map(([name]) => path.basename(name, '.bolt')));
}

interface Watch {
  /** Times from the return of `write` on, until all of `modules` have been taken in. */
  save(modules: ReadonlySet<string>, write: () => void): Promise<Sample>;
  executable(): string;
  memoryMiB(): string;
  close(): Promise<void>;
}

async function startWatch(folder: string): Promise<Watch> {
  const child = spawn(process.execPath, [boltd, '--json', 'watch'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const waiting: ((event: Finished, at: number) => void)[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const at = performance.now();
    for (const each of [...waiting]) each(JSON.parse(line) as Finished, at);
  });
  const next = (reason: string): Promise<{ readonly event: Finished; readonly at: number }> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`No ${reason} in time`)), giveUpMs);
      const take = (event: Finished, at: number): void => {
        if (event.reason !== reason) return;
        clearTimeout(timer);
        waiting.splice(waiting.indexOf(take), 1);
        resolve({ event, at });
      };
      waiting.push(take);
    });
  let executable = (await next('watch-finished')).event.executable ?? '';
  return {
    async save(modules, write) {
      let checkedAt = Number.NaN;
      const note = (event: Finished, at: number): void => {
        if (event.reason === 'watch-checked') checkedAt = at;
      };
      waiting.push(note);
      const rest = new Set(modules);
      let end = next('watch-finished');
      write();
      const start = performance.now();
      let ownMs = 0;
      // The files of a large edit may be taken in by several builds.
      for (;;) {
        const { event, at } = await end;
        executable = event.executable ?? executable;
        const all = Object.values(event.phases).reduce((sum, ms) => sum + ms, 0);
        // Links are part of the time for code, and counted by themselves besides.
        ownMs += all - 2 * (event.phases['link'] ?? 0);
        for (const module of event.changedModules) rest.delete(module);
        if (rest.size === 0) {
          waiting.splice(waiting.indexOf(note), 1);
          // Of a large edit diagnostics come with the end.
          const firstAt = Number.isNaN(checkedAt) ? at : checkedAt;
          return { checkedMs: firstAt - start, finishedMs: at - start, ownMs };
        }
        end = next('watch-finished');
      }
    },
    executable: () => executable,
    memoryMiB: () => (memoryOf(child) / 1024).toFixed(0),
    async close() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

const giveUpMs = 600_000;

/** Resident KiB of a process and its children. */
function memoryOf({ pid }: ChildProcess): number {
  const listed = String(execFileSync('ps', ['-o', 'rss=', '--pid', `${pid}`, '--ppid', `${pid}`]));
  return listed
    .trim()
    .split('\n')
    .reduce((sum, each) => sum + Number(each), 0);
}

/** Edits one module after the other, and prints what memory is taken on the way. */
async function soak(size: Size, count: number): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-soak-'));
  let files = programOf(size, {});
  writeChanges(folder, new Map(), files);
  const watch = await startWatch(folder);
  try {
    for (let run = 1; run <= count; run += 1) {
      const name = `src/m${run % size.modules}.bolt`;
      const text = files.get(name) ?? '';
      const next = new Map(files).set(
        name,
        text.replace(/n % 1009 \+ \d+/, `n % 1009 + ${100_000 + run}`),
      );
      await watch.save(changedModules(files, next), () => {
        writeChanges(folder, files, next);
        files = next;
      });
      if (run === 500 || run % 1000 === 0) console.log(`${run} edits: ${watch.memoryMiB()} MiB`);
    }
    await verify(watch.executable(), files, folder);
  } finally {
    await watch.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Medians of the peers for the plain edits. */
async function benchmarkPeers(
  size: Size,
  wanted: readonly string[],
  runs: number,
): Promise<ReadonlyMap<string, ReadonlyMap<Edit, number>>> {
  const results = new Map<string, ReadonlyMap<Edit, number>>();
  for (const peer of toolchains.filter(
    (each) => wanted.includes(each.language) && isInstalled(each),
  )) {
    const folder = mkdtempSync(path.join(os.tmpdir(), `bench-${peer.language}-`));
    try {
      let files = generateProgram(peer.language, size, original);
      writeChanges(folder, new Map(), files);
      const build = async (): Promise<number> => {
        const result = await measure(peer.build, { cwd: folder, env: peer.env(folder) });
        if (result.status !== 0) throw new Error(`${peer.name} failed:\n${result.stderr}`);
        return result.milliseconds;
      };
      await build();
      const medians = new Map<Edit, number>();
      for (const edit of plain) {
        const times: number[] = [];
        for (let run = 1; run <= runs; run += 1) {
          const edited = generateProgram(peer.language, size, { ...original, ...edits[edit](run) });
          writeChanges(folder, files, edited);
          files = edited;
          times.push(await build());
        }
        medians.set(edit, median(times));
      }
      results.set(`${peer.name} (${versionOf(peer)})`, medians);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return results;
}

function print(
  { modules, functions }: Size,
  own: ReadonlyMap<Edit, readonly Sample[]>,
  peers: ReadonlyMap<string, ReadonlyMap<Edit, number>>,
): void {
  const columns = ['diagnostics', 'executable', 'own work', ...peers.keys()];
  console.log(`\n${modules} modules by ${functions} functions`);
  console.log(`| | ${columns.join(' | ')} |\n|---|${columns.map(() => '---|').join('')}`);
  for (const [edit, samples] of own) {
    const cells = (['checkedMs', 'finishedMs', 'ownMs'] as const).map((what) => {
      const values = samples.map((sample) => sample[what]);
      return `${median(values).toFixed(1)} (${quantile(values, 0.95).toFixed(1)})`;
    });
    const ours = median(samples.map((sample) => sample.finishedMs));
    const others = [...peers.values()].map((medians) => {
      const theirs = medians.get(edit);
      return theirs === undefined
        ? ''
        : `${theirs.toFixed(0)} (boltd ×${(ours / theirs).toFixed(2)})`;
    });
    console.log(`| ${edit} | ${[...cells, ...others].join(' | ')} |`);
  }
}

await main();
