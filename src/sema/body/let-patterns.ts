/** `let (a, b) = e`: several variables from the parts of one value. */
import type { Expr } from '../../syntax/ast.ts';
import type { HirExpr, HirPattern } from '../hir.ts';
import type { Type } from '../type.ts';
import { printType } from '../type-key.ts';
import type { Checker } from './checker.ts';
import { errorNode, report, spanOf } from './checker.ts';
import { reportUnknown } from './literals.ts';
import { checkPattern } from './patterns.ts';
import { ERROR, hasError, VOID } from './primitives.ts';

type LetPatternSyntax = Extract<Expr, { kind: 'letPattern' }>;

/** The variables are visible in the rest of the innermost scope. */
export function checkLetPattern(checker: Checker, syntax: LetPatternSyntax): HirExpr {
  const value = checker.expr(checker, syntax.value, undefined);
  const type = partsType(checker, value, syntax);
  const pattern = checkPattern(checker, syntax.pattern, { type, isWhole: false });
  if (type.kind === 'error') return errorNode(syntax.at, VOID);
  if (!isIrrefutable(pattern)) {
    const message = `The pattern does not fit every \`${printType(type)}\``;
    report(checker, 'E0353', spanOf(checker, syntax.pattern), message, {
      notes: ['`if let` and `match` say what to do with the other values.'],
    });
    return errorNode(syntax.at, VOID);
  }
  return { kind: 'letPattern', type: VOID, pattern, value, at: syntax.at };
}

/** In an operand or condition: nothing can refer to its variables. */
export function checkNestedLetPattern(checker: Checker, syntax: LetPatternSyntax): HirExpr {
  report(
    checker,
    'W0303',
    spanOf(checker, syntax.pattern),
    'Nothing can refer to these variables',
    {
      notes: ['Only a `let` that stands directly in a block is visible in the rest of it.'],
    },
  );
  return checkLetPattern(checker, syntax);
}

function partsType(checker: Checker, value: HirExpr, syntax: LetPatternSyntax): Type {
  const { type } = value;
  if (checker.unsettled.has(value) && hasError(type)) {
    checker.unsettled.delete(value);
    reportUnknown(checker, value, syntax.value);
    return ERROR;
  }
  if (type.kind !== 'void' && type.kind !== 'never') return type;
  report(checker, 'E0322', spanOf(checker, syntax.value), 'There is no value to take apart', {
    notes: [`This expression has type \`${printType(type)}\`.`],
  });
  return ERROR;
}

function isIrrefutable(pattern: HirPattern): boolean {
  switch (pattern.kind) {
    case 'wildcard':
    case 'bind':
      return true;
    case 'members':
      return pattern.members.every((member) => isIrrefutable(member.pattern));
    case 'fields':
      return pattern.fields.every((field) => isIrrefutable(field.pattern));
    case 'or':
      return pattern.alternatives.some(isIrrefutable);
    default:
      return false;
  }
}
