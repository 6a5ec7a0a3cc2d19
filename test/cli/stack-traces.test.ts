/** Stack traces of panics where the program's files are not as they were made, or elsewhere. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { boltd, execute, temporaryProject } from '../harness/boltd.ts';

/** Prints more than a pipe holds before it panics. */
const main = `import parts.{divide};

void main() {
  for (i in 0..20000) { printf("a line that fills the pipe %d\\n", i) };
  printf("%d\\n", divide(1, 0))
}
`;

const parts = `public function int divide(int a, int b) {
  a / b
}
`;

const files = [
  { path: '/bolt.toml', text: '[package]\nname = "broken"\nversion = "0.1.0"\n' },
  { path: '/src/main.bolt', text: main },
  { path: '/src/parts.bolt', text: parts },
];

const place = 'panic: division by zero\n  at src/parts.bolt:2:5\n';
const trace = '  in divide at src/parts.bolt:2\n  in main at src/main.bolt:5\n';

test('a development build shows the functions of all its libraries, wherever it is started', async (t) => {
  const { root, dispose } = temporaryProject(files);
  t.teardown(dispose);
  t.is((await boltd(['build', root])).status, 0);
  const ran = await execute(path.join(root, '.bolt/out/dev/broken'), [], { cwd: '/' });
  t.is(ran.stderr, place + trace);
  t.is(ran.status, 101);
});

test('a program under ThreadSanitizer shows its trace', async (t) => {
  const { root, dispose } = temporaryProject(files);
  t.teardown(dispose);
  const ran = await boltd(['run', '-q', '--sanitize=thread', root]);
  t.is(ran.stderr, place + trace);
});

test('a program without debug information shows the place alone', async (t) => {
  const { root, dispose } = temporaryProject(files);
  t.teardown(dispose);
  const program = path.join(root, 'broken');
  t.is((await boltd(['build', '--release', '-o', program, root])).status, 0);
  t.is((await execute('strip', [program])).status, 0);
  t.is((await execute(program, [])).stderr, place);
});

test('nothing in a program says in which folder it was built', async (t) => {
  const { root, dispose } = temporaryProject(files);
  t.teardown(dispose);
  const program = path.join(root, 'broken');
  t.is((await boltd(['build', '-o', program, root])).status, 0);
  t.false(readFileSync(program).includes(root));
});

test('a program that was built anew since it started takes no lines from the new one', async (t) => {
  const { root, dispose } = temporaryProject(files);
  t.teardown(dispose);
  t.is((await boltd(['build', root])).status, 0);
  const program = spawn(path.join(root, '.bolt/out/dev/broken'), {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(program, 'close');
  await once(program.stdout, 'readable');
  writeFileSync(path.join(root, 'src/parts.bolt'), `\n\n${parts}`);
  t.is((await boltd(['build', root])).status, 0);
  let stderr = '';
  program.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  program.stdout.resume();
  await ended;
  t.is(stderr, `${place}  (no stack trace: the program has been built anew since it started)\n`);
});
