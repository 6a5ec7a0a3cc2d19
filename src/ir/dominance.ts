/**
 * Dominators of a control-flow graph, after Cooper, Harvey and Kennedy, "A Simple, Fast Dominance
 * Algorithm": immediate dominators by iteration over reverse postorder.
 */

import { successors } from './instruction-parts.ts';
import type { BlockId, MirBlock } from './mir.ts';

export interface Dominance {
  isReachable(block: BlockId): boolean;
  /** Whether every way to `block` leads through `dominator`; blocks dominate themselves. */
  dominates(dominator: BlockId, block: BlockId): boolean;
}

/** All targets must be in range. */
export function dominanceOf(blocks: readonly MirBlock[]): Dominance {
  const order = reversePostorder(blocks);
  const idom = immediateDominators(blocks, order);
  const { enter, leave } = intervals(idom, order);
  const at = (list: Int32Array, block: BlockId): number => list[block] ?? unreached;
  return {
    isReachable: (block) => at(idom, block) !== unreached,
    dominates: (a, b) => at(enter, a) <= at(enter, b) && at(leave, b) <= at(leave, a),
  };
}

const unreached = -1;

function reversePostorder(blocks: readonly MirBlock[]): BlockId[] {
  const postorder: BlockId[] = [];
  const seen = new Uint8Array(blocks.length);
  const path = [{ block: 0, next: 0 }];
  seen[0] = 1;
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const block = blocks[top.block];
    const target = block === undefined ? undefined : successors(block.terminator)[top.next];
    if (target === undefined) {
      postorder.push(top.block);
      path.pop();
    } else {
      top.next += 1;
      if (seen[target] === 0) {
        seen[target] = 1;
        path.push({ block: target, next: 0 });
      }
    }
  }
  return postorder.reverse();
}

function immediateDominators(blocks: readonly MirBlock[], order: readonly BlockId[]): Int32Array {
  const rank = new Int32Array(blocks.length).fill(unreached);
  order.forEach((block, index) => {
    rank[block] = index;
  });
  const predecessors: BlockId[][] = blocks.map(() => []);
  for (const block of order) {
    const from = blocks[block];
    if (from === undefined) continue;
    for (const target of successors(from.terminator)) predecessors[target]?.push(block);
  }
  const idom = new Int32Array(blocks.length).fill(unreached);
  idom[0] = 0;
  for (let changed = true; changed; ) {
    changed = false;
    for (const block of order) {
      if (block === 0) continue;
      let dominator = unreached;
      for (const from of predecessors[block] ?? []) {
        if (idom[from] === unreached) continue;
        dominator = dominator === unreached ? from : commonDominator(idom, rank, dominator, from);
      }
      if (idom[block] !== dominator) {
        idom[block] = dominator;
        changed = true;
      }
    }
  }
  return idom;
}

function commonDominator(idom: Int32Array, rank: Int32Array, a: BlockId, b: BlockId): BlockId {
  let [left, right] = [a, b];
  while (left !== right) {
    if ((rank[left] ?? 0) > (rank[right] ?? 0)) left = idom[left] ?? 0;
    else right = idom[right] ?? 0;
  }
  return left;
}

/**
 * Numbers the dominator tree so that a block's interval encloses those of the blocks it dominates.
 */
function intervals(
  idom: Int32Array,
  order: readonly BlockId[],
): { readonly enter: Int32Array; readonly leave: Int32Array } {
  // Dominators come before what they dominate in reverse postorder, so sizes add up from the back.
  const size = new Int32Array(idom.length).fill(1);
  for (const block of order.toReversed()) {
    const parent = idom[block] ?? 0;
    if (block !== 0) size[parent] = (size[parent] ?? 0) + (size[block] ?? 0);
  }
  const enter = new Int32Array(idom.length).fill(unreached);
  const leave = new Int32Array(idom.length).fill(unreached);
  const next = new Int32Array(idom.length);
  for (const block of order) {
    const parent = idom[block] ?? 0;
    const start = block === 0 ? 0 : (next[parent] ?? 0);
    if (block !== 0) next[parent] = start + (size[block] ?? 0);
    enter[block] = start;
    leave[block] = start + (size[block] ?? 0);
    next[block] = start + 1;
  }
  return { enter, leave };
}
