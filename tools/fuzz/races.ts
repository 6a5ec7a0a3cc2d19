/**
 * `node build/tools/fuzz/races.js [--programs N] [--seed S] [--batch B] [--rejected R]`: random concurrent
 * programs. Those that the checker accepts run under ThreadSanitizer and must not race; one that does is printed,
 * shrunk. Of each batch, R rejected programs run as well, to show how many of them really race.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { randomProgram } from './races-program.ts';
import type { Ended, NamedProgram, Runner } from './races-run.ts';
import { checkPrograms, isHole, runPrograms } from './races-run.ts';
import { shrink } from './races-shrink.ts';

const { values } = parseArgs({
  options: {
    programs: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    batch: { type: 'string', default: '200' },
    rejected: { type: 'string', default: '0' },
  },
});

const command = fileURLToPath(new URL('../../../tools/bin/boltd.js', import.meta.url));
const root = mkdtempSync(path.join(os.tmpdir(), 'boltd-races-'));
const runner: Runner = {
  boltd: (args) =>
    start(process.execPath, [command, ...args], {
      BOLT_CACHE_DIR: path.join(root, '.cache'),
    }),
  execute: (file, threads) => start(file, [], { BOLT_THREADS: String(threads) }),
};

try {
  await fuzz();
} finally {
  rmSync(root, { recursive: true, force: true });
}

async function fuzz(): Promise<void> {
  const first = Number(values.seed);
  const last = first + Number(values.programs);
  const total = { accepted: 0, parallel: 0, panicked: 0, sampled: 0, racing: 0 };
  const codes = new Map<string, number>();
  const failed: NamedProgram[] = [];
  for (let seed = first; seed < last; seed += Number(values.batch)) {
    const end = Math.min(last, seed + Number(values.batch));
    const programs = Array.from({ length: end - seed }, (_, index) => ({
      name: `p${seed + index}`,
      text: randomProgram(seed + index),
    }));
    const verdicts = await checkPrograms(runner, path.join(root, 'accepted'), programs);
    const accepted = programs.filter(({ name }) => verdicts.get(name)?.length === 0);
    const rejected = programs.filter((program) => !accepted.includes(program));
    for (const found of verdicts.values()) {
      for (const code of new Set(found)) codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    const { races, panics } = await runPrograms(runner, path.join(root, 'accepted'), accepted);
    total.accepted += accepted.length;
    total.parallel += accepted.filter(({ text }) => text.includes('async')).length;
    total.panicked += panics.size;
    for (const [name, what] of panics) console.log(`${name} panicked: ${what}`);
    failed.push(...accepted.filter(({ name }) => races.has(name)));
    for (const [name, report] of races) console.log(`${name} races:\n${report}`);
    const sample = rejected.slice(0, Number(values.rejected));
    const ignoring = ['--ignore-data-races'];
    const shown = await runPrograms(runner, path.join(root, 'rejected'), sample, ignoring);
    total.sampled += sample.length;
    total.racing += shown.races.size;
    console.log(
      `seeds ${seed} to ${end - 1}: ${accepted.length} accepted, ${races.size} of them race; of ${sample.length} rejected ones ${shown.races.size} race`,
    );
  }
  const byCode = [...codes].sort(([a], [b]) => (a < b ? -1 : 1));
  console.log(
    `${last - first} programs: ${total.accepted} accepted, ${total.parallel} of them with tasks, ${total.panicked} ended by a panic, ${failed.length} race`,
  );
  console.log(`rejected for: ${byCode.map(([code, count]) => `${code} ${count}`).join(', ')}`);
  if (total.sampled > 0) {
    console.log(`of ${total.sampled} rejected programs ${total.racing} race when they are run`);
  }
  for (const { name, text } of failed) {
    const shrunk = await shrink(text, (smaller) =>
      isHole(runner, path.join(root, 'shrunk'), smaller),
    );
    console.log(`\n${name}, accepted although it races:\n${shrunk}\nwhich was\n${text}`);
  }
  if (failed.length > 0) process.exitCode = 1;
}

function start(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: root, env: { ...process.env, NO_COLOR: '1', ...env } });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
    });
    child.on('error', reject);
    child.on('close', (status, signal) =>
      resolve({
        status: signal === null ? (status ?? 0) : 128 + os.constants.signals[signal],
        stdout,
        stderr,
      }),
    );
  });
}
