/** Whatever a client does, the daemon serves the next one, and says in its log what it refused. */
import type { Socket } from 'node:net';
import test from 'ava';
import * as fc from 'fast-check';
import { encodeFrame } from '../../src/daemon/frames.ts';
import type { RunningDaemon } from './kit.ts';
import { build, eventually, identity, reportOf, runDaemon } from './kit.ts';

const silent = (): void => undefined;

async function servesOthers(daemon: RunningDaemon): Promise<boolean> {
  const connection = await daemon.connect();
  await connection.greet(identity);
  const { outcome } = await connection.perform(build, silent);
  connection.close();
  return outcome === 'succeeded';
}

/** Sends bytes and waits until the daemon has ended the connection, or the client has. */
function send(socket: Socket, bytes: Uint8Array, ends: boolean): Promise<void> {
  return new Promise((resolve) => {
    // A daemon that cuts a client off may do so while it still writes.
    socket.on('error', () => undefined);
    socket.once('close', () => resolve());
    socket.resume();
    if (ends) socket.end(bytes);
    else socket.write(bytes, () => socket.destroy());
  });
}

test('garbage, half messages and sudden ends do it no harm', async (t) => {
  const daemon = await runDaemon(t);
  const request = (asked: string, params: unknown) =>
    encodeFrame(JSON.parse(JSON.stringify({ jsonrpc: '2.0', id: 1, method: asked, params })));
  const whole = Buffer.concat([
    request('boltd/hello', identity),
    request('boltd/perform', { goal: build.goal }),
    request('boltd/status', {}),
  ]);
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 2000 }),
    fc.nat(whole.length).map((length) => Uint8Array.from(whole.subarray(0, length))),
    fc.tuple(fc.nat(whole.length - 1), fc.nat(255)).map(([at, byte]) => {
      const damaged = Uint8Array.from(whole);
      damaged[at] = byte;
      return damaged;
    }),
    fc
      .tuple(fc.constantFrom('boltd/hello', 'boltd/perform', 'boltd/status', '$/x'), fc.object())
      .map(([asked, params]) => Uint8Array.from(request(asked, params))),
  );
  await fc.assert(
    fc.asyncProperty(bytes, fc.boolean(), async (sent, ends) => {
      await send(await daemon.raw(), sent, ends);
    }),
    { numRuns: 300 },
  );
  t.true(await servesOthers(daemon));
  t.regex(daemon.log(), /is cut off: .*/);
});

for (const [what, bytes, said] of [
  [
    'a message of 900 GB',
    'Content-Length: 966367641600\r\n\r\n',
    /966367641600 bytes; \d+ are the limit/,
  ],
  ['a request of HTTP', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n', /No length in the header/],
  ['a header without an end', 'a'.repeat(5000), /A header without an end/],
] as const) {
  test(`${what} is refused at once, and the log says why`, async (t) => {
    const daemon = await runDaemon(t);
    const socket = await daemon.raw();
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined).resume();
    socket.write(bytes);
    await closed;
    t.regex(daemon.log(), said);
    t.true(await servesOthers(daemon));
  });
}

test('a question before the greeting, a wrong one and an unknown one are answered with a refusal', async (t) => {
  const daemon = await runDaemon(t);
  const socket = await daemon.raw();
  let answers = '';
  socket.on('data', (chunk) => {
    answers += String(chunk);
  });
  for (const [id, method, params] of [
    [1, 'boltd/status', {}],
    [2, 'boltd/perform', { goal: build.goal }],
    [3, 'boltd/hello', { version: 3 }],
    [4, 'boltd/hello', identity],
    [5, 'boltd/perform', { goal: { kind: 'build', key: 'sharded', output: 'relative/path' } }],
    [6, 'boltd/perform', { goal: { kind: 'sing' } }],
    [7, 'boltd/dance', {}],
  ] as const) {
    const message = { jsonrpc: '2.0', id, method, params };
    socket.write(encodeFrame(message));
  }
  await eventually(() => answers.includes('"id":7'));
  const refused = [...answers.matchAll(/"id":(\d),"error"/g)].map(([, id]) => id);
  t.deepEqual(refused, ['1', '2', '3', '5', '6', '7']);
  t.regex(answers, /There is no method boltd\/dance/);
  socket.destroy();
  t.true(await servesOthers(daemon));
});

test('a client that never reads is cut off before it costs much memory', async (t) => {
  const flood = 'x'.repeat(1_000_000);
  let notices = 0;
  const daemon = await runDaemon(t, async ({ goal, isCancelled }, onNotice) => {
    if (goal.kind === 'check') {
      while (isCancelled?.() !== true && notices < 10_000) {
        notices += 1;
        onNotice(flood);
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    return reportOf(goal);
  });
  const socket = await daemon.raw();
  socket.pause();
  socket.on('error', () => undefined);
  const ask = (id: number, method: string, params: object): void => {
    const message = { jsonrpc: '2.0', id, method, params };
    socket.write(encodeFrame(message));
  };
  ask(1, 'boltd/hello', identity);
  ask(2, 'boltd/perform', { goal: { kind: 'check', stage: 'type' } });
  await eventually(() => /does not read what it is sent/.test(daemon.log()));
  t.true(notices < 200, `${notices} megabytes were kept for it`);
  socket.destroy();
  t.true(await servesOthers(daemon));
});

test('a flood of requests on one connection is refused one by one', async (t) => {
  const daemon = await runDaemon(t, async ({ goal }) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return reportOf(goal);
  });
  const socket = await daemon.raw();
  let answered = 0;
  socket.on('data', (chunk) => {
    answered += String(chunk).split('"jsonrpc"').length - 1;
  });
  const hello = { jsonrpc: '2.0', id: 0, method: 'boltd/hello', params: identity };
  const frames = [encodeFrame(hello)];
  for (let id = 1; id <= 500; id += 1) {
    const message = { jsonrpc: '2.0', id, method: 'boltd/perform', params: { goal: build.goal } };
    frames.push(encodeFrame(message));
  }
  socket.write(Buffer.concat(frames));
  await eventually(() => answered >= 501);
  t.regex(daemon.log(), /It has a request under way on this connection already/);
  socket.destroy();
  t.true(await servesOthers(daemon));
});

test('more connections than it takes are dropped, and it goes on when they are gone', async (t) => {
  const daemon = await runDaemon(t);
  const sockets = await Promise.all(
    Array.from({ length: 80 }, async () =>
      (await daemon.raw()).on('error', () => undefined).resume(),
    ),
  );
  await eventually(() => /Refused a connection: 64 are open/.test(daemon.log()));
  for (const socket of sockets) socket.destroy();
  for (let attempt = 1; ; attempt += 1) {
    const served = await servesOthers(daemon).catch(() => false);
    if (served) break;
    if (attempt === 100) t.fail('It does not serve any more');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  t.pass();
});
