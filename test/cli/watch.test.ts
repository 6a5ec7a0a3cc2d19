/** `boltd watch` as a user meets it: files are saved, and it says what came of it. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { boltd, repository } from '../harness/boltd.ts';
import {
  commandOf,
  copyInstallation,
  edit,
  manifest,
  printed,
  projectOf,
  sampleProject,
  until,
} from './kit.ts';
import { boltdCommand, openTerminal } from './watch-terminal.ts';

type JsonLine = Readonly<Record<string, unknown>>;

interface Watching {
  readonly pid: number;
  text(): string;
  errors(): string;
  lines(): readonly JsonLine[];
  /** Waits for the first line of this reason and build. */
  event(reason: string, build?: number): Promise<JsonLine>;
  /** Waits until this was printed to standard error. */
  says(pattern: RegExp): Promise<void>;
  stopReading(): void;
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** Starts the command of the installation in `home` without a terminal. */
function watching(
  t: ExecutionContext,
  args: readonly string[],
  cwd: string,
  home = repository,
): Watching {
  const child = spawn(process.execPath, [path.join(home, 'tools/bin/boltd.js'), ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.teardown(() => child.kill('SIGTERM'));
  let text = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  const lines = (): readonly JsonLine[] =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as JsonLine);
  return {
    pid: child.pid ?? 0,
    text: () => text,
    errors: () => errors,
    stopReading: () => void child.stdout.destroy(),
    lines,
    event: (reason, build) =>
      until(() =>
        lines().find(
          (line) => line['reason'] === reason && (build === undefined || line['build'] === build),
        ),
      ),
    says: async (pattern) => {
      await until(() => (pattern.test(errors) ? true : undefined));
    },
    ended: new Promise((resolve) =>
      child.on('close', (status, signal) => resolve(signal ?? status ?? 0)),
    ),
  };
}

test('each save gets one line, mistakes are shown once, and fixes are counted', async (t) => {
  const root = sampleProject(t, [1, 2]);
  const { pid, says, errors, text, ended } = watching(t, ['watch'], root);
  await says(/^\[1\] start: built in .* no mistakes$/m);
  edit(root, [1, 3]);
  await says(/^\[\d+\] src\/m1\.bolt: built in .*, executed \d+, reused \d+, no mistakes$/m);
  const good = readFileSync(path.join(root, 'src/m0.bolt'), 'utf8');
  writeFileSync(path.join(root, 'src/m0.bolt'), good.replace('n / 2', 'n / missing'));
  await says(/^\[\d+\] src\/m0\.bolt: not built .*, 1 error$/m);
  writeFileSync(path.join(root, 'src/m0.bolt'), `\n${good.replace('n / 2', 'n / missing')}`);
  await says(/^1 error as before: src\/m0\.bolt:7:\d+ E0300$/m);
  writeFileSync(path.join(root, 'src/m0.bolt'), good);
  await says(/^\[\d+\] src\/m0\.bolt: .*, no mistakes, fixed: 1 error$/m);
  t.is(errors().match(/^error\[/gm)?.length, 1);
  process.kill(pid, 'SIGTERM');
  t.is(await ended, 143);
  t.is(text(), '', 'all of it is for people');
});

test('--check makes no code', async (t) => {
  const root = sampleProject(t, [1]);
  const { pid, says, ended } = watching(t, ['watch', '--check'], root);
  await says(/^\[1\] start: checked in /m);
  process.kill(pid, 'SIGINT');
  t.is(await ended, 130);
  t.false(existsSync(path.join(root, '.bolt/out')));
});

test('--run runs what was built, under a rule, and again after a save', async (t) => {
  const root = sampleProject(t, [1, 2]);
  const { pid, says, text, errors, ended } = watching(t, ['watch', '--run'], root);
  await says(/^── sample exited with status 0$/m);
  t.is(text(), printed([1, 2]));
  t.regex(errors(), /^── sample ─+$/m);
  edit(root, [1, 5]);
  await until(() => (text() === printed([1, 2]) + printed([1, 5]) ? true : undefined));
  process.kill(pid, 'SIGTERM');
  t.is(await ended, 143);
});

test('--test runs the tests that a save may have affected', async (t) => {
  const tested = (result: string): string =>
    `function int one() { ${result} }\ntest "is one" { assertEqual(one(), 1) }\ntest "other" { assert(true) }\nvoid main() {}\n`;
  const root = projectOf(t, [
    { path: 'bolt.toml', text: manifest },
    { path: 'src/main.bolt', text: tested('1') },
  ]);
  const { pid, says, text, ended } = watching(t, ['watch', '--test'], root);
  await says(/^passed {5}main: other/m);
  await until(() => (/^2 tests: 2 passed/m.test(text()) ? true : undefined));
  writeFileSync(path.join(root, 'src/main.bolt'), tested('2'));
  await until(() => (/^2 tests: 1 failed, 1 unchanged/m.test(text()) ? true : undefined));
  t.regex(text(), /2 is not equal to 1/);
  // The same code as it was when it passed.
  writeFileSync(path.join(root, 'src/main.bolt'), tested('2 - 1'));
  await until(() => (/^2 tests: 2 unchanged/m.test(text()) ? true : undefined));
  process.kill(pid, 'SIGTERM');
  t.is(await ended, 143);
});

test('a save ends the tests that still run', async (t) => {
  const tested = (body: string): string => `test "only" { ${body} }\nvoid main() {}\n`;
  const root = projectOf(t, [
    { path: 'bolt.toml', text: manifest },
    { path: 'src/main.bolt', text: tested('let n = 1; while n > 0 { n := 1 }') },
  ]);
  const { pid, says, text, ended } = watching(t, ['watch', '--test', '--timeout', '600'], root);
  await says(/^\[1\] start: built/m);
  writeFileSync(path.join(root, 'src/main.bolt'), tested('assert(true)'));
  await until(() => (/^1 test: 1 passed/m.test(text()) ? true : undefined));
  t.notRegex(text(), /FAILED/);
  process.kill(pid, 'SIGTERM');
  t.is(await ended, 143);
});

/** Prints a number and never ends. */
function endless(n: number): string {
  return `int main() {\n  printf("${n}\\n");\n  let n = 0;\n  while (n >= 0) { n := (n + 1) % 1000 };\n  n\n}\n`;
}

test('a program ends even with a watch that is killed', async (t) => {
  const root = projectOf(t, [
    { path: 'bolt.toml', text: manifest },
    { path: 'src/main.bolt', text: endless(1) },
  ]);
  const { pid, event, ended } = watching(t, ['--json', 'watch', '--run'], root);
  const program = Number((await event('program-started'))['pid']);
  await event('program-output');
  t.not(commandOf(program), undefined);
  process.kill(pid, 'SIGKILL');
  t.is(await ended, 'SIGKILL');
  await until(() => (commandOf(program) === undefined ? true : undefined));
  t.pass();
});

test('a program that does not end is replaced, and ends with the watch', async (t) => {
  const root = projectOf(t, [
    { path: 'bolt.toml', text: manifest },
    { path: 'src/main.bolt', text: endless(1) },
  ]);
  const { pid, event, lines, ended } = watching(t, ['--json', 'watch', '--run'], root);
  const first = await event('program-started');
  // Printed to a pipe, and yet it comes before the program ends.
  t.is((await event('program-output'))['text'], '1\n');
  writeFileSync(path.join(root, 'src/main.bolt'), endless(2));
  const stopped = await event('program-ended');
  t.is(stopped['stopped'], true);
  t.is(stopped['signal'], 'SIGTERM');
  const second = await until(() =>
    lines().find((line) => line['reason'] === 'program-started' && line['pid'] !== first['pid']),
  );
  t.is(commandOf(Number(first['pid'])), undefined);
  process.kill(pid, 'SIGTERM');
  t.is(await ended, 143);
  t.is(commandOf(Number(second['pid'])), undefined);
});

test('with --json every build has a number and an end, and nothing else is printed', async (t) => {
  const root = sampleProject(t, [1]);
  const { pid, event, lines, ended } = watching(t, ['--json', 'watch', '--stats'], root);
  t.is((await event('watch-started'))['root'], root);
  const start = await event('watch-finished', 1);
  t.deepEqual(start['paths'], []);
  t.is(start['success'], true);
  t.true(existsSync(String(start['executable'])));
  await event('statistics');
  const good = readFileSync(path.join(root, 'src/m0.bolt'), 'utf8');
  writeFileSync(path.join(root, 'src/m0.bolt'), good.replace('n / 2', 'n / missing'));
  const mistake = await event('diagnostic');
  t.is(mistake['code'], 'E0300');
  const broken = await event('watch-finished', Number(mistake['build']));
  t.is(broken['success'], false);
  t.deepEqual(broken['paths'], ['src/m0.bolt']);
  t.is(broken['errors'], 1);
  writeFileSync(path.join(root, 'src/m0.bolt'), good);
  const fixed = await until(() => lines().find((line) => line['fixedErrors'] === 1));
  t.is(fixed['success'], true);
  process.kill(pid, 'SIGTERM');
  t.is(await ended, 143);
  const builds = lines().flatMap(({ reason, build }) =>
    reason === 'watch-building' ? [build] : [],
  );
  t.deepEqual(
    builds,
    builds.map((_, index) => index + 1),
  );
});

test('when nobody reads any more what it tells, it ends', async (t) => {
  const root = sampleProject(t, [1]);
  const { event, stopReading, ended } = watching(t, ['--json', 'watch', '--check'], root);
  await event('watch-finished', 1);
  stopReading();
  edit(root, [2]);
  t.is(await ended, 141);
});

test('a manifest with mistakes does not end the watch', async (t) => {
  const root = sampleProject(t, [1]);
  const { says } = watching(t, ['watch', '--check'], root);
  await says(/^\[1\] start/m);
  writeFileSync(path.join(root, 'bolt.toml'), '[package\n');
  await says(/^error\[E0401\]/m);
  await says(/^\[\d+\] bolt\.toml: .*1 error$/m);
  writeFileSync(path.join(root, 'bolt.toml'), manifest);
  await says(/no mistakes, fixed: 1 error$/m);
  t.pass();
});

test('when the folder is moved away, it says so and ends', async (t) => {
  const root = sampleProject(t, [1]);
  const { says, errors, ended } = watching(t, ['watch', '--check', root], path.dirname(root));
  await says(/^\[1\] start/m);
  renameSync(root, `${root}-moved`);
  t.is(await ended, 70);
  t.regex(errors(), /^error: .*gone.*moved away\n {2}do: start boltd watch where/m);
  renameSync(`${root}-moved`, root);
});

test('once another build of boltd is installed, a watch ends instead of mixing the two', async (t) => {
  const root = sampleProject(t, [1]);
  const home = copyInstallation(t);
  const { says, errors, ended } = watching(t, ['watch', '--no-daemon'], root, home);
  await says(/^\[1\] start: built/m);
  const bundle = path.join(home, 'build/bundle/boltd.cjs');
  writeFileSync(bundle, `${readFileSync(bundle, 'utf8')}\n`);
  edit(root, [2]);
  t.is(await ended, 70);
  t.regex(errors(), /^error: boltd itself was replaced .*\n {2}do: start boltd watch again$/m);
});

test('what cannot be meant is answered with status 2', async (t) => {
  const root = sampleProject(t, [1]);
  for (const [args, says] of [
    [['--check', '--run'], /^error: option '--check' cannot be used with option '--run'/],
    [['--check', '--release'], /^error: option '--check' cannot be used with option '--release'/],
    [['nowhere'], /^error: No such file or folder: .*nowhere$/m],
    [['--daemon'], /^error: unknown option '--daemon'/],
    [['--tests'], /^error: unknown option '--tests'/],
    [['--jobs', '0'], /^error: --jobs takes a number from 1/],
    [['--', 'x'], /^error: Only `boltd watch --run` runs a program that could take x$/m],
  ] as const) {
    const ran = await boltd(['watch', ...args], { cwd: root });
    t.is(ran.status, 2, args.join(' '));
    t.regex(ran.stderr, says);
  }
});

test('in a terminal: the program, a mistake, its fix, and why', async (t) => {
  const root = sampleProject(t, [1]);
  const terminal = openTerminal(t, `${boltdCommand} watch --run`, { cwd: root });
  await terminal.see(/^── sample exited with status 0$/);
  await terminal.see(/^watching {2}\(h: help\)$/);
  t.true(terminal.emulator.lines().includes(printed([1]).trim()));
  const good = readFileSync(path.join(root, 'src/m0.bolt'), 'utf8');
  writeFileSync(path.join(root, 'src/m0.bolt'), good.replace('n / 2', 'n / missing'));
  await terminal.see(/^watching, 1 error/);
  writeFileSync(path.join(root, 'src/m0.bolt'), good.replace('n / 2', 'n / 1'));
  await terminal.see(/fixed: 1 error$/);
  await terminal.seeLines((all) => all.includes('3'));
  await terminal.see(/^watching {2}\(h: help\)$/);
  terminal.type('e');
  await terminal.see(/^object\(m0@dev\) ← moduleText\(m0\) ← /);
  terminal.type('q');
  t.is(await terminal.ended, 0);
});
