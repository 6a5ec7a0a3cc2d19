/** The workflow in docs/ci.md does what the page says: its commands are run in order, in checkouts of their own. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { Ran } from '../harness/boltd.ts';
import { execute, repository } from '../harness/boltd.ts';
import type { Numbers } from './kit.ts';
import { printed, sampleProject, temporaryFolder } from './kit.ts';

interface Step {
  readonly name: string;
  /** Its lines, as they stand in the page. */
  readonly text: string;
  /** The commands, where it has some. */
  readonly run?: string;
}

function workflow(): readonly Step[] {
  const page = readFileSync(path.join(repository, 'docs/ci.md'), 'utf8');
  const yaml = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? '';
  return yaml
    .split(/\n(?= {6}- )/)
    .slice(1)
    .map((text) => {
      const name = /^ {6}- name: (.*)$/m.exec(text)?.[1] ?? '';
      const line = /^ {8}run: ([^|].*)$/m.exec(text)?.[1];
      const block = /^ {8}run: \|\n((?: {10}.*\n?)+)/m.exec(text)?.[1]?.replace(/^ {10}/gm, '');
      const run = line ?? block;
      return { name, text, ...(run !== undefined && { run }) };
    });
}

function stepNamed(steps: readonly Step[], name: string): Step {
  const step = steps.find((each) => each.name === name);
  if (step === undefined) throw new Error(`The workflow has no step ${name}`);
  return step;
}

interface Run {
  readonly root: string;
  /** By the step's name. */
  readonly steps: ReadonlyMap<string, Ran>;
  readonly summary: string;
}

/** One run of the workflow; `saved` stands for what the service keeps between runs. */
async function runWorkflow(t: ExecutionContext, root: string, saved: string): Promise<Run> {
  const home = temporaryFolder(t);
  mkdirSync(path.join(home, 'bin'));
  symlinkSync(path.join(repository, 'tools/bin/boltd.js'), path.join(home, 'bin/boltd'));
  const summary = path.join(home, 'summary.md');
  writeFileSync(summary, '');
  const env = {
    PATH: `${path.join(home, 'bin')}:${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    GITHUB_STEP_SUMMARY: summary,
  };
  const steps = new Map<string, Ran>();
  let isFailed = false;
  for (const { name, text, run } of workflow()) {
    const cache = path.join(root, 'boltd.cache');
    if (name === 'Restore the cache' && existsSync(saved)) copyFileSync(saved, cache);
    const isAlways = /^ {8}if: always\(\)/m.test(text);
    if (isFailed && !isAlways) continue;
    if (name === 'Save the cache') copyFileSync(cache, saved);
    if (run === undefined || name === 'Install boltd') continue;
    // As the service runs them.
    const ran = await execute('bash', ['-e', '-o', 'pipefail', '-c', run], { cwd: root, env });
    steps.set(name, ran);
    if (ran.status !== 0 && !/continue-on-error: true/.test(text)) isFailed = true;
  }
  return { root, steps, summary: readFileSync(summary, 'utf8') };
}

const initial: Numbers = [1, 2, 3];

test('the workflow compiles what a commit changed, also after a failed build', async (t) => {
  const saved = path.join(temporaryFolder(t), 'saved');
  const first = await runWorkflow(t, sampleProject(t, initial), saved);
  for (const [name, ran] of first.steps) t.is(ran.status, 0, `${name}: ${ran.stderr}`);
  t.deepEqual([...first.steps.keys()], ['Import the cache', 'Build', 'Export the cache']);
  t.is((await execute(path.join(first.root, 'app'), [])).stdout, printed(initial));
  t.regex(first.summary, /^### boltd\n/);
  t.true(existsSync(saved));

  const broken = sampleProject(t, initial);
  const file = path.join(broken, 'src/m1.bolt');
  writeFileSync(file, readFileSync(file, 'utf8').replace('box.get()', 'box.got()'));
  const second = await runWorkflow(t, broken, saved);
  t.is(second.steps.get('Build')?.status, 1);
  t.regex(second.steps.get('Build')?.stderr ?? '', /E03\d\d/);
  t.regex(second.summary, /^### boltd\n/, 'a failed build has a summary too');
  t.is(second.steps.get('Export the cache')?.status, 0);

  const edited = initial.with(2, 50);
  const third = await runWorkflow(t, sampleProject(t, edited), saved);
  t.is(third.steps.get('Build')?.status, 0);
  // Of four: the one with the edit, and main, which takes in its small body since this is the release profile.
  t.regex(third.summary, /\| Modules emitted \| 2 \|/);
  t.is((await execute(path.join(third.root, 'app'), [])).stdout, printed(edited));

  writeFileSync(saved, readFileSync(saved).subarray(0, 1000));
  const fourth = await runWorkflow(t, sampleProject(t, edited), saved);
  t.is(fourth.steps.get('Import the cache')?.status, 70);
  t.is(fourth.steps.get('Build')?.status, 0, 'a damaged file costs time only');
});

test('the workflow saves under a new key each run, whatever happens, and restores by prefix', (t) => {
  const steps = workflow();
  const restore = stepNamed(steps, 'Restore the cache');
  const save = stepNamed(steps, 'Save the cache');
  const keyOf = (step: Step): string => /^ {10}key: (.*)$/m.exec(step.text)?.[1] ?? '';
  t.is(keyOf(restore), keyOf(save));
  t.regex(keyOf(save), /-\$\{\{ github\.run_id \}\}-\$\{\{ github\.run_attempt \}\}$/);
  const prefixes = /restore-keys: \|\n((?: {12}.*\n?)+)/
    .exec(restore.text)?.[1]
    ?.trim()
    .split(/\s*\n\s*/);
  t.true(prefixes?.[0] !== undefined && keyOf(save).startsWith(prefixes[0]));
  t.is(prefixes?.length, 3);
  t.regex(save.text, /if: always\(\)/);
  t.regex(stepNamed(steps, 'Export the cache').text, /if: always\(\)/);
  const pathOf = (step: Step): string => /^ {10}path: (.*)$/m.exec(step.text)?.[1] ?? '';
  t.is(pathOf(save), pathOf(restore), 'the path is part of the key');
});
