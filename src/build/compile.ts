/**
 * Builds and checks, from a project to what happened: the one place where inputs, engine, driver, makers
 * and outputs come together.
 */
import path from 'node:path';
import { translateError } from '../../cache/errors.ts';
import { fingerprintOf } from '../base/fingerprint.ts';
import type { DeclId, ModuleId } from '../base/ids.ts';
import { present } from '../base/invariant.ts';
import { manifestError } from '../compiler/manifest.ts';
import { moduleDiagnosticsQuery, typeMistakes } from '../compiler/queries/diagnostics.ts';
import { outlineInput, positionsInput } from '../compiler/queries/inputs.ts';
import { mainsQuery } from '../compiler/queries/names.ts';
import type { ExecutableKey } from '../compiler/queries/output.ts';
import { isOfTests, variantOf } from '../compiler/queries/output.ts';
import { programDiagnosticsQuery } from '../compiler/queries/program.ts';
import { modulesOfShard } from '../compiler/queries/standard.ts';
import {
  bodySyntaxQuery,
  initializerSyntaxQuery,
  signatureSyntaxQuery,
} from '../compiler/queries/syntax.ts';
import { allShards, projectShards } from '../compiler/shard.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { hasErrors } from '../diagnostic/severity.ts';
import type { DerivedQuery } from '../query/query.ts';
import type { DeclKind, DeclPositions } from '../syntax/outline.ts';
import type { DriverContext, DriverResult, Makers } from './driver.ts';
import { makeExecutable } from './driver.ts';
import type { SyncSummary } from './inputs.ts';
import { syncInputs } from './inputs.ts';
import type { Installation } from './install.ts';
import { installFiles, missingFiles, removeOthers } from './install.ts';
import { libraryName } from './makers.ts';
import type { PhaseClock } from './phases.ts';
import type { RacePolicy } from './race-policy.ts';
import { underRacePolicy } from './race-policy.ts';
import type { Session } from './session.ts';
import { runtimeLibrary } from './toolchain.ts';

export interface BuildRequest {
  /** What to look at for changes, absolute; all files if absent. */
  readonly paths?: ReadonlySet<string>;
  readonly onSynced?: OnSynced;
  readonly key: ExecutableKey;
  /** Where the executable goes; in the project's output folder by default. */
  readonly output?: string;
  /** `reject` by default. */
  readonly races?: RacePolicy;
}

export type BuildOutcome = (
  | {
      readonly kind: 'built';
      /** Absolute. */
      readonly executable: string;
      /** Files written: none when everything was there. */
      readonly written: readonly string[];
    }
  | { readonly kind: 'rejected' }
) & {
  readonly diagnostics: readonly Diagnostic[];
  readonly changedModules: readonly ModuleId[];
};

export interface BuildContext {
  readonly session: Session;
  readonly makers: Makers;
  readonly clock: PhaseClock;
  /** Whether an input of the engine changed in this session. */
  hasChangedInputs(): boolean;
  /** Holds the runtime's libraries. */
  readonly runtimeFolder: string;
  readonly onModule?: DriverContext['onModule'];
  /** Told what checking found, before code is made of a small edit. */
  readonly onChecked?: (diagnostics: readonly Diagnostic[]) => void;
}

/** Told which modules had changed, once inputs are as the files: before anything can be cancelled. */
export type OnSynced = (changedModules: readonly ModuleId[]) => void;

/** Brings the program's executable up to date with the files on disk. */
export async function buildProject(
  context: BuildContext,
  request: BuildRequest,
): Promise<BuildOutcome> {
  const { session, makers, clock } = context;
  const { engine } = session;
  const { changedModules, diagnostics: scanned } = clock.measure('inputs', () =>
    syncProject(session, request.paths),
  );
  request.onSynced?.(changedModules);
  const reject = (diagnostics: readonly Diagnostic[]): BuildOutcome => {
    // A failed build keeps what it learnt.
    clock.measure('save', () => engine.flush());
    return { kind: 'rejected', diagnostics, changedModules };
  };
  const judge = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
    underRacePolicy(request.races ?? 'reject', diagnostics);
  const early = isOfTests(request.key) ? scanned : [...scanned, ...missingMain(session)];
  if (hasErrors(early)) return reject([...early, ...judge(programDiagnostics(session))]);

  makers.require(request.key);

  // Something has to be made, most likely; until it is known what, a worker can get ready.
  if (context.hasChangedInputs()) makers.warm();
  if (context.onChecked !== undefined && changedModules.length <= smallEdit) {
    const found = clock.measure('check and code', () => judge(programDiagnostics(session)));
    context.onChecked([...early, ...found]);
    if (hasErrors(found)) return reject([...early, ...found]);
  }
  const make = (): Promise<DriverResult> =>
    clock.measureAsync('check and code', () =>
      makeExecutable({ ...driverContext(context), judge }, request.key),
    );
  let result = await make();
  if (result.kind === 'rejected') return reject([...early, ...result.diagnostics]);
  if (!areIntact(session, installationsOf(context, request, result))) {
    result = await make();
    if (result.kind === 'rejected') return reject([...early, ...result.diagnostics]);
  }
  const installations = installationsOf(context, request, result);
  const written = clock.measure('save', () => {
    engine.flush();
    try {
      if (request.output === undefined) {
        // A library of a shard that has no modules any more, say. Elsewhere files are the user's.
        removeOthers(session.cache, path.dirname(executablePath(session, request)), installations);
      }
      return installFiles(session.cache, installations);
    } catch (error) {
      // The user's own path is not the cache's affair.
      throw request.output === undefined ? translateError(error) : error;
    }
  });
  const executable = executablePath(session, request);
  const diagnostics = [...early, ...result.diagnostics];
  return { kind: 'built', executable, written, diagnostics, changedModules };
}

/** Modules that are checked before any code is made; of more, checking and code go hand in hand. */
const smallEdit = 32;

function driverContext({ session, makers, onModule }: BuildContext): Omit<DriverContext, 'judge'> {
  const { engine, objects } = session;
  return {
    engine,
    makers,
    hasBlob: ({ fingerprint, sizeBytes }) => objects.sizeOf(fingerprint) === sizeBytes,
    isIntact: ({ fingerprint }) => objects.verify(fingerprint),
    ...(onModule !== undefined && { onModule }),
  };
}

/** Whether everything that has to be put in place holds what its name says; what does not is removed. */
function areIntact({ cache, objects }: Session, installations: readonly Installation[]): boolean {
  const damaged = missingFiles(cache, installations).filter(
    ({ fingerprint, blob }) => blob === objects.pathOf(fingerprint) && !objects.verify(fingerprint),
  );
  return damaged.length === 0;
}

function executablePath({ paths, project }: Session, { key, output }: BuildRequest): string {
  const folder = isOfTests(key) ? `${variantOf(key)}-tests` : variantOf(key);
  return output ?? path.join(paths.output, folder, project.name);
}

/** The executable, and beside it the libraries that it loads. */
function installationsOf(
  { session, runtimeFolder }: BuildContext,
  request: BuildRequest,
  { executable, libraries }: Extract<DriverResult, { kind: 'done' }>,
): readonly Installation[] {
  const { host, objects } = session;
  const target = executablePath(session, request);
  const program = {
    fingerprint: executable.fingerprint,
    blob: objects.pathOf(executable.fingerprint),
    target,
  };
  if (libraries.size === 0) return [program];
  const beside = path.dirname(target);
  const runtime = path.join(runtimeFolder, runtimeLibrary);
  const bytes = present(host.read(runtime), runtime);
  return [
    program,
    { fingerprint: fingerprintOf(bytes), blob: runtime, target: path.join(beside, runtimeLibrary) },
    ...[...libraries].map(([shard, { fingerprint }]) => ({
      fingerprint,
      blob: objects.pathOf(fingerprint),
      target: path.join(beside, libraryName(shard)),
    })),
  ];
}

/** How far a check goes: nothing but syntax, names and types too, or everything. */
export type CheckStage = 'parse' | 'type' | 'race';

export interface CheckRequest {
  readonly stage: CheckStage;
  /** `reject` by default. */
  readonly races?: RacePolicy;
  /** What to look at for changes, absolute; all files if absent. */
  readonly paths?: ReadonlySet<string>;
  readonly onSynced?: OnSynced;
}

export interface CheckOutcome {
  readonly diagnostics: readonly Diagnostic[];
  readonly changedModules: readonly ModuleId[];
}

/** Diagnostics of the program, without making code. */
export function checkProject(
  session: Session,
  clock: PhaseClock,
  { stage, paths, races = 'reject', onSynced }: CheckRequest,
): CheckOutcome {
  const synced = clock.measure('inputs', () => syncProject(session, paths));
  onSynced?.(synced.changedModules);
  const check = checks[stage];
  const found = clock.measure('check and code', () => check(session));
  clock.measure('save', () => session.engine.flush());
  return {
    diagnostics: [...synced.diagnostics, ...underRacePolicy(races, found)],
    changedModules: synced.changedModules,
  };
}

/** Token positions of a declaration, for rendering. */
export function positionsOf(session: Session, decl: DeclId): DeclPositions | undefined {
  return session.engine.get(positionsInput, decl) ?? undefined;
}

/** Brings the engine's inputs up to date with the files on disk. */
export function syncProject(
  { host, files, engine, project }: Session,
  paths?: ReadonlySet<string>,
): SyncSummary {
  return syncInputs({ host, memory: files, engine }, project, paths);
}

function programDiagnostics({ engine }: Session): readonly Diagnostic[] {
  return engine.get(programDiagnosticsQuery, '');
}

/**
 * Syntax mistakes of the program; no name is looked up for them. That leaves the standard library out:
 * which of its modules belong to the program, the names in imports decide.
 */
function syntaxDiagnostics({ engine }: Session): readonly Diagnostic[] {
  return projectShards
    .flatMap((shard) => modulesOfShard(engine, shard))
    .flatMap((module) => engine.get(outlineInput, module))
    .flatMap(({ id, kind }) => syntaxQueries[kind].flatMap((query) => engine.reports(query, id)));
}

/** What is wrong with names and types; nothing is asked that only races depend on. */
function typeDiagnostics({ engine }: Session): readonly Diagnostic[] {
  return allShards
    .flatMap((shard) => modulesOfShard(engine, shard))
    .flatMap((module) => engine.get(outlineInput, module))
    .flatMap(({ id, kind }) => typeMistakes(engine, id, kind));
}

const checks: Readonly<Record<CheckStage, (session: Session) => readonly Diagnostic[]>> = {
  parse: syntaxDiagnostics,
  type: typeDiagnostics,
  race: programDiagnostics,
};

/** The queries that parse a declaration of a kind. */
const syntaxQueries: Record<DeclKind, readonly DerivedQuery<DeclId, unknown>[]> = {
  function: [signatureSyntaxQuery, bodySyntaxQuery],
  main: [signatureSyntaxQuery, bodySyntaxQuery],
  method: [signatureSyntaxQuery, bodySyntaxQuery],
  test: [signatureSyntaxQuery, bodySyntaxQuery],
  constant: [signatureSyntaxQuery, initializerSyntaxQuery],
  global: [signatureSyntaxQuery, initializerSyntaxQuery],
  class: [signatureSyntaxQuery],
  field: [signatureSyntaxQuery],
  struct: [signatureSyntaxQuery],
  implement: [signatureSyntaxQuery],
  type: [signatureSyntaxQuery],
  extern: [signatureSyntaxQuery],
  import: [signatureSyntaxQuery],
  stray: [signatureSyntaxQuery],
};

/** An executable needs one `main`; that there are not two is checked where they are declared. */
function missingMain({ engine, project }: Session): readonly Diagnostic[] {
  if (engine.get(mainsQuery, project.entry).length > 0) return [];
  // A module that cannot be read as declarations may well have meant to have one.
  if (hasErrors(engine.get(moduleDiagnosticsQuery, project.entry))) return [];
  const [own] = project.packages;
  const file = own?.onlyFile ?? path.posix.join(own?.shownRoot ?? '', 'main.bolt');
  return [
    manifestError(
      'E0407',
      file,
      { line: 1, column: 1, length: 1 },
      'The program has no main function',
      ['Add `void main() { … }` to the module where the program starts.'],
    ),
  ];
}
