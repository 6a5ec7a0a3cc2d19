/** What has to hold of a cache whatever happened to it. */
import type { Cache } from '../../cache/cache.ts';
import type { StoredNode } from '../../src/query/store.ts';
import { number } from './workspace.ts';

/**
 * What is wrong with the nodes 1 to `count`, in sentences: a clean node's trace has to hold for
 * what its dependencies are now, and every current trace has to be found through its dependencies.
 */
export function violations(cache: Cache, count: number): readonly string[] {
  const found: string[] = [];
  const nodes = new Map<number, StoredNode>();
  for (let index = 1; index <= count; index++) {
    const node = cache.load(number(index));
    if (node !== undefined) nodes.set(index, node);
  }
  for (const node of nodes.values()) {
    const label = `${node.query}(${node.key})`;
    const [current] = node.traces;
    if (current === undefined) found.push(`${label} has no trace`);
    for (const { node: target, channel, fingerprint } of current?.dependencies ?? []) {
      if (!cache.dependents(target).includes(node.number))
        found.push(`${label} is no dependent of ${target}`);
      if (node.dirty) continue;
      const dependency = nodes.get(target);
      if (dependency?.dirty !== false)
        found.push(`${label} is clean but reads ${target}, which is not`);
      else if (dependency.traces[0]?.[channel] !== fingerprint)
        found.push(`${label} is clean but stale`);
    }
    if (cache.find(node.query, node.key)?.number !== node.number)
      found.push(`${label} is not found by name`);
    if (node.number >= cache.nextNumber())
      found.push(`${label} has a number that is still to be given out`);
  }
  return found;
}
