/** Code generation happens in processes that may die. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import path from 'node:path';
import test from 'ava';
import { execute, repository } from '../harness/boltd.ts';
import { childrenOf, commandOf, printed, sampleProject, until } from './kit.ts';

const numbers = Array.from({ length: 40 }, (_, index) => index * 3);

for (const profile of ['dev', 'release'] as const) {
  test(`a worker that is killed during a ${profile} build is replaced`, async (t) => {
    const root = sampleProject(t, numbers);
    const flags = profile === 'release' ? ['--release'] : [];
    const child = startBuild([...flags, '--jobs', '1', root]);
    const worker = await until(() => workersOf(child)[0]);
    process.kill(worker, 'SIGKILL');
    const next = await until(() => workersOf(child).find((each) => each !== worker));
    t.not(next, worker);
    t.is(await child.ended, 0, child.said());
    const ran = await execute(path.join(root, `.bolt/out/${profile}/sample`), []);
    t.is(ran.stdout, printed(numbers));
  });
}

test('workers end with a build that is killed', async (t) => {
  const child = startBuild(['--jobs', '2', sampleProject(t, numbers)]);
  const worker = await until(() => workersOf(child)[0]);
  child.process.kill('SIGKILL');
  await child.ended;
  t.true(await until(() => (commandOf(worker) === undefined ? true : undefined)));
});

interface Build {
  readonly process: ChildProcess;
  readonly ended: Promise<number | null>;
  said(): string;
}

function startBuild(args: readonly string[]): Build {
  const command = path.join(repository, 'tools/bin/boltd.js');
  const child = spawn(process.execPath, [command, 'build', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (chunk) => (said += String(chunk)));
  return {
    process: child,
    ended: new Promise((resolve) => child.on('close', resolve)),
    said: () => said,
  };
}

function workersOf({ process: { pid } }: Build): readonly number[] {
  return childrenOf(pid ?? 0).filter((child) =>
    commandOf(child)?.some((each) => each.endsWith('worker.js')),
  );
}
