/** The shape of the graph: targets exist, the entry is no target, every block can be reached. */
import { successors } from '../instruction-parts.ts';
import type { MirFunction } from '../mir.ts';
import type { Report } from './violation.ts';

export function verifyGraph(fn: MirFunction, report: Report): void {
  if (fn.blocks.length === 0) report('target', 'No entry block');
  const reached = new Uint8Array(fn.blocks.length);
  const pending = [0];
  reached[0] = 1;
  for (let block = pending.pop(); block !== undefined; block = pending.pop()) {
    const terminator = fn.blocks[block]?.terminator;
    if (terminator === undefined) continue;
    for (const target of successors(terminator)) {
      if (target === 0) report('entry', `bb${block} jumps to the entry`, block);
      else if (fn.blocks[target] === undefined) report('target', `No bb${target}`, block);
      else if (reached[target] === 0) {
        reached[target] = 1;
        pending.push(target);
      }
    }
  }
  reached.forEach((isReached, block) => {
    if (isReached === 0) report('unreachable', `Nothing leads to bb${block}`, block);
  });
}
