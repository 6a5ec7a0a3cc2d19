/** Programs that are started from a shell instead of from here: what they get, say and come to. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import { launch, warmLauncher } from '../../src/build/launcher.ts';
import { execute, repository } from '../harness/boltd.ts';

test('a program gets its arguments as they are, whatever a shell would make of them', async (t) => {
  const args = ["it's", '$HOME', '`id`', 'a b', '"', '\\', '*', '', '; exit 3', '#'];
  const { status, said } = await launch('/usr/bin/printf', ['<%s>', ...args]);
  t.is(status, 0);
  t.is(said, args.map((arg) => `<${arg}>`).join(''));
});

test('a program is told apart by its status and by what it says on either stream', async (t) => {
  t.deepEqual(await launch('/bin/sh', ['-c', 'echo out; echo err >&2; exit 7']), {
    status: 7,
    said: 'out\nerr\n',
  });
  t.is((await launch('/nowhere/at/all', [])).status, 127);
  t.is((await launch('/bin/sh', ['-c', 'kill -9 $$'])).status, 128 + 9);
});

test('many programs run one after the other, and none gets the words of another', async (t) => {
  warmLauncher();
  const numbers = Array.from({ length: 40 }, (_, index) => String(index));
  const said = await Promise.all(numbers.map(async (n) => (await launch('/bin/echo', [n])).said));
  t.deepEqual(
    said,
    numbers.map((n) => `${n}\n`),
  );
});

test('a program whose shell is killed is started again', async (t) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'boltd-test-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const mark = path.join(folder, 'was here');
  const code = 'if [ -e "$0" ]; then echo second; else touch "$0"; kill -9 $PPID; fi';
  t.is((await launch('/bin/sh', ['-c', code, mark])).said, 'second\n');
});

test('when a second shell is killed, too, that is an error, and another one serves the next', async (t) => {
  const killsItsShell = ['-c', 'kill -9 $PPID; sleep 1'];
  await t.throwsAsync(launch('/bin/sh', killsItsShell), { message: /shell .* ended \(SIGKILL\)/ });
  t.is((await launch('/bin/echo', ['again'])).said, 'again\n');
});

test('shells keep no process from ending, and end with it', async (t) => {
  const module = `${repository}/build/src/build/launcher.js`;
  const code = `
    const { launch } = await import(${JSON.stringify(module)});
    console.log((await launch('/bin/sh', ['-c', 'echo $PPID'])).said.trim());`;
  const ran = await execute(process.execPath, ['--input-type=module', '-e', code]);
  const pid = ran.stdout.trim();
  t.regex(pid, /^\d+$/);
  const isAlive = (): boolean => {
    try {
      return !/\) Z/.test(String(execFileSync('cat', [`/proc/${pid}/stat`], { stdio: 'pipe' })));
    } catch {
      return false;
    }
  };
  while (isAlive()) await new Promise((resolve) => setTimeout(resolve, 10));
  t.pass();
});
