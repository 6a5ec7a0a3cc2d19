/** `--sanitize=thread`: programs that report their data races as they run, beside those that do not. */
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { fingerprintOf } from '../../src/base/fingerprint.ts';
import { findThreadSanitizer } from '../../src/build/thread-sanitizer.ts';
import { discoverToolchain, MissingToolError } from '../../src/build/toolchain.ts';
import type { Ran } from '../harness/boltd.ts';
import { boltd, execute, repository, writeFiles } from '../harness/boltd.ts';
import {
  boltdOf,
  copyInstallation,
  executedBy,
  manifest,
  outputsOf,
  projectOf,
  temporaryFolder,
} from './kit.ts';

/** Two tasks, of which each adds to `n` many times. */
function program(counter: string): string {
  return `class Counter {
  ${counter}
  int get() : C { this.n }
}
function void raise(Counter counter) {
  counter.bump();
}
void main() {
  let counter = new Counter();
  finish {
    async { for (let i = 0; i < 1000; i := i + 1) { raise(counter) } }
    for (let i = 0; i < 1000; i := i + 1) { raise(counter) }
  }
  printf("%d\\n", counter.get());
}
`;
}

const racy = program('capability read C; var int n : C; void bump() : C { this.n := this.n + 1 }');
const locked = program(
  'capability locked C; var int n : C; void bump() : C { this.n := this.n + 1 }',
);

function projectWith(t: ExecutionContext, main: string): string {
  return projectOf(t, [
    { path: 'bolt.toml', text: manifest },
    { path: 'src/main.bolt', text: main },
  ]);
}

function sanitized(command: 'build' | 'run', root: string, ...flags: string[]): Promise<Ran> {
  return boltd([command, '--sanitize=thread', '--ignore-data-races', ...flags, root]);
}

for (const flags of [[], ['--release']]) {
  const profile = flags.length === 0 ? 'dev' : 'release';
  test(`a data race is reported with Bolt's functions and ends in status 66 (${profile})`, async (t) => {
    const ran = await sanitized('run', projectWith(t, racy), '-q', ...flags);
    t.is(ran.status, 66, ran.stderr);
    t.regex(ran.stderr, /WARNING: ThreadSanitizer: data race/);
    // Where the optimiser inlines it, it is main's.
    t.regex(ran.stderr, /#\d (main::main|main::class Counter\.method bump\(\)) /);
    t.regex(ran.stderr, /Location is heap block/);
  });

  test(`a program without races runs as usual and is silent (${profile})`, async (t) => {
    const ran = await sanitized('run', projectWith(t, locked), '-q', ...flags);
    t.deepEqual(ran, { status: 0, stdout: '2000\n', stderr: '' });
  });
}

test('a race is found although one core runs the tasks after each other', async (t) => {
  const output = path.join(temporaryFolder(t), 'app');
  t.is((await sanitized('build', projectWith(t, racy), '-o', output)).status, 0);
  for (const threads of ['1', '2', '8']) {
    const ran = await execute(output, [], { env: { BOLT_THREADS: threads } });
    t.is(ran.status, 66, ran.stderr);
    t.regex(ran.stderr, /Thread T1 'task at src\/main\.bolt:11' .* created by main thread at/);
  }
});

test('tasks that use the same stack after each other do not race', async (t) => {
  const root = projectWith(
    t,
    `function string show(int n, string text) { "\${n}: \${text}" }
void main() {
  for (let round = 0; round < 3; round := round + 1) {
    finish {
      for (let i = 0; i < 700; i := i + 1) {
        async { finish { async { show(i, "a") } async { show(i + round, "b") } } show(i, "c") }
      }
    }
  }
  printf("done\\n");
}
`,
  );
  for (const flags of [[], ['--release']]) {
    const ran = await sanitized('run', root, '-q', ...flags);
    t.deepEqual(ran, { status: 0, stdout: 'done\n', stderr: '' });
  }
});

test('in the dev profile the race is named down to the method that raced', async (t) => {
  const ran = await sanitized('run', projectWith(t, racy), '-q');
  t.regex(ran.stderr, /#0 main::class Counter\.method bump\(\) /);
  t.regex(ran.stderr, /#1 main::function raise\(Counter\) /);
  t.regex(ran.stderr, /#\d main::main\$task1 /);
});

test('sanitized and normal builds live side by side and disturb each other in nothing', async (t) => {
  const root = projectWith(t, locked);
  t.is((await boltd(['build', root])).status, 0);
  const before = outputsOf(root);
  t.is((await sanitized('build', root)).status, 0);
  t.is((await sanitized('build', root, '--release')).status, 0);
  const again = await boltd(['--json', 'build', '--stats=json', root]);
  t.is(executedBy(again), 0);
  t.deepEqual(outputsOf(root), before);
  const third = await boltd(['--json', 'build', '--stats=json', '--sanitize=thread', root]);
  t.is(executedBy(third), 0);
  t.is((await sanitized('run', root, '-q')).stdout, '2000\n');
  t.is((await boltd(['run', '-q', root])).stdout, '2000\n');
});

test('an edit makes a sanitized program again', async (t) => {
  const root = projectWith(t, locked);
  t.is((await sanitized('run', root, '-q')).stdout, '2000\n');
  writeFiles(root, [{ path: 'src/main.bolt', text: locked.replaceAll('1000', '300') }]);
  t.is((await sanitized('run', root, '-q')).stdout, '600\n');
});

test('sanitized programs are the same bytes wherever they are built', async (t) => {
  const fingerprints = await Promise.all(
    [1, 2].map(async () => {
      const output = path.join(temporaryFolder(t), 'app');
      const ran = await sanitized('build', projectWith(t, locked), '-o', output);
      t.is(ran.status, 0, ran.stderr);
      return fingerprintOf(readFileSync(output));
    }),
  );
  t.is(fingerprints[0], fingerprints[1]);
});

test('a panic and a runaway recursion end a sanitized program like any other', async (t) => {
  const recursion = projectWith(
    t,
    'function int down(int n) { if n == 0 { 0 } else { 1 + down(n - 1) } }\n' +
      'void main() { printf("%d\\n", down(10000)); printf("%d\\n", down(100000000)); }\n',
  );
  const overflow = await sanitized('run', recursion, '-q');
  t.is(overflow.status, 101);
  t.is(overflow.stdout, '10000\n');
  // How many fit depends on the frames that the sanitizer makes larger.
  const frame = ' {2}in down at src/main\\.bolt:1\n';
  t.regex(
    overflow.stderr,
    new RegExp(
      `^panic: stack overflow\n(${frame}){3} {2}\\.\\.\\. \\d{5} more frames of down\n {2}in main at src/main\\.bolt:2\n$`,
    ),
  );
  const division = projectWith(t, 'void main() { let n = 0; printf("%d\\n", 1 / n); }\n');
  const ran = await sanitized('run', division, '-q');
  t.is(ran.status, 101);
  t.is(
    ran.stderr,
    'panic: division by zero\n  at src/main.bolt:1:43\n  in main at src/main.bolt:1\n',
  );
});

test('an unknown sanitizer is a mistake of the command line', async (t) => {
  const ran = await boltd(['build', '--sanitize=address', projectWith(t, locked)]);
  t.is(ran.status, 2);
  t.regex(ran.stderr, /Allowed choices are thread/);
});

test('without the sanitizer of clang the package is named that has it', (t) => {
  const empty = temporaryFolder(t);
  const runtimeFolder = path.join(repository, 'build/runtime');
  const error = t.throws(
    () => findThreadSanitizer(discoverToolchain(), runtimeFolder, { clangFolders: [empty] }),
    { instanceOf: MissingToolError },
  );
  t.is(error.debianPackage, 'libclang-rt-14-dev');
  t.is(error.tool, 'libclang_rt.tsan-x86_64.a');
});

test('without the runtime for it a sanitized build says what to do, and others go on', async (t) => {
  const home = copyInstallation(t);
  rmSync(path.join(home, 'build/runtime/watched'), { recursive: true });
  const root = projectWith(t, locked);
  const ran = await boltdOf(home, ['build', '--sanitize=thread', root]);
  t.is(ran.status, 70);
  t.regex(ran.stderr, /^error: libboltrt\.a: not found in .*\n {2}do: run `npm run build`/);
  t.is((await boltdOf(home, ['run', '-q', root])).stdout, '2000\n');
});

test('a race ends a program with status 66 whatever main returns', async (t) => {
  const main = racy
    .replace('void main', 'int main')
    .replace('counter.get());', 'counter.get()); 7');
  t.is((await sanitized('run', projectWith(t, main), '-q')).status, 66);
  const quiet = locked
    .replace('void main', 'int main')
    .replace('counter.get());', 'counter.get()); 7');
  t.is((await sanitized('run', projectWith(t, quiet), '-q')).status, 7);
});

test('--ignore-data-races leaves programs without races, and other mistakes, as they are', async (t) => {
  const root = projectWith(t, locked);
  t.is((await boltd(['check', '-q', '--ignore-data-races', root])).status, 0);
  t.is((await boltd(['run', '-q', '--ignore-data-races', root])).stdout, '2000\n');
  writeFiles(root, [{ path: 'src/main.bolt', text: 'void main() { nothing }\n' }]);
  for (const command of ['check', 'build', 'run']) {
    const ran = await boltd([command, '-q', '--ignore-data-races', root]);
    t.is(ran.status, 1);
    t.regex(ran.stderr, /error\[E0300\]/);
  }
});
