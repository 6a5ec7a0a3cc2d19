/**
 * Reachable blocks in reverse postorder: a definition's block comes before the blocks it dominates,
 * so one pass over the order meets every temporary before its uses. Unreachable blocks are not
 * emitted.
 */
import { present } from '../base/invariant.ts';
import { successors } from '../ir/instruction-parts.ts';
import type { BlockId, MirBlock } from '../ir/mir.ts';

export function reversePostorder(blocks: readonly MirBlock[]): readonly BlockId[] {
  const seen = new Uint8Array(blocks.length);
  const postorder: BlockId[] = [];
  // An explicit stack: deep nesting in a program must not overflow ours.
  const path: { readonly block: BlockId; readonly rest: BlockId[] }[] = [];
  const enter = (block: BlockId): void => {
    seen[block] = 1;
    const { terminator } = present(blocks[block], `block ${block}`);
    // What is visited last is laid out first: the branch that holds.
    path.push({ block, rest: [...successors(terminator)] });
  };
  enter(0);
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const next = top.rest.pop();
    if (next === undefined) {
      postorder.push(top.block);
      path.pop();
    } else if (seen[next] === 0) {
      enter(next);
    }
  }
  return postorder.reverse();
}
