/** Checks programs in memory: the whole front end over an engine without a disk. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ModuleId } from '../../src/base/ids.ts';
import { moduleId } from '../../src/base/ids.ts';
import { allQueries } from '../../src/compiler/catalogue.ts';
import {
  packagesInput,
  positionsInput,
  setModule,
  setModules,
} from '../../src/compiler/queries/inputs.ts';
import { entryModuleInput, programDiagnosticsQuery } from '../../src/compiler/queries/program.ts';
import { shardModulesInput } from '../../src/compiler/queries/standard.ts';
import { isStandard, shardOf } from '../../src/compiler/shard.ts';
import type { LocatedDiagnostic } from '../../src/diagnostic/located.ts';
import { compareLocated, locateDiagnostic } from '../../src/diagnostic/located.ts';
import { createEngine } from '../../src/query/engine.ts';
import type { Engine } from '../../src/query/engine-api.ts';
import { createMemoryStore } from '../../src/query/memory-store.ts';
import { locate } from '../../src/syntax/positions.ts';
import { splitDeclarations } from '../../src/syntax/split.ts';
import { repository } from './boltd.ts';
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
  for (const { path: file, text } of files) {
    if (!file.endsWith('.bolt')) continue;
    const module = moduleId(
      file
        .replace(/^\/(src\/)?/, '')
        .slice(0, -'.bolt'.length)
        .replaceAll('/', '.'),
    );
    modules.push(module);
    setModule(engine, module, splitDeclarations(module, file, text));
  }
  if (files.some(({ text }) => text.includes('import std.'))) modules.push(...setLibrary(engine));
  setModules(engine, modules);
  engine.set(entryModuleInput, '', moduleId('main'));
  for (const module of modules) {
    if (isStandard(module)) continue;
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

/** Makes the standard library part of the program. */
function setLibrary(engine: Engine): readonly ModuleId[] {
  const folder = path.join(repository, 'runtime/std');
  engine.set(packagesInput, '', [
    { name: 'main', prefix: '', dependencies: [] },
    { name: 'std', prefix: 'std.', dependencies: [] },
  ]);
  return readdirSync(folder).map((name) => {
    const module = moduleId(`std.${path.basename(name, '.bolt')}`);
    const text = readFileSync(path.join(folder, name), 'utf8');
    setModule(engine, module, splitDeclarations(module, `<std>/${name}`, text));
    return module;
  });
}
