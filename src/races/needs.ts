/** Instances of generic declarations that a body makes use of: they are checked with its type arguments. */
import type { HirExpr } from '../sema/hir.ts';
import type { Type } from '../sema/type.ts';
import { printType } from '../sema/type-key.ts';
import type { Flow } from './flow.ts';
import { instanceKey, isPlain } from './instance.ts';

export function noteInstances(
  flow: Flow,
  expr: Extract<HirExpr, { kind: 'new' | 'callFunction' }>,
): void {
  const [decl, args] =
    expr.kind === 'new' ? [expr.class.decl, expr.class.args] : [expr.callee, expr.typeArgs];
  if (args.length === 0) return;
  const { context, profiles } = flow.facts;
  const own = args.map((arg: Type) => context.profileOf(arg, profiles));
  if (isPlain(own)) return;
  const key = instanceKey(decl, own);
  if (flow.needs.some((need) => need.key === key && need.at === expr.at)) return;
  const name =
    expr.kind === 'new'
      ? `\`${printType(expr.class)}\``
      : `this function with \`${args.map(printType).join(', ')}\``;
  flow.needs.push({ key, at: expr.at, name });
}
