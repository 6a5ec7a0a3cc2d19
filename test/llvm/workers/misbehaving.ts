/**
 * A worker whose orders tell it how to misbehave, by their module's name: it crashes, hangs, grows,
 * or answers. `once-…` names do so only while the named file is absent.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import path from 'node:path';
import type { Fingerprint } from '../../../src/base/fingerprint.ts';
import type { WorkerAnswer, WorkerSetup, WorkerTask } from '../../../src/llvm/worker-protocol.ts';
import {
  encodeFrame,
  FrameReader,
  systemUs,
  workerSocket,
} from '../../../src/llvm/worker-protocol.ts';

const setup = JSON.parse(process.argv[2] ?? '') as WorkerSetup;
const socket = new Socket({ fd: workerSocket });
const reader = new FrameReader<WorkerTask>();
let hog: Uint8Array | undefined;

socket.on('data', (chunk: Uint8Array) => {
  for (const task of reader.push(chunk)) void carryOut(task);
});
socket.on('close', () => process.exit(0));

async function carryOut(task: WorkerTask): Promise<void> {
  const name = task.kind === 'object' ? task.order.module : 'fragments';
  if (!(name.startsWith('once-') && wasSeen(name))) {
    if (name.endsWith('crash')) {
      process.stderr.write('LLVM ERROR: the end\n');
      process.kill(process.pid, 'SIGABRT');
      return;
    }
    if (name.endsWith('hang'))
      for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    if (name.endsWith('grow')) hog = new Uint8Array(300 * 2 ** 20).fill(1);
    if (name.endsWith('fail')) return send({ kind: 'failure', message: 'no such thing' });
  }
  // The worker's process id, where a fingerprint would be.
  const fingerprint = String(process.pid) as Fingerprint;
  const result = { fingerprint, sizeBytes: hog?.length ?? 0 };
  send({ kind: 'object', object: { result, microseconds: 1 } });
}

function send(outcome: WorkerAnswer['outcome']): void {
  const times = { startedUs: systemUs(), endedUs: systemUs() };
  socket.write(encodeFrame({ outcome, rssBytes: process.memoryUsage.rss(), ...times }));
}

function wasSeen(name: string): boolean {
  const file = path.join(setup.cacheFolder, name);
  if (existsSync(file)) return true;
  writeFileSync(file, '');
  return false;
}
