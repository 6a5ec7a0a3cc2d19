/**
 * The watching thread: what happens to files raises the generation at once and is told in one message for
 * each turn of its loop. It runs in a thread of its own so that it sees changes while the compiler computes.
 */
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { present } from '../base/invariant.ts';
import type { FolderHandlers, FolderWatch } from './node-watcher-folder.ts';
import { openFolder } from './node-watcher-folder.ts';
import { pollingInterval, pollTree } from './node-watcher-polling.ts';
import type { WatchAssignment, WatchMessage } from './node-watcher-protocol.ts';
import { sharedNowMs } from './node-watcher-protocol.ts';
import type { Tree } from './node-watcher-tree.ts';
import { watchTree } from './node-watcher-tree.ts';

const assignment = workerData as WatchAssignment;
const { root, folders, files, ignored, limits } = assignment;
const generation = new Int32Array(assignment.counter);

/** More paths than this are everything. */
const maxPaths = 10_000;

let paths = new Set<string>();
let isEverything = false;
let seenAtMs: number | undefined;

function tellReady(): void {
  tell({ kind: 'ready' });
}

function tell(message: WatchMessage): void {
  present(parentPort ?? undefined, 'the port of the watching thread').postMessage(message);
}

/** Something happened: visible in the generation now, told at the end of this turn of the loop. */
function note(): void {
  Atomics.add(generation, 0, 1);
  if (seenAtMs !== undefined) return;
  seenAtMs = sharedNowMs();
  setImmediate(flush);
}

function flush(): void {
  const about = { generation: Atomics.load(generation, 0), seenAtMs: seenAtMs ?? sharedNowMs() };
  if (isEverything) tell({ kind: 'everything', ...about });
  else tell({ kind: 'paths', paths: [...paths], ...about });
  paths = new Set();
  isEverything = false;
  seenAtMs = undefined;
}

const target = {
  root,
  folders,
  files,
  ignored,
  onPath(path: string): void {
    note();
    paths.add(path);
    if (paths.size > maxPaths) isEverything = true;
  },
  onEverything(): void {
    note();
    isEverything = true;
  },
  onGone(): void {
    tell({ kind: 'trouble', trouble: { kind: 'gone', folder: root } });
    tellReady();
  },
};

let openFolders = 0;

/** As the system would, once more than the permitted number of folders is watched. */
function openLimited(folder: string, handlers: FolderHandlers): FolderWatch {
  const watch = openFolder(folder, handlers);
  openFolders += 1;
  if (openFolders > limits.folders) {
    const error = Object.assign(new Error('System limit for number of file watchers reached'), {
      code: 'ENOSPC',
    });
    setImmediate(() => handlers.onError(error));
  }
  return {
    opened: watch.opened,
    close() {
      openFolders -= 1;
      watch.close();
    },
  };
}

function start(): Tree {
  return watchTree({
    ...target,
    openFolder: openLimited,
    eventsAtOnce: Math.min(limits.eventsAtOnce, queuedEvents() / 2),
    onLimit: (error) => {
      const intervalMs = pollingInterval(folders, ignored);
      tell({
        kind: 'trouble',
        trouble: { kind: 'polling', reason: describeLimit(error), intervalMs },
      });
      const polling = pollTree({
        ...target,
        intervalMs,
        onLimit: (reason) => {
          tell({ kind: 'trouble', trouble: { kind: 'failed', reason: reason.message } });
        },
      });
      void polling.ready.then(tellReady);
    },
  });
}

/** What the system keeps of events that nobody has read. */
function queuedEvents(): number {
  try {
    return Number(readFileSync('/proc/sys/fs/inotify/max_queued_events', 'utf8'));
  } catch {
    // Without a /proc, what Linux has by default.
    return 16_384;
  }
}

function describeLimit(error: Error): string {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC') {
    return 'The system watches no more folders for this user (fs.inotify.max_user_watches)';
  }
  if (code === 'EMFILE') {
    return 'The system gives this user no more watchers (fs.inotify.max_user_instances)';
  }
  return error.message;
}

void start().ready.then(tellReady);
