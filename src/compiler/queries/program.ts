/**
 * What is asked of a whole program. Aggregates go shard by shard: after an edit, one module, its shard and
 * the program are visited, whatever the project's size.
 */
import type { ModuleId } from '../../base/ids.ts';
import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import type { DerivedQuery, InputQuery } from '../../query/query.ts';
import type { ShardId } from '../shard.ts';
import { allShards } from '../shard.ts';
import { moduleDiagnosticsQuery } from './diagnostics.ts';
import { modulesOfShard } from './standard.ts';

/** The module whose `main` starts the program. */
export const entryModuleInput: InputQuery<'', ModuleId | null> = {
  kind: 'input',
  name: 'entryModule',
  absent: null,
};

/** What checking found in a shard's modules, by module. */
export const shardDiagnosticsQuery: DerivedQuery<ShardId, readonly Diagnostic[]> = {
  kind: 'derived',
  name: 'shardDiagnostics',
  storage: 'value',
  execute: (context, shard) =>
    modulesOfShard(context, shard).flatMap((module) => context.get(moduleDiagnosticsQuery, module)),
};

/** What checking found in the program. */
export const programDiagnosticsQuery: DerivedQuery<'', readonly Diagnostic[]> = {
  kind: 'derived',
  name: 'programDiagnostics',
  storage: 'value',
  execute: (context) => allShards.flatMap((shard) => context.get(shardDiagnosticsQuery, shard)),
};
