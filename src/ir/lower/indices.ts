/** Positions in arrays and strings: of any integer type in the program, `i64` here. */
import type { HirExpr } from '../../sema/hir.ts';
import type { Type } from '../../sema/type.ts';
import type { Operand } from '../mir.ts';
import { boolType } from '../operand.ts';
import { addSlot, branch, define, emit, jump, newLabel, place } from './function-builder.ts';
import type { Lowering } from './lowering.ts';
import { lowerOperand } from './lowering.ts';

export const indexType: Type = { kind: 'int', bits: 64, signed: true };

export function lowerIndex(l: Lowering, expr: HirExpr): Operand {
  return toIndex(l, lowerOperand(l, expr), expr);
}

/** A value beyond what an `i64` holds becomes one that is no position. */
function toIndex(l: Lowering, value: Operand, { type, at }: HirExpr): Operand {
  if (type.kind !== 'int' || (type.bits === 64 && type.signed)) return value;
  if (value.kind === 'int') return { ...value, type: indexType };
  const narrow = convert(l, value, type, indexType);
  if (type.bits <= 64) return narrow;
  const slot = addSlot(l.builder, { name: '', type: indexType, at });
  const beyond = newLabel();
  const join = newLabel();
  emit(l.builder, { op: 'store', slot, value: narrow });
  const wide = convert(l, narrow, indexType, type);
  const isSame = define(l.builder, boolType, (dest) => ({
    op: 'compare',
    dest,
    operator: 'eq',
    left: value,
    right: wide,
    type,
  }));
  branch(l.builder, isSame, { then: join, otherwise: beyond });
  place(l.builder, beyond);
  emit(l.builder, { op: 'store', slot, value: { kind: 'int', type: indexType, value: '-1' } });
  jump(l.builder, join);
  place(l.builder, join);
  return define(l.builder, indexType, (dest) => ({ op: 'load', dest, slot }));
}

export function convert(l: Lowering, value: Operand, from: Type, to: Type): Operand {
  return define(l.builder, to, (dest) => ({ op: 'convert', dest, value, from, to }));
}

export function addIndices(l: Lowering, left: Operand, right: Operand): Operand {
  const type = indexType;
  return define(l.builder, type, (dest) => ({
    op: 'arith',
    dest,
    operator: 'add',
    left,
    right,
    type,
  }));
}

export function indexOf(value: number): Operand {
  return { kind: 'int', type: indexType, value: String(value) };
}
