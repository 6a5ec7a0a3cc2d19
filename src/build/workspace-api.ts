/**
 * A project in the hands of a process, for one request or for many: cache, engine, tools and workers behind
 * one door. `openWorkspace` in workspace.ts makes one.
 *
 * One request at a time. Between requests a workspace that is kept lets other processes have the cache
 * (`settle`), and notices when they used it.
 */
import type { LocatedDiagnostic } from '../diagnostic/located.ts';
import type { Host } from '../host/host.ts';
import type { Fragment, FragmentOrder } from '../llvm/protocol.ts';
import type { QueryEvent } from '../query/events.ts';
import type { Makers } from './driver.ts';
import type { Phase, PhaseClock } from './phases.ts';
import type { BuildReport, Goal } from './report.ts';
import type { Session } from './session.ts';
import type { WorkSpan } from './timeline.ts';

export interface WorkspaceOptions {
  readonly host: Host;
  /** A `.bolt` file, a folder with a manifest, or a folder below one; absolute. */
  readonly target: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Fingerprint of the compiler; caches of another one are replaced. */
  readonly compiler: string;
  /** What code generation workers run. */
  readonly workerEntry: string;
  /** Holds the runtime's libraries. */
  readonly runtimeFolder: string;
  /** Holds the sources of the standard library; without it programs have none. */
  readonly standardFolder?: string;
  /** Holds what a new cache begins with: the library, compiled. */
  readonly seedFolder?: string;
  /** One a core if absent. */
  readonly workers?: number;
  /** Growth of a worker's resident memory after which it is replaced; for a workspace that is kept. */
  readonly workerGrowthBytes?: number;
  /** Part of the reused memos to execute again and compare. */
  readonly verify?: number;
  /** One line for the user. */
  readonly onNotice: (message: string) => void;
}

/** Watches a request being carried out; everything is optional and costs nothing when absent. */
export interface RequestObserver {
  /** Before what the event tells reaches the store. */
  onQuery?(event: QueryEvent, session: Session): void;
  onOrder?(order: FragmentOrder): void;
  onFragment?(fragment: Fragment): void;
  /** As modules get done, for progress lines. */
  onModule?(done: number, total: number): void;
  /** What checking found, as soon as it is known: code may still have to be made. */
  onChecked?(diagnostics: readonly LocatedDiagnostic[]): void;
  /** Told of each stretch of a phase, and of what workers and linkers did. */
  onPhase?(phase: Phase, startUs: number, endUs: number): void;
  onWork?(span: WorkSpan): void;
  /** Has to call `flush`, which writes to the cache. */
  aroundFlush?(flush: () => void): void;
  /** After the request is carried out, while the session can still be asked. */
  onDone?(report: BuildReport, session: Session): void;
  /** The work starts over, because the cache gave way: what was seen until now does not count. */
  onRestart?(): void;
}

export interface WorkRequest {
  readonly goal: Goal;
  /** Absolute paths that may have changed since the last request; without it every file is looked at. */
  readonly changed?: ReadonlySet<string>;
  /** Asked at query boundaries; true ends the request as `cancelled`. */
  readonly isCancelled?: () => boolean;
  readonly observer?: RequestObserver;
}

export interface Workspace {
  /** Absolute folders and files that sources and manifests are in, as of the last request; for watchers. */
  roots(): WorkspaceRoots;
  /**
   * Brings what the goal asks for up to date. A manifest with mistakes is a rejected report.
   * @throws MissingProjectError when there is no project (any more)
   */
  perform(request: WorkRequest): Promise<BuildReport>;
  /**
   * Runs `work` in the session, with inputs as they are in the cache, and keeps what came of it.
   * @throws MissingProjectError
   * @throws InvalidProjectError
   */
  use<T>(work: (parts: WorkParts) => Promise<T>, observer?: RequestObserver): Promise<T>;
  /**
   * To be called when there is nothing to do: seals the cache, lets other processes have it, and gets ready
   * for what comes next.
   */
  settle(): void;
  /** Lets other processes have the cache until the next request, and no more than that. */
  rest(): void;
  close(): Promise<void>;
}

/** What is at hand while a session is used. */
export interface WorkParts {
  readonly session: Session;
  readonly clock: PhaseClock;
  /** Tools and workers, looked for when they are first needed; the workspace's to close. */
  makers(): Makers;
}

export interface WorkspaceRoots {
  /** Of the project: the folder of its manifest, or of the single file. */
  readonly root: string;
  /** Folders with sources; everything below them that is not hidden counts. */
  readonly sourceFolders: readonly string[];
  /** Manifests, and the file of a project that is a single file. */
  readonly files: readonly string[];
  /** The cache's folder, which nobody has to watch. */
  readonly cache: string;
}

/** Neither a manifest nor a `.bolt` file is where one was expected. */
export class MissingProjectError extends Error {
  override readonly name = 'MissingProjectError';
}

/** A manifest has mistakes. */
export class InvalidProjectError extends Error {
  override readonly name = 'InvalidProjectError';
  readonly diagnostics: readonly LocatedDiagnostic[];

  constructor(target: string, diagnostics: readonly LocatedDiagnostic[]) {
    super(`The manifest of ${target} is invalid`);
    this.diagnostics = diagnostics;
  }
}
