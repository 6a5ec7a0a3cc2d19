/** Brings the engine's inputs up to date with the project's files, in one transaction with what the cache knows of them. */
import type { ModuleId } from '../base/ids.ts';
import { packagesInput, setModule, setModules } from '../compiler/queries/inputs.ts';
import { entryModuleInput } from '../compiler/queries/program.ts';
import { shardModulesInput } from '../compiler/queries/standard.ts';
import { linkedLibrariesInput } from '../compiler/queries/toolchain.ts';
import { isStandard, projectShards, shardOf } from '../compiler/shard.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { Host } from '../host/host.ts';
import type { Engine } from '../query/engine-api.ts';
import { splitDeclarations } from '../syntax/split.ts';
import type { Project } from './project.ts';
import type { KnownFile } from './scan.ts';
import { scanPaths, scanSources } from './scan.ts';

/** The part of the cache that remembers files. */
export interface FileMemory {
  /** By path. */
  files(): ReadonlyMap<string, KnownFile>;
  putFiles(files: readonly KnownFile[]): void;
  removeFiles(paths: readonly string[]): void;
  /**
   * What the last look at all files found wrong with them, this session; undefined before it. Files that
   * cannot be modules are not known, so that a change of one makes everything be looked at.
   */
  diagnostics: readonly Diagnostic[] | undefined;
  /** Runs `work` so that all that it writes is written, or nothing. */
  transaction(work: () => void): void;
}

export interface SyncSummary {
  /** Modules whose text changed, appeared or vanished. */
  readonly changedModules: readonly ModuleId[];
  readonly fileCount: number;
  /** About files, not about declarations. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface SyncContext {
  readonly host: Host;
  readonly memory: FileMemory;
  readonly engine: Engine;
}

/** Looks at `paths` only, where that is enough, and at all files without it. */
export function syncInputs(
  { host, memory, engine }: SyncContext,
  project: Project,
  paths?: ReadonlySet<string>,
): SyncSummary {
  const known = memory.files();
  const { diagnostics: before } = memory;
  const some =
    paths === undefined || before === undefined
      ? undefined
      : scanPaths(host, project, known, paths);
  const { changed, touched, removed, diagnostics } =
    some === undefined || before === undefined
      ? scanSources(host, project, known)
      : { ...some, diagnostics: before };
  memory.diagnostics = diagnostics;
  const added = changed.some(({ file }) => known.get(file.path)?.module !== file.module);

  memory.transaction(() => {
    for (const { module } of removed) setModule(engine, module, undefined);
    for (const { file, text } of changed) {
      setModule(engine, file.module, splitDeclarations(file.module, file.path, text));
    }
    memory.removeFiles(removed.map((file) => file.path));
    memory.putFiles([...changed.map((each) => each.file), ...touched]);

    const files = [...memory.files().values()];
    if (files.length === 0 || removed.length > 0 || added) setModuleLists(engine, files);
    setProject(engine, project);
    engine.flush();
  });
  return {
    changedModules: [...removed, ...changed.map((each) => each.file)].map((file) => file.module),
    fileCount: memory.files().size,
    diagnostics,
  };
}

function setProject(engine: Engine, project: Project): void {
  engine.set(entryModuleInput, '', project.entry);
  engine.set(
    linkedLibrariesInput,
    '',
    project.libraries.length === 0 ? undefined : project.libraries,
  );
  engine.set(
    packagesInput,
    '',
    project.packages.map(({ name, prefix, dependencies }) => ({ name, prefix, dependencies })),
  );
}

function setModuleLists(engine: Engine, files: readonly KnownFile[]): void {
  const modules = files.map((file) => file.module).sort();
  setModules(engine, modules);
  const byShard = new Map(projectShards.map((shard): [typeof shard, ModuleId[]] => [shard, []]));
  // Those of the standard library are part of the program where something imports them.
  for (const module of modules) if (!isStandard(module)) byShard.get(shardOf(module))?.push(module);
  for (const [shard, members] of byShard) {
    engine.set(shardModulesInput, shard, members.length === 0 ? undefined : members);
  }
}
