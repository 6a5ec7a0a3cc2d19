/**
 * What the builders of one unit and one function share. A unit's texts and panic sites are numbered
 * here; a function's temporaries, slots and entry-block allocations live here while it is being
 * built.
 */
import type llvm from 'llvm-bindings';
import { assertNever, present } from '../base/invariant.ts';
import type { MirFunction, MirUnit, Operand, SlotId } from '../ir/mir.ts';
import type { Type } from '../sema/type.ts';
import type { HelperRequests } from './build-helpers.ts';
import type { IrSession } from './ir-session.ts';
import type { SlotPlan } from './local-slots.ts';
import type { SiteTable } from './panic-sites.ts';
import type { LayoutFacts } from './protocol.ts';
import type { StaticData } from './static-data.ts';
import type { TextPool } from './text-pool.ts';

export interface UnitScope {
  readonly ir: IrSession;
  readonly unit: MirUnit;
  readonly layout: LayoutFacts;
  readonly sites: SiteTable;
  readonly texts: TextPool;
  readonly statics: StaticData;
  readonly helpers: HelperRequests;
}

export interface FunctionScope extends UnitScope {
  readonly code: MirFunction;
  readonly fn: llvm.Function;
  /** Block 0. All allocations stand at its head, so that loops grow no frame. */
  readonly entry: llvm.BasicBlock;
  readonly plan: SlotPlan;
  readonly temps: (llvm.Value | undefined)[];
  /** Allocations of the slots that live in memory. */
  readonly homes: Map<SlotId, llvm.Value>;
  /** Values of slots as far as the current block knows them; of constant parameters, always. */
  readonly known: Map<SlotId, llvm.Value>;
  /** References that the current block has vetted. */
  readonly vetted: Set<llvm.Value>;
  /** Allocations shared by instructions of one kind, by purpose. */
  readonly scratch: Map<string, llvm.Value>;
  /** Cold blocks, by what they report; laid out behind all others. */
  readonly panics: Map<string, PanicBlock>;
  /** Where instructions go now. */
  current: llvm.BasicBlock;
}

export interface PanicBlock {
  readonly block: llvm.BasicBlock;
  readonly fill: () => void;
}

export function moveTo(scope: FunctionScope, block: llvm.BasicBlock): void {
  scope.current = block;
  scope.ir.builder.SetInsertPoint(block);
}

/** A new allocation of the function's frame. */
export function allocate(scope: FunctionScope, type: llvm.Type, name: string): llvm.Value {
  const { builder } = scope.ir;
  const first = scope.entry.getFirstNonPHI();
  if (first === null) builder.SetInsertPoint(scope.entry);
  else builder.SetInsertPoint(first);
  const { place } = scope.ir;
  scope.ir.place = undefined;
  const slot = builder.CreateAlloca(type, null, name);
  builder.SetInsertPoint(scope.current);
  // LLVM takes the place along from wherever it inserts.
  scope.ir.place = place;
  return slot;
}

/** The function's allocation for `purpose`, which no two live values may need at once. */
export function scratchSlot(scope: FunctionScope, purpose: string, type: llvm.Type): llvm.Value {
  let slot = scope.scratch.get(purpose);
  if (slot === undefined) {
    slot = allocate(scope, type, purpose);
    scope.scratch.set(purpose, slot);
  }
  return slot;
}

export function operandValue(scope: FunctionScope, operand: Operand): llvm.Value {
  const { constants } = scope.ir;
  switch (operand.kind) {
    case 'temp':
      return present(scope.temps[operand.temp], `%${operand.temp} in ${scope.code.symbol}`);
    case 'int':
      return constantInteger(scope, operand.type, operand.value);
    case 'float':
      return constants.float(operand.type.kind === 'float' ? operand.type.bits : 64, operand.value);
    case 'bool':
      return operand.value ? constants.true : constants.false;
    case 'string':
      return scope.texts.string(operand.value);
    case 'zero':
      return constants.zero(operand.type);
    case 'constant':
      return scope.statics.value(operand.type, operand.value);
    default:
      return assertNever(operand);
  }
}

function constantInteger(scope: FunctionScope, type: Type, value: string): llvm.Value {
  const { constants } = scope.ir;
  return constants.integer(type.kind === 'int' ? type.bits : 32, value);
}
