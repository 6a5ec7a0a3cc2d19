/** Requests through a daemon, and how it begins and ends. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import test from 'ava';
import { MissingProjectError } from '../../src/build/workspace-api.ts';
import { connect } from '../../src/daemon/connection.ts';
import type { Readiness } from '../../src/daemon/readiness.ts';
import { serve } from '../../src/daemon/serve.ts';
import { build, eventually, gate, identity, reportOf, runDaemon, temporaryPlace } from './kit.ts';

const silent = (): void => undefined;

test('a request gives its report, and tells what happens meanwhile', async (t) => {
  const diagnostic = {
    code: 'E0300',
    severity: 'error',
    message: 'Unknown name `é`',
    location: { path: 'src/a.bolt', line: 1, column: 2, endLine: 1, endColumn: 3 },
    labels: [],
    notes: ['A note.'],
  } as const;
  const daemon = await runDaemon(t, async ({ goal, observer }, onNotice) => {
    onNotice('The cache is replaced');
    observer?.onModule?.(1, 2);
    observer?.onRestart?.();
    observer?.onChecked?.([diagnostic]);
    return { ...reportOf(goal), outcome: 'rejected', diagnostics: [diagnostic] };
  });
  const connection = await daemon.connect();
  t.deepEqual(await connection.greet(identity), { kind: 'accepted', pid: process.pid });
  const heard: unknown[] = [];
  const report = await connection.perform(
    {
      ...build,
      observer: {
        onModule: (...counts) => heard.push(counts),
        onRestart: () => heard.push('restart'),
        onChecked: (found) => heard.push(found),
      },
    },
    (message) => heard.push(message),
  );
  t.deepEqual(heard, ['The cache is replaced', [1, 2], 'restart', [diagnostic]]);
  t.deepEqual(report, { ...reportOf(build.goal), outcome: 'rejected', diagnostics: [diagnostic] });
});

test('requests of several clients wait for each other and are told so', async (t) => {
  const first = gate();
  let running = 0;
  const daemon = await runDaemon(t, async ({ goal }) => {
    running += 1;
    t.is(running, 1);
    await first.opened;
    running -= 1;
    return reportOf(goal);
  });
  const connections = await Promise.all([daemon.connect(), daemon.connect(), daemon.connect()]);
  const notices: string[] = [];
  const reports = connections.map(async (connection) => {
    await connection.greet(identity);
    return connection.perform(build, (message) => notices.push(message));
  });
  await eventually(() => notices.length === 2);
  const asking = await daemon.connect();
  await asking.greet(identity);
  const status = await asking.status();
  t.is(status.waiting, 2);
  t.is(status.idleMs, undefined);
  first.open();
  t.is((await Promise.all(reports)).length, 3);
  t.true(notices.every((each) => /^Waiting for (another|2 other) request/.test(each)));
  t.is((await asking.status()).requests, 3);
});

test('a client that vanishes in the middle of its request cancels it, and the next one is served', async (t) => {
  let wasCancelled = false;
  const daemon = await runDaemon(t, async ({ goal, isCancelled }) => {
    if (goal.kind === 'build') {
      await eventually(() => isCancelled?.() === true);
      wasCancelled = true;
      return { ...reportOf(goal), outcome: 'cancelled' };
    }
    return reportOf(goal);
  });
  const vanishing = await daemon.connect();
  await vanishing.greet(identity);
  const lost = vanishing.perform(build, silent);
  setTimeout(() => vanishing.abandon('It vanished'), 20);
  await t.throwsAsync(lost, { name: 'ConnectionLostError' });
  const next = await daemon.connect();
  await next.greet(identity);
  t.is(
    (await next.perform({ goal: { kind: 'check', stage: 'type' } }, silent)).outcome,
    'succeeded',
  );
  t.true(wasCancelled);
});

test('a client cancels its request by its own rule', async (t) => {
  const daemon = await runDaemon(t, async ({ goal, isCancelled }) => {
    await eventually(() => isCancelled?.() === true);
    return { ...reportOf(goal), outcome: 'cancelled' };
  });
  const connection = await daemon.connect();
  await connection.greet(identity);
  const report = await connection.perform({ ...build, isCancelled: () => true }, silent);
  t.is(report.outcome, 'cancelled');
});

test('a request that fails is answered and logged, and the workspace of the next one is new', async (t) => {
  let attempts = 0;
  const daemon = await runDaemon(t, async ({ goal }) => {
    attempts += 1;
    if (attempts === 1) throw new MissingProjectError('There is no project');
    return reportOf(goal);
  });
  const connection = await daemon.connect();
  await connection.greet(identity);
  await t.throwsAsync(connection.perform(build, silent), {
    name: 'RefusedError',
    message: 'There is no project',
  });
  t.is((await connection.perform(build, silent)).outcome, 'succeeded');
  t.regex(daemon.log(), /A request failed: MissingProjectError: There is no project/);
});

for (const [field, value] of [
  ['version', '9.9.9'],
  ['compiler', 'decaf'],
  ['home', '/elsewhere'],
  ['idle', '5m'],
] as const) {
  test(`a client with another ${field} is told so, and its requests are refused`, async (t) => {
    const daemon = await runDaemon(t);
    const connection = await daemon.connect();
    const welcome = await connection.greet({ ...identity, [field]: value });
    t.is(welcome.kind, 'different');
    await t.throwsAsync(connection.perform(build, silent), { name: 'RefusedError' });
    // But it can ask, and make room for a daemon of its own.
    t.is((await connection.status()).pid, process.pid);
  });
}

test('another PATH that leads to the same linkers makes no difference', async (t) => {
  const daemon = await runDaemon(t);
  const connection = await daemon.connect();
  const searchPath = `${path.dirname(daemon.place.cache)}:/usr/bin`;
  t.is((await connection.greet({ ...identity, searchPath })).kind, 'accepted');
});

test('another PATH that leads to other linkers does', async (t) => {
  const daemon = await runDaemon(t);
  const folder = path.join(daemon.place.target, 'tools');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'ld.gold'), '');
  const connection = await daemon.connect();
  const welcome = await connection.greet({ ...identity, searchPath: `${folder}:/usr/bin` });
  t.is(
    welcome.kind === 'different' && welcome.reason,
    'has another PATH, which leads to other linkers',
  );
});

test('of two that start at once one wins, and nobody is without a daemon', async (t) => {
  const place = temporaryPlace(t);
  const told: Readiness[] = [];
  const starters = [1, 2, 3, 4].map(() =>
    serve({
      place,
      identity,
      openWorkspace: () => {
        throw new Error('Nobody asks for one');
      },
      idleLimitMs: () => 3_600_000,
      onReady: (readiness) => told.push(readiness),
    }),
  );
  await eventually(() => told.length === 4);
  t.deepEqual(told.map(({ kind }) => kind).sort(), ['other', 'other', 'other', 'ready']);
  const connection = await connect(place);
  await connection?.stop('the test is over');
  await Promise.all(starters);
  t.false(existsSync(place.socket));
  t.false(existsSync(place.note));
});

test("a socket that a killed daemon left behind is nobody's, and taken over", async (t) => {
  const place = temporaryPlace(t);
  mkdirSync(place.folder, { mode: 0o700 });
  const left = createServer();
  const elsewhere = path.join(place.folder, 'x');
  await new Promise<void>((resolve) => left.listen(elsewhere, resolve));
  // As a kill leaves it: the file is there, and nobody listens.
  renameSync(elsewhere, place.socket);
  await new Promise((resolve) => left.close(resolve));
  t.true(existsSync(place.socket));
  t.is(await connect(place), undefined);
  const daemon = await runDaemon(t, undefined, { place });
  const connection = await daemon.connect();
  t.is((await connection.greet(identity)).kind, 'accepted');
});

test('a daemon that is told to end cancels what is under way, and its client learns why', async (t) => {
  const ending = new AbortController();
  const begun = gate();
  const daemon = await runDaemon(
    t,
    async ({ goal, isCancelled }) => {
      begun.open();
      await eventually(() => isCancelled?.() === true);
      return { ...reportOf(goal), outcome: 'cancelled' };
    },
    { signal: ending.signal },
  );
  const connection = await daemon.connect();
  await connection.greet(identity);
  const refused = t.throwsAsync(connection.perform(build, silent), {
    name: 'RefusedError',
    message: 'It is ending',
  });
  await begun.opened;
  ending.abort('SIGTERM');
  await refused;
  await daemon.ended;
  t.regex(daemon.log(), /Ending: SIGTERM/);
});

test('a daemon ends after its idle time, and gives its place away', async (t) => {
  const daemon = await runDaemon(t, undefined, { idleMs: 20 });
  await daemon.ended;
  t.false(existsSync(daemon.place.socket));
  t.regex(daemon.log(), /Ending: nothing to do for the idle time/);
});

test('whoever stops a daemon can start another at once, while the old one finishes its work', async (t) => {
  const { opened, open } = gate();
  const begun = gate();
  const old = await runDaemon(t, async ({ goal }) => {
    begun.open();
    await opened;
    return reportOf(goal, '/old');
  });
  const worker = await old.connect();
  await worker.greet(identity);
  const report = worker.perform(build, silent);
  await begun.opened;
  const stopper = await old.connect();
  await stopper.stop('replaced');
  const { place } = old;
  const young = await runDaemon(t, async ({ goal }) => reportOf(goal, '/young'), { place });
  const connection = await young.connect();
  await connection.greet(identity);
  t.is((await connection.perform(build, silent)).root, '/young');
  open();
  t.is((await report).root, '/old');
  await old.ended;
  t.true(existsSync(place.socket));
  await t.notThrowsAsync(young.connect());
});

test('a daemon whose cache was removed tells who comes next', async (t) => {
  const daemon = await runDaemon(t);
  const log = daemon.log();
  t.regex(log, /Daemon 1\.2\.3/);
  rmSync(daemon.place.cache, { recursive: true });
  const connection = await daemon.connect();
  const welcome = await connection.greet(identity);
  t.is(
    welcome.kind === 'different' && welcome.reason,
    'lost its cache, which was removed or moved away',
  );
});

test('a note beside the socket says which process it is', async (t) => {
  const { place } = await runDaemon(t);
  const note: unknown = JSON.parse(readFileSync(place.note, 'utf8'));
  t.like(note, { pid: process.pid, version: '1.2.3', target: place.target, cache: place.cache });
});
