/**
 * Modules are spread over a fixed number of shards by a hash of their name, never by history: the same
 * project has the same shards on every machine. Aggregates (diagnostics, dev links) go by shard, so that
 * their cost after an edit follows the shard and not the project.
 */
import { fingerprintOf } from '../base/fingerprint.ts';
import type { Brand, ModuleId } from '../base/ids.ts';

const shardCount = 32;

/** `s00` to `s31`. */
export type ShardId = Brand<string, 'ShardId'>;

export const allShards: readonly ShardId[] = Array.from({ length: shardCount }, (_, index) =>
  shardId(index),
);

export function shardOf(module: ModuleId): ShardId {
  return shardId(Number.parseInt(fingerprintOf(module).slice(0, 8), 16) % shardCount);
}

function shardId(index: number): ShardId {
  return `s${String(index).padStart(2, '0')}` as ShardId;
}
