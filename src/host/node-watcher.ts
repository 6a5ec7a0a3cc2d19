/** Watches real files, in a thread of its own. */
import { Worker } from 'node:worker_threads';
import { assertNever } from '../base/invariant.ts';
import type { WatchAssignment, WatchLimits, WatchMessage } from './node-watcher-protocol.ts';
import { sharedNowMs } from './node-watcher-protocol.ts';
import type { Watcher, WatcherOptions } from './watcher.ts';

export interface WatchingThread {
  /** Module that the thread runs: node-watcher-main, compiled or bundled. */
  readonly entry: string;
  readonly limits?: Partial<WatchLimits>;
}

export function watchFiles(options: WatcherOptions, thread: WatchingThread): Watcher {
  const { root, folders, files, ignored } = options;
  const counter = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const generation = new Int32Array(counter);
  const assignment: WatchAssignment = {
    root,
    folders,
    files,
    ignored,
    counter,
    limits: { folders: Infinity, eventsAtOnce: Infinity, ...thread.limits },
  };
  // An empty environment: chokidar has switches in it.
  const worker = new Worker(thread.entry, { workerData: assignment, env: {}, name: 'watcher' });
  let isClosed = false;
  let tellReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    tellReady = resolve;
  });

  const fail = (reason: string): void => {
    if (isClosed) return;
    isClosed = true;
    tellReady();
    options.onTrouble({ kind: 'failed', reason });
  };
  const onMessage = (message: WatchMessage): void => {
    switch (message.kind) {
      case 'ready':
        tellReady();
        break;
      case 'paths':
      case 'everything': {
        const { generation, seenAtMs } = message;
        const change =
          message.kind === 'paths'
            ? { kind: message.kind, paths: new Set(message.paths) }
            : { kind: message.kind };
        options.onChange(change, { generation, ageMs: Math.max(0, sharedNowMs() - seenAtMs) });
        break;
      }
      case 'trouble':
        // After all but one of them the thread has nothing left to do, and ends.
        if (message.trouble.kind !== 'polling') isClosed = true;
        options.onTrouble(message.trouble);
        break;
      default:
        assertNever(message);
    }
  };
  worker.on('message', (message: WatchMessage) => {
    if (!isClosed) onMessage(message);
  });
  worker.on('error', (error) => fail(error.message));
  worker.on('exit', () => fail('The watching thread ended'));
  return {
    generation: () => Atomics.load(generation, 0),
    ready,
    async close() {
      isClosed = true;
      tellReady();
      await worker.terminate();
    },
  };
}
