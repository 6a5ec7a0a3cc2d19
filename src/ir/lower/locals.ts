/** `let`, assignment to locals, `consume` of locals, and how parameters come into being. */
import type { HirExpr, LocalId } from '../../sema/hir.ts';
import type { MirLocal } from '../mir.ts';
import { zeroOf } from '../operand.ts';
import { arithmetic } from './arithmetic.ts';
import { addSlot, addVariable, define, emit } from './function-builder.ts';
import type { Lowering, Value } from './lowering.ts';
import {
  asOperand,
  learnSet,
  localAt,
  lowerOperand,
  lowerValue,
  readLocal,
  writeLocal,
} from './lowering.ts';

type Kind<K extends HirExpr['kind']> = Extract<HirExpr, { readonly kind: K }>;

/** Makes `locals` the parameters of the function, in this order. */
export function bindParameters(l: Lowering, locals: readonly LocalId[]): void {
  for (const local of locals) addSlot(l.builder, slotFor(l, local));
  locals.forEach((local, slot) => {
    const { usage } = l.unit;
    const { kind, type } = localAt(l, local);
    if (usage.mutable.has(local)) {
      l.bindings.set(local, { kind: 'slot', slot });
    } else if (usage.mentioned.has(local)) {
      const value = define(l.builder, type, (dest) => ({ op: 'load', dest, slot }));
      l.bindings.set(local, { kind: 'value', value });
      if (kind === 'this') learnSet(l, value);
    }
  });
}

export function lowerLet(l: Lowering, node: Kind<'let'>): Value {
  const value = lowerValue(l, node.value);
  if (value !== undefined) bindLet(l, node.local, value);
  return value;
}

/**
 * A new variable: a slot of its own, which is read only where something assigns it later. Debuggers
 * find all of them there.
 */
export function bindLet(l: Lowering, local: LocalId, value: Exclude<Value, undefined>): void {
  const slot = addVariable(l.builder, slotFor(l, local));
  emit(l.builder, { op: 'store', slot, value });
  const isMutable = l.unit.usage.mutable.has(local);
  l.bindings.set(local, isMutable ? { kind: 'slot', slot } : { kind: 'value', value });
}

export function lowerAssignLocal(l: Lowering, node: Kind<'assignLocal'>): Value {
  const value = lowerOperand(l, node.value);
  writeLocal(l, node.local, value);
  return value;
}

/** `x op= e` reads `x`, then evaluates `e`. */
export function lowerCompoundLocal(l: Lowering, node: Kind<'compoundLocal'>): Value {
  const { type } = localAt(l, node.local);
  const left = asOperand(l, readLocal(l, node.local), node);
  const right = lowerOperand(l, node.value);
  const value = arithmetic(l, { ...node, type }, { left, right });
  writeLocal(l, node.local, value);
  return value;
}

/** Yields the old value; the variable is unset (or zero) afterwards. */
export function lowerConsumeLocal(l: Lowering, node: Kind<'consumeLocal'>): Value {
  const value = readLocal(l, node.local);
  forgetLocal(l, node.local);
  return value;
}

export function forgetLocal(l: Lowering, local: LocalId): void {
  writeLocal(l, local, zeroOf(localAt(l, local).type));
}

function slotFor(l: Lowering, local: LocalId): MirLocal {
  const { name, type, at } = localAt(l, local);
  return { name, type, at };
}
