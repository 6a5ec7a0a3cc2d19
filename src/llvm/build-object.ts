/**
 * Objects: allocation, fields at the offsets that the order joins in, and calls. A virtual call
 * loads the class from the object and the method from the class's table.
 */
import type llvm from 'llvm-bindings';
import { present } from '../base/invariant.ts';
import type { Instruction, Operand } from '../ir/mir.ts';
import type { MirField } from '../ir/mir-members.ts';
import { fieldKey, methodKey } from '../ir/references.ts';
import { classSymbol, functionSymbol } from '../ir/symbol.ts';
import type { ClassType } from '../sema/type.ts';
import type { FunctionScope } from './build-scope.ts';
import { operandValue } from './build-scope.ts';
import { loadPart, storePart } from './ir-memory.ts';
import { methodTableWord } from './runtime-abi.ts';

export function buildNew(scope: FunctionScope, type: ClassType): llvm.Value {
  const { ir } = scope;
  const descriptor = ir.external(classSymbol(type), ir.types.i8);
  return ir.builder.CreateCall(ir.runtime('bolt_new'), [descriptor]);
}

/** Whether the object's class is `class` or below it; the exact class is the common case. */
export function buildInstanceTest(
  scope: FunctionScope,
  instruction: Extract<Instruction, { op: 'isInstance' }>,
): llvm.Value {
  const { builder, constants, types } = scope.ir;
  const { ir } = scope;
  const descriptor = ir.external(classSymbol(instruction.class), types.i8);
  const object = operandValue(scope, instruction.value);
  const found = builder.CreateCall(ir.runtime('bolt_is_instance'), [object, descriptor]);
  return builder.CreateICmpNE(found, constants.i32(0));
}

export function buildGetField(
  scope: FunctionScope,
  { object, field, path }: Extract<Instruction, { op: 'getField' }>,
): llvm.Value {
  return loadPart(scope.ir, fieldAddress(scope, object, field), field.type, path);
}

export function buildSetField(
  scope: FunctionScope,
  { object, field, value, path }: Extract<Instruction, { op: 'setField' }>,
): void {
  const stored = operandValue(scope, value);
  storePart(
    scope.ir,
    stored,
    { address: fieldAddress(scope, object, field), type: field.type },
    path,
  );
}

export function buildCall(
  scope: FunctionScope,
  { callee, args }: Extract<Instruction, { op: 'call' }>,
): llvm.Value {
  const { ir } = scope;
  const shape = ir.types.call(callee.parameters, callee.result);
  const fn = ir.function(functionSymbol(callee.decl, callee.typeArgs), shape.type);
  return ir.builder.CreateCall(
    fn,
    args.map((arg) => operandValue(scope, arg)),
  );
}

export function buildVirtualCall(
  scope: FunctionScope,
  { receiver, method, args }: Extract<Instruction, { op: 'callVirtual' }>,
): llvm.Value {
  const { builder, constants, types } = scope.ir;
  const key = methodKey(method);
  const slot = present(scope.layout.methodSlots[key], `method slot ${key}`);
  const shape = types.call([method.owner, ...method.parameters], method.result);
  const table = types.pointerTo(shape.pointer);
  const object = operandValue(scope, receiver);
  const header = builder.CreateBitCast(object, types.pointerTo(table));
  const descriptor = builder.CreateLoad(table, header);
  const index = constants.i64(methodTableWord + slot);
  const entry = builder.CreateInBoundsGEP(shape.pointer, descriptor, index);
  const code = builder.CreateLoad(shape.pointer, entry);
  return builder.CreateCall(shape.type, code, [
    object,
    ...args.map((arg) => operandValue(scope, arg)),
  ]);
}

function fieldAddress(scope: FunctionScope, object: Operand, field: MirField): llvm.Value {
  const { builder, constants, types } = scope.ir;
  const key = fieldKey(field);
  const offset = present(scope.layout.fieldOffsets[key], `field offset ${key}`);
  const bytes = builder.CreateInBoundsGEP(
    types.i8,
    operandValue(scope, object),
    constants.i64(offset),
  );
  const type = types.memory(field.type);
  return type === types.i8 ? bytes : builder.CreateBitCast(bytes, types.pointerTo(type));
}
