/** Calls of functions and methods, `printf`, and interpolation. */
import type { HirExpr } from '../../sema/hir.ts';
import type { Operand } from '../mir.ts';
import type { MirCallee, MirMethod } from '../mir-members.ts';
import { stringType } from '../operand.ts';
import { define, emit } from './function-builder.ts';
import type { Lowering, Value } from './lowering.ts';
import { lowerOperand, lowerOperands } from './lowering.ts';
import { checkSet, nameOf } from './references.ts';

type Kind<K extends HirExpr['kind']> = Extract<HirExpr, { readonly kind: K }>;

export function lowerCallFunction(l: Lowering, node: Kind<'callFunction'>): Value {
  const args = lowerOperands(l, node.args);
  const { typeArgs, parameters, type: result } = node;
  const callee: MirCallee = { decl: node.callee, typeArgs, parameters, result };
  if (result.kind === 'void') return void emit(l.builder, { op: 'call', callee, args });
  return define(l.builder, result, (dest) => ({ op: 'call', dest, callee, args }));
}

/**
 * A call on `receiver`, the value of `node.receiver`: it is vetted before the arguments are
 * evaluated.
 */
export function callMethod(l: Lowering, node: Kind<'callMethod'>, receiver: Operand): Value {
  checkSet(l, receiver, { reason: 'receiver', name: nameOf(l, node.receiver), at: node.at });
  const args = lowerOperands(l, node.args);
  const { owner, slot, parameters, type: result } = node;
  const method: MirMethod = { owner, slot, parameters, result };
  if (result.kind === 'void') {
    return void emit(l.builder, { op: 'callVirtual', receiver, method, args });
  }
  return define(l.builder, result, (dest) => ({ op: 'callVirtual', dest, receiver, method, args }));
}

export function lowerPrintf(l: Lowering, node: Kind<'printf'>): void {
  const args = node.args.map((arg) => ({ value: lowerOperand(l, arg), type: arg.type }));
  emit(l.builder, { op: 'printf', format: node.format, args });
}

export function lowerInterpolate(l: Lowering, node: Kind<'interpolate'>): Value {
  const parts = node.parts.map((part) =>
    typeof part === 'string' ? part : { value: lowerOperand(l, part), type: part.type },
  );
  return define(l.builder, stringType, (dest) => ({ op: 'interpolate', dest, parts }));
}
