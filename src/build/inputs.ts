/** Brings the engine's inputs up to date with the project's files, in one transaction with what the cache knows of them. */
import type { ModuleId } from '../base/ids.ts';
import { packagesInput, setModule, setModules } from '../compiler/queries/inputs.ts';
import { entryModuleInput, shardModulesInput } from '../compiler/queries/program.ts';
import { allShards, shardOf } from '../compiler/shard.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { Host } from '../host/host.ts';
import type { Engine } from '../query/engine-api.ts';
import { splitDeclarations } from '../syntax/split.ts';
import type { Project } from './project.ts';
import type { KnownFile } from './scan.ts';
import { scanSources } from './scan.ts';

/** The part of the cache that remembers files. */
export interface FileMemory {
  files(): readonly KnownFile[];
  putFiles(files: readonly KnownFile[]): void;
  removeFiles(paths: readonly string[]): void;
  /** Runs `work` so that all that it writes is written, or nothing. */
  transaction(work: () => void): void;
}

export interface SyncSummary {
  /** Modules whose text changed, appeared or vanished. */
  readonly changedModules: readonly ModuleId[];
  readonly fileCount: number;
  /** About files, not about declarations: found anew by every scan. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface SyncContext {
  readonly host: Host;
  readonly memory: FileMemory;
  readonly engine: Engine;
}

export function syncInputs({ host, memory, engine }: SyncContext, project: Project): SyncSummary {
  const known = new Map(memory.files().map((file) => [file.path, file]));
  const { changed, touched, removed, diagnostics } = scanSources(host, project, known);

  memory.transaction(() => {
    for (const { module } of removed) setModule(engine, module, undefined);
    for (const { file, text } of changed) {
      setModule(engine, file.module, splitDeclarations(file.module, file.path, text));
    }
    memory.removeFiles(removed.map((file) => file.path));
    memory.putFiles([...changed.map((each) => each.file), ...touched]);

    for (const { path } of removed) known.delete(path);
    for (const { file } of changed) known.set(file.path, file);
    if (known.size === 0 || removed.length > 0 || changed.length > 0) {
      setModuleLists(engine, [...known.values()]);
    }
    setProject(engine, project);
    engine.flush();
  });
  return {
    changedModules: [...removed, ...changed.map((each) => each.file)].map((file) => file.module),
    fileCount: known.size,
    diagnostics,
  };
}

function setProject(engine: Engine, project: Project): void {
  engine.set(entryModuleInput, '', project.entry);
  engine.set(
    packagesInput,
    '',
    project.packages.map(({ name, prefix, dependencies }) => ({ name, prefix, dependencies })),
  );
}

function setModuleLists(engine: Engine, files: readonly KnownFile[]): void {
  const modules = files.map((file) => file.module).sort();
  setModules(engine, modules);
  const byShard = new Map(allShards.map((shard): [typeof shard, ModuleId[]] => [shard, []]));
  for (const module of modules) byShard.get(shardOf(module))?.push(module);
  for (const [shard, members] of byShard) {
    engine.set(shardModulesInput, shard, members.length === 0 ? undefined : members);
  }
}
