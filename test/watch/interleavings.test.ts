/**
 * Whatever the order in which files are written, the watching thread sees it, tells it, requests take their
 * time, are cancelled and fail: in the end the workspace has seen what is on the disk.
 */
import test from 'ava';
import fc from 'fast-check';
import type { WorkRequest, Workspace } from '../../src/build/workspace-api.ts';
import { createMemoryHost } from '../../src/host/memory-host.ts';
import type { FileChange, Watcher, WatcherOptions } from '../../src/host/watcher.ts';
import { startWatchLoop } from '../../src/watch/watch-loop.ts';
import type { FakeClock } from './fake-world.ts';
import { createFakeClock, drain, emptyReport } from './fake-world.ts';

const files = ['/p/src/a.bolt', '/p/src/b.bolt', '/p/src/c.bolt'];

interface Edit {
  readonly waitMs: number;
  readonly file: number;
  readonly how: 'write' | 'truncate' | 'remove';
  /** Until the thread sees it, and from then until it is told. */
  readonly seenAfterMs: number;
  readonly toldAfterMs: number;
  readonly isMissed: boolean;
}

interface Schedule {
  readonly edits: readonly Edit[];
  /** Milliseconds of each step of a request; used in turn. */
  readonly paces: readonly number[];
  /** The requests, by number, that fail, and the edits at which the watcher does. */
  readonly failures: ReadonlySet<number>;
  readonly blindAt: ReadonlySet<number>;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  waitMs: fc.oneof(
    fc.constant(0),
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 120 }),
  ),
  file: fc.nat(files.length - 1),
  how: fc.constantFrom('write', 'write', 'truncate', 'remove'),
  seenAfterMs: fc.integer({ min: 0, max: 6 }),
  toldAfterMs: fc.integer({ min: 0, max: 6 }),
  isMissed: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
});

const schedule: fc.Arbitrary<Schedule> = fc.record({
  edits: fc.array(edit, { minLength: 1, maxLength: 25 }),
  paces: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 8 }),
  failures: fc.array(fc.nat(12), { maxLength: 3 }).map((each) => new Set(each)),
  blindAt: fc.array(fc.nat(24), { maxLength: 1 }).map((each) => new Set(each)),
});

test('no edit is lost, whatever the interleaving', async (t) => {
  t.timeout(300_000);
  const tried = await fc.check(
    fc.asyncProperty(schedule, async (plan) => {
      const { seen, onDisk } = await carryOut(plan);
      return JSON.stringify(seen) === JSON.stringify(onDisk);
    }),
    { numRuns: 300, seed: 7 },
  );
  t.false(tried.failed, fc.defaultReportMessage(tried));
});

async function carryOut(plan: Schedule): Promise<{ seen: unknown; onDisk: unknown }> {
  const host = createMemoryHost(Object.fromEntries(files.map((file) => [file, 'first'])));
  const clock = createFakeClock();
  const view = new Map<string, string | undefined>();
  const read = (file: string): string | undefined => {
    const bytes = host.read(file);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  };
  const onDisk = (): unknown => files.map((file) => read(file) ?? null);
  const eyes: Eye[] = [];
  let hasFailed = false;
  const loop = startWatchLoop({
    host,
    clock,
    goal: { kind: 'check', stage: 'type' },
    program: { isReplaced: () => false },
    workspace: slowWorkspace(plan, clock, read, view),
    watch: (options) => openEye(options, eyes),
    onEvent: ({ kind }) => {
      if (kind === 'failed' || kind === 'finished') hasFailed = kind === 'failed';
    },
  });
  await drain();
  for (const [index, { waitMs, file, how, ...delays }] of plan.edits.entries()) {
    await pass(clock, waitMs, 1);
    const path = files[file] ?? '';
    host.put(path, { write: `edit ${index}`, truncate: '', remove: undefined }[how]);
    const eye = eyes.at(-1);
    if (plan.blindAt.has(index)) eye?.fail();
    else eye?.notice(clock, path, delays);
    // What happens while one watcher takes over from another is seen by both.
    for (const other of eyes.slice(0, -1)) other.notice(clock, path, delays);
  }
  await pass(clock, 4000, 4);
  // A request that failed was told, and is made again when the user does something about it.
  for (let attempt = 0; hasFailed && attempt <= plan.failures.size; attempt += 1) {
    loop.rebuild();
    await pass(clock, 1000, 4);
  }
  const seen = files.map((file) => view.get(file) ?? null);
  await loop.close();
  return { seen, onDisk: onDisk() };
}

async function pass(clock: FakeClock, milliseconds: number, step: number): Promise<void> {
  for (let at = 0; at < milliseconds; at += step) {
    clock.advance(step);
    await drain();
  }
}

interface Eye {
  notice(
    clock: FakeClock,
    path: string,
    delays: Pick<Edit, 'seenAfterMs' | 'toldAfterMs' | 'isMissed'>,
  ): void;
  fail(): void;
}

function openEye(options: WatcherOptions, eyes: Eye[]): Watcher {
  let generation = 0;
  let isClosed = false;
  let waiting: FileChange[] = [];
  eyes.push({
    notice(clock, path, { seenAfterMs, toldAfterMs, isMissed }) {
      clock.after(seenAfterMs, () => {
        generation += 1;
        waiting.push(isMissed ? { kind: 'everything' } : { kind: 'paths', paths: new Set([path]) });
        clock.after(toldAfterMs, () => {
          if (isClosed) return;
          const told = waiting;
          waiting = [];
          for (const change of told) options.onChange(change, { generation, ageMs: toldAfterMs });
        });
      });
    },
    fail() {
      if (isClosed) return;
      isClosed = true;
      options.onTrouble({ kind: 'failed', reason: 'blind' });
    },
  });
  return {
    generation: () => generation,
    ready: Promise.resolve(),
    close() {
      isClosed = true;
      return Promise.resolve();
    },
  };
}

/** Reads a file a step, at its own pace; what a request that is cancelled or fails has read is forgotten. */
function slowWorkspace(
  { paces, failures }: Schedule,
  clock: FakeClock,
  read: (file: string) => string | undefined,
  view: Map<string, string | undefined>,
): Workspace {
  let steps = 0;
  let requests = 0;
  const pace = (): Promise<void> => {
    steps += 1;
    const waitMs = paces[steps % paces.length] ?? 0;
    return new Promise((resolve) => void clock.after(waitMs, resolve));
  };
  const perform = async (request: WorkRequest): ReturnType<Workspace['perform']> => {
    const number = requests;
    requests += 1;
    const found = new Map<string, string | undefined>();
    for (const file of request.changed ?? files) {
      if (request.isCancelled?.()) return { ...emptyReport(request), outcome: 'cancelled' };
      found.set(file, read(file));
      await pace();
    }
    if (request.isCancelled?.()) return { ...emptyReport(request), outcome: 'cancelled' };
    // The first one has to come to an end: a loop without a project has nothing to watch.
    if (number > 0 && failures.has(number)) throw new Error('No space left on device');
    for (const [file, text] of found) view.set(file, text);
    return emptyReport(request);
  };
  return {
    perform,
    roots: () => ({ root: '/p', sourceFolders: ['/p/src'], files: [], cache: '/p/.bolt' }),
    use: () => Promise.reject(new Error('Not used')),
    settle: () => undefined,
    rest: () => undefined,
    close: () => Promise.resolve(),
  };
}
