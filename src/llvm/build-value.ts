/**
 * Tuples, structs, optionals and unions in registers. Their parts have the form that they have in
 * memory. A union's payload is words; a member goes in and out through a slot of the frame, which the
 * optimiser dissolves.
 */
import llvm from 'llvm-bindings';
import { present } from '../base/invariant.ts';
import type { Instruction } from '../ir/mir.ts';
import type { OptionalType, Type, UnionType } from '../sema/type.ts';
import type { FunctionScope } from './build-scope.ts';
import { operandValue, scratchSlot } from './build-scope.ts';
import { extractPart, fromMemory, loadMemory, storeMemory, toMemory } from './ir-memory.ts';
import { isNullable, memberTypes } from './layout.ts';

type Op<Name extends Instruction['op']> = Extract<Instruction, { op: Name }>;

export function buildAggregate(scope: FunctionScope, { type, parts }: Op<'aggregate'>): llvm.Value {
  const { ir } = scope;
  const types = type.kind === 'tuple' ? type.elements : memberTypes(type, ir.types.shapes);
  const whole: llvm.Value = llvm.UndefValue.get(ir.types.value(type));
  return parts.reduce((built, operand, index) => {
    const part = toMemory(ir, operandValue(scope, operand), present(types[index], 'type of part'));
    return ir.builder.CreateInsertValue(built, part, [index]);
  }, whole);
}

export function buildExtract(
  scope: FunctionScope,
  { value, type, path }: Op<'extract'>,
): llvm.Value {
  return extractPart(scope.ir, operandValue(scope, value), type, path);
}

export function buildSome(scope: FunctionScope, { value, type }: Op<'some'>): llvm.Value {
  const held = operandValue(scope, value);
  if (isNullable(type.value)) return held;
  const { ir } = scope;
  const tagged = ir.builder.CreateInsertValue(
    llvm.UndefValue.get(ir.types.value(type)),
    ir.constants.integer(8, '1'),
    [0],
  );
  return ir.builder.CreateInsertValue(tagged, toMemory(ir, held, type.value), [1]);
}

export function buildIsSome(scope: FunctionScope, { value, type }: Op<'isSome'>): llvm.Value {
  return isSome(scope, operandValue(scope, value), type);
}

function isSome({ ir }: FunctionScope, value: llvm.Value, type: OptionalType): llvm.Value {
  if (isNullable(type.value)) return ir.builder.CreateIsNotNull(value);
  return ir.builder.CreateTrunc(ir.builder.CreateExtractValue(value, [0]), ir.types.i1);
}

export function buildUnwrap(scope: FunctionScope, { value, type }: Op<'unwrap'>): llvm.Value {
  const held = operandValue(scope, value);
  if (isNullable(type.value)) return held;
  return fromMemory(scope.ir, scope.ir.builder.CreateExtractValue(held, [1]), type.value);
}

export function buildInject(
  scope: FunctionScope,
  { value, type, member }: Op<'inject'>,
): llvm.Value {
  const { builder, constants, types } = scope.ir;
  const frame = unionFrame(scope, type);
  const held = memberOf(scope, type, member);
  // Bytes that the member leaves open must not keep old references alive.
  builder.CreateStore(constants.zero(type), frame);
  builder.CreateStore(constants.i32(member), partOf(scope, frame, type, 0));
  storeMemory(scope.ir, operandValue(scope, value), payloadOf(scope, frame, type, held), held);
  return builder.CreateLoad(types.value(type), frame);
}

export function buildTag(scope: FunctionScope, { value }: Op<'tag'>): llvm.Value {
  return scope.ir.builder.CreateExtractValue(operandValue(scope, value), [0]);
}

export function buildProject(
  scope: FunctionScope,
  { value, type, member }: Op<'project'>,
): llvm.Value {
  const frame = unionFrame(scope, type);
  const held = memberOf(scope, type, member);
  scope.ir.builder.CreateStore(operandValue(scope, value), frame);
  return loadMemory(scope.ir, payloadOf(scope, frame, type, held), held);
}

function memberOf({ ir }: FunctionScope, type: UnionType, member: number): Type {
  return present(memberTypes(type, ir.types.shapes)[member], `member ${member}`);
}

function unionFrame(scope: FunctionScope, type: UnionType): llvm.Value {
  const struct = scope.ir.types.value(type);
  return scratchSlot(scope, `union ${scope.ir.sizeBytes(struct)}`, struct);
}

/** The payload as one of `held`. */
function payloadOf(
  scope: FunctionScope,
  frame: llvm.Value,
  type: UnionType,
  held: Type,
): llvm.Value {
  const { builder, types } = scope.ir;
  return builder.CreateBitCast(partOf(scope, frame, type, 1), types.pointerTo(types.memory(held)));
}

function partOf(
  { ir }: FunctionScope,
  frame: llvm.Value,
  type: UnionType,
  index: number,
): llvm.Value {
  const steps = [ir.constants.i32(0), ir.constants.i32(index)];
  return ir.builder.CreateInBoundsGEP(ir.types.value(type), frame, steps);
}
