/**
 * Keeps a project up to date with its files: waits for changes, makes requests of the workspace, and tells
 * what came of them. One request at a time; a newer change ends it at the next query boundary, and the next
 * request includes what it was for. So whatever the interleaving, the last request looked at every file
 * after its last change.
 */
import path from 'node:path';
import { assertNever } from '../base/invariant.ts';
import type { BuildReport, Goal } from '../build/report.ts';
import type { RequestObserver, Workspace } from '../build/workspace-api.ts';
import { MissingProjectError } from '../build/workspace-api.ts';
import type { Host } from '../host/host.ts';
import type { RunningProgram } from '../host/running-program.ts';
import type { TimerClock } from '../host/timer-clock.ts';
import type { Watcher, WatcherOptions, WatchTrouble } from '../host/watcher.ts';
import type { Changes } from './changes.ts';
import { allChanges, changesOf, dueMs, joinChanges, noChanges, waitAgain } from './changes.ts';
import type { Eye } from './eye.ts';
import { createEye } from './eye.ts';
import { createHollowFiles } from './hollow-files.ts';
import type { WatchEvent, WatchLoop } from './watch-events.ts';

export interface WatchLoopOptions {
  /** Used by nobody else while the loop runs; remains the caller's to close. */
  readonly workspace: Workspace;
  readonly host: Host;
  readonly watch: (options: WatcherOptions) => Watcher;
  readonly clock: TimerClock;
  readonly goal: Goal;
  /** This process's: once another build has taken its place, nothing is built any more. */
  readonly program: RunningProgram;
  /** Watches the requests besides, each with an observer of its own. */
  readonly observe?: () => RequestObserver;
  readonly onEvent: (event: WatchEvent) => void;
  /**
   * Done with the workspace after each request that succeeded, before anything else is: tests, say. What it
   * throws is told. `isCancelled` is true once a file has changed or the loop is to end.
   */
  readonly afterSuccess?: (report: BuildReport, isCancelled: () => boolean) => Promise<void>;
}

export function startWatchLoop(options: WatchLoopOptions): WatchLoop {
  return new ProjectWatch(options);
}

/** How long a file that an editor may be about to write is waited for. */
const graceMs = 40;
/** How long others may be written while it is waited for. */
const maxGraceMs = 200;
/** A file whose time stamp is younger may be written to without getting another one. */
const youngNs = 50_000_000n;
/** When such a file is looked at once more. */
const lookAgainMs = 60;
const settleMs = 100;
/** Signs that follow a save so closely are told only if something comes of them. */
const echoMs = 100;
/** Edits that come without end do not keep the user from seeing a result for longer than this. */
const maxStormMs = 2000;
/** Why the loop ends by itself. */
interface End {
  readonly message: string;
  readonly remedy: string;
}

const moved = 'start boltd watch where the project is now';

const replaced: End = {
  message: 'boltd itself was replaced by another build of it',
  remedy: 'start boltd watch again',
};

type Step =
  | { readonly kind: 'wait'; readonly untilMs: number | undefined }
  | { readonly kind: 'perform'; readonly changes: Changes }
  /** A request that is told of only if something comes of it. */
  | { readonly kind: 'look again'; readonly changes: Changes }
  | { readonly kind: 'settle' }
  | { readonly kind: 'watch again' };

class ProjectWatch implements WatchLoop {
  readonly ended: Promise<void>;
  readonly #options: WatchLoopOptions;
  readonly #hollow: ReturnType<typeof createHollowFiles>;
  readonly #eye: Eye;
  #pending: Changes | undefined;
  #again: { readonly changes: Changes; readonly atMs: number } | undefined;
  /** The last save that was told, and when. */
  #told: { readonly paths: ReadonlySet<string>; readonly atMs: number } | undefined;
  #settleAtMs: number | undefined;
  /** When the first of the requests began that were all cancelled until now. */
  #stormSinceMs: number | undefined;
  /** Of requests that were cancelled: nobody was told of these. */
  #untold = new Set<string>();
  #lastReport: BuildReport | undefined;
  /** A request failed before it had looked at what it was for. */
  #hasDebt = false;
  #isOver = false;
  #wake: () => void = () => undefined;

  constructor(options: WatchLoopOptions) {
    this.#options = options;
    this.#hollow = createHollowFiles(options.host);
    this.#eye = createEye({
      watch: options.watch,
      now: () => this.#now(),
      onChange: (change, seenAtMs) => {
        this.#pending = joinChanges(this.#pending, changesOf(change, seenAtMs));
        this.#wake();
      },
      onTrouble: (trouble) => this.#onTrouble(trouble),
    });
    this.ended = this.#run();
  }

  rebuild(): void {
    this.#pending = joinChanges(this.#pending, allChanges(this.#now()));
    this.#wake();
  }

  close(): Promise<void> {
    this.#isOver = true;
    this.#wake();
    return this.ended;
  }

  async #run(): Promise<void> {
    // A caller gets to know the loop before it hears from it.
    await Promise.resolve();
    await this.#watch();
    if (!this.#isOver) {
      this.#emit({ kind: 'started' });
      this.rebuild();
    }
    while (!this.#isOver) {
      const step = this.#nextStep();
      if (step.kind !== 'wait' && this.#options.program.isReplaced()) this.#end(replaced);
      else await this.#carryOut(step);
    }
    await this.#eye.close();
  }

  #nextStep(): Step {
    const now = this.#now();
    // What has been seen is about to be told.
    if (this.#eye.hasUnseen()) return { kind: 'wait', untilMs: undefined };
    const retryAtMs = this.#eye.retryAtMs();
    if (retryAtMs !== undefined && now >= retryAtMs) return { kind: 'watch again' };
    if (this.#pending !== undefined) {
      const dueAtMs = this.#dueMs(this.#pending);
      if (now < dueAtMs) return this.#waitUntil(dueAtMs);
      const changes = this.#pending;
      this.#pending = undefined;
      return { kind: this.#isEcho(changes) ? 'look again' : 'perform', changes };
    }
    if (this.#again !== undefined) {
      const { changes, atMs } = this.#again;
      if (now < atMs) return this.#waitUntil(atMs);
      this.#again = undefined;
      return { kind: 'look again', changes };
    }
    if (this.#settleAtMs === undefined) return this.#waitUntil(undefined);
    return now < this.#settleAtMs ? this.#waitUntil(this.#settleAtMs) : { kind: 'settle' };
  }

  /** Whether editors may have done no more than to finish what was told: permissions, time stamps. */
  #isEcho({ paths, isEverything, firstMs }: Changes): boolean {
    const told = this.#told;
    if (isEverything || told === undefined || firstMs - told.atMs > echoMs) return false;
    return [...paths].every((each) => told.paths.has(each));
  }

  #waitUntil(atMs: number | undefined): Step {
    const others = [atMs, this.#eye.retryAtMs()].filter((each) => each !== undefined);
    return { kind: 'wait', untilMs: others.length === 0 ? undefined : Math.min(...others) };
  }

  #dueMs(changes: Changes): number {
    const quietMs = dueMs(changes);
    const graceEndMs = Math.min(changes.lastMs, changes.waitingSinceMs + maxGraceMs) + graceMs;
    if (this.#now() < quietMs || this.#now() >= graceEndMs) return quietMs;
    return this.#hollow.hasNew(changes.paths) ? graceEndMs : quietMs;
  }

  async #carryOut(step: Step): Promise<void> {
    switch (step.kind) {
      case 'wait':
        return this.#wait(step.untilMs);
      case 'perform':
        return this.#perform(step.changes);
      case 'look again':
        return this.#lookAgain(step.changes);
      case 'settle':
        return this.#settle();
      case 'watch again':
        return this.#watch();
      default:
        return assertNever(step);
    }
  }

  #wait(untilMs: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const { clock } = this.#options;
      const callOff =
        untilMs === undefined
          ? undefined
          : clock.after(Math.max(0, untilMs - clock.nowMs()), () => this.#wake());
      this.#wake = () => {
        this.#wake = () => undefined;
        callOff?.();
        resolve();
      };
    });
  }

  async #perform(changes: Changes): Promise<void> {
    const paths = this.#shownPaths(changes);
    this.#emit({ kind: 'building', paths });
    const tell = (event: WatchEvent): void => this.#emit(event);
    const report = await this.#request(changes, this.#options.observe?.() ?? {}, tell);
    if (report?.outcome === 'cancelled') {
      this.#stormSinceMs ??= changes.firstMs;
      for (const module of report.changedModules) this.#untold.add(module);
      this.#pending = waitAgain(changes, this.#pending, this.#now());
      this.#emit({ kind: 'cancelled' });
      return;
    }
    if (report !== undefined) {
      this.#finish(report, changes, paths, tell);
      await this.#afterSuccess(report);
    }
    await this.#followRoots();
  }

  async #afterSuccess(report: BuildReport): Promise<void> {
    const { afterSuccess } = this.#options;
    if (afterSuccess === undefined || report.outcome !== 'succeeded') return;
    try {
      const isCancelled = (): boolean =>
        this.#isOver || this.#pending !== undefined || this.#eye.hasUnseen();
      await afterSuccess(report, isCancelled);
    } catch (error) {
      this.#emit({ kind: 'failed', error });
    } finally {
      this.#settleAtMs = this.#now() + settleMs;
    }
  }

  async #lookAgain(changes: Changes): Promise<void> {
    const paths = this.#shownPaths(changes);
    const held: WatchEvent[] = [{ kind: 'building', paths }];
    let isHeld = true;
    const tell = (event: WatchEvent): void => {
      if (isHeld) held.push(event);
      else this.#emit(event);
    };
    const release = (): void => {
      isHeld = false;
      for (const event of held.splice(0)) this.#emit(event);
    };
    const before = this.#lastReport;
    const observer: RequestObserver = {
      onQuery: ({ kind }) => {
        if (isHeld && kind === 'didChangeInput') release();
      },
    };
    const report = await this.#request(changes, observer, tell);
    if (report?.outcome === 'cancelled') {
      for (const module of report.changedModules) this.#untold.add(module);
      this.#lookAgainAt(changes, this.#now());
      if (!isHeld) tell({ kind: 'cancelled' });
      return;
    }
    if (report !== undefined) this.#finish(report, changes, paths, tell);
    const isNews = report === undefined || !isSame(before, report);
    if (isNews) release();
    if (isNews && report !== undefined) await this.#afterSuccess(report);
    await this.#followRoots();
  }

  /** Undefined when the request failed; that is told. */
  async #request(
    changes: Changes,
    own: RequestObserver,
    tell: (event: WatchEvent) => void,
  ): Promise<BuildReport | undefined> {
    const { workspace, goal } = this.#options;
    const startedMs = this.#now();
    const isStorm = this.#stormSinceMs !== undefined && startedMs - this.#stormSinceMs > maxStormMs;
    const everything = changes.isEverything || this.#hasDebt;
    this.#hollow.accept(changes.paths);
    try {
      const report = await workspace.perform({
        goal,
        ...(!everything && { changed: changes.paths }),
        isCancelled: () =>
          this.#isOver || (!isStorm && (this.#pending !== undefined || this.#eye.hasUnseen())),
        observer: {
          ...own,
          onModule: (done, total) => {
            own.onModule?.(done, total);
            tell({ kind: 'progress', done, total });
          },
          onChecked: (diagnostics) => {
            own.onChecked?.(diagnostics);
            tell({ kind: 'checked', diagnostics, milliseconds: this.#since(changes) });
          },
        },
      });
      // What a cancelled request was for is part of the next one.
      this.#hasDebt = report.outcome === 'cancelled' && this.#hasDebt;
      return report;
    } catch (error) {
      this.#hasDebt = true;
      this.#fail(error, tell);
      return undefined;
    } finally {
      this.#settleAtMs = this.#now() + settleMs;
    }
  }

  #fail(error: unknown, tell: (event: WatchEvent) => void): void {
    if (!(error instanceof MissingProjectError)) {
      tell({ kind: 'failed', error });
    } else if (this.#lastReport === undefined) {
      this.#end({ message: error.message, remedy: moved });
    } else if (this.#options.host.isFolder(this.#root())) {
      tell({ kind: 'failed', error });
    }
    // Else the watcher will say that the project is gone, unless it is back in a moment.
  }

  #finish(
    report: BuildReport,
    changes: Changes,
    paths: readonly string[],
    tell: (event: WatchEvent) => void,
  ): void {
    const changedModules = [...new Set([...this.#untold, ...report.changedModules])].sort();
    const told = { ...report, changedModules };
    this.#untold.clear();
    this.#stormSinceMs = undefined;
    this.#lastReport = told;
    tell({ kind: 'finished', paths, report: told, milliseconds: this.#since(changes) });
    this.#told = { paths: changes.paths, atMs: this.#now() };
    const young = this.#youngOf(changes.paths);
    if (young.size > 0) {
      this.#lookAgainAt({ ...noChanges(this.#now()), paths: young }, this.#now() + lookAgainMs);
    }
  }

  #lookAgainAt(changes: Changes, atMs: number): void {
    const joined = joinChanges(this.#again?.changes, changes);
    this.#again = { changes: joined, atMs: Math.max(atMs, this.#again?.atMs ?? 0) };
  }

  /** Files that may have been written to after they were read without its showing. */
  #youngOf(paths: ReadonlySet<string>): Set<string> {
    const { host } = this.#options;
    const now = BigInt(host.nowNs());
    return new Set(
      [...paths].filter((file) => {
        const state = host.state(file);
        return state !== undefined && now - BigInt(state.mtimeNs) < youngNs;
      }),
    );
  }

  #settle(): void {
    this.#settleAtMs = undefined;
    try {
      this.#options.workspace.settle();
    } catch (error) {
      this.#emit({ kind: 'failed', error });
    }
  }

  /** Watches where sources are now; they may have moved with a manifest. */
  async #followRoots(): Promise<void> {
    try {
      const roots = this.#options.workspace.roots();
      if (this.#isOver || JSON.stringify(roots) === JSON.stringify(this.#eye.roots())) return;
    } catch (error) {
      // A manifest that cannot be read, say.
      this.#emit({ kind: 'failed', error });
      return;
    }
    await this.#watch();
    this.#lookAgainAt(allChanges(this.#now()), this.#now());
  }

  async #watch(): Promise<void> {
    const hasMissed = await this.#eye.open(this.#options.workspace.roots());
    if (hasMissed && !this.#isOver) this.rebuild();
  }

  #onTrouble(trouble: WatchTrouble): void {
    if (this.#isOver) return;
    if (trouble.kind === 'gone') {
      const message = `The project is gone: ${trouble.folder} was removed or moved away`;
      this.#end({ message, remedy: moved });
      return;
    }
    this.#emit({ kind: 'trouble', trouble });
    this.#wake();
  }

  #end(why: End): void {
    this.#isOver = true;
    this.#emit({ kind: 'gone', ...why });
    this.#wake();
  }

  #shownPaths({ paths }: Changes): readonly string[] {
    return [...paths].map((file) => path.relative(this.#root(), file)).sort();
  }

  #root(): string {
    return this.#eye.roots()?.root ?? '';
  }

  #since({ firstMs }: Changes): number {
    return this.#now() - firstMs;
  }

  #now(): number {
    return this.#options.clock.nowMs();
  }

  #emit(event: WatchEvent): void {
    this.#options.onEvent(event);
  }
}

/** Whether a second look found what the first had found. */
function isSame(before: BuildReport | undefined, now: BuildReport): boolean {
  return (
    now.changedModules.length === 0 &&
    now.written.length === 0 &&
    now.outcome === before?.outcome &&
    JSON.stringify(now.diagnostics) === JSON.stringify(before.diagnostics)
  );
}
