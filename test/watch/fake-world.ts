/**
 * A world for the watch loop in which nothing happens by itself: time, files, watcher and workspace are moved
 * by the test. Every step of waiting code is carried out before the test goes on.
 */
import type { BuildReport } from '../../src/build/report.ts';
import type { WorkRequest, Workspace, WorkspaceRoots } from '../../src/build/workspace-api.ts';
import { createMemoryHost } from '../../src/host/memory-host.ts';
import type { TimerClock } from '../../src/host/timer-clock.ts';
import type { FileChange, Watcher, WatcherOptions, WatchTrouble } from '../../src/host/watcher.ts';
import type { WatchEvent, WatchLoop } from '../../src/watch/watch-events.ts';
import { startWatchLoop } from '../../src/watch/watch-loop.ts';

export const root = '/p';

export interface FakeRequest {
  readonly changed: readonly string[] | undefined;
  isCancelled(): boolean;
  checked(): void;
  finish(report?: Partial<BuildReport>): Promise<void>;
  fail(error: Error): Promise<void>;
}

export interface FakeWatcher {
  readonly options: WatcherOptions;
  isClosed: boolean;
  /** The thread has seen something, and has not told it yet. */
  see(): void;
  /** What was seen is told. */
  tell(change: FileChange | string): Promise<void>;
  trouble(trouble: WatchTrouble): Promise<void>;
}

export interface FakeWorld {
  readonly host: ReturnType<typeof createMemoryHost>;
  readonly loop: WatchLoop;
  readonly events: readonly WatchEvent[];
  readonly requests: readonly FakeRequest[];
  readonly watchers: readonly FakeWatcher[];
  readonly settled: { count: number };
  roots: WorkspaceRoots;
  /** Whether another build of boltd was installed meanwhile. */
  isReplaced: boolean;
  /** Lets time pass. */
  pass(milliseconds: number): Promise<void>;
  /** The request under way. */
  request(): FakeRequest;
  watcher(): FakeWatcher;
  /** Kinds of the events since the last call. */
  told(): readonly string[];
}

/** A loop over two files whose first request is done. */
export async function idleWorld(): Promise<FakeWorld> {
  const world = await startedWorld();
  await world.request().finish();
  await world.pass(1000);
  world.told();
  return world;
}

/** A loop whose first request is under way. */
export async function startedWorld(): Promise<FakeWorld> {
  const host = createMemoryHost({ '/p/src/a.bolt': 'a', '/p/src/b.bolt': 'b' });
  const clock = createFakeClock();
  const events: WatchEvent[] = [];
  const requests: FakeRequest[] = [];
  const watchers: FakeWatcher[] = [];
  const settled = { count: 0 };
  let isBusy = false;
  let heard = 0;
  const workspace: Workspace = {
    roots: () => world.roots,
    perform(request) {
      if (isBusy) throw new Error('Two requests at once');
      isBusy = true;
      return new Promise((resolve, reject) => {
        requests.push({
          changed: request.changed === undefined ? undefined : [...request.changed].sort(),
          isCancelled: () => request.isCancelled?.() ?? false,
          checked: () => request.observer?.onChecked?.([]),
          finish(report = {}) {
            isBusy = false;
            resolve({ ...emptyReport(request), ...report });
            return drain();
          },
          fail(error) {
            isBusy = false;
            reject(error);
            return drain();
          },
        });
      });
    },
    use: () => Promise.reject(new Error('Not used')),
    rest: () => undefined,
    settle() {
      settled.count += 1;
    },
    close: () => Promise.resolve(),
  };
  const watch = (options: WatcherOptions): Watcher => {
    let generation = 0;
    let isClosed = false;
    watchers.push({
      options,
      get isClosed() {
        return isClosed;
      },
      see() {
        generation += 1;
      },
      tell(change) {
        const told: FileChange =
          typeof change === 'string' ? { kind: 'paths', paths: new Set([change]) } : change;
        generation += 1;
        options.onChange(told, { generation, ageMs: 0 });
        return drain();
      },
      trouble(trouble) {
        options.onTrouble(trouble);
        return drain();
      },
    });
    return {
      generation: () => generation,
      ready: Promise.resolve(),
      close: () => {
        isClosed = true;
        return Promise.resolve();
      },
    };
  };
  const world: FakeWorld = {
    host,
    events,
    requests,
    watchers,
    settled,
    isReplaced: false,
    roots: { root, sourceFolders: ['/p/src'], files: ['/p/bolt.toml'], cache: '/p/.bolt' },
    loop: startWatchLoop({
      workspace,
      host,
      watch,
      clock,
      goal: { kind: 'check', stage: 'type' },
      program: { isReplaced: () => world.isReplaced },
      onEvent: (event) => void events.push(event),
    }),
    async pass(milliseconds) {
      for (let step = 0; step < milliseconds; step += 1) {
        clock.advance(1);
        await drain();
      }
    },
    request: () => last(requests),
    watcher: () => last(watchers),
    told() {
      const news = events.slice(heard);
      heard = events.length;
      return news.map(({ kind }) => kind);
    },
  };
  await drain();
  return world;
}

export interface FakeClock extends TimerClock {
  advance(milliseconds: number): void;
}

export function createFakeClock(): FakeClock {
  let nowMs = 0;
  const timers = new Set<{ readonly atMs: number; readonly action: () => void }>();
  return {
    nowMs: () => nowMs,
    after(waitMs, action) {
      const timer = { atMs: nowMs + waitMs, action };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(milliseconds) {
      nowMs += milliseconds;
      for (const timer of [...timers].filter(({ atMs }) => atMs <= nowMs)) {
        timers.delete(timer);
        timer.action();
      }
    },
  };
}

/** Lets everything run that waits for nothing but its turn. */
export function drain(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export function emptyReport({ goal }: WorkRequest): BuildReport {
  return {
    goal,
    outcome: 'succeeded',
    written: [],
    diagnostics: [],
    root,
    cache: '/project/.bolt',
    changedModules: [],
    milliseconds: 0,
    phases: {},
    statistics: {},
  };
}

function last<T>(items: readonly T[]): T {
  const item = items.at(-1);
  if (item === undefined) throw new Error('There is none yet');
  return item;
}
