/**
 * The variables that an expression binds, each with the expression whose value it gets. Where a pattern takes a
 * value apart there is no such expression in the body: one is made that says what part of what it is.
 */
import type { HirExpr, HirPattern, LocalId, TypedBody } from '../sema/hir.ts';
import type { Type } from '../sema/type.ts';

export interface BoundLocal {
  readonly local: LocalId;
  readonly value: HirExpr;
  readonly isLet: boolean;
  /** See `BodyFacts.views`. */
  readonly isView: boolean;
}

export function bindingsOf(body: TypedBody, expr: HirExpr): readonly BoundLocal[] {
  switch (expr.kind) {
    case 'let':
    case 'assignLocal': {
      const { local, value, kind } = expr;
      const isLet = kind === 'let';
      return [{ local, value, isLet, isView: isLet && isPart(value) }];
    }
    case 'letPattern':
      return patternLocals(body, expr.pattern, expr.value).map((bound) => ({
        ...bound,
        isLet: true,
        isView: isPart(expr.value),
      }));
    case 'forEach':
      return [{ local: expr.local, value: eachOf(body, expr), isLet: true, isView: true }];
    case 'ifLet':
    case 'whileLet':
      return views(patternLocals(body, expr.pattern, expr.subject));
    case 'match':
      return views(expr.arms.flatMap(({ pattern }) => patternLocals(body, pattern, expr.subject)));
    default:
      return [];
  }
}

/**
 * Whether a variable bound to it shows an array or another value, or what is in one. Parts of objects, and what is
 * lent, are shown by aliases.
 */
function isPart(value: HirExpr): boolean {
  switch (value.kind) {
    case 'member':
    case 'element':
      return true;
    case 'try':
    case 'cast':
      return value.type.kind !== 'class' || isPart(value.operand);
    case 'local':
    case 'field':
    case 'slice':
      return value.type.kind !== 'class' && value.type.kind !== 'parameter';
    default:
      return false;
  }
}

/** The element that a loop is at. */
export function eachOf(
  body: TypedBody,
  { subject, local, at }: Extract<HirExpr, { kind: 'forEach' }>,
): HirExpr {
  return { kind: 'member', type: typeOf(body, local), object: subject, member: '*', at };
}

/** What a part of a pattern matches, in terms of what the whole of it does. */
export function partOf(
  value: HirExpr,
  pattern: Extract<HirPattern, { kind: 'some' | 'is' | 'members' }>,
  member: string,
): HirExpr {
  const { at } = value;
  switch (pattern.kind) {
    case 'some': {
      const type = value.type.kind === 'optional' ? value.type.value : value.type;
      return { kind: 'try', type, operand: value, at };
    }
    case 'is': {
      const { test, type } = pattern;
      return { kind: 'cast', type, operand: value, test, failure: 'proven', at };
    }
    case 'members':
      return { kind: 'member', type: value.type, object: value, member, at };
  }
}

/** The variables that a pattern binds. */
export function boundBy(
  body: TypedBody,
  pattern: HirPattern,
  subject: HirExpr,
): readonly LocalId[] {
  return patternLocals(body, pattern, subject).map(({ local }) => local);
}

interface PatternLocal {
  readonly local: LocalId;
  readonly value: HirExpr;
}

function patternLocals(
  body: TypedBody,
  pattern: HirPattern,
  value: HirExpr,
): readonly PatternLocal[] {
  switch (pattern.kind) {
    case 'bind':
      return [{ local: pattern.local, value: typed(value, typeOf(body, pattern.local)) }];
    case 'some':
    case 'is':
      return patternLocals(body, pattern.pattern, partOf(value, pattern, ''));
    case 'members':
      return pattern.members.flatMap(({ member, pattern: inner }) =>
        patternLocals(body, inner, partOf(value, pattern, member)),
      );
    case 'fields':
      return pattern.fields.flatMap(({ field, pattern: inner, at }) =>
        patternLocals(body, inner, { kind: 'field', type: field.type, object: value, field, at }),
      );
    case 'or':
      return pattern.alternatives.flatMap((inner) => patternLocals(body, inner, value));
    case 'wildcard':
    case 'literal':
    case 'range':
    case 'none':
      return [];
  }
}

/** Members are made without their types, which only the variables know. */
function typed(value: HirExpr, type: Type): HirExpr {
  return value.kind === 'member' && value.type !== type ? { ...value, type } : value;
}

function typeOf(body: TypedBody, local: LocalId): Type {
  return body.locals[local]?.type ?? { kind: 'error' };
}

function views(bound: readonly PatternLocal[]): readonly BoundLocal[] {
  return bound.map((each) => ({ ...each, isLet: true, isView: true }));
}
