/** `boltd watch` in a real terminal: what a person sees, and what the keys do. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { commandOf, until } from './kit.ts';
import {
  building,
  builtReport,
  checked,
  finished,
  mistake,
  rejected,
  reportOf,
} from './watch-kit.ts';
import type { StandIn } from './watch-terminal.ts';
import { openStandIn } from './watch-terminal.ts';

const saveState = { before: 'stty -a > before', after: 'stty -a > after' };

/** The terminal's settings, before boltd and after it. */
function settings({ folder }: StandIn): readonly [string, string] {
  const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
  return [read('before'), read('after')];
}

/** Waits until keys are read one by one. */
async function ready({ terminal, tell }: StandIn): Promise<void> {
  tell({ kind: 'started' }, building(), checked([]), finished(reportOf()));
  await terminal.see(/\(.*h: help\)$/);
}

test('q ends, with status 0 and the terminal as it was', async (t) => {
  const standIn = await openStandIn(t, [], saveState);
  await ready(standIn);
  standIn.terminal.type('q');
  t.is(await standIn.terminal.ended, 0);
  t.deepEqual(standIn.asked(), ['close']);
  const [before, after] = settings(standIn);
  t.is(after, before);
  t.regex(before, / icanon/);
  t.deepEqual(standIn.terminal.emulator.lines(), [
    '[1] start: up to date in 23 ms, executed 0, reused 0, no mistakes',
  ]);
});

test('Ctrl-C ends, and a crash too, with the terminal as it was', async (t) => {
  for (const [end, status] of [
    [({ terminal }: StandIn) => terminal.type('\u0003'), 130],
    [({ crash }: StandIn) => crash(), 1],
  ] as const) {
    const standIn = await openStandIn(t, [], saveState);
    await ready(standIn);
    end(standIn);
    t.is(await standIn.terminal.ended, status);
    const [before, after] = settings(standIn);
    t.is(after, before);
  }
});

test('a signal from outside ends in order, with the terminal as it was', async (t) => {
  const standIn = await openStandIn(t, [], {
    before: 'stty -a > before; echo $$ > shell',
    after: 'stty -a > after',
  });
  await ready(standIn);
  const shell = Number(readFileSync(path.join(standIn.folder, 'shell'), 'utf8'));
  const children = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').trim().split(' ');
  const node = children.map(Number).find((pid) => commandOf(pid)?.[0] === process.execPath);
  t.not(node, undefined);
  process.kill(Number(node), 'SIGTERM');
  t.is(await standIn.terminal.ended, 143);
  const [before, after] = settings(standIn);
  t.is(after, before);
});

test('the status line shows progress and is gone with the last word', async (t) => {
  const { terminal, tell } = await openStandIn(t);
  tell({ kind: 'started' }, building());
  await terminal.see(/^building start$/);
  // Signs of progress that come too fast are not drawn.
  for (let done = 1; !terminal.emulator.cursorLine().startsWith('building ━'); done += 1) {
    tell({ kind: 'progress', done, total: 100_000 });
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  t.regex(terminal.emulator.cursorLine(), /^building ━{20} \d+ of 100000 modules$/);
  tell(checked([]), finished(builtReport()));
  const lines = await terminal.seeLines((all) => all.at(-1)?.startsWith('watching') === true);
  t.is(lines.length, 2, lines.join('\n'));
  t.regex(lines[0] ?? '', /^\[1\] start: built in 23 ms.* no mistakes$/);
});

test('mistakes are on the screen before code is made, and not again', async (t) => {
  const { terminal, tell } = await openStandIn(t);
  tell({ kind: 'started' }, building('src/main.bolt'), checked([mistake('Unknown name `z`', 7)]));
  await terminal.see(/^error\[E0300\]: Unknown name `z`$/);
  await terminal.see(/^ *--> src\/main\.bolt:7:3$/);
  t.false(terminal.emulator.lines().some((line) => line.startsWith('[1]')));
  tell(rejected([mistake('Unknown name `z`', 7)]));
  await terminal.see(/^\[1\] src\/main\.bolt: not built .*1 error$/);
  await terminal.see(/^watching, 1 error {2}\(h: help\)$/);
  t.is(terminal.emulator.lines().filter((line) => line.startsWith('error[')).length, 1);
});

test('r rebuilds and prints what was printed before', async (t) => {
  const { terminal, tell, asked } = await openStandIn(t);
  const wrong = [mistake('Unknown name `z`')];
  tell({ kind: 'started' }, building(), checked(wrong), rejected(wrong));
  await terminal.see(/help\)$/);
  terminal.type('r');
  await until(() => (asked().includes('rebuild') ? true : undefined));
  tell(building(), checked(wrong), rejected(wrong));
  await terminal.see(/^\[2\] everything: /);
  t.is(terminal.emulator.lines().filter((line) => line.startsWith('error[')).length, 2);
});

test('h, s and e answer above the status line', async (t) => {
  const standIn = await openStandIn(t);
  const { terminal, tell } = standIn;
  await ready(standIn);
  tell(building('src/a.bolt'), checked([]), finished(builtReport()));
  await terminal.see(/^\[2\]/);
  terminal.type('h');
  await terminal.see(/^ {2}q {2}quit/);
  terminal.type('s');
  await terminal.see(/^fragment +1 +0 +6 /);
  await terminal.see(/^milliseconds: inputs 1\.3/);
  terminal.type('e\u001b[A');
  const lines = await terminal.seeLines((all) => all.includes('nothing has been executed yet'));
  t.regex(lines.at(-1) ?? '', /^watching {2}\(h: help\)$/);
  t.is(lines.filter((line) => line.startsWith('watching')).length, 1);
});

test('when the terminal is made narrower, nothing of the status line is left behind', async (t) => {
  const { terminal, tell } = await openStandIn(t, [], { columns: 70 });
  const name = `src/${'long/'.repeat(9)}main.bolt`;
  tell({ kind: 'started' }, building(name));
  await terminal.see(/^building src\/long.*main\.bolt$/);
  terminal.resize(30);
  await terminal.see(/^building src\/long\/long\/long\/…$/);
  t.is(terminal.emulator.lines().length, 1, terminal.emulator.lines().join('\n'));
  terminal.resize(100);
  await terminal.see(/main\.bolt$/);
  t.is(terminal.emulator.lines().length, 1);
  tell(checked([]), finished(builtReport()));
  await terminal.see(/^watching/);
  t.is(terminal.emulator.lines().length, 2);
});

test('--clear empties the screen when there is something new to read', async (t) => {
  const standIn = await openStandIn(t, ['--clear'], { before: 'echo earlier' });
  const { terminal, tell } = standIn;
  await terminal.see(/^earlier$/);
  const wrong = [mistake('Unknown name `z`')];
  tell({ kind: 'started' }, building(), checked(wrong), rejected(wrong));
  await terminal.see(/^\[1\]/);
  t.false(terminal.emulator.lines().includes('earlier'));
  tell(building('a.bolt'));
  await terminal.see(/^building a\.bolt$/);
  t.true(
    terminal.emulator.lines().some((line) => line.startsWith('[1]')),
    'until then',
  );
  tell(checked(wrong), rejected(wrong));
  await terminal.see(/^\[2\]/);
  const lines = terminal.emulator.lines();
  t.false(lines.some((line) => line.startsWith('[1]')));
  t.true(
    lines.some((line) => line.startsWith('error[')),
    'what is still wrong is in view',
  );
});

test('Ctrl-Z gives the terminal to the shell, and `fg` takes it back', async (t) => {
  const folderOf = await openStandIn(t, [], {
    before: 'set -m; stty -a > before',
    after: 'stty -a > suspended; fg; status=$?; stty -a > after',
  });
  const { terminal, tell } = folderOf;
  await ready(folderOf);
  terminal.type('\u001a');
  await until(() => fileText(folderOf, 'suspended'));
  t.is(fileText(folderOf, 'suspended'), fileText(folderOf, 'before'));
  // `fg` has continued it.
  await terminal.seeLines((all) => all.at(-1)?.startsWith('watching') === true);
  tell(building('a.bolt'), checked([]), finished(builtReport()));
  await terminal.see(/^\[2\] a\.bolt/);
  await until(() => {
    terminal.type('h');
    return terminal.emulator.lines().some((line) => line.includes('this help')) ? true : undefined;
  });
  terminal.type('q');
  t.is(await terminal.ended, 0);
  t.is(fileText(folderOf, 'after'), fileText(folderOf, 'before'));
});

test('in the background lines are printed, and nothing is asked of the terminal', async (t) => {
  const standIn = await openStandIn(t, [], {
    before: 'set -m; stty -a > before',
    isBackground: true,
    after: `${untilFile('go')}; stty -a > during; fg; status=$?; stty -a > after`,
  });
  const { terminal, tell, folder } = standIn;
  tell({ kind: 'started' }, building(), checked([]), finished(reportOf()));
  await terminal.see(/^\[1\] start/);
  writeFileSync(path.join(folder, 'go'), '');
  await until(() => fileText(standIn, 'during'));
  t.is(fileText(standIn, 'during'), fileText(standIn, 'before'));
  t.false(terminal.raw().includes('watching'), 'no status line beside the prompt of the shell');
  // The next build notices that there is a person again.
  await until(() => {
    tell(building('a'), checked([]), finished(reportOf()));
    return terminal.raw().includes('h: help') ? true : undefined;
  });
  terminal.type('q');
  t.is(await terminal.ended, 0);
  t.is(fileText(standIn, 'after'), fileText(standIn, 'before'));
});

test('-q shows mistakes and nothing else', async (t) => {
  const { terminal, tell } = await openStandIn(t, ['-q']);
  const wrong = [mistake('Unknown name `z`')];
  tell(
    { kind: 'started' },
    building(),
    checked(wrong),
    rejected(wrong),
    building('a'),
    checked([]),
  );
  tell(
    finished(builtReport()),
    building('b'),
    checked([mistake('two')]),
    rejected([mistake('two')]),
  );
  await terminal.see(/two/);
  const lines = terminal.emulator.lines();
  t.is(lines.filter((line) => line.startsWith('error[')).length, 2);
  t.false(
    lines.some((line) => /^\[|^watching|^building/.test(line)),
    lines.join('\n'),
  );
});

test('when the project is gone, it says so and ends', async (t) => {
  const { terminal, tell } = await openStandIn(t);
  tell({ kind: 'started' }, building(), {
    kind: 'gone',
    message: 'The project is gone',
    remedy: 'look for it',
  });
  await terminal.see(/^error: The project is gone$/);
  await terminal.see(/^ {2}do: look for it$/);
  t.is(await terminal.ended, 70);
});

function fileText({ folder }: StandIn, name: string): string | undefined {
  try {
    const text = readFileSync(path.join(folder, name), 'utf8');
    return text === '' ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Makes a shell wait for a file. */
function untilFile(name: string): string {
  return `while [ ! -e ${name} ]; do sleep 0.02; done`;
}

/** An executable that a build could have made. */
function program({ folder }: StandIn, name: string, body: string): ReturnType<typeof finished> {
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/bash\n${body}\n`);
  chmodSync(file, 0o755);
  return finished(builtReport({ executable: file, written: [file] }));
}

test('the program runs under a rule, and its lines do not mix with the status line', async (t) => {
  const standIn = await openStandIn(t, ['--run']);
  const { terminal, tell } = standIn;
  const report = program(standIn, 'app', "echo one; printf 'half'; read line; echo; exit 3");
  tell({ kind: 'started' }, building(), checked([]), report);
  await terminal.see(/^half$/);
  t.is(terminal.emulator.cursorLine(), 'half', 'no status line beside it');
  terminal.type('\n');
  await terminal.see(/^── app exited with status 3$/);
  const lines = await terminal.seeLines((all) => all.at(-1)?.startsWith('watching') === true);
  t.deepEqual(
    lines.slice(1, -1).map((line) => line.replace(/─{3,}$/, '')),
    ['── app ', 'one', 'half', '', '── app exited with status 3'],
  );
});

test('what is typed goes to the program; after Ctrl-T a key is for boltd', async (t) => {
  const standIn = await openStandIn(t, ['--run']);
  const { terminal, tell } = standIn;
  const report = program(
    standIn,
    'app',
    'while read -r line; do echo "<$line>"; done; echo over; sleep 1000',
  );
  tell({ kind: 'started' }, building(), checked([]), report);
  await terminal.see(/^running app {2}\(Ctrl-T h: help\)$/);
  terminal.type('quitx\u007f\r');
  await terminal.see(/^<quit>$/);
  terminal.type('\u0014');
  await terminal.see(/^key for boltd: h r e s q$/);
  terminal.type('h');
  await terminal.see(/^ {2}q {2}quit/);
  terminal.type('\u0004');
  await terminal.see(/^over$/);
  terminal.type('\u0014q');
  t.is(await terminal.ended, 0);
  t.true(terminal.emulator.lines().includes('── app stopped'));
});

test('a new program replaces one that ignores SIGTERM, and only after a good build', async (t) => {
  const standIn = await openStandIn(t, ['--run']);
  const { terminal, tell } = standIn;
  const stubborn = program(
    standIn,
    'old',
    "trap '' TERM; echo $$ > old.pid; echo old; while :; do sleep 0.05; done",
  );
  tell({ kind: 'started' }, building(), checked([]), stubborn);
  await terminal.see(/^old$/);
  const pid = Number(await until(() => fileText(standIn, 'old.pid')));
  tell(building('a'), checked([mistake('x')]), rejected([mistake('x')]));
  await terminal.see(/^\[2\] a: not built/);
  t.not(commandOf(pid), undefined, 'the old one runs on');
  tell(building('a'), checked([]), program(standIn, 'new', 'echo new; sleep 1000'));
  await terminal.see(/^── old stopped$/);
  await terminal.see(/^new$/);
  t.is(commandOf(pid), undefined);
  terminal.type('\u0003');
  t.is(await terminal.ended, 130);
});

test('a save that leaves the executable as it is leaves the program alone', async (t) => {
  const standIn = await openStandIn(t, ['--run']);
  const { terminal, tell, folder, asked } = standIn;
  const report = program(standIn, 'app', 'echo started; sleep 1000');
  const unchanged = finished(builtReport({ executable: path.join(folder, 'app'), written: [] }));
  tell({ kind: 'started' }, building(), checked([]), report);
  await terminal.see(/^started$/);
  tell(building('a'), checked([]), unchanged);
  await terminal.see(/^\[2\] a: up to date/);
  t.is(terminal.emulator.lines().filter((line) => line === 'started').length, 1);
  terminal.type('\u0014r');
  await until(() => (asked().includes('rebuild') ? true : undefined));
  tell(building(), checked([]), unchanged);
  await terminal.seeLines((all) => all.filter((line) => line === 'started').length === 2);
  t.true(terminal.emulator.lines().includes('── app stopped'));
});

test('a second Ctrl-C does not wait for the program', async (t) => {
  const standIn = await openStandIn(t, ['--run'], saveState);
  const { terminal, tell } = standIn;
  const report = program(
    standIn,
    'app',
    "trap '' TERM; echo $$ > app.pid; while :; do sleep 0.05; done",
  );
  tell({ kind: 'started' }, building(), checked([]), report);
  const pid = Number(await until(() => fileText(standIn, 'app.pid')));
  terminal.type('\u0003\u0003');
  t.is(await terminal.ended, 130);
  await until(() => (commandOf(pid) === undefined ? true : undefined));
  const [before, after] = settings(standIn);
  t.is(after, before);
});

test('Ctrl-Z stops the program too, and `fg` continues it', async (t) => {
  const standIn = await openStandIn(t, ['--run'], {
    before: 'set -m',
    after: `${untilFile('go')}; fg; status=$?`,
  });
  const { terminal, tell, folder } = standIn;
  const report = program(standIn, 'app', 'echo $$ > app.pid; while :; do sleep 0.05; done');
  tell({ kind: 'started' }, building(), checked([]), report);
  await terminal.see(/^running app/);
  const pid = Number(await until(() => fileText(standIn, 'app.pid')));
  const isStopped = (): boolean => / T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  terminal.type('\u001a');
  await until(() => (isStopped() ? true : undefined));
  writeFileSync(path.join(folder, 'go'), '');
  await until(() => (isStopped() ? undefined : true));
  await terminal.seeLines((all) => all.at(-1)?.startsWith('running app') === true);
  terminal.type('\u0003');
  t.is(await terminal.ended, 130);
});

test('a program that cannot be run is told of, and the watch goes on', async (t) => {
  const { terminal, tell } = await openStandIn(t, ['--run']);
  const report = builtReport({ executable: '/nowhere/app', written: ['/nowhere/app'] });
  tell({ kind: 'started' }, building(), checked([]), finished(report));
  await terminal.see(/^── app cannot be run: .*ENOENT/);
  tell(building('a'), checked([]), finished(reportOf()));
  t.regex(await terminal.see(/^\[2\]/), /a: nothing changed/);
});
