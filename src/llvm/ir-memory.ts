/**
 * Values in memory and their parts. A part is read and written in place: no more of a value is loaded
 * than is asked for.
 */
import type llvm from 'llvm-bindings';
import { InternalError, present } from '../base/invariant.ts';
import type { MirPath } from '../ir/mir.ts';
import type { Type } from '../sema/type.ts';
import { typeKey } from '../sema/type-key.ts';
import type { IrSession } from './ir-session.ts';
import { shapeOf } from './layout.ts';
import { isWhole } from './local-slots.ts';

/** Where a value lies: `address` points to one of `types.memory(type)`. */
export interface Place {
  readonly address: llvm.Value;
  readonly type: Type;
}

export function loadMemory(ir: IrSession, address: llvm.Value, type: Type): llvm.Value {
  return fromMemory(ir, ir.builder.CreateLoad(ir.types.memory(type), address), type);
}

export function storeMemory(
  ir: IrSession,
  value: llvm.Value,
  address: llvm.Value,
  type: Type,
): void {
  ir.builder.CreateStore(toMemory(ir, value, type), address);
}

export function loadPart(
  ir: IrSession,
  address: llvm.Value,
  type: Type,
  path: MirPath | undefined,
): llvm.Value {
  const part = placeOfPart(ir, { address, type }, path);
  return loadMemory(ir, part.address, part.type);
}

export function storePart(
  ir: IrSession,
  value: llvm.Value,
  whole: Place,
  path: MirPath | undefined,
): void {
  const part = placeOfPart(ir, whole, path);
  storeMemory(ir, value, part.address, part.type);
}

/** The part of a value in a register. */
export function extractPart(
  ir: IrSession,
  value: llvm.Value,
  type: Type,
  path: MirPath,
): llvm.Value {
  const part = partAt(ir, type, path);
  return fromMemory(ir, ir.builder.CreateExtractValue(value, [...part.indices]), part.type);
}

/** A value as a part of others holds it: a bool is a byte. */
export function toMemory(ir: IrSession, value: llvm.Value, type: Type): llvm.Value {
  return type.kind === 'bool' ? ir.builder.CreateZExt(value, ir.types.i8) : value;
}

export function fromMemory(ir: IrSession, value: llvm.Value, type: Type): llvm.Value {
  return type.kind === 'bool' ? ir.builder.CreateTrunc(value, ir.types.i1) : value;
}

function placeOfPart(ir: IrSession, whole: Place, path: MirPath | undefined): Place {
  if (path === undefined || isWhole(path)) return whole;
  const part = partAt(ir, whole.type, path);
  const { builder, constants, types } = ir;
  const steps = [constants.i32(0), ...part.indices.map((index) => constants.i32(index))];
  const address = builder.CreateInBoundsGEP(types.memory(whole.type), whole.address, steps);
  return { address, type: part.type };
}

interface Part {
  /** From the whole inwards. */
  readonly indices: readonly number[];
  readonly type: Type;
}

function partAt({ types }: IrSession, whole: Type, path: MirPath): Part {
  const indices: number[] = [];
  let type = whole;
  for (const name of path) {
    const index = indexOfPart(type, name, types.shapes);
    indices.push(index.at);
    type = index.type;
  }
  return { indices, type };
}

function indexOfPart(
  whole: Type,
  name: string,
  shapes: IrSession['types']['shapes'],
): { readonly at: number; readonly type: Type } {
  const what = `part ${name} of ${typeKey(whole)}`;
  if (whole.kind === 'tuple') {
    const at = Number(name);
    return { at, type: present(whole.elements[at], what) };
  }
  const shape = whole.kind === 'struct' ? shapeOf(whole, shapes) : undefined;
  if (shape?.kind !== 'struct') throw new InternalError(`No ${what}`);
  const at = shape.fields.findIndex((field) => field.name === name);
  return { at, type: present(shape.fields[at], what).type };
}
