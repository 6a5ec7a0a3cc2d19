/**
 * Which reused memos are executed again for comparison: a fixed part, chosen by name and not by
 * chance.
 */
import type { Node } from './node.ts';
import type { Runtime } from './runtime.ts';

export function isSampled(runtime: Runtime, node: Node): boolean {
  if (runtime.rechecked <= 0) return false;
  return hashOf(node.key, hashOf(node.table.name, 0x811c9dc5)) < runtime.rechecked * 2 ** 32;
}

/** FNV-1a over UTF-16 code units, with a final mix so that neighbouring keys spread. */
function hashOf(text: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
