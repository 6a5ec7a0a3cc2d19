/**
 * Modules are spread over a fixed number of shards by a hash of their name, never by history: the same
 * project has the same shards on every machine. Aggregates (diagnostics, dev links) go by shard, so that
 * their cost after an edit follows the shard and not the project.
 */
import { fingerprintOf } from '../base/fingerprint.ts';
import type { Brand, ModuleId } from '../base/ids.ts';

const shardCount = 32;

/** `s00` to `s31`, and `std`. */
export type ShardId = Brand<string, 'ShardId'>;

/** The shards of the project and its dependencies. */
export const projectShards: readonly ShardId[] = Array.from({ length: shardCount }, (_, index) =>
  shardId(index),
);

/** The modules of the standard library that the program uses. */
export const standardShard: ShardId = 'std' as ShardId;

export const allShards: readonly ShardId[] = [...projectShards, standardShard];

/** Whether the module comes with the installation. */
export function isStandard(module: ModuleId): boolean {
  return module.startsWith('std.');
}

export function shardOf(module: ModuleId): ShardId {
  return shardId(Number.parseInt(fingerprintOf(module).slice(0, 8), 16) % shardCount);
}

function shardId(index: number): ShardId {
  return `s${String(index).padStart(2, '0')}` as ShardId;
}
