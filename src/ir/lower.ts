/**
 * From typed bodies to the mid-level IR: every construct's order of evaluation, every implicit
 * check, lock and join becomes explicit here. Bodies of generic declarations are lowered once, in
 * terms of their type parameters. Nothing is looked up: what lowering needs stands in the body, the
 * signature and the facts.
 */
import { invariant, present } from '../base/invariant.ts';
import type { TypedBody } from '../sema/hir.ts';
import type { Signature } from '../sema/model.ts';
import { lowerExpression, lowerStatement } from './lower/expressions.ts';
import { emit } from './lower/function-builder.ts';
import { localUsage } from './lower/local-usage.ts';
import { bindParameters } from './lower/locals.ts';
import type { Lowering, UnitLowering } from './lower/lowering.ts';
import { finishFunction, newLowering, readLocal } from './lower/lowering.ts';
import { lowerDecisionInto } from './lower/optionals.ts';
import { lowerRoot } from './lower/returns.ts';
import type { MirUnit } from './mir.ts';
import { functionSymbol } from './symbol.ts';

export interface LowerFacts {
  /**
   * Whether the capability `name` of the method's class has the mode `locked`. Asked for methods
   * only.
   */
  isLockedCapability(name: string): boolean;
}

export function lowerBody(body: TypedBody, signature: Signature, facts: LowerFacts): MirUnit {
  const isLocked = isLockedMethod(signature, facts);
  const unit: UnitLowering = {
    body,
    symbol: functionSymbol(body.decl, []),
    usage: localUsage(body, isLocked ? [0] : []),
    functions: [undefined],
    value: lowerExpression,
    effect: lowerStatement,
    match: lowerDecisionInto,
  };
  const l = newLowering(unit, 'declaration', body.root.at);
  bindParameters(
    l,
    Array.from({ length: body.parameterCount }, (_, local) => local),
  );
  if (isLocked) holdLockOfThis(l);
  lowerRoot(l, body.root);
  const { symbol, functions } = unit;
  const { parameterCount, result } = body;
  functions[0] = finishFunction(l, { symbol, parameterCount, result });
  return {
    decl: body.decl,
    symbol,
    ...classParameters(body),
    functions: functions.map((lowered) => present(lowered, `function of ${symbol}`)),
  };
}

function isLockedMethod({ kind, capabilities }: Signature, facts: LowerFacts): boolean {
  return kind === 'method' && capabilities.some((name) => facts.isLockedCapability(name));
}

/**
 * A locked method holds its object's lock from before its first statement until its result is
 * computed.
 */
function holdLockOfThis(l: Lowering): void {
  const object = present(readLocal(l, 0), 'this');
  invariant(object.kind === 'temp', 'this is a variable');
  emit(l.builder, { op: 'lock', object, mode: 'exclusive', at: l.unit.body.root.at });
  l.cleanups.push({ kind: 'unlock', object });
  l.held.add(object.temp);
}

function classParameters(body: TypedBody): Pick<MirUnit, 'classParameterCount'> {
  const first = body.locals[0];
  if (first?.kind !== 'this') return {};
  const { type } = first;
  if (type.kind !== 'class' && type.kind !== 'struct') return {};
  const { args } = type;
  return args.length === 0 ? {} : { classParameterCount: args.length };
}
