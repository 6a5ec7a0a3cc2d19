/**
 * Conversions with the semantics of `as`: to a narrower integer truncates, float to integer
 * saturates (NaN becomes 0), integer to float rounds to nearest, an integer that is no code point
 * becomes U+FFFD as a char; a class becomes its superclass as it stands, an array one that is read.
 */
import type llvm from 'llvm-bindings';
import { InternalError } from '../base/invariant.ts';
import type { Instruction } from '../ir/mir.ts';
import type { IntBits, Type } from '../sema/type.ts';
import { typeKey } from '../sema/type-key.ts';
import type { FunctionScope } from './build-scope.ts';
import { operandValue } from './build-scope.ts';

type Convert = Extract<Instruction, { op: 'convert' }>;

/** A type as conversions see it: a bool is one unsigned bit, a char 32. */
type Numeric =
  | { readonly kind: 'int'; readonly bits: 1 | IntBits; readonly signed: boolean }
  | { readonly kind: 'float'; readonly bits: 32 | 64 };

export function buildConversion(scope: FunctionScope, { value, from, to }: Convert): llvm.Value {
  const operand = operandValue(scope, value);
  if (from.kind === to.kind && (from.kind === 'class' || from.kind === 'array')) return operand;
  if (from.kind === to.kind && typeKey(from) === typeKey(to)) return operand;
  const source = numeric(from);
  const target = numeric(to);
  const { builder, types } = scope.ir;
  const type = types.value(to);
  if (to.kind === 'char' && source.kind === 'int') return toScalarValue(scope, operand, source);
  if (source.kind === 'int') {
    if (target.kind === 'int') return resize(builder, operand, source, target.bits, type);
    return source.signed
      ? builder.CreateSIToFP(operand, type)
      : builder.CreateUIToFP(operand, type);
  }
  if (target.kind === 'int') return saturate(scope, operand, source.bits, target, type);
  return target.bits > source.bits
    ? builder.CreateFPExt(operand, type)
    : builder.CreateFPTrunc(operand, type);
}

function numeric(type: Type): Numeric {
  switch (type.kind) {
    case 'int':
    case 'float':
      return type;
    case 'bool':
      return { kind: 'int', bits: 1, signed: false };
    case 'char':
      return { kind: 'int', bits: 32, signed: false };
    default:
      throw new InternalError(`No conversion of ${typeKey(type)}`);
  }
}

function resize(
  builder: llvm.IRBuilder,
  value: llvm.Value,
  from: Extract<Numeric, { kind: 'int' }>,
  bits: number,
  type: llvm.Type,
): llvm.Value {
  if (bits === from.bits) return value;
  if (bits < from.bits) return builder.CreateTrunc(value, type);
  return from.signed ? builder.CreateSExt(value, type) : builder.CreateZExt(value, type);
}

/** A Unicode scalar value: below 0x110000, and no surrogate. */
function toScalarValue(
  { ir }: FunctionScope,
  value: llvm.Value,
  from: Extract<Numeric, { kind: 'int' }>,
): llvm.Value {
  const { builder, constants, types } = ir;
  // Wide enough for all of the limits; a negative number becomes a large one.
  const bits = from.bits === 128 ? 128 : 64;
  const wide = resize(builder, value, from, bits, types.integer(bits));
  const below = (bound: number, number: llvm.Value): llvm.Value =>
    builder.CreateICmpULT(number, constants.integer(bits, String(bound)));
  const isSurrogate = below(
    0x800,
    builder.CreateSub(wide, constants.integer(bits, String(0xd800))),
  );
  const isValid = builder.CreateAnd(below(0x110000, wide), builder.CreateNot(isSurrogate));
  const replacement = constants.integer(32, String(0xfffd));
  return builder.CreateSelect(isValid, builder.CreateTrunc(wide, types.i32), replacement);
}

function saturate(
  scope: FunctionScope,
  value: llvm.Value,
  fromBits: 32 | 64,
  to: Extract<Numeric, { kind: 'int' }>,
  type: llvm.Type,
): llvm.Value {
  const operation = to.signed ? 'fptosi' : 'fptoui';
  const intrinsic = `llvm.${operation}.sat.i${to.bits}.f${fromBits}`;
  const { ir } = scope;
  const shape = ir.types.saturation(fromBits, type);
  return ir.builder.CreateCall(ir.function(intrinsic, shape), [value]);
}
