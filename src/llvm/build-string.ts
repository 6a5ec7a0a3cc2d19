/**
 * Strings and their printed forms. The runtime takes strings by address, so operands pass through
 * slots of the frame that all instructions of a function share.
 */
import llvm from 'llvm-bindings';
import { assertNever, InternalError, present } from '../base/invariant.ts';
import type { Instruction, Operand } from '../ir/mir.ts';
import type { Type } from '../sema/type.ts';
import { typeKey } from '../sema/type-key.ts';
import { buildPrintedForm } from './build-helpers.ts';
import type { FunctionScope } from './build-scope.ts';
import { moveTo, operandValue, scratchSlot } from './build-scope.ts';
import { withLengths } from './printf-strings.ts';

type Interpolate = Extract<Instruction, { op: 'interpolate' }>;
type Printf = Extract<Instruction, { op: 'printf' }>;
type Part = Interpolate['parts'][number];

/** -1, 0 or 1 as an i32. */
export function compareStrings(scope: FunctionScope, a: llvm.Value, b: llvm.Value): llvm.Value {
  const { builder, types } = scope.ir;
  const left = scratchSlot(scope, 'left', types.string);
  const right = scratchSlot(scope, 'right', types.string);
  builder.CreateStore(a, left);
  builder.CreateStore(b, right);
  return builder.CreateCall(scope.ir.runtime('bolt_string_compare'), [left, right]);
}

/** An i1. Strings of different lengths, most of those that differ, are told apart here. */
export function equalStrings(scope: FunctionScope, a: llvm.Value, b: llvm.Value): llvm.Value {
  const { ir } = scope;
  const { builder, constants, types } = ir;
  const [lengths, bytes, done] = [
    scope.current,
    ir.block('bytes', scope.fn),
    ir.block('done', scope.fn),
  ];
  const isAsLong = builder.CreateICmpEQ(lengthOf(scope, a), lengthOf(scope, b));
  builder.CreateCondBr(isAsLong, bytes, done);
  moveTo(scope, bytes);
  const left = scratchSlot(scope, 'left', types.string);
  const right = scratchSlot(scope, 'right', types.string);
  builder.CreateStore(a, left);
  builder.CreateStore(b, right);
  const found = builder.CreateCall(ir.runtime('bolt_string_equal'), [left, right]);
  const isEqual = builder.CreateICmpNE(found, constants.i32(0));
  builder.CreateBr(done);
  moveTo(scope, done);
  const result = builder.CreatePHI(types.i1, 2);
  result.addIncoming(constants.false, lengths);
  result.addIncoming(isEqual, bytes);
  return result;
}

export function isEmptyString(scope: FunctionScope, value: llvm.Value): llvm.Value {
  return scope.ir.builder.CreateICmpEQ(lengthOf(scope, value), scope.ir.constants.i64(0));
}

/** The code point that starts at a byte offset inside the string. */
export function buildDecode(
  scope: FunctionScope,
  text: llvm.Value,
  offset: llvm.Value,
): llvm.Value {
  const { ir } = scope;
  const { builder, constants, types } = ir;
  const [ascii, wide, done] = [
    scope.current,
    ir.block('wide', scope.fn),
    ir.block('done', scope.fn),
  ];
  const data = builder.CreateExtractValue(text, [2]);
  const address = builder.CreateInBoundsGEP(types.i8, data, offset);
  const lead = builder.CreateZExt(builder.CreateLoad(types.i8, address), types.i32);
  builder.CreateCondBr(builder.CreateICmpULT(lead, constants.i32(0x80)), done, wide);
  moveTo(scope, wide);
  const slot = scratchSlot(scope, 'decoded', types.string);
  builder.CreateStore(text, slot);
  const shape = llvm.FunctionType.get(types.i32, [types.pointerTo(types.string), types.i64], false);
  const decoded = builder.CreateCall(ir.function('bolt_string_decode', shape), [slot, offset]);
  builder.CreateBr(done);
  moveTo(scope, done);
  const result = builder.CreatePHI(types.i32, 2);
  result.addIncoming(lead, ascii);
  result.addIncoming(decoded, wide);
  return result;
}

/** One byte, and one more from each of three limits on. */
export function buildCharBytes({ ir }: FunctionScope, char: llvm.Value): llvm.Value {
  const { builder, constants, types } = ir;
  return [0x80, 0x800, 0x10000].reduce<llvm.Value>((bytes, limit) => {
    const isAbove = builder.CreateICmpUGE(char, constants.i32(limit));
    return builder.CreateAdd(bytes, builder.CreateZExt(isAbove, types.i64));
  }, constants.i64(1));
}

function lengthOf({ ir }: FunctionScope, value: llvm.Value): llvm.Value {
  return ir.builder.CreateExtractValue(value, [0]);
}

export function buildInterpolation(scope: FunctionScope, { parts }: Interpolate): llvm.Value {
  const { builder, constants, types } = scope.ir;
  const [only] = parts;
  if (only === undefined) return scope.texts.string('');
  if (parts.length === 1) return showAlone(scope, only);
  const list = llvm.ArrayType.get(types.string, parts.length);
  const array = scratchSlot(scope, `parts${parts.length}`, list);
  const first = builder.CreateInBoundsGEP(list, array, [constants.i64(0), constants.i64(0)]);
  parts.forEach((part, index) => {
    const place =
      index === 0 ? first : builder.CreateInBoundsGEP(types.string, first, constants.i64(index));
    showInto(scope, place, part);
  });
  const result = scratchSlot(scope, 'shown', types.string);
  const concat = scope.ir.runtime('bolt_string_concat');
  builder.CreateCall(concat, [result, first, constants.i64(parts.length)]);
  return builder.CreateLoad(types.string, result);
}

/**
 * C's argument promotions: small integers to int, f32 to double. A string comes with its length, as
 * the precision of its conversion, for no NUL ends it.
 */
export function buildPrintf(scope: FunctionScope, { format, args }: Printf): void {
  const { format: rewritten, limits } = withLengths(format);
  const values = args.flatMap(({ value, type }, index) => {
    const argument = operandValue(scope, value);
    if (type.kind !== 'string') return [promote(scope, argument, type)];
    const limit = present(limits.get(index), `%s for argument ${index} of ${format}`);
    return bytesOf(scope, argument, limit);
  });
  scope.ir.builder.CreateCall(scope.ir.runtime('bolt_printf'), [
    scope.texts.data(rewritten),
    ...values,
  ]);
}

function showAlone(scope: FunctionScope, part: Part): llvm.Value {
  if (typeof part === 'string') return scope.texts.string(part);
  if (part.type.kind === 'string') return operandValue(scope, part.value);
  const { builder, types } = scope.ir;
  const result = scratchSlot(scope, 'shown', types.string);
  showInto(scope, result, part);
  return builder.CreateLoad(types.string, result);
}

function showInto(scope: FunctionScope, place: llvm.Value, part: Part): void {
  const { builder } = scope.ir;
  if (typeof part === 'string') {
    builder.CreateStore(scope.texts.string(part), place);
  } else {
    showValue(scope, place, part.value, part.type);
  }
}

function showValue(scope: FunctionScope, place: llvm.Value, operand: Operand, type: Type): void {
  const { ir } = scope;
  const { builder, types } = ir;
  const value = operandValue(scope, operand);
  switch (type.kind) {
    case 'string':
      builder.CreateStore(value, place);
      return;
    case 'bool':
      builder.CreateCall(ir.runtime('bolt_show_bool'), [
        place,
        builder.CreateZExt(value, types.i32),
      ]);
      return;
    case 'char':
      builder.CreateCall(ir.runtime('bolt_show_char'), [place, value]);
      return;
    case 'float':
      builder.CreateCall(ir.runtime(type.bits === 32 ? 'bolt_show_f32' : 'bolt_show_f64'), [
        place,
        value,
      ]);
      return;
    case 'int':
      showInteger(scope, place, value, type);
      return;
    case 'class':
      builder.CreateCall(ir.runtime('bolt_show_object'), [place, value]);
      return;
    case 'array':
    case 'tuple':
    case 'optional':
    case 'struct':
    case 'union':
      builder.CreateStore(buildPrintedForm(scope, type, value), place);
      return;
    case 'pointer':
    case 'void':
    case 'never':
    case 'parameter':
    case 'error':
      throw new InternalError(`${typeKey(type)} has no printed form`);
    default:
      assertNever(type);
  }
}

function showInteger(
  scope: FunctionScope,
  place: llvm.Value,
  value: llvm.Value,
  { bits, signed }: Extract<Type, { kind: 'int' }>,
): void {
  const { ir } = scope;
  const { builder, constants, types } = ir;
  if (bits === 128) {
    const low = builder.CreateTrunc(value, types.i64);
    const high = builder.CreateTrunc(
      builder.CreateLShr(value, constants.integer(128, '64')),
      types.i64,
    );
    builder.CreateCall(ir.runtime(signed ? 'bolt_show_i128' : 'bolt_show_u128'), [
      place,
      low,
      high,
    ]);
    return;
  }
  const wide = bits === 64 ? value : widen(builder, value, types.i64, signed);
  builder.CreateCall(ir.runtime(signed ? 'bolt_show_i64' : 'bolt_show_u64'), [place, wide]);
}

function promote(scope: FunctionScope, value: llvm.Value, type: Type): llvm.Value {
  const { builder, types } = scope.ir;
  switch (type.kind) {
    case 'int':
      return type.bits < 32 ? widen(builder, value, types.i32, type.signed) : value;
    case 'bool':
      return builder.CreateZExt(value, types.i32);
    case 'float':
      return type.bits === 32 ? builder.CreateFPExt(value, types.f64) : value;
    case 'char':
    case 'class':
    case 'pointer':
      return value;
    case 'string':
    case 'array':
    case 'tuple':
    case 'optional':
    case 'struct':
    case 'union':
    case 'void':
    case 'never':
    case 'parameter':
    case 'error':
      throw new InternalError(`${typeKey(type)} is no argument of printf`);
    default:
      return assertNever(type);
  }
}

/** How many bytes, as an int, and the bytes; a string that was never set has none. */
function bytesOf(scope: FunctionScope, value: llvm.Value, limit: number): readonly llvm.Value[] {
  const { builder, constants, types } = scope.ir;
  const length = lengthOf(scope, value);
  const most = constants.i64(limit);
  const shown = builder.CreateSelect(builder.CreateICmpULT(length, most), length, most);
  const data = builder.CreateExtractValue(value, [2]);
  const bytes = builder.CreateSelect(builder.CreateIsNull(data), scope.texts.data(''), data);
  return [builder.CreateTrunc(shown, types.i32), bytes];
}

function widen(
  builder: llvm.IRBuilder,
  value: llvm.Value,
  type: llvm.Type,
  signed: boolean,
): llvm.Value {
  return signed ? builder.CreateSExt(value, type) : builder.CreateZExt(value, type);
}
