/**
 * A store over another that is not written to: what changes is kept in memory. For a process that
 * may only read the cache.
 *
 * Invariant: a node that was ever written is in memory with all that the other store has of it, so
 * that each node is asked of one of the two only.
 */
import { createMemoryStore } from './memory-store.ts';
import type { NodeNumber, QueryStore, WriteBatch } from './store.ts';

export function createOverlayStore(base: QueryStore): QueryStore {
  const upper = createMemoryStore();
  const isUpper = (node: NodeNumber): boolean => upper.load(node) !== undefined;
  return {
    get isEmpty(): boolean {
      return upper.isEmpty && base.isEmpty;
    },
    find: (query, key) => upper.find(query, key) ?? base.find(query, key),
    load: (node) => upper.load(node) ?? base.load(node),
    dependents(node): readonly NodeNumber[] {
      const lower = base.dependents(node).filter((dependent) => !isUpper(dependent));
      return [...lower, ...upper.dependents(node)];
    },
    nextNumber: () => (upper.nextNumber() > base.nextNumber() ? upper : base).nextNumber(),
    write(batch: WriteBatch): void {
      const written = [
        ...batch.memos.map((memo) => memo.number),
        ...batch.dirtied,
        ...batch.cleaned,
      ];
      for (const node of written) if (!isUpper(node)) raise(base, upper, node);
      upper.write(batch);
    },
  };
}

/** Copies a node from the lower store to the upper one, its oldest trace first. */
function raise(base: QueryStore, upper: QueryStore, node: NodeNumber): void {
  const stored = base.load(node);
  if (stored === undefined) return;
  const { number, query, key, traces, dirty } = stored;
  const memos = traces.map((trace) => ({ number, query, key, trace })).reverse();
  upper.write({ memos, dirtied: dirty ? [number] : [], cleaned: [] });
}
