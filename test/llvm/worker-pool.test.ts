/** The pool of code generation workers: real ones, and ones that misbehave on order. */

import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { fingerprintOf } from '../../src/base/fingerprint.ts';
import { buildFragment } from '../../src/llvm/build-fragment.ts';
import type { WorkerPool, WorkerPoolOptions } from '../../src/llvm/worker-pool.ts';
import { createWorkerPool } from '../../src/llvm/worker-pool.ts';
import type { PoolClock } from '../../src/llvm/worker-process.ts';
import type { WorkerTask } from '../../src/llvm/worker-protocol.ts';
import { encodeFrame, FrameReader } from '../../src/llvm/worker-protocol.ts';
import { functionOrder, i32, int, mainOrder, string } from './mir-kit.ts';
import { assemble, emit, scratchFolder, toolchain } from './program-kit.ts';

const realEntry = fileURLToPath(new URL('../../src/llvm/worker-main.js', import.meta.url));
const badEntry = fileURLToPath(new URL('./workers/misbehaving.js', import.meta.url));

function poolOf(
  entry: string,
  options: Partial<WorkerPoolOptions> = {},
): WorkerPool & { readonly folder: string } {
  const folder = scratchFolder();
  const setup = { cacheFolder: folder, libLlvm: toolchain.libLlvm };
  const failureFolder = path.join(folder, 'failures');
  return { ...createWorkerPool({ entry, setup, failureFolder, size: 1, ...options }), folder };
}

function object(module: string): Extract<WorkerTask, { kind: 'object' }> {
  return { kind: 'object', order: { module, ir: `; ${module}`, profile: 'dev' } };
}

test('workers make the fragments and objects that this process makes', async (t) => {
  const pool = poolOf(realEntry, { size: 2 });
  const orders = [
    mainOrder((b) => b.do({ op: 'printf', format: 'é', args: [] })),
    functionOrder([i32], i32, (b) => b.return(b.load(0))),
  ];
  const { fragments } = await pool.run({ kind: 'fragments', orders });
  t.deepEqual(
    fragments.map((each) => each.result),
    orders.map(buildFragment),
  );
  const ir = assemble(fragments.map((each) => each.result));
  const made = await pool.run({ kind: 'object', order: { module: 't.m', ir, profile: 'dev' } });
  const expected = emit(ir, 'dev');
  const { fingerprint, sizeBytes } = made.object.result;
  t.is(sizeBytes, expected.length);
  t.is(fingerprint, fingerprintOf(expected));
  const file = path.join(pool.folder, 'objects', fingerprint.slice(0, 2), `${fingerprint}.o`);
  t.deepEqual(readFileSync(file), Buffer.from(expected));
  await pool.close();
});

test('many tasks at once are all answered, each with its own result', async (t) => {
  const pool = poolOf(realEntry, { size: 2 });
  const orders = Array.from({ length: 60 }, (_, index) =>
    functionOrder([], i32, (b) => b.return(int(index))),
  );
  const results = await Promise.all(
    orders.map((order) => pool.run({ kind: 'fragments', orders: [order] })),
  );
  results.forEach(({ fragments }, index) => {
    t.true(fragments[0]?.result.definitions.includes(`ret i32 ${index}\n`));
  });
  await pool.close();
});

test('an order that LLVM refuses is reported with the order, and the worker goes on', async (t) => {
  const pool = poolOf(realEntry);
  const wrong = functionOrder([i32], string, (b) => b.return(b.load(0)));
  const error = await t.throwsAsync(pool.run({ kind: 'fragments', orders: [wrong] }));
  t.is(error?.name, 'InternalError');
  const file = /in (\S+\.json)$/.exec(error?.message ?? '')?.[1] ?? '';
  t.deepEqual(JSON.parse(readFileSync(file, 'utf8')), JSON.parse(JSON.stringify([wrong])));
  await t.notThrowsAsync(pool.run({ kind: 'fragments', orders: [mainOrder(() => undefined)] }));
  const broken = pool.run({
    kind: 'object',
    order: { module: 'x.y', ir: 'define', profile: 'dev' },
  });
  const failure = await t.throwsAsync(broken, { message: /LLVM could not parse the module x\.y/ });
  t.regex(failure?.message ?? '', /object-\w+\.ll$/);
  await pool.close();
});

test('a crash costs one attempt: the task is done by another worker', async (t) => {
  const pool = poolOf(badEntry);
  const before = await pool.run(object('fine'));
  const after = await pool.run(object('once-crash'));
  t.not(after.object.result.fingerprint, before.object.result.fingerprint);
  t.false(existsSync(path.join(pool.folder, 'failures')));
  await pool.close();
});

test('a task that kills two workers is reported with its IR and their last words', async (t) => {
  const pool = poolOf(badEntry);
  const bystanders = [object('one'), object('two')].map((task) => pool.run(task));
  const error = await t.throwsAsync(pool.run(object('crash')));
  t.regex(
    error?.message ?? '',
    /the object of crash \(dev\).*SIGABRT[\s\S]*LLVM ERROR: the end[\s\S]*failures/,
  );
  const [saved = ''] = readdirSync(path.join(pool.folder, 'failures'));
  t.is(readFileSync(path.join(pool.folder, 'failures', saved), 'utf8'), '; crash');
  await Promise.all(bystanders);
  t.truthy(await pool.run(object('fine')));
  await pool.close();
});

test('a worker that does not answer in time is replaced', async (t) => {
  const clock = manualClock();
  const pool = poolOf(badEntry, { clock, limits: { answerMs: 5000 } });
  const result = pool.run(object('once-hang'));
  await until(() => existsSync(path.join(pool.folder, 'once-hang')));
  clock.advance(4999);
  clock.advance(1);
  t.truthy(await result);
  await pool.close();
});

test('tasks behind one that hangs are not blamed', async (t) => {
  const clock = manualClock();
  const pool = poolOf(badEntry, { clock, limits: { answerMs: 1000 } });
  const hanging = pool.run(object('hang'));
  const behind = pool.run(object('fine'));
  const stopped = t.throwsAsync(hanging, { message: /no answer within 1 s/ });
  let isDone = false;
  void stopped.then(() => {
    isDone = true;
  });
  while (!isDone) {
    clock.advance(1000);
    await sleep(20);
  }
  await stopped;
  t.truthy(await behind);
  await pool.close();
});

test('a worker beyond its memory bound is killed', async (t) => {
  const clock = manualClock();
  const pool = poolOf(badEntry, { clock, limits: { memoryBytes: 1, answerMs: 100_000 } });
  const result = pool.run(object('hang'));
  const stopped = t.throwsAsync(result, { message: /too much memory/ });
  let isDone = false;
  void stopped.then(() => {
    isDone = true;
  });
  while (!isDone) {
    clock.advance(1000);
    await sleep(20);
  }
  await stopped;
  await pool.close();
});

test('a worker that has grown goes on until another one is ready to replace it', async (t) => {
  const pool = poolOf(badEntry, { growthBytes: 200 * 2 ** 20 });
  const run = async (name: string): Promise<string> =>
    (await pool.run(object(name))).object.result.fingerprint;
  const first = await run('fine');
  t.is(await run('grow'), first);
  let pid = first;
  while (pid === first) pid = await run('fine');
  while (isAlive(Number(first))) await sleep(5);
  t.is(await run('fine'), pid);
  await pool.close();
});

test('a closed pool rejects what is not done and leaves no worker', async (t) => {
  const pool = poolOf(badEntry);
  const { fingerprint } = (await pool.run(object('fine'))).object.result;
  const hanging = t.throwsAsync(pool.run(object('hang')), { message: /closed/ });
  await pool.close();
  await hanging;
  t.false(isAlive(Number(fingerprint)));
});

test('workers end when their parent is killed', async (t) => {
  const kit = new URL('./workers/parent.js', import.meta.url);
  const parent = spawn(process.execPath, [fileURLToPath(kit), badEntry], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await new Promise<[Buffer]>((resolve) =>
    parent.stdout.once('data', (data: Buffer) => resolve([data])),
  );
  const worker = Number(line.toString());
  t.true(isAlive(worker));
  parent.kill('SIGKILL');
  await until(() => !isAlive(worker));
  t.false(isAlive(worker));
});

test('frames survive every way of being cut', (t) => {
  const tasks: WorkerTask[] = [
    object('é'),
    { kind: 'fragments', orders: [] },
    object('x'.repeat(70_000)),
  ];
  const bytes = Buffer.concat(tasks.map(encodeFrame));
  for (const step of [1, 2, 3, 5, 4096, bytes.length]) {
    const reader = new FrameReader<WorkerTask>();
    const read: WorkerTask[] = [];
    for (let at = 0; at < bytes.length; at += step)
      read.push(...reader.push(bytes.subarray(at, at + step)));
    t.deepEqual(read, tasks);
  }
});

/** Time that passes when told to. */
function manualClock(): PoolClock & { advance(milliseconds: number): void } {
  let now = 0;
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  return {
    after(milliseconds, callback) {
      const timer = { at: now + milliseconds, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        const [next] = [...timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        timers.delete(next);
        now = next.at;
        next.callback();
      }
      now = end;
    },
  };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(10);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
