/** What may befall a daemon: builds succeed, and the next daemon is none the worse for it. */
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { boltd, execute } from '../harness/boltd.ts';
import { background, daemonProject, isRunning, statusOf } from './daemon-kit.ts';
import {
  assertClean,
  boltdAsNobody,
  edit,
  isRoot,
  printed,
  sampleProject,
  smallDisk,
  temporaryFolder,
  until,
} from './kit.ts';

const many = Array.from({ length: 40 }, (_, index) => index);

test('a build whose daemon is killed in the middle succeeds, and says what happened', async (t) => {
  const project = daemonProject(t, many);
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    rmSync(path.join(project.root, '.bolt'), { recursive: true, force: true });
    await project.boltd(['daemon', 'start']);
    const { pid, socket, log, workers } = await statusOf(project);
    const building = background(project, ['build']);
    // It works from when it holds the cache.
    const owner = path.join(project.root, '.bolt/cache.lock.owner');
    await until(() => (existsSync(owner) ? true : undefined));
    process.kill(pid, 'SIGKILL');
    const built = await building.ended;
    t.is(built.status, 0, built.stderr);
    await until(() => (workers.some((each) => isRunning(each.pid)) ? undefined : true));
    // Should it have been faster than the kill, again.
    if (!built.stderr.includes('going on without a daemon')) continue;
    for (const named of [`process ${pid}`, socket, log]) t.true(built.stderr.includes(named));
    await assertClean(t, project.root, many);
    return;
  }
  t.fail('The daemon was never killed in time');
});

test("what a killed daemon left behind is in nobody's way", async (t) => {
  const project = daemonProject(t);
  await project.boltd(['build', '--daemon']);
  const { pid, socket } = await statusOf(project);
  process.kill(pid, 'SIGKILL');
  await until(() => (isRunning(pid) ? undefined : true));
  t.true(existsSync(socket));
  const built = await project.boltd(['build']);
  t.is(built.status, 0, built.stderr);
  t.false(built.stderr.includes('note'), built.stderr);
  t.regex((await project.boltd(['daemon', 'status'])).stderr, /did not end in order/);
  t.is((await project.boltd(['build', '--daemon'])).status, 0);
  t.not((await statusOf(project)).pid, pid);
});

test('a daemon that is halted is waited for, and not for ever when it is killed then', async (t) => {
  const project = daemonProject(t);
  await project.boltd(['daemon', 'start']);
  const { pid } = await statusOf(project);
  process.kill(pid, 'SIGSTOP');
  const building = background(project, ['build']);
  await until(() => (/Waiting for the daemon/.test(building.output()) ? true : undefined));
  process.kill(pid, 'SIGKILL');
  const built = await building.ended;
  t.is(built.status, 0, built.stderr);
  t.regex(built.stderr, /going on without a daemon/);
});

test('a daemon that is terminated ends in order, with its workers', async (t) => {
  const project = daemonProject(t);
  await project.boltd(['build', '--daemon']);
  const { pid, socket, workers } = await statusOf(project);
  t.true(workers.length > 0);
  process.kill(pid, 'SIGTERM');
  await until(() => (isRunning(pid) ? undefined : true));
  await until(() => (workers.some((each) => isRunning(each.pid)) ? undefined : true));
  t.false(existsSync(socket));
  t.regex(project.log(), /Ending: SIGTERM[\s\S]*Ended\n$/);
});

test('clients that are killed in the middle of builds do a daemon no harm', async (t) => {
  const project = daemonProject(t, many);
  await project.boltd(['daemon', 'start']);
  const { pid } = await statusOf(project);
  const owner = path.join(project.root, '.bolt/cache.lock.owner');
  for (let round = 1; round <= 5; round += 1) {
    edit(project.root, many.with(round, 1000 + round));
    const building = background(project, ['build']);
    await until(() => (existsSync(owner) ? true : undefined));
    building.kill();
    await building.ended;
  }
  const numbers = many.with(5, 77);
  edit(project.root, numbers);
  const ran = await project.boltd(['run']);
  t.is(ran.stdout, printed(numbers), ran.stderr);
  t.is((await statusOf(project)).pid, pid);
  await assertClean(t, project.root, numbers);
});

test('of daemons started at the same moment one stays, and all builds succeed', async (t) => {
  const project = daemonProject(t);
  const builds = await Promise.all([1, 2, 3, 4].map(() => project.boltd(['build', '--daemon'])));
  for (const built of builds) t.is(built.status, 0, built.stderr);
  const { pid, requests } = await statusOf(project);
  t.is(requests, 4);
  const started = project.log().match(/Daemon \S+ of/g);
  t.is(started?.length, 1);
  t.true(isRunning(pid));
});

test('the daemon of another checkout is left alone', async (t) => {
  const one = daemonProject(t);
  const root = sampleProject(t, [1, 2, 3]);
  const other = { ...one, root };
  const inOther = (args: readonly string[]) => boltd(['-C', root, ...args], { env: one.env });
  t.teardown(() => inOther(['daemon', 'stop']));
  await one.boltd(['daemon', 'start']);
  await inOther(['build', '--daemon']);
  const { pid } = await statusOf(one);
  await inOther(['daemon', 'stop']);
  t.true(isRunning(pid));
  t.is((await statusOf(one)).requests, 0);
  t.true(existsSync(path.join(other.root, '.bolt/daemon.log')));
});

test('a daemon ends by itself when its project is moved away', async (t) => {
  const folder = temporaryFolder(t);
  const project = daemonProject(t, [1], path.join(folder, 'before'));
  renameSync(sampleProject(t, [1]), project.root);
  await project.boltd(['daemon', 'start']);
  const { pid } = await statusOf(project);
  renameSync(project.root, path.join(folder, 'after'));
  await until(() => (isRunning(pid) ? undefined : true));
  const log = readFileSync(path.join(folder, 'after/.bolt/daemon.log'), 'utf8');
  t.regex(log, /lost its project, which was removed or moved away/);
});

test('after `boltd clean` the next build has a new daemon', async (t) => {
  const project = daemonProject(t);
  await project.boltd(['build', '--daemon']);
  const { pid } = await statusOf(project);
  t.is((await project.boltd(['clean'])).status, 0);
  t.false(existsSync(path.join(project.root, '.bolt')));
  const built = await project.boltd(['build', '--daemon']);
  t.is(built.status, 0, built.stderr);
  t.regex(built.stderr, /built in/);
  t.not((await statusOf(project)).pid, pid);
});

test('a folder for sockets that is open to others is refused, and builds go on without', async (t) => {
  const project = daemonProject(t);
  const folder = path.join(project.env['XDG_RUNTIME_DIR'] ?? '', 'boltd');
  mkdirSync(folder, { mode: 0o700 });
  chmodSync(folder, 0o755);
  const built = await project.boltd(['build', '--daemon']);
  t.is(built.status, 0, built.stderr);
  t.regex(built.stderr, /can be opened by others \(its mode is 0755.*going on without a daemon/);
  const started = await project.boltd(['daemon', 'start']);
  t.is(started.status, 70);
  t.regex(started.stderr, /make it a private folder of your own/);
  chmodSync(folder, 0o700);
});

test('another user can neither use nor disturb a daemon', async (t) => {
  if (!isRoot) {
    t.log('Not checked here: only root can be somebody else');
    t.pass();
    return;
  }
  const project = daemonProject(t);
  chmodSync(project.root, 0o755);
  chmodSync(project.env['XDG_RUNTIME_DIR'] ?? '', 0o755);
  await project.boltd(['daemon', 'start']);
  const { socket, pid } = await statusOf(project);
  const script = `require('net').connect(${JSON.stringify(socket)}).on('error', (e) => console.log(e.code))`;
  const who = ['--reuid=65534', '--regid=65534', '--clear-groups'];
  const tried = await execute('setpriv', [...who, process.execPath, '-e', script]);
  t.is(tried.stdout, 'EACCES\n');
  const asked = await boltdAsNobody(['-C', project.root, 'daemon', 'stop'], { env: project.env });
  t.regex(asked.stderr, /No daemon is running/);
  t.true(isRunning(pid));
});

test('a cache that cannot be written has no daemon, and builds go on without', async (t) => {
  const root = sampleProject(t, [1, 2]);
  chmodSync(root, 0o555);
  t.teardown(() => chmodSync(root, 0o755));
  const runtime = temporaryFolder(t);
  if (isRoot) chownSync(runtime, 65_534, 65_534);
  const temporary = temporaryFolder(t);
  chmodSync(temporary, 0o777);
  const env = { XDG_RUNTIME_DIR: runtime, TMPDIR: temporary };
  const ran = await boltdAsNobody(['-C', root, 'run', '--daemon'], { env });
  t.is(ran.stdout, printed([1, 2]), ran.stderr);
  t.regex(ran.stderr, /No daemon could be had: Its log cannot be written: EACCES/);
});

test('a full disk under a daemon is told to its clients, whose builds succeed', async (t) => {
  const disk = smallDisk(t, 300);
  if (disk === undefined) {
    t.pass();
    return;
  }
  const project = daemonProject(t, many);
  const env = { BOLT_CACHE_DIR: path.join(disk, 'cache') };
  t.teardown(() => project.boltd(['daemon', 'stop'], env));
  const ran = await project.boltd(['run', '--daemon'], env);
  t.is(ran.stdout, printed(many), ran.stderr);
  t.regex(ran.stderr, /building without keeping results/);
  rmSync(path.join(disk, 'cache/objects'), { recursive: true, force: true });
  const again = await project.boltd(['run'], env);
  t.is(again.stdout, printed(many), again.stderr);
});

test('a clock that jumps ends no daemon and keeps none alive', async (t) => {
  const project = daemonProject(t);
  const hook = path.join(temporaryFolder(t), 'jump.cjs');
  writeFileSync(
    hook,
    'const now = Date.now; let jumps = 0; Date.now = () => now() + (jumps++ % 2 ? -1 : 1) * 86400000 * 365;\n',
  );
  const env = { NODE_OPTIONS: `--require ${hook}` };
  await project.boltd(['daemon', 'start'], env);
  const { pid } = await statusOf(project);
  for (const numbers of [
    [4, 5, 6],
    [4, 5, 7],
  ]) {
    edit(project.root, numbers);
    const ran = await project.boltd(['run']);
    t.is(ran.stdout, printed(numbers), ran.stderr);
  }
  t.is((await statusOf(project)).pid, pid);
  await project.boltd(['daemon', 'stop']);
  await project.boltd(['daemon', 'start'], { ...env, BOLT_DAEMON_IDLE: '1s' });
  await until(() => (/nothing to do for the idle time/.test(project.log()) ? true : undefined));
});
