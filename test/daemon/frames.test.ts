/** Messages survive any cutting of the stream; what is no message ends it. */
import test from 'ava';
import * as fc from 'fast-check';
import type { FrameDecoder } from '../../src/daemon/frames.ts';
import { createFrameDecoder, encodeFrame, ProtocolError } from '../../src/daemon/frames.ts';

const limit = 10_000;

const messages = fc.array(
  fc.record({
    jsonrpc: fc.constant('2.0'),
    id: fc.integer(),
    method: fc.string({ unit: 'binary' }),
    params: fc.object(),
  }),
  { maxLength: 8 },
);

test('messages come out as they went in, however the stream is cut', async (t) => {
  await fc.assert(
    fc.property(messages, fc.array(fc.nat(400), { minLength: 1 }), (sent, cuts) => {
      const stream = Buffer.concat(sent.map((message) => encodeFrame(message)));
      const received = pushInPieces(createFrameDecoder(limit), stream, cuts);
      t.deepEqual(received, JSON.parse(JSON.stringify(sent)));
    }),
  );
});

test('garbage is refused or waited for, and never anything else', async (t) => {
  await fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 3000 }),
      fc.array(fc.nat(400), { minLength: 1 }),
      (bytes, cuts) => {
        try {
          t.deepEqual(pushInPieces(createFrameDecoder(limit), Buffer.from(bytes), cuts), []);
        } catch (error) {
          t.true(error instanceof ProtocolError, String(error));
        }
      },
    ),
  );
});

test('a valid stream with some bytes changed gives messages or a refusal', async (t) => {
  await fc.assert(
    fc.property(
      messages,
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1 }),
      (sent, changes) => {
        const stream = Buffer.concat([
          encodeFrame({ jsonrpc: '2.0' }),
          ...sent.map((each) => encodeFrame(each)),
        ]);
        for (const [at, byte] of changes) stream[at % stream.length] = byte;
        try {
          for (const message of createFrameDecoder(limit).push(stream))
            t.is(message.jsonrpc, '2.0');
        } catch (error) {
          t.true(error instanceof ProtocolError, String(error));
        }
      },
    ),
  );
});

const refused: Readonly<Record<string, string>> = {
  'a length beyond the limit': `Content-Length: ${limit + 1}\r\n\r\n`,
  'a length that no computer has': 'Content-Length: 99999999999999999999\r\n\r\n',
  'a negative length': 'Content-Length: -5\r\n\r\n',
  'a header without a length': 'Content-Type: text\r\n\r\n{}',
  'a header without an end': 'x'.repeat(2000),
  'a body that is not JSON': 'Content-Length: 2\r\n\r\n{]',
  'a body that is a number': 'Content-Length: 2\r\n\r\n42',
  'a body that is a list': 'Content-Length: 2\r\n\r\n[]',
  'a body of another protocol': 'Content-Length: 17\r\n\r\n{"jsonrpc":"1.0"}',
  'an empty body': 'Content-Length: 0\r\n\r\n',
};

for (const [what, text] of Object.entries(refused)) {
  test(`${what} is refused`, (t) => {
    t.throws(() => createFrameDecoder(limit).push(Buffer.from(text)), {
      instanceOf: ProtocolError,
    });
  });
}

test('a body of deeply nested lists does not overflow the stack', (t) => {
  const depth = 100_000;
  const body = `{"jsonrpc":"2.0","method":"x","params":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  const frame = Buffer.from(`Content-Length: ${body.length}\r\n\r\n${body}`);
  t.is(createFrameDecoder(1_000_000).push(frame).length, 1);
});

function pushInPieces(
  decoder: FrameDecoder,
  stream: Buffer,
  cuts: readonly number[],
): readonly unknown[] {
  const received: unknown[] = [];
  let at = 0;
  for (let index = 0; at < stream.length; index += 1) {
    const length = 1 + (cuts[index % cuts.length] ?? 0);
    received.push(...decoder.push(stream.subarray(at, at + length)));
    at += length;
  }
  return received;
}
