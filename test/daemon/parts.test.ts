/** The queue, the idle timer, the log and a client's patience, each by itself. */
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import test from 'ava';
import { describeDuration, parseDuration } from '../../src/base/duration.ts';
import { connect } from '../../src/daemon/connection.ts';
import { createIdleTimer } from '../../src/daemon/idle-timer.ts';
import { openLog } from '../../src/daemon/log.ts';
import { patiently } from '../../src/daemon/patience.ts';
import { makeFolder } from '../../src/daemon/place.ts';
import { createRequestQueue, QueueFullError } from '../../src/daemon/request-queue.ts';
import type { TimerClock } from '../../src/host/timer-clock.ts';
import { smallDisk, temporaryFolder } from '../cli/kit.ts';
import { gate, temporaryPlace } from './kit.ts';

test('requests run one at a time, in the order in which they came', async (t) => {
  const queue = createRequestQueue(10);
  const gates = [gate(), gate(), gate()];
  const events: string[] = [];
  const runs = gates.map(({ opened }, index) =>
    queue.run(
      async () => {
        events.push(`begin ${index}`);
        await opened;
        events.push(`end ${index}`);
      },
      (ahead) => events.push(`${index} waits for ${ahead}`),
    ),
  );
  t.is(queue.waiting(), 2);
  for (const each of gates.toReversed()) each.open();
  await Promise.all(runs);
  t.deepEqual(events, [
    'begin 0',
    '1 waits for 1',
    '2 waits for 2',
    'end 0',
    'begin 1',
    'end 1',
    'begin 2',
    'end 2',
  ]);
  t.true(queue.isIdle());
});

test('a queue that is full says so, and a request that fails does not stop it', async (t) => {
  const queue = createRequestQueue(1);
  const { opened, open } = gate();
  const first = queue.run(
    () => opened.then(() => Promise.reject(new Error('broken'))),
    () => undefined,
  );
  const second = queue.run(
    async () => 'done',
    () => undefined,
  );
  await t.throwsAsync(
    queue.run(
      async () => 'never',
      () => undefined,
    ),
    { instanceOf: QueueFullError },
  );
  open();
  await t.throwsAsync(first, { message: 'broken' });
  t.is(await second, 'done');
  await queue.drained();
  t.true(queue.isIdle());
});

/** Time that passes when a test says so; `jump` moves the clock on the wall, which nobody asks. */
function manualClock(): TimerClock & { pass(ms: number): void; pending(): number } {
  let now = 1000;
  let timers: { readonly at: number; readonly callback: () => void }[] = [];
  return {
    nowMs: () => now,
    after(ms, callback) {
      const timer = { at: now + ms, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    pass(ms) {
      now += ms;
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { callback } of due) callback();
    },
    pending: () => timers.length,
  };
}

test('a daemon ends when it has had nothing to do for the whole time, and not before', (t) => {
  const clock = manualClock();
  let ends = 0;
  const timer = createIdleTimer({ limitMs: () => 100, clock, onIdle: () => (ends += 1) });
  clock.pass(99);
  timer.begin();
  t.is(clock.pending(), 0);
  clock.pass(1000);
  t.is(timer.idleMs(), undefined);
  timer.begin();
  timer.end();
  clock.pass(1000);
  t.is(ends, 0);
  timer.end();
  clock.pass(99);
  t.is(ends, 0);
  t.is(timer.idleMs(), 99);
  clock.pass(1);
  t.is(ends, 1);
  clock.pass(1000);
  t.is(ends, 1);
});

test('an idle time that grew meanwhile counts', (t) => {
  const clock = manualClock();
  let limit = 100;
  let ends = 0;
  createIdleTimer({ limitMs: () => limit, clock, onIdle: () => (ends += 1) });
  limit = 200;
  clock.pass(150);
  t.is(ends, 0);
  clock.pass(50);
  t.is(ends, 1);
});

test('a log is put aside when it is full, and nothing in it plays with the terminal', (t) => {
  const file = path.join(temporaryFolder(t), 'folder/daemon.log');
  const log = openLog({ file, maxBytes: 500, now: () => new Date(0) });
  for (let line = 0; line < 40; line += 1) log.write(`line ${line}\u001b[31m\nand more`);
  t.true(statSync(file).size < 600);
  t.true(statSync(`${file}.1`).size < 600);
  t.regex(readFileSync(file, 'utf8'), /^1970-01-01T00:00:00\.000Z line 39\?\[31m ⏎ and more$/m);
  t.is(statSync(file).mode & 0o077, 0);
});

test('a log whose folder is gone does not bring it back', (t) => {
  const folder = path.join(temporaryFolder(t), 'cache');
  const log = openLog({ file: path.join(folder, 'daemon.log') });
  rmSync(folder, { recursive: true });
  log.write('into the void');
  t.false(existsSync(folder));
});

test('lines that a full disk had no room for are counted', (t) => {
  const disk = smallDisk(t, 64);
  if (disk === undefined) {
    t.pass();
    return;
  }
  const file = path.join(disk, 'daemon.log');
  const log = openLog({ file });
  for (let line = 0; line < 100; line += 1) log.write('x'.repeat(2000));
  rmSync(file);
  log.write('room again');
  t.regex(readFileSync(file, 'utf8'), /\d+ lines could not be written: ENOSPC.*\n.*room again/);
});

test('times are read as people write them', (t) => {
  t.is(parseDuration('90s'), 90_000);
  t.is(parseDuration('3h'), 10_800_000);
  t.is(parseDuration('250ms'), 250);
  for (const wrong of ['', '3', 'h', '-1h', '0s', '1.5h', '99999999h']) {
    t.is(parseDuration(wrong), undefined, wrong);
  }
  t.deepEqual([500, 90_000, 10_800_000, 3_660_000].map(describeDuration), [
    '500 ms',
    '1 min 30 s',
    '3 h',
    '1 h 1 min',
  ]);
});

test('a daemon that never answers is given up, with a word about how to end it', async (t) => {
  const place = temporaryPlace(t);
  makeFolder(place.folder);
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(place.socket, resolve));
  t.teardown(() => server.close());
  writeFileSync(place.note, `{"pid":4711}\n`);
  const connection = await connect(place);
  if (connection === undefined) return t.fail('Somebody listens');
  const said: string[] = [];
  const tell = (message: string): void => void said.push(message);
  const patience = { slowMs: 1, limitMs: 50 };
  await t.throwsAsync(
    patiently(place, connection, tell, () => connection.status(), patience),
    {
      name: 'ConnectionLostError',
      message: 'It did not answer for 0.05 s; `kill -9 4711` ends it',
    },
  );
  t.deepEqual(said, ['Waiting for the daemon']);
});
