/** Each temp is assigned exactly once, in a place that dominates all of its uses. */
import { dominanceOf } from '../dominance.ts';
import { definedTemp, forEachOperand, terminatorOperand } from '../instruction-parts.ts';
import type { BlockId, MirFunction, Operand } from '../mir.ts';
import type { Report } from './violation.ts';

/** The graph must be sound. */
export function verifyDefinitions(fn: MirFunction, report: Report): void {
  const definedIn = findDefinitions(fn, report);
  const dominance = fn.blocks.length > 1 ? dominanceOf(fn.blocks) : undefined;
  const seenHere = new Int32Array(fn.temps.length).fill(noBlock);
  fn.blocks.forEach((block, number) => {
    const use = (operand: Operand): void => {
      if (operand.kind !== 'temp') return;
      const { temp } = operand;
      const from = definedIn[temp] ?? noBlock;
      if (seenHere[temp] === number) return;
      const isAbove = from !== noBlock && from !== number && dominance?.dominates(from, number);
      if (isAbove !== true) report('dominance', `%${temp} may be undefined here`, number);
    };
    for (const instruction of block.instructions) {
      forEachOperand(instruction, use);
      const temp = definedTemp(instruction);
      if (temp !== undefined) seenHere[temp] = number;
    }
    const last = terminatorOperand(block.terminator);
    if (last !== undefined) use(last);
  });
}

const noBlock = -1;

/** The block of each temp's definition. */
function findDefinitions(fn: MirFunction, report: Report): Int32Array {
  const definedIn = new Int32Array(fn.temps.length).fill(noBlock);
  const define = (temp: number, block: BlockId): void => {
    if (temp >= fn.temps.length) report('single-assignment', `%${temp} has no type`, block);
    else if (definedIn[temp] !== noBlock) {
      report('single-assignment', `%${temp} is assigned twice`, block);
    } else definedIn[temp] = block;
  };
  fn.blocks.forEach((block, number) => {
    for (const instruction of block.instructions) {
      const temp = definedTemp(instruction);
      if (temp !== undefined) define(temp, number);
    }
  });
  definedIn.forEach((block, temp) => {
    if (block === noBlock) report('single-assignment', `%${temp} is never assigned`);
  });
  return definedIn;
}
