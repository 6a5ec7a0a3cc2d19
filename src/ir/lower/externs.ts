/** Calls of C functions, and of the runtime's own by the standard library. */
import type { HirExpr } from '../../sema/hir.ts';
import { define, emit } from './function-builder.ts';
import type { Lowering, Value } from './lowering.ts';
import { lowerOperands } from './lowering.ts';

export function lowerExternCall(
  l: Lowering,
  node: Extract<HirExpr, { readonly kind: 'callExtern' }>,
): Value {
  const args = lowerOperands(l, node.args);
  const { symbol, parameters, type: result, at } = node;
  const abi = symbol.startsWith('bolt_') ? 'runtime' : 'c';
  const call = { op: 'callExtern', symbol, abi, parameters, result, args, at } as const;
  if (result.kind === 'void') return void emit(l.builder, call);
  return define(l.builder, result, (dest) => ({ ...call, dest }));
}
