/**
 * Watching without the system's help: chokidar looks at the state of every source and folder again and again.
 * The last resort where inotify's limits are reached; a change is noticed late, and costs what the project
 * costs.
 */
import type { Stats } from 'node:fs';
import path from 'node:path';
import { watch } from 'chokidar';
import {
  describeWay,
  entriesOf,
  isFolder,
  isMissing,
  isSource,
  isWatchable,
} from './node-watcher-paths.ts';
import type { Tree, TreeOptions } from './node-watcher-tree.ts';
import { absenceMs, lookIntervalMs } from './node-watcher-tree.ts';

export type PollingOptions = Pick<
  TreeOptions,
  'root' | 'folders' | 'files' | 'ignored' | 'onPath' | 'onEverything' | 'onGone' | 'onLimit'
> & { readonly intervalMs: number };

/** So that looking takes a small part of one core: 20 µs for each file, of which 500 µs are granted. */
const intervalPerFileMs = 0.5;
const shortestIntervalMs = 100;
const longestIntervalMs = 5000;

export function pollingInterval(folders: readonly string[], ignored: readonly string[]): number {
  let count = 0;
  const queue = [...folders];
  for (let folder = queue.pop(); folder !== undefined; folder = queue.pop()) {
    count += 1;
    for (const entry of entriesOf(folder)) {
      const full = path.join(folder, entry.name);
      if (!isWatchable(full, ignored)) continue;
      if (entry.isDirectory()) queue.push(full);
      else if (isSource(entry.name)) count += 1;
    }
  }
  const suitable = Math.ceil(count * intervalPerFileMs);
  return Math.min(longestIntervalMs, Math.max(shortestIntervalMs, suitable));
}

export function pollTree(options: PollingOptions): Tree {
  const { root, folders, files, ignored, intervalMs } = options;
  const roots = new Set([...folders, ...files]);
  const counts = (entry: string, stats: Stats | undefined): boolean => {
    if (roots.has(entry)) return true;
    const isBelow = folders.some((folder) => entry.startsWith(`${folder}/`));
    if (!isBelow || !isWatchable(entry, ignored)) return false;
    return stats?.isFile() !== true || isSource(entry);
  };
  let way = describeWay(root, folders, files);
  let isClosed = false;
  let absentSinceMs: number | undefined;
  let tellReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    tellReady = resolve;
  });

  const open = (): ReturnType<typeof watch> =>
    watch([...roots], {
      usePolling: true,
      interval: intervalMs,
      binaryInterval: intervalMs,
      ignoreInitial: true,
      atomic: false,
      ignored: (entry, stats) => !counts(entry, stats),
    })
      .on('all', (event, entry) => {
        if (event === 'addDir' || event === 'unlinkDir') options.onEverything();
        // Of a file that was written, the raw event has told before.
        else if (event !== 'change') options.onPath(entry);
      })
      .on('raw', (_type, entry) => {
        if (files.includes(entry) || isSource(entry)) options.onPath(entry);
      })
      .on('error', (error) => {
        if (isClosed || isMissing(error)) return;
        close();
        options.onLimit(error instanceof Error ? error : new Error(String(error)));
      })
      .on('ready', () => {
        // What was written before its state was first looked at.
        options.onEverything();
        tellReady();
      });
  let watcher = open();

  const looking = setInterval(() => {
    if (!isFolder(root)) {
      absentSinceMs ??= performance.now();
      if (performance.now() - absentSinceMs < absenceMs) return;
      close();
      options.onGone();
      return;
    }
    absentSinceMs = undefined;
    const now = describeWay(root, folders, files);
    if (now === way) return;
    way = now;
    void watcher.close();
    watcher = open();
  }, lookIntervalMs);

  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    clearInterval(looking);
    void watcher.close();
  };
  return { ready, close };
}
