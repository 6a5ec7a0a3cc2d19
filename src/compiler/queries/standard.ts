/**
 * Which modules of the standard library a program consists of: those that its imports lead to, and no others.
 * They make up a shard of their own.
 */
import type { ModuleId } from '../../base/ids.ts';
import type { DerivedQuery, InputQuery, QueryContext } from '../../query/query.ts';
import type { ShardId } from '../shard.ts';
import { isStandard, projectShards, standardShard } from '../shard.ts';
import { modulePathInput, packagesInput } from './inputs.ts';
import { importTableQuery } from './names.ts';

/** Sorted modules of a shard of the project; of any shard, see `modulesOfShard`. */
export const shardModulesInput: InputQuery<ShardId, readonly ModuleId[]> = {
  kind: 'input',
  name: 'shardModules',
  absent: [],
};

/** Modules of the library that a shard's modules import. */
export const shardStandardQuery: DerivedQuery<ShardId, readonly ModuleId[]> = {
  kind: 'derived',
  name: 'shardStandard',
  storage: 'value',
  execute(context, shard) {
    const modules = context.get(shardModulesInput, shard);
    if (modules.length === 0 || !hasLibrary(context)) return [];
    return sorted(modules.flatMap((module) => importsOf(context, module)));
  },
};

/** Modules of the library that the program uses, by way of others too. */
export const standardModulesQuery: DerivedQuery<'', readonly ModuleId[]> = {
  kind: 'derived',
  name: 'standardModules',
  storage: 'value',
  execute(context) {
    if (!hasLibrary(context)) return [];
    const found = new Set<ModuleId>();
    const pending = projectShards.flatMap((shard) => context.get(shardStandardQuery, shard));
    for (let module = pending.pop(); module !== undefined; module = pending.pop()) {
      if (found.has(module)) continue;
      found.add(module);
      pending.push(...importsOf(context, module));
    }
    return sorted([...found]);
  },
};

/** The modules of any shard. */
export function modulesOfShard(
  reader: Pick<QueryContext, 'get'>,
  shard: ShardId,
): readonly ModuleId[] {
  return shard === standardShard
    ? reader.get(standardModulesQuery, '')
    : reader.get(shardModulesInput, shard);
}

function hasLibrary(context: QueryContext): boolean {
  return context.get(packagesInput, '').some(({ prefix }) => prefix === 'std.');
}

function importsOf(context: QueryContext, module: ModuleId): readonly ModuleId[] {
  return context
    .get(importTableQuery, module)
    .flatMap(({ module: imported }) =>
      imported !== null && isStandard(imported) && context.get(modulePathInput, imported) !== null
        ? [imported]
        : [],
    );
}

function sorted(modules: readonly ModuleId[]): readonly ModuleId[] {
  return [...new Set(modules)].sort();
}
