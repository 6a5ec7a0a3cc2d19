/** Every program of the language fixtures that starts tasks runs under ThreadSanitizer without a report. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { boltd, execute, repository, temporaryProject } from '../harness/boltd.ts';
import { targetOf } from '../harness/built-program.ts';
import type { Revision } from '../harness/fixture-file.ts';
import { findDirective, parseFixture } from '../harness/fixture-file.ts';

const root = path.join(repository, 'test/fixtures/language');

const parallel = readdirSync(root, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.bolt'))
  .sort()
  .flatMap((name) => {
    const text = readFileSync(path.join(root, name), 'utf8');
    const [revision] = parseFixture(text);
    return revision !== undefined && /\basync\b/.test(text) && isRun(revision)
      ? [{ name: name.replace(/\.bolt$/, ''), revision }]
      : [];
  });

/** One core, where tasks run after each other, and more threads than there are cores. */
const poolSizes = ['1', '4'];

test('there are parallel programs', (t) => {
  t.true(parallel.length >= 30, `${parallel.length}`);
});

for (const { name, revision } of parallel) {
  test(`${name} races with nobody`, (t) => checkSilent(t, revision));
}

function isRun(revision: Revision): boolean {
  return ['run', 'stdout', 'exit'].some((name) => findDirective(revision, name) !== undefined);
}

async function checkSilent(t: ExecutionContext, revision: Revision): Promise<void> {
  const { root: folder, dispose } = temporaryProject(revision.files);
  try {
    const program = path.join(folder, 'program');
    const target = targetOf(folder, revision.files);
    const env = { BOLT_CACHE_DIR: path.join(folder, '.cache') };
    const args = ['build', '-q', '--sanitize=thread', '-o', program, target];
    const built = await boltd(args, { env });
    t.is(built.status, 0, built.stderr);
    for (const threads of poolSizes) {
      const ran = await execute(program, [], { env: { BOLT_THREADS: threads } });
      t.false(ran.stderr.includes('ThreadSanitizer'), ran.stderr);
      t.is(ran.status, Number(findDirective(revision, 'exit')?.argument ?? 0), ran.stderr);
      const stdout = findDirective(revision, 'stdout');
      if (stdout === undefined) continue;
      const arrange = (lines: readonly string[]): readonly string[] =>
        findDirective(revision, 'unordered') === undefined ? lines : [...lines].sort();
      t.deepEqual(arrange(linesOf(ran.stdout)), arrange(stdout.lines));
    }
  } finally {
    dispose();
  }
}

/** The last line end does not make a line. */
function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
