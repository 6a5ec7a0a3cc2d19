/**
 * Local variables. A block knows the values of slots that it loaded or stored as a whole; parts are
 * read from such a value, or in memory, and set in memory.
 */
import type llvm from 'llvm-bindings';
import { present } from '../base/invariant.ts';
import type { Instruction, SlotId } from '../ir/mir.ts';
import type { FunctionScope } from './build-scope.ts';
import { operandValue } from './build-scope.ts';
import type { Place } from './ir-memory.ts';
import { extractPart, loadPart, storePart } from './ir-memory.ts';
import { isWhole } from './local-slots.ts';

export function loadSlot(
  scope: FunctionScope,
  { slot, path }: Extract<Instruction, { op: 'load' }>,
): llvm.Value {
  const known = scope.known.get(slot);
  if (path === undefined || isWhole(path)) return known ?? loadWhole(scope, slot);
  if (known !== undefined) return extractPart(scope.ir, known, localOf(scope, slot).type, path);
  const { address, type } = homeOf(scope, slot);
  return loadPart(scope.ir, address, type, path);
}

export function storeSlot(
  scope: FunctionScope,
  { slot, value, path }: Extract<Instruction, { op: 'store' }>,
): void {
  const stored = operandValue(scope, value);
  if (!isWhole(path)) {
    storePart(scope.ir, stored, homeOf(scope, slot), path);
    scope.known.delete(slot);
    return;
  }
  const home = scope.homes.get(slot);
  if (home !== undefined) scope.ir.builder.CreateStore(stored, home);
  scope.known.set(slot, stored);
}

function loadWhole(scope: FunctionScope, slot: SlotId): llvm.Value {
  const { address, type } = homeOf(scope, slot);
  const value = scope.ir.builder.CreateLoad(scope.ir.types.value(type), address);
  scope.known.set(slot, value);
  return value;
}

/** Memory of a slot; one that holds a bool holds an i1. */
function homeOf(scope: FunctionScope, slot: SlotId): Place {
  const { name, type } = localOf(scope, slot);
  return { address: present(scope.homes.get(slot), `memory of ${name}`), type };
}

function localOf({ code }: FunctionScope, slot: SlotId): FunctionScope['code']['locals'][number] {
  return present(code.locals[slot], `local ${slot}`);
}
