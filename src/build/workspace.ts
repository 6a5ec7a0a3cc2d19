/**
 * A workspace over the real cache, engine and workers. When the cache gives way under a request, the work
 * starts over: with an empty cache where it was damaged, without one where it can no longer be written.
 */
import path from 'node:path';
import { CacheDamagedError, CacheUnwritableError } from '../../cache/errors.ts';
import type { ModuleId } from '../base/ids.ts';
import { docTextInput } from '../compiler/queries/inputs.ts';
import { profileOf, variantOf } from '../compiler/queries/output.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { LocatedDiagnostic } from '../diagnostic/located.ts';
import { hasErrors } from '../diagnostic/severity.ts';
import type { BuildHistory } from '../query/build-history.ts';
import { CancelledError } from '../query/engine-api.ts';
import type { QueryEvent } from '../query/events.ts';
import { createStatistics } from '../query/statistics.ts';
import { CodeGenerators } from './code-generators.ts';
import type { BuildContext, CheckRequest } from './compile.ts';
import { buildProject, checkProject, positionsOf } from './compile.ts';
import type { Makers } from './driver.ts';
import { createHistoryRecorder } from './history.ts';
import { locateDiagnostics } from './locate.ts';
import { openMakers } from './makers.ts';
import { projectPaths } from './paths.ts';
import { createPhaseClock } from './phases.ts';
import type { Project } from './project.ts';
import { openProject } from './project.ts';
import { keepDifference } from './recheck-failure.ts';
import type { BuildReport, Goal } from './report.ts';
import type { Session, SessionOptions } from './session.ts';
import { openScratchSession, openSession } from './session.ts';
import { withStandardLibrary } from './standard-library.ts';
import type { WorkSpan } from './timeline.ts';
import type {
  RequestObserver,
  WorkParts,
  WorkRequest,
  Workspace,
  WorkspaceOptions,
  WorkspaceRoots,
} from './workspace-api.ts';
import { InvalidProjectError, MissingProjectError } from './workspace-api.ts';
import { manifestsOf, rootsOf } from './workspace-roots.ts';

/** Nothing is opened before the first request. */
export function openWorkspace(options: WorkspaceOptions): Workspace {
  return new ProjectWorkspace(options);
}

/** What is open of a project; all of it belongs to one session. */
interface Hold {
  readonly project: Project;
  readonly session: Session;
  makers: Makers | undefined;
}

/** The request or use under way. */
interface Work {
  readonly observer: RequestObserver;
  readonly isCancelled: () => boolean;
}

class ProjectWorkspace implements Workspace {
  readonly #options: WorkspaceOptions;
  readonly #clock: WorkParts['clock'];
  readonly #statistics = createStatistics();
  readonly #recorder = createHistoryRecorder();
  /** As its manifests said when they were last looked at. */
  #project: Project | undefined;
  #hold: Hold | undefined;
  readonly #generators = new CodeGenerators();
  #work: Work | undefined;
  #changedInputs = 0;

  constructor(options: WorkspaceOptions) {
    this.#options = options;
    this.#clock = createPhaseClock(
      () => options.host.monotonicUs(),
      (...span) => this.#work?.observer.onPhase?.(...span),
    );
  }

  roots(): WorkspaceRoots {
    return rootsOf(this.#options, this.#project);
  }

  perform(request: WorkRequest): Promise<BuildReport> {
    const { observer = {}, isCancelled = never } = request;
    return this.#begin({ observer, isCancelled }, async () => {
      const startedUs = this.#options.host.monotonicUs();
      const project = this.#look(request.changed);
      return 'packages' in project
        ? this.#carryOut(project, (hold) => this.#report(hold, request, startedUs))
        : this.#reject(request.goal, project, startedUs);
    });
  }

  use<T>(work: (parts: WorkParts) => Promise<T>, observer: RequestObserver = {}): Promise<T> {
    return this.#begin({ observer, isCancelled: never }, async () => {
      const project = this.#look(undefined);
      if (!('packages' in project)) throw new InvalidProjectError(this.#options.target, project);
      const startedUs = this.#options.host.monotonicUs();
      return this.#carryOut(project, async (hold) => {
        const { session } = hold;
        const makers = (): Makers => this.#makersOf(hold);
        const answer = await work({ session, clock: this.#clock, makers });
        session.engine.flush();
        this.#remember(session, 'succeeded', this.#facts({ kind: 'query' }, startedUs));
        return answer;
      });
    });
  }

  settle(): void {
    const hold = this.#hold;
    if (hold === undefined) return;
    // What the next edit needs is read again; the rest of a large build would only take memory.
    if (this.#statistics.total().executed > mostKept || hold.session.isOverBound()) this.#letGo();
    else hold.session.rest();
    hold.makers?.warm();
  }

  rest(): void {
    this.#hold?.session.rest();
  }

  async close(): Promise<void> {
    this.#letGo();
    await this.#generators.close();
  }

  #letGo(): void {
    this.#hold?.session.close();
    this.#hold = undefined;
  }

  async #begin<T>(work: Work, run: () => Promise<T>): Promise<T> {
    this.#clock.clear();
    this.#startOver();
    this.#work = work;
    try {
      return await run();
    } finally {
      this.#work = undefined;
    }
  }

  #startOver(): void {
    this.#statistics.clear();
    this.#recorder.clear();
    this.#changedInputs = 0;
  }

  /** The project as its manifests say now, or what is wrong with them. */
  #look(changed: ReadonlySet<string> | undefined): Project | readonly LocatedDiagnostic[] {
    const { host, target } = this.#options;
    const known = this.#project;
    if (known !== undefined && changed !== undefined) {
      if (!manifestsOf(known).some((file) => changed.has(file))) return known;
    }
    const result = openProject(host, target);
    if (result.kind === 'missing') throw new MissingProjectError(result.message);
    if (result.kind === 'invalid') {
      // Whatever changes next may be what was missing.
      this.#project = undefined;
      return locateDiagnostics(result.diagnostics, nowhere);
    }
    this.#project = withStandardLibrary(result.project, this.#options.standardFolder);
    return this.#project;
  }

  /** Runs `work` in a session; anew where the cache gives way. */
  async #carryOut<T>(project: Project, work: (hold: Hold) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const hold = await this.#clock.measureAsync('open', () => this.#holdOn(project));
      try {
        return await work(hold);
      } catch (error) {
        keepDifference(projectPaths(project, this.#options.environment).cache, error);
        const isCacheGone = error instanceof CacheUnwritableError;
        const isHopeless = attempt === maxAttempts || hold.session.isScratch;
        // Of damage the cache has told when it put the database aside.
        if (isHopeless || !(isCacheGone || error instanceof CacheDamagedError)) throw error;
        this.#letGo();
        if (isCacheGone) {
          const session = openScratchSession(this.#sessionOptions(project), error);
          this.#hold = { project, session, makers: undefined };
        }
        this.#startOver();
        this.#work?.observer.onRestart?.();
      }
    }
  }

  /** What was open before, unless the project or the cache is another one now. */
  async #holdOn(project: Project): Promise<Hold> {
    if (this.#hold !== undefined) {
      const isSame = JSON.stringify(this.#hold.project) === JSON.stringify(project);
      if (!isSame || !(await this.#hold.session.resume())) this.#letGo();
    }
    this.#hold ??= {
      project,
      session: await openSession(this.#sessionOptions(project)),
      makers: undefined,
    };
    return this.#hold;
  }

  #sessionOptions(project: Project): SessionOptions {
    const { host, environment, compiler, onNotice, verify, seedFolder } = this.#options;
    return {
      host,
      project,
      paths: projectPaths(project, environment),
      compiler,
      onNotice,
      onEvent: (event) => this.#onQuery(event),
      isCancelled: () => this.#work?.isCancelled() ?? false,
      aroundFlush: (flush) => {
        const around = this.#work?.observer.aroundFlush;
        if (around === undefined) flush();
        else around(flush);
      },
      ...(verify !== undefined && { verify }),
      ...(seedFolder !== undefined && { seed: seedFolder }),
    };
  }

  #onQuery(event: QueryEvent): void {
    this.#statistics.listener(event);
    // Doc comments make no code.
    const isCode = event.kind === 'didChangeInput' && event.node.query !== docTextInput.name;
    if (isCode) this.#changedInputs += 1;
    const session = this.#hold?.session;
    if (session === undefined) return;
    this.#recorder.onQuery(event, session.cache);
    this.#work?.observer.onQuery?.(event, session);
  }

  #makersOf(hold: Hold): Makers {
    const { session } = hold;
    const cacheFolder = session.paths.cache;
    const { workerEntry, runtimeFolder, workers, workerGrowthBytes: growthBytes } = this.#options;
    const onWork = (span: WorkSpan): void => this.#work?.observer.onWork?.(span);
    const settings = { workerEntry, cacheFolder, workers, growthBytes, onWork };
    hold.makers ??= openMakers({
      runtimeFolder,
      cacheFolder,
      objects: session.objects,
      engine: session.engine,
      clock: this.#clock,
      onWork,
      pool: (toolchain) => this.#generators.pool(settings, toolchain),
      onFragment: (fragment) => this.#work?.observer.onFragment?.(fragment),
      onOrder: (order) => this.#work?.observer.onOrder?.(order),
    });
    return hold.makers;
  }

  async #report(hold: Hold, request: WorkRequest, startedUs: number): Promise<BuildReport> {
    const { session } = hold;
    const { goal, changed } = request;
    const pursued = await this.#pursueUnlessCancelled(hold, goal, changed);
    const facts = this.#facts(goal, startedUs);
    const report: BuildReport = {
      ...facts,
      ...pursued,
      history: this.#remember(session, pursued.outcome, facts),
      ...(session.isScratch && { temporaryFolder: path.dirname(session.paths.output) }),
    };
    request.observer?.onDone?.(report, session);
    return report;
  }

  async #pursueUnlessCancelled(
    hold: Hold,
    goal: Goal,
    changed: ReadonlySet<string> | undefined,
  ): Promise<Pursued> {
    // The inputs are set by then, and no later request will find these changed.
    let changedModules: readonly ModuleId[] = [];
    const onSynced = (modules: readonly ModuleId[]): void => {
      changedModules = modules;
    };
    const scope = { ...(changed !== undefined && { paths: changed }), onSynced };
    try {
      return await this.#pursue(hold, goal, scope);
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
      hold.session.engine.flush();
      return { outcome: 'cancelled', diagnostics: [], changedModules, written: [] };
    }
  }

  async #pursue(
    hold: Hold,
    goal: Goal,
    scope: Pick<CheckRequest, 'paths' | 'onSynced'>,
  ): Promise<Pursued> {
    const { session } = hold;
    const { onChecked, onModule } = this.#work?.observer ?? {};
    const locate = (diagnostics: readonly Diagnostic[]): readonly LocatedDiagnostic[] =>
      locateDiagnostics(diagnostics, (decl) => positionsOf(session, decl));
    if (goal.kind === 'check') {
      const { kind: _, ...wanted } = goal;
      const outcome = checkProject(session, this.#clock, { ...wanted, ...scope });
      const diagnostics = locate(outcome.diagnostics);
      onChecked?.(diagnostics);
      const { changedModules } = outcome;
      const isRight = !hasErrors(diagnostics);
      return {
        outcome: isRight ? 'succeeded' : 'rejected',
        diagnostics,
        changedModules,
        written: [],
      };
    }
    const context: BuildContext = {
      session,
      clock: this.#clock,
      makers: this.#makersOf(hold),
      runtimeFolder: this.#options.runtimeFolder,
      hasChangedInputs: () => this.#changedInputs > 0,
      ...(onModule !== undefined && { onModule }),
      ...(onChecked !== undefined && { onChecked: (found) => onChecked(locate(found)) }),
    };
    const { kind: _, ...wanted } = goal;
    const outcome = await buildProject(context, { ...wanted, ...scope });
    const { changedModules } = outcome;
    const diagnostics = locate(outcome.diagnostics);
    if (outcome.kind === 'rejected')
      return { outcome: 'rejected', diagnostics, changedModules, written: [] };
    const { executable, written } = outcome;
    return { outcome: 'succeeded', diagnostics, changedModules, executable, written };
  }

  /** Puts what was done into the history; what did nothing is not worth remembering. */
  #remember(
    { cache, engine }: Session,
    outcome: BuildReport['outcome'],
    { goal, milliseconds, phases, statistics }: Facts,
  ): BuildHistory {
    const history = this.#recorder.take(engine);
    const durationMs = Math.round(milliseconds);
    cache.recordBuild({
      startedAtMs: Number(BigInt(this.#options.host.nowNs()) / 1_000_000n) - durationMs,
      durationMs,
      outcome: outcomeWords[outcome],
      goal: goal.kind,
      ...(goal.kind === 'build' && { profile: profileOf(variantOf(goal.key)) }),
      phases,
      statistics,
      history,
    });
    return history;
  }

  #reject(goal: Goal, diagnostics: readonly LocatedDiagnostic[], startedUs: number): BuildReport {
    return { ...this.#facts(goal, startedUs), outcome: 'rejected', diagnostics };
  }

  #facts<G extends Goal | Question>(goal: G, startedUs: number): Facts<G> {
    const { root, cache } = this.roots();
    return {
      goal,
      root,
      cache,
      diagnostics: [],
      changedModules: [],
      written: [],
      milliseconds: Math.round(this.#options.host.monotonicUs() - startedUs) / 1000,
      phases: this.#clock.totals(),
      statistics: Object.fromEntries(this.#statistics.byQuery()),
    };
  }
}

type Pursued = Pick<
  BuildReport,
  'outcome' | 'diagnostics' | 'changedModules' | 'executable' | 'written'
>;

/** All of a report but what the request came to. */
type Facts<G = Goal | Question> = Omit<BuildReport, 'outcome' | 'goal'> & { readonly goal: G };

/** What `use` is for, as the history calls it. */
interface Question {
  readonly kind: 'query';
}

const outcomeWords = {
  succeeded: 'succeeded',
  rejected: 'failed',
  cancelled: 'cancelled',
} as const satisfies Record<BuildReport['outcome'], string>;

const never = (): boolean => false;

/** Diagnostics of manifests lie in files, not in declarations. */
const nowhere = (): undefined => undefined;

/** Executions after which a session that goes on is opened anew. */
const mostKept = 20_000;

/** A disk that damages one database after the other is not for us to mend. */
const maxAttempts = 4;
