/**
 * `e as T`. Between integers: the low bits, extended by the sign of the source. Float to integer: towards
 * zero, saturating, NaN to 0. Integer to float: the nearest. `bool` to integer: 0 or 1. `char` to integer:
 * its code point. Integer to `char`: the character, U+FFFD where there is none. A class to its
 * superclass. What looks at the value (a member of a union, a subclass) is in type-tests.ts.
 */
import type { Expr } from '../../syntax/ast.ts';
import { equalTypes } from '../equal-types.ts';
import type { HirExpr } from '../hir.ts';
import { isSubtype } from '../subtype.ts';
import type { ArrayType, Type } from '../type.ts';
import { printType } from '../type-key.ts';
import type { Checker } from './checker.ts';
import { errorNode, report, spanOf } from './checker.ts';
import { tryCoerce } from './coercion.ts';
import { fits, retype } from './literals.ts';
import { isNumeric, UINT } from './primitives.ts';
import { checkCast, reportImpossible, reportNoCast } from './type-tests.ts';
import { typeOf } from './types.ts';

type AsSyntax = Extract<Expr, { kind: 'as' }>;

export function checkAs(checker: Checker, syntax: AsSyntax): HirExpr {
  const type = typeOf(checker, syntax.type, 'The result of `as`');
  const source = syntax.operand;
  const isComposite = source.kind === 'array' || source.kind === 'tuple';
  const value = checker.expr(checker, source, isComposite ? type : undefined);
  const operand = adapted(checker, value, type);
  const from = operand.type;
  if (from.kind === 'error' || type.kind === 'error')
    return errorNode(syntax.at, resultType(syntax, type));
  if (from.kind === 'never') return operand;
  const cast = checkCast(checker, syntax, { operand, type });
  if (cast !== undefined) return cast;
  if (syntax.isOptional === true) return reportNoCast(checker, syntax, { from, to: type });
  if (equalTypes(from, type)) return operand;
  if (isFreeze(from, type)) return { kind: 'freeze', type, array: operand, from, at: syntax.at };
  if (type.kind === 'optional') {
    const wrapped = tryCoerce(checker, operand, type);
    if (wrapped !== undefined) return wrapped;
  }
  if (type.kind === 'union') {
    const injected = tryCoerce(checker, operand, type);
    if (injected !== undefined) return injected;
  }
  if (converts(from, type) || (from.kind === 'class' && isSubtype(checker.ctx, from, type))) {
    return { kind: 'convert', type, operand, at: syntax.at };
  }
  if (from.kind === 'union') {
    reportImpossible(checker, { from, to: type, range: syntax.type });
    return errorNode(syntax.at, type);
  }
  report(
    checker,
    'E0327',
    spanOf(checker, syntax),
    `\`${printType(from)}\` cannot be converted to \`${printType(type)}\``,
    {
      notes: hints(from, type),
    },
  );
  return errorNode(syntax.at, type);
}

/** `consume xs as read T[]` */
function isFreeze(from: Type, to: Type): from is ArrayType {
  if (from.kind !== 'array' || to.kind !== 'array') return false;
  return !from.isRead && to.isRead && equalTypes(from.element, to.element);
}

function resultType(syntax: AsSyntax, type: Type): Type {
  return syntax.isOptional === true ? { kind: 'optional', value: type } : type;
}

/** A literal that the target holds is one of the target's type: `3000000000 as i64` needs no suffix. */
function adapted(checker: Checker, operand: HirExpr, target: Type): HirExpr {
  if (!checker.flexible.has(operand)) return operand;
  if (!isNumeric(operand.type)) return tryCoerce(checker, operand, target) ?? operand;
  const wanted = target.kind === 'char' ? UINT : target;
  if (operand.kind === 'float')
    return wanted?.kind === 'float' ? retype(checker, operand, wanted) : operand;
  if (operand.kind !== 'int' || !isNumeric(wanted)) return operand;
  const isHeld = wanted.kind === 'float' || fits(operand.value, wanted);
  return isHeld ? retype(checker, operand, wanted) : operand;
}

function converts(from: Type, to: Type): boolean {
  if (to.kind === 'int') return isNumeric(from) || from.kind === 'char' || from.kind === 'bool';
  if (to.kind === 'float') return isNumeric(from);
  return to.kind === 'char' && from.kind === 'int';
}

function hints(from: Type, to: Type): readonly string[] {
  if (to.kind === 'bool' && isNumeric(from)) return ['Compare it: `… != 0`.'];
  if (to.kind === 'string') return ['A string with the value in it is written `"${value}"`.'];
  if (to.kind === 'float' && from.kind === 'char') return ['Convert it to an integer first.'];
  if (from.kind === 'class' && to.kind === 'class')
    return ['An object converts to its superclasses and subclasses only.'];
  return [];
}
