/** The daemon as its user meets it: started, used, looked at, replaced, ended. */
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { boltd } from '../harness/boltd.ts';
import { background, daemonProject, isRunning, statusOf } from './daemon-kit.ts';
import {
  assertClean,
  boltdOf,
  copyInstallation,
  edit,
  eventOf,
  manifest,
  printed,
  sampleProject,
  temporaryFolder,
  until,
} from './kit.ts';

test('a daemon is started, builds twice, tells about itself, and is stopped', async (t) => {
  const project = daemonProject(t);
  t.is((await project.boltd(['daemon', 'status'])).status, 1);
  const started = await project.boltd(['daemon', 'start']);
  t.is(started.status, 0, started.stderr);
  t.regex(started.stderr, /^The daemon is running: process \d+$/m);
  t.regex((await project.boltd(['daemon', 'start'])).stderr, /^It runs already: process \d+$/m);

  const first = await project.boltd(['build']);
  t.is(first.status, 0, first.stderr);
  t.regex(first.stderr, /^\.bolt\/out\/dev\/sample built in \d+ ms$/m);
  t.regex((await project.boltd(['build'])).stderr, /is up to date in \d+ ms$/m);
  const ran = await project.boltd(['run']);
  t.is(ran.stdout, printed([1, 2, 3]));

  const { pid, requests } = await statusOf(project);
  t.is(requests, 3);
  const shown = await project.boltd(['daemon', 'status']);
  for (const word of ['process', 'project', 'idle for', 'memory', 'last', 'socket', 'log']) {
    t.true(shown.stdout.includes(word), `${word} in ${shown.stdout}`);
  }
  t.regex((await project.boltd(['daemon', 'logs'])).stdout, /build succeeded in \d+ ms/);

  const stopped = await project.boltd(['daemon', 'stop']);
  t.is(stopped.status, 0, stopped.stderr);
  t.false(isRunning(pid));
  t.is(await project.status(), undefined);
  t.is((await project.boltd(['daemon', 'stop'])).status, 0);
});

test('builds through a daemon make what clean builds make, whoever builds in between', async (t) => {
  const project = daemonProject(t);
  await project.boltd(['daemon', 'start']);
  for (const [numbers, args] of [
    [[1, 2, 3], ['build']],
    [[1, 5, 3], ['build']],
    [
      [1, 5, 4],
      ['build', '--no-daemon'],
    ],
    [[7, 5, 4], ['build']],
    [[7, 5, 4], ['check']],
    [[7, 5, 8], ['build']],
  ] as const) {
    edit(project.root, numbers);
    const built = await project.boltd(args);
    t.is(built.status, 0, built.stderr);
    t.false(built.stderr.includes('note'), built.stderr);
  }
  t.is((await statusOf(project)).requests, 5);
  await assertClean(t, project.root, [7, 5, 8]);
});

test('mistakes, warnings and figures look the same with and without a daemon', async (t) => {
  const project = daemonProject(t);
  await project.boltd(['daemon', 'start']);
  writeFileSync(path.join(project.root, 'src/m1.bolt'), 'public function int value(int n) { m }\n');
  const through = await project.boltd(['build']);
  const without = await project.boltd(['build', '--no-daemon']);
  t.is(through.status, 1);
  t.regex(through.stderr, /error\[E0300\][\s\S]*src\/m1\.bolt:1/);
  t.is(through.stderr, without.stderr);
  const events = await project.boltd(['--json', 'check']);
  t.deepEqual(
    events.stdout.split('\n').slice(0, 2),
    (await project.boltd(['--json', 'check', '--no-daemon'])).stdout.split('\n').slice(0, 2),
  );
  appendFileSync(path.join(project.root, 'bolt.toml'), 'nonsense\n');
  const broken = await project.boltd(['build']);
  t.is(broken.status, 1);
  t.is(broken.stderr, (await project.boltd(['build', '--no-daemon'])).stderr);
});

test('a build starts a daemon only where it is asked to', async (t) => {
  const project = daemonProject(t);
  await project.boltd(['build']);
  t.is(await project.status(), undefined);
  t.is((await project.boltd(['build', '--daemon'])).status, 0);
  const { pid } = await statusOf(project);
  await project.boltd(['build', '--daemon']);
  t.is((await statusOf(project)).pid, pid);
  await project.boltd(['daemon', 'stop']);

  await project.boltd(['build'], { BOLT_DAEMON: '1' });
  t.not((await statusOf(project)).pid, pid);
  t.is((await project.boltd(['build'], { BOLT_DAEMON: '0' })).status, 0);
  t.is((await statusOf(project)).requests, 1);
  await project.boltd(['daemon', 'stop']);

  const file = path.join(project.root, 'bolt.toml');
  writeFileSync(file, `${manifest}\n[daemon]\nstart = true\nidle = "20m"\n`);
  await project.boltd(['build', '--no-daemon']);
  t.is(await project.status(), undefined);
  await project.boltd(['build']);
  t.is((await statusOf(project)).idleLimitMs, 1_200_000);
  t.is((await project.boltd(['build'], { BOLT_DAEMON: 'perhaps' })).status, 2);
});

test('what the manifest says wrongly of the daemon is a mistake at its place', async (t) => {
  const root = sampleProject(t, [1]);
  const file = path.join(root, 'bolt.toml');
  for (const [line, message] of [
    ['idle = "soon"', /`daemon\.idle` must be a time such as/],
    ['start = 1', /`daemon\.start` must be true or false/],
    ['stop = true', /Unknown key `daemon\.stop`/],
  ] as const) {
    writeFileSync(file, `${manifest}\n[daemon]\n${line}\n`);
    const built = await boltd(['build', root]);
    t.is(built.status, 1);
    t.regex(built.stderr, message);
    t.regex(built.stderr, /bolt\.toml:6/);
  }
});

test('options that look into a build are served without a daemon', async (t) => {
  const project = daemonProject(t);
  await project.boltd(['build', '--daemon']);
  edit(project.root, [1, 2, 9]);
  const explained = await project.boltd(['build', '--explain']);
  t.regex(explained.stderr, /bodyText\(m2::function value\(int\)\) changed/);
  t.is((await project.boltd(['build', '--jobs', '1', '--verify-cache'])).status, 0);
  t.is((await statusOf(project)).requests, 1);
  t.is((await project.boltd(['build', '--daemon', '--explain'])).status, 2);
  // Its cache is another one, and nobody's daemon.
  const other = { BOLT_CACHE_DIR: temporaryFolder(t) };
  t.is((await project.boltd(['build'], other)).status, 0);
  t.is((await statusOf(project)).requests, 1);
});

test('a single file can have a daemon, and release builds and -o go through it', async (t) => {
  const folder = temporaryFolder(t);
  const file = path.join(folder, 'sketch.bolt');
  writeFileSync(file, 'void main() { printf("sketch\\n"); }\n');
  const env = { XDG_RUNTIME_DIR: temporaryFolder(t), XDG_CACHE_HOME: path.join(folder, 'cache') };
  t.teardown(() => boltd(['daemon', 'stop', file], { env }));
  const ran = await boltd(['run', '--daemon', file], { env });
  t.is(ran.stdout, 'sketch\n', ran.stderr);
  const built = await boltd(['build', '--release', '-o', 'app', 'sketch.bolt'], {
    env,
    cwd: folder,
  });
  t.is(built.status, 0, built.stderr);
  t.true(existsSync(path.join(folder, 'app')));
  const status = eventOf(
    await boltd(['--json', 'daemon', 'status', file], { env }),
    'daemon-status',
  );
  t.is(status['requests'], 2);
});

test('a daemon of another build of boltd is replaced, with a word about it', async (t) => {
  const project = daemonProject(t);
  const home = copyInstallation(t);
  const options = { env: project.env };
  const started = await boltdOf(home, ['daemon', 'start', project.root], options);
  t.is(started.status, 0, started.stderr);
  const first = await statusOf(project);
  const built = await project.boltd(['build']);
  t.is(built.status, 0, built.stderr);
  t.true(
    built.stderr.includes(
      `The daemon (process ${first.pid}) belongs to another installation, in ${home}; it is replaced`,
    ),
    built.stderr,
  );
  const second = await statusOf(project);
  t.not(second.pid, first.pid);
  await until(() => (isRunning(first.pid) ? undefined : true));
});

test('a daemon whose program was replaced is replaced itself', async (t) => {
  const project = daemonProject(t);
  const home = copyInstallation(t);
  const options = { env: project.env };
  await boltdOf(home, ['build', '--daemon', project.root], options);
  const first = await statusOf(project);
  const bundle = path.join(home, 'build/bundle/boltd.cjs');
  const [, fingerprint = ''] =
    /compilerFingerprint = "([0-9a-f]{32})"/.exec(readFileSync(bundle, 'utf8')) ?? [];
  t.is(fingerprint.length, 32);
  const changed = readFileSync(bundle, 'utf8').replaceAll(fingerprint, 'f'.repeat(32));
  rmSync(`${bundle}.cache`);
  rmSync(bundle);
  writeFileSync(bundle, changed);
  // It may have noticed by itself by now, or else is told.
  const built = await boltdOf(home, ['build', '--daemon', project.root], options);
  t.is(built.status, 0, built.stderr);
  t.not((await statusOf(project)).pid, first.pid);
  t.regex(project.log(), /Ending: (the daemon is not what is installed|replaced by)/);
});

test('an idle time from the environment counts, and another one replaces the daemon', async (t) => {
  const project = daemonProject(t);
  const hour = { BOLT_DAEMON_IDLE: '1h' };
  await project.boltd(['daemon', 'start'], hour);
  const first = await statusOf(project);
  t.is(first.idleLimitMs, 3_600_000);
  t.false((await project.boltd(['build'], hour)).stderr.includes('replaced'));
  const built = await project.boltd(['build'], { BOLT_DAEMON_IDLE: '200ms' });
  t.regex(built.stderr, /has another idle time \(1h, not 200ms\); it is replaced/);
  await until(() => (existsSync(first.socket) ? undefined : true));
  t.regex(project.log(), /Ending: nothing to do for the idle time/);
});

test("a bound of the cache that was not the daemon's replaces it", async (t) => {
  const project = daemonProject(t);
  await project.boltd(['daemon', 'start'], { BOLT_CACHE_SIZE: '1G' });
  const built = await project.boltd(['build'], { BOLT_CACHE_SIZE: '500M' });
  t.regex(built.stderr, /has another bound of its cache \(1G, not 500M\); it is replaced/);
  const wrong = await project.boltd(['build'], { BOLT_CACHE_SIZE: 'much' });
  t.is(wrong.status, 70);
  t.regex(wrong.stderr, /BOLT_CACHE_SIZE is `much`, which is no size/);
});

test('the log can be followed, also beyond the end of a daemon', async (t) => {
  const project = daemonProject(t);
  await project.boltd(['daemon', 'start']);
  const follower = background(project, ['daemon', 'logs', '-f']);
  t.teardown(follower.kill);
  await until(() => (/Daemon \S+ of/.test(follower.output()) ? true : undefined));
  await project.boltd(['build']);
  await until(() => (/build succeeded/.test(follower.output()) ? true : undefined));
  await project.boltd(['daemon', 'stop']);
  await until(() => (/Ended/.test(follower.output()) ? true : undefined));
  follower.kill();
  t.is((await follower.ended).status, 128);
});

test('what makes no sense is refused with a message', async (t) => {
  const project = daemonProject(t);
  const unknown = await project.boltd(['daemon', 'dance']);
  t.is(unknown.status, 2);
  t.regex(unknown.stderr, /Unknown action `dance`/);
  t.is((await project.boltd(['daemon', 'serve'])).status, 2);
  // A watch keeps everything open itself.
  t.is((await project.boltd(['watch', '--daemon'])).status, 2);
  const looking = await project.boltd(['build', '--daemon', '--verbose-ir']);
  t.is(looking.status, 2);
  t.regex(looking.stderr, /--daemon does not go with --verbose-ir/);
  const timeless = await project.boltd(['build'], { BOLT_DAEMON_IDLE: 'soon' });
  t.is(timeless.status, 2);
  t.regex(timeless.stderr, /BOLT_DAEMON_IDLE is a time such as/);
  const nowhere = await boltd(['daemon', 'status', temporaryFolder(t)], { env: project.env });
  t.is(nowhere.status, 2);
  t.regex(nowhere.stderr, /No project in/);
});
