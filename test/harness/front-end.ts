/** Checks programs in memory: the whole front end over an engine without a disk. */

import type { ModuleId } from '../../src/base/ids.ts';
import { moduleId } from '../../src/base/ids.ts';
import { allQueries } from '../../src/compiler/catalogue.ts';
import { positionsInput, setModule, setModules } from '../../src/compiler/queries/inputs.ts';
import { entryModuleInput, programDiagnosticsQuery } from '../../src/compiler/queries/program.ts';
import { shardModulesInput } from '../../src/compiler/queries/standard.ts';
import { shardOf } from '../../src/compiler/shard.ts';
import type { LocatedDiagnostic } from '../../src/diagnostic/located.ts';
import { compareLocated, locateDiagnostic } from '../../src/diagnostic/located.ts';
import { createEngine } from '../../src/query/engine.ts';
import type { Engine } from '../../src/query/engine-api.ts';
import { createMemoryStore } from '../../src/query/memory-store.ts';
import { locate } from '../../src/syntax/positions.ts';
import { splitDeclarations } from '../../src/syntax/split.ts';
import type { FixtureFile } from './fixture-file.ts';

export interface CheckedProgram {
  readonly engine: Engine;
  readonly diagnostics: readonly LocatedDiagnostic[];
}

export function checkProgram(files: readonly FixtureFile[]): CheckedProgram {
  const engine = createEngine({
    store: createMemoryStore(),
    queries: allQueries,
    now: () => performance.now() * 1000,
  });
  const modules: ModuleId[] = [];
  for (const { path, text } of files) {
    if (!path.endsWith('.bolt')) continue;
    const module = moduleId(
      path
        .replace(/^\/(src\/)?/, '')
        .slice(0, -'.bolt'.length)
        .replaceAll('/', '.'),
    );
    modules.push(module);
    setModule(engine, module, splitDeclarations(module, path, text));
  }
  setModules(engine, modules);
  engine.set(entryModuleInput, '', moduleId('main'));
  for (const module of modules) {
    const shard = shardOf(module);
    const members = modules.filter((other) => shardOf(other) === shard).sort();
    engine.set(shardModulesInput, shard, members);
  }
  const diagnostics = engine.get(programDiagnosticsQuery, '').map((diagnostic) =>
    locateDiagnostic(diagnostic, (span) => {
      if (span.kind === 'file') throw new Error('A manifest has no part in this');
      const positions = engine.get(positionsInput, span.decl);
      if (positions === null) throw new Error(`No positions of ${span.decl}`);
      return locate(positions, span);
    }),
  );
  return { engine, diagnostics: [...diagnostics].sort(compareLocated) };
}
