/**
 * Arrays: values of three words, `{ base, data, length }`. The base keeps the block alive and says
 * which arrays are parts of one; elements lie at `data` in their memory form. Indices were checked.
 * A length fits an `int`, and says so by a mask: only then does the optimiser see that a loop whose
 * counter stays below it needs no further check.
 */
import llvm from 'llvm-bindings';
import type { Instruction, Operand } from '../ir/mir.ts';
import type { ArrayType } from '../sema/type.ts';
import { panicWhere } from './build-check.ts';
import type { FunctionScope } from './build-scope.ts';
import { operandValue } from './build-scope.ts';
import { loadPart, storeMemory, storePart } from './ir-memory.ts';
import { holdsPointer } from './layout.ts';

type Op<Name extends Instruction['op']> = Extract<Instruction, { op: Name }>;

const [basePart, dataPart, lengthPart] = [0, 1, 2];

/** The greatest `int`, as in runtime/src/array.c. */
const longest = 0x7fff_ffff;

export function buildNewArray(
  scope: FunctionScope,
  { type, length, at }: Op<'newArray'>,
): llvm.Value {
  const count = operandValue(scope, length);
  const block = newBlock(scope, type, count, scope.sites.address(at));
  return arrayValue(scope, block, block, count);
}

/** Its length is known and small: there is nothing to report. */
export function buildArrayLiteral(
  scope: FunctionScope,
  { type, elements }: Op<'arrayLiteral'>,
): llvm.Value {
  const { constants, types } = scope.ir;
  if (elements.length === 0) return constants.zero(type);
  const count = constants.i64(elements.length);
  const nowhere = llvm.Constant.getNullValue(types.pointerTo(types.site));
  const block = newBlock(scope, type, count, nowhere);
  elements.forEach((element, index) => {
    const address = elementAt(scope, type, block, constants.i64(index));
    storeMemory(scope.ir, operandValue(scope, element), address, type.element);
  });
  return arrayValue(scope, block, block, count);
}

export function buildArrayLength(scope: FunctionScope, { value }: Op<'arrayLength'>): llvm.Value {
  return lengthOf(scope, operandValue(scope, value));
}

export function buildStringLength(
  scope: FunctionScope,
  { value, unit }: Op<'stringLength'>,
): llvm.Value {
  return partOf(scope, operandValue(scope, value), unit === 'bytes' ? 0 : 1);
}

export function buildGetElement(scope: FunctionScope, place: Op<'getElement'>): llvm.Value {
  return loadPart(scope.ir, elementAddress(scope, place), place.type.element, place.path);
}

export function buildSetElement(scope: FunctionScope, place: Op<'setElement'>): void {
  const value = operandValue(scope, place.value);
  const element = { address: elementAddress(scope, place), type: place.type.element };
  storePart(scope.ir, value, element, place.path);
}

export function buildSlice(
  scope: FunctionScope,
  { array, type, from, to, at }: Op<'sliceArray'>,
): llvm.Value {
  const { builder } = scope.ir;
  const whole = operandValue(scope, array);
  const [start, end] = [operandValue(scope, from), operandValue(scope, to)];
  const length = lengthOf(scope, whole);
  // From <= to <= length as unsigned numbers: a length is never negative.
  const isOutside = builder.CreateOr(
    builder.CreateICmpUGT(start, end),
    builder.CreateICmpUGT(end, length),
  );
  panicWhere(scope, isOutside, at, (site) => ({
    panic: 'bolt_panic_slice',
    args: [site, start, end, length],
  }));
  const data = elementAt(scope, type, partOf(scope, whole, dataPart), start);
  const bytes = builder.CreateBitCast(data, scope.ir.types.pointer);
  return arrayValue(scope, partOf(scope, whole, basePart), bytes, builder.CreateSub(end, start));
}

export function buildJoin(
  scope: FunctionScope,
  { left, right, type, at }: Op<'joinArrays'>,
): llvm.Value {
  const { builder, types } = scope.ir;
  const [first, second] = [operandValue(scope, left), operandValue(scope, right)];
  const base = partOf(scope, first, basePart);
  const data = partOf(scope, first, dataPart);
  const count = partOf(scope, first, lengthPart);
  const end = builder.CreateBitCast(elementAt(scope, type, data, count), types.pointer);
  const isApart = builder.CreateOr(
    builder.CreateICmpNE(base, partOf(scope, second, basePart)),
    builder.CreateICmpNE(end, partOf(scope, second, dataPart)),
  );
  panicWhere(scope, isApart, at, (site) => ({ panic: 'bolt_panic_join', args: [site] }));
  const length = builder.CreateAdd(count, partOf(scope, second, lengthPart));
  return arrayValue(scope, base, data, length);
}

function newBlock(
  scope: FunctionScope,
  { element }: ArrayType,
  count: llvm.Value,
  site: llvm.Value,
): llvm.Value {
  const { ir } = scope;
  const isPointerFree = !holdsPointer(element, ir.types.shapes);
  return ir.builder.CreateCall(ir.runtime('bolt_array_new'), [
    count,
    ir.constants.i64(ir.sizeBytes(ir.types.memory(element))),
    ir.constants.i32(isPointerFree ? 1 : 0),
    site,
  ]);
}

function arrayValue(
  { ir }: FunctionScope,
  base: llvm.Value,
  data: llvm.Value,
  length: llvm.Value,
): llvm.Value {
  const { builder, types } = ir;
  const based = builder.CreateInsertValue(llvm.UndefValue.get(types.array), base, [basePart]);
  const placed = builder.CreateInsertValue(based, data, [dataPart]);
  return builder.CreateInsertValue(placed, length, [lengthPart]);
}

function lengthOf(scope: FunctionScope, array: llvm.Value): llvm.Value {
  const { builder, constants } = scope.ir;
  return builder.CreateAnd(partOf(scope, array, lengthPart), constants.i64(longest));
}

function partOf({ ir }: FunctionScope, array: llvm.Value, part: number): llvm.Value {
  return ir.builder.CreateExtractValue(array, [part]);
}

function elementAddress(
  scope: FunctionScope,
  place: { readonly array: Operand; readonly type: ArrayType; readonly index: Operand },
): llvm.Value {
  const data = partOf(scope, operandValue(scope, place.array), dataPart);
  return elementAt(scope, place.type, data, operandValue(scope, place.index));
}

/** `data` is a byte pointer; the result points to an element. */
function elementAt(
  { ir }: FunctionScope,
  { element }: ArrayType,
  data: llvm.Value,
  index: llvm.Value,
): llvm.Value {
  const type = ir.types.memory(element);
  const first = ir.builder.CreateBitCast(data, ir.types.pointerTo(type));
  return ir.builder.CreateInBoundsGEP(type, first, index);
}
