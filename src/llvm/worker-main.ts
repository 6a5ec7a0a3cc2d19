/**
 * A code generation worker: LLVM may crash, hang or leak here without harm to anybody else. It ends
 * when its socket does, so it never outlives the process that started it.
 */
import { Socket } from 'node:net';
import { CacheUnwritableError } from '../../cache/errors.ts';
import { openObjects } from '../../cache/objects.ts';
import { assertNever, InternalError } from '../base/invariant.ts';
import { buildFragment } from './build-fragment.ts';
import type { ObjectEmitter } from './emit-object.ts';
import { createEmitter } from './emit-object.ts';
import type { ObjectOrder, ObjectResult } from './protocol.ts';
import { warmUp } from './warm-up.ts';
import type {
  Timed,
  WorkerAnswer,
  WorkerResult,
  WorkerSetup,
  WorkerTask,
} from './worker-protocol.ts';
import { encodeFrame, FrameReader, systemUs, workerSocket } from './worker-protocol.ts';

const setup = JSON.parse(process.argv[2] ?? '') as WorkerSetup;
const objects = openObjects(setup.cacheFolder);
let emitter: ObjectEmitter | undefined;
let isWarm = false;

const socket = new Socket({ fd: workerSocket });
const reader = new FrameReader<WorkerTask>();
socket.on('data', (chunk: Uint8Array) => {
  for (const task of reader.push(chunk)) socket.write(encodeFrame(answer(task)));
});
// Also when the parent was killed: then nobody wants an answer.
socket.on('error', () => process.exit(0));
socket.on('close', () => process.exit(0));
// Tasks that are here already come first, and leave nothing to warm.
setImmediate(prepare);

/** Pays for what the first task would pay for, while the parent's front end has no task yet. */
function prepare(): void {
  if (isWarm) return;
  isWarm = true;
  try {
    warmUp(openEmitter());
  } catch {
    // What fails here fails again in the task that needs it, which reports it.
  }
}

function openEmitter(): ObjectEmitter {
  emitter ??= createEmitter(setup.libLlvm);
  return emitter;
}

function answer(task: WorkerTask): WorkerAnswer {
  const startedUs = systemUs();
  const outcome = attempt(task);
  return { outcome, rssBytes: process.memoryUsage.rss(), startedUs, endedUs: systemUs() };
}

function attempt(task: WorkerTask): WorkerAnswer['outcome'] {
  try {
    return carryOut(task);
  } catch (error) {
    if (error instanceof CacheUnwritableError)
      return { kind: 'unwritable', message: error.message };
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { kind: 'failure', message };
  }
}

function carryOut(task: WorkerTask): WorkerResult {
  if (task.kind === 'warmUp') {
    prepare();
    return { kind: 'warmUp' };
  }
  isWarm = true;
  switch (task.kind) {
    case 'fragments':
      return {
        kind: 'fragments',
        fragments: task.orders.map((order) => timed(() => buildFragment(order))),
      };
    case 'object':
      return { kind: 'object', object: timed(() => makeObject(task.order)) };
    default:
      return assertNever(task);
  }
}

function makeObject(order: ObjectOrder): ObjectResult {
  const emission = openEmitter().emit(order);
  if (emission.kind === 'failure') {
    const { stage, message } = emission.failure;
    throw new InternalError(`LLVM could not ${stage} the module ${order.module}: ${message}`);
  }
  const { fingerprint, sizeBytes } = objects.put(emission.bytes);
  return { fingerprint, sizeBytes };
}

function timed<T>(work: () => T): Timed<T> {
  const start = performance.now();
  const result = work();
  return { result, microseconds: Math.round((performance.now() - start) * 1000) };
}
