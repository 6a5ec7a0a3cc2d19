/**
 * One function: its parameters and slots, its blocks in dominance order, its panics behind them.
 */
import type llvm from 'llvm-bindings';
import { assertNever, invariant, present } from '../base/invariant.ts';
import type {
  BlockId,
  Instruction,
  MirFunction,
  MirLocal,
  SlotId,
  TempId,
  Terminator,
} from '../ir/mir.ts';
import { typeKey } from '../sema/type-key.ts';
import { reversePostorder } from './block-order.ts';
import { buildArithmetic, buildCompare, buildComplement, buildNegate } from './build-arithmetic.ts';
import {
  buildArrayLength,
  buildArrayLiteral,
  buildGetElement,
  buildJoin,
  buildNewArray,
  buildSetElement,
  buildSlice,
  buildStringLength,
} from './build-array.ts';
import {
  buildDivisorCheck,
  buildIndexCheck,
  buildPanic,
  buildPanicBlocks,
  buildSetCheck,
} from './build-check.ts';
import { buildConversion } from './build-conversion.ts';
import { buildExternCall, buildRuntimeCall } from './build-extern.ts';
import {
  buildGetGlobal,
  buildLockGlobal,
  buildSetGlobal,
  buildUnlockGlobal,
} from './build-global.ts';
import { buildHash } from './build-helpers.ts';
import {
  buildCall,
  buildGetField,
  buildInstanceTest,
  buildNew,
  buildSetField,
  buildVirtualCall,
} from './build-object.ts';
import type { FunctionScope, UnitScope } from './build-scope.ts';
import { allocate, moveTo, operandValue } from './build-scope.ts';
import { loadSlot, storeSlot } from './build-slot.ts';
import { buildInterpolation, buildPrintf } from './build-string.ts';
import {
  buildFinishBegin,
  buildFinishEnd,
  buildLock,
  buildSpawn,
  buildUnlock,
  unpackCaptures,
} from './build-task.ts';
import {
  buildAggregate,
  buildExtract,
  buildInject,
  buildIsSome,
  buildProject,
  buildSome,
  buildTag,
  buildUnwrap,
} from './build-value.ts';
import type { IrSession } from './ir-session.ts';
import { planSlots } from './local-slots.ts';
import type { VariableHome } from './protocol.ts';

export function functionType(ir: IrSession, code: MirFunction): llvm.FunctionType {
  if (code.kind === 'task') return ir.types.task;
  const parameters = code.locals.slice(0, code.parameterCount).map((local) => local.type);
  return ir.types.call(parameters, code.result).type;
}

/** Yields where the function's variables live, for debuggers. */
export function buildFunction(unit: UnitScope, code: MirFunction): readonly VariableHome[] {
  const scope = openScope(unit, code);
  const order = reversePostorder(code.blocks);
  const blocks = new Map<BlockId, llvm.BasicBlock>();
  for (const id of order) {
    blocks.set(id, id === 0 ? scope.entry : scope.ir.block(`b${id}`, scope.fn));
  }
  for (const id of order) buildBlock(scope, blocks, id);
  buildPanicBlocks(scope);
  return variableHomes(scope);
}

function openScope(unit: UnitScope, code: MirFunction): FunctionScope {
  const fn = unit.ir.function(code.symbol, functionType(unit.ir, code));
  const entry = unit.ir.block('entry', fn);
  const scope: FunctionScope = {
    ...unit,
    code,
    fn,
    entry,
    plan: planSlots(code),
    temps: new Array<llvm.Value | undefined>(code.temps.length).fill(undefined),
    homes: new Map(),
    known: new Map(),
    vetted: new Set(),
    scratch: new Map(),
    panics: new Map(),
    current: entry,
  };
  moveTo(scope, entry);
  // Nothing before the body is made from the source: a breakpoint stops behind it.
  scope.ir.place = undefined;
  const argumentsOf = code.kind === 'task' ? taskParameters : declaredParameters;
  const values = argumentsOf(scope);
  code.locals.forEach((local, slot) => {
    if (local.name === '' && !scope.plan.inMemory.has(slot)) return;
    scope.homes.set(slot, allocate(scope, scope.ir.types.value(local.type), homeName(local, slot)));
  });
  values.forEach((value, slot) => {
    const home = scope.homes.get(slot);
    if (home !== undefined) scope.ir.builder.CreateStore(value, home);
    scope.known.set(slot, value);
  });
  return scope;
}

/** As LLVM prints it: plain, and unlike any other name in the function. */
function homeName({ name }: MirLocal, slot: SlotId): string {
  return `${/^\w*$/.test(name) ? name : 'local'}.${slot}`;
}

function variableHomes({ code, homes }: FunctionScope): readonly VariableHome[] {
  return code.locals.flatMap((local, slot) => {
    const { name, type, at, scope = 0 } = local;
    if (!homes.has(slot) || name === '') return [];
    const variable = { home: `%${homeName(local, slot)}`, name, type: typeKey(type), at, scope };
    return [slot < code.parameterCount ? { ...variable, parameter: slot + 1 } : variable];
  });
}

function declaredParameters({ code, fn }: FunctionScope): readonly llvm.Value[] {
  return code.locals.slice(0, code.parameterCount).map((local, index) => {
    const argument = fn.getArg(index);
    argument.setName(local.name);
    return argument;
  });
}

function taskParameters({ ir, code, fn }: FunctionScope): readonly llvm.Value[] {
  return unpackCaptures(ir, code, fn.getArg(0));
}

function buildBlock(
  scope: FunctionScope,
  blocks: ReadonlyMap<BlockId, llvm.BasicBlock>,
  id: BlockId,
): void {
  // The entry begins with the parameters' values; other blocks are joins and know nothing of slots.
  if (id !== 0) {
    moveTo(scope, blockOf(blocks, id));
    forgetSlots(scope);
  }
  const block = present(scope.code.blocks[id], `block ${id}`);
  for (const instruction of block.instructions) {
    goTo(scope, instruction);
    buildInstruction(scope, instruction);
  }
  goTo(scope, block.terminator);
  buildTerminator(scope, blocks, block.terminator);
}

/** Says from where in the source what follows is made. */
function goTo({ ir }: FunctionScope, { at, scope = 0 }: Instruction | Terminator): void {
  if (at === undefined) ir.place = undefined;
  else if (ir.place?.at !== at || ir.place.scope !== scope) ir.place = { at, scope };
}

function forgetSlots({ known, plan, vetted }: FunctionScope): void {
  for (const slot of known.keys()) if (!plan.constant.has(slot)) known.delete(slot);
  vetted.clear();
}

function buildInstruction(scope: FunctionScope, instruction: Instruction): void {
  const value = buildValue(scope, instruction);
  // A call that yields nothing has a value in LLVM, and no destination.
  if ('dest' in instruction && instruction.dest !== undefined) {
    define(scope, instruction.dest, present(value, `result of ${instruction.op}`));
  }
}

/** What the instruction yields; undefined for one that only has effects. */
function buildValue(scope: FunctionScope, instruction: Instruction): llvm.Value | undefined {
  switch (instruction.op) {
    case 'load':
      return loadSlot(scope, instruction);
    case 'arith':
      return buildArithmetic(scope, instruction);
    case 'compare':
      return buildCompare(scope, instruction);
    case 'negate':
      return buildNegate(scope, instruction.value, instruction.type);
    case 'complement':
      return buildComplement(scope, instruction.value);
    case 'convert':
      return buildConversion(scope, instruction);
    case 'new':
      return buildNew(scope, instruction.class);
    case 'isInstance':
      return buildInstanceTest(scope, instruction);
    case 'getField':
      return buildGetField(scope, instruction);
    case 'aggregate':
      return buildAggregate(scope, instruction);
    case 'extract':
      return buildExtract(scope, instruction);
    case 'some':
      return buildSome(scope, instruction);
    case 'isSome':
      return buildIsSome(scope, instruction);
    case 'unwrap':
      return buildUnwrap(scope, instruction);
    case 'inject':
      return buildInject(scope, instruction);
    case 'tag':
      return buildTag(scope, instruction);
    case 'project':
      return buildProject(scope, instruction);
    case 'newArray':
      return buildNewArray(scope, instruction);
    case 'arrayLiteral':
      return buildArrayLiteral(scope, instruction);
    case 'arrayLength':
      return buildArrayLength(scope, instruction);
    case 'stringLength':
      return buildStringLength(scope, instruction);
    case 'getElement':
      return buildGetElement(scope, instruction);
    case 'sliceArray':
      return buildSlice(scope, instruction);
    case 'joinArrays':
      return buildJoin(scope, instruction);
    case 'getGlobal':
      return buildGetGlobal(scope, instruction);
    case 'hash':
      return buildHash(scope, instruction);
    case 'callRuntime':
      return buildRuntimeCall(scope, instruction);
    case 'callExtern':
      return buildExternCall(scope, instruction);
    case 'call':
      return buildCall(scope, instruction);
    case 'callVirtual':
      return buildVirtualCall(scope, instruction);
    case 'interpolate':
      return buildInterpolation(scope, instruction);
    default:
      buildEffect(scope, instruction);
      return undefined;
  }
}

type Effect = Extract<
  Instruction,
  {
    readonly op:
      | 'store'
      | 'setField'
      | 'setElement'
      | 'setGlobal'
      | 'lockGlobal'
      | 'unlockGlobal'
      | 'checkIndex'
      | 'checkSet'
      | 'checkDivisor'
      | 'panic'
      | 'printf'
      | 'lock'
      | 'unlock'
      | 'finishBegin'
      | 'spawn'
      | 'finishEnd';
  }
>;

function buildEffect(scope: FunctionScope, instruction: Effect): void {
  switch (instruction.op) {
    case 'store':
      storeSlot(scope, instruction);
      break;
    case 'setElement':
      buildSetElement(scope, instruction);
      break;
    case 'setGlobal':
      buildSetGlobal(scope, instruction);
      break;
    case 'lockGlobal':
      buildLockGlobal(scope, instruction);
      break;
    case 'unlockGlobal':
      buildUnlockGlobal(scope, instruction);
      break;
    case 'checkIndex':
      buildIndexCheck(scope, instruction);
      break;
    case 'panic':
      buildPanic(scope, instruction);
      break;
    case 'setField':
      buildSetField(scope, instruction);
      break;
    case 'checkSet':
      buildSetCheck(scope, instruction);
      break;
    case 'checkDivisor':
      buildDivisorCheck(scope, instruction);
      break;
    case 'printf':
      buildPrintf(scope, instruction);
      break;
    case 'lock':
      buildLock(scope, instruction);
      break;
    case 'unlock':
      buildUnlock(scope, instruction.object, instruction.mode);
      break;
    case 'finishBegin':
      buildFinishBegin(scope, instruction.scope);
      break;
    case 'spawn':
      buildSpawn(scope, instruction);
      break;
    case 'finishEnd':
      buildFinishEnd(scope, instruction.scope);
      break;
    default:
      assertNever(instruction);
  }
}

function buildTerminator(
  scope: FunctionScope,
  blocks: ReadonlyMap<BlockId, llvm.BasicBlock>,
  terminator: Terminator,
): void {
  const { builder } = scope.ir;
  switch (terminator.op) {
    case 'goto':
      builder.CreateBr(blockOf(blocks, terminator.target));
      return;
    case 'branch':
      builder.CreateCondBr(
        operandValue(scope, terminator.condition),
        blockOf(blocks, terminator.then),
        blockOf(blocks, terminator.otherwise),
      );
      return;
    case 'switch':
      buildSwitch(scope, blocks, terminator);
      return;
    case 'return':
      if (terminator.value === undefined) builder.CreateRetVoid();
      else builder.CreateRet(operandValue(scope, terminator.value));
      return;
    case 'unreachable':
      builder.CreateUnreachable();
      return;
    default:
      assertNever(terminator);
  }
}

function define(scope: FunctionScope, dest: TempId, value: llvm.Value): void {
  invariant(scope.temps[dest] === undefined, `%${dest} is defined twice in ${scope.code.symbol}`);
  scope.temps[dest] = value;
}

function buildSwitch(
  scope: FunctionScope,
  blocks: ReadonlyMap<BlockId, llvm.BasicBlock>,
  { value, type, cases, otherwise }: Extract<Terminator, { readonly op: 'switch' }>,
): void {
  const { builder } = scope.ir;
  const subject = operandValue(scope, value);
  const chosen = builder.CreateSwitch(subject, blockOf(blocks, otherwise), cases.length);
  for (const { value: each, target } of cases) {
    chosen.addCase(scope.ir.constants.caseOf(type, each), blockOf(blocks, target));
  }
}

function blockOf(blocks: ReadonlyMap<BlockId, llvm.BasicBlock>, id: BlockId): llvm.BasicBlock {
  return present(blocks.get(id), `block ${id}`);
}
