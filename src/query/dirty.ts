/**
 * Dirty marking: from what changed along the reverse edges to all that depends on it, stopping at
 * what is dirty already. Cost follows what is affected. The reverse edges are the store's alone, so
 * what is not saved is saved first; the marks themselves wait for the next flush, together with
 * what caused them.
 */
import { flush } from './flush.ts';
import type { Node } from './node.ts';
import type { Runtime } from './runtime.ts';
import { touch } from './runtime.ts';
import type { NodeNumber } from './store.ts';

/**
 * To be called before the change that leads to marking, while the graph in memory is consistent.
 */
export function prepareMarking(runtime: Runtime): void {
  if (runtime.unsaved.memos > 0) flush(runtime);
}

export function markDependentsDirty(runtime: Runtime, changed: readonly Node[]): void {
  const queue: NodeNumber[] = changed.map((node) => node.number);
  for (let number = queue.pop(); number !== undefined; number = queue.pop()) {
    for (const dependent of runtime.store.dependents(number)) {
      if (markDirty(runtime, dependent)) queue.push(dependent);
    }
  }
}

/** False if the node was dirty before, and so is all that depends on it. */
function markDirty(runtime: Runtime, number: NodeNumber): boolean {
  const node = runtime.nodes.get(number);
  if (node === undefined) {
    const { dirtyElsewhere, dirtiedElsewhere } = runtime.unsaved;
    if (dirtyElsewhere.has(number)) return false;
    dirtyElsewhere.add(number);
    dirtiedElsewhere.add(number);
    return true;
  }
  if (node.status !== 'clean' && node.status !== 'unchecked') return false;
  node.status = 'dirty';
  touch(runtime, node);
  return true;
}
