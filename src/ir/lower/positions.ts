/** Indices, lengths and bounds: integers of any type as an `i64`. */
import { InternalError } from '../../base/invariant.ts';
import type { HirExpr } from '../../sema/hir.ts';
import type { Type } from '../../sema/type.ts';
import type { Operand } from '../mir.ts';
import { boolType } from '../operand.ts';
import { convert } from './arithmetic.ts';
import { addSlot, branch, define, emit, jump, newLabel, place } from './function-builder.ts';
import type { Lowering } from './lowering.ts';
import { lowerOperand } from './lowering.ts';

export const indexType: Type = { kind: 'int', bits: 64, signed: true };

/** What does not fit is negative, which no check lets pass. */
export function lowerPosition(l: Lowering, node: HirExpr): Operand {
  const value = lowerOperand(l, node);
  const { type: from } = node;
  if (from.kind === 'never') return value;
  if (from.kind !== 'int') throw new InternalError(`A position of type ${from.kind}`);
  if (value.kind === 'int' && BigInt(value.value) < 1n << 63n)
    return { kind: 'int', type: indexType, value: value.value };
  const short = convert(l, value, { from, to: indexType });
  if (from.bits < 128) return short;
  const again = convert(l, short, { from: indexType, to: from });
  const isSame = define(l.builder, boolType, (dest) => ({
    op: 'compare',
    dest,
    operator: 'eq',
    left: again,
    right: value,
    type: from,
  }));
  const slot = addSlot(l.builder, { name: '', type: indexType, at: node.at });
  emit(l.builder, { op: 'store', slot, value: { kind: 'int', type: indexType, value: '-1' } });
  const then = newLabel();
  const join = newLabel();
  branch(l.builder, isSame, { then, otherwise: join });
  place(l.builder, then);
  emit(l.builder, { op: 'store', slot, value: short });
  jump(l.builder, join);
  place(l.builder, join);
  return define(l.builder, indexType, (dest) => ({ op: 'load', dest, slot }));
}
