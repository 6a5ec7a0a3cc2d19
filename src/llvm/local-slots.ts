/**
 * Which locals are read from memory. Nobody takes a local's address, so within a block a load sees
 * the store or load before it, and a parameter that is never stored to is its argument. What is left
 * is loaded from an alloca of the entry block. This spares much of typical code, which every later
 * stage pays for. (Variables of the source have an alloca anyway, for debuggers, that is written.)
 */
import type { MirFunction, MirPath, SlotId } from '../ir/mir.ts';

export interface SlotPlan {
  /** Slots whose value must survive from one block to another. */
  readonly inMemory: ReadonlySet<SlotId>;
  /** Parameters that are never stored to. */
  readonly constant: ReadonlySet<SlotId>;
}

export function planSlots(code: MirFunction): SlotPlan {
  const stored = new Set<SlotId>();
  const loaded = new Set<SlotId>();
  for (const block of code.blocks) {
    const known = new Set<SlotId>();
    for (const instruction of block.instructions) {
      if (instruction.op === 'store') {
        stored.add(instruction.slot);
        // A part is set in memory, whatever else is known.
        if (isWhole(instruction.path)) known.add(instruction.slot);
        else loaded.add(instruction.slot);
      } else if (instruction.op === 'load' && !known.has(instruction.slot)) {
        loaded.add(instruction.slot);
        if (isWhole(instruction.path)) known.add(instruction.slot);
      }
    }
  }
  const constant = new Set<SlotId>();
  for (let slot = 0; slot < code.parameterCount; slot++) {
    if (stored.has(slot)) continue;
    constant.add(slot);
    loaded.delete(slot);
  }
  return { inMemory: loaded, constant };
}

export function isWhole(path: MirPath | undefined): boolean {
  return path === undefined || path.length === 0;
}
