/** The one type that several values can have: branches of an `if`, elements of an array. */
import type { HirExpr } from '../hir.ts';
import { commonSupertype } from '../subtype.ts';
import type { Type } from '../type.ts';
import { someType } from '../type-parts.ts';
import type { Checker } from './checker.ts';
import { isAssignable } from './coercion.ts';
import { ERROR, F64 } from './primitives.ts';

/** Undefined where there is none; the error type where a value is a mistake. */
export function commonTypeOf(checker: Checker, values: readonly HirExpr[]): Type | undefined {
  const relevant = values.filter(({ type }) => type.kind !== 'never');
  const settled = relevant.filter((value) => !isUnsettled(checker, value));
  const fixed = settled.filter((value) => !checker.flexible.has(value));
  const [first, ...rest] = fixed.length > 0 ? fixed : settled;
  if (first === undefined) return relevant[0]?.type;
  let type: Type | undefined = first.type;
  for (const value of rest) type = type && join(checker, type, value);
  for (const value of relevant) {
    if (type === undefined) return undefined;
    if (type.kind === 'error' || isAssignable(checker, value, type)) continue;
    type = joinLate(checker, type, value);
  }
  return type;
}

/** `none` or `[]`, which say nothing of what is in them. */
function isUnsettled(checker: Checker, value: HirExpr): boolean {
  return checker.flexible.has(value) && someType(value.type, ({ kind }) => kind === 'error');
}

/** A type that values of `type` and `value` can have. */
function join(checker: Checker, type: Type, value: HirExpr): Type | undefined {
  if (type.kind === 'error' || value.type.kind === 'error') return ERROR;
  const isFreeFloat = value.type.kind === 'float' && checker.flexible.has(value);
  if (isFreeFloat && type.kind === 'int') return F64;
  if (isAssignable(checker, value, type)) return type;
  const common = commonSupertype(checker.ctx, type, value.type);
  if (common !== undefined) return common;
  const placeholder: HirExpr = { kind: 'error', type, at: value.at };
  return isAssignable(checker, placeholder, value.type) ? value.type : undefined;
}

/** A value that does not fit what the others have in common: `none` among them makes it an optional. */
function joinLate(checker: Checker, type: Type, value: HirExpr): Type | undefined {
  if (value.type.kind !== 'optional' || !isUnsettled(checker, value)) return undefined;
  return type.kind === 'optional' ? type : { kind: 'optional', value: type };
}
