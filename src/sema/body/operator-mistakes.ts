/** Messages about operators whose operands do not fit. */
import { assertNever } from '../../base/invariant.ts';
import type { BinaryOperatorSyntax, Expr } from '../../syntax/ast.ts';
import { equalTypes } from '../equal-types.ts';
import type { HirExpr, UnaryOperator } from '../hir.ts';
import type { Type } from '../type.ts';
import { printType } from '../type-key.ts';
import type { Checker } from './checker.ts';
import { report, spanAt, spanOf } from './checker.ts';
import { resultOf } from './operator-rules.ts';
import { isNumeric } from './primitives.ts';

/** Operands of two types (E0319), or of one for which the operator is not defined (E0318). */
export function reportOperands(
  checker: Checker,
  operator: BinaryOperatorSyntax,
  {
    left,
    right,
    syntax,
  }: {
    readonly left: HirExpr;
    readonly right: HirExpr;
    readonly syntax: { readonly at: number; readonly left: Expr; readonly right: Expr };
  },
): void {
  const [first, second] = [printType(left.type), printType(right.type)];
  const isDefined =
    resultOf(operator, left.type) !== undefined || resultOf(operator, right.type) !== undefined;
  const isMixed = isDefined && !equalTypes(left.type, right.type);
  const labels = [
    { span: spanOf(checker, syntax.left), message: `this is \`${first}\`` },
    { span: spanOf(checker, syntax.right), message: `this is \`${second}\`` },
  ];
  if (isMixed) {
    report(
      checker,
      'E0319',
      spanAt(checker, syntax.at),
      `\`${operator}\` of \`${first}\` and \`${second}\``,
      {
        labels,
        notes: mixedHint(operator, left.type, right.type),
      },
    );
    return;
  }
  const shown = first === second ? `\`${first}\`` : `\`${first}\` and \`${second}\``;
  report(
    checker,
    'E0318',
    spanAt(checker, syntax.at),
    `\`${operator}\` is not defined for ${shown}`,
    {
      labels,
      notes: definedFor(operator),
    },
  );
}

/** An operand that a prefix operator does not take. */
export function reportOperand(
  checker: Checker,
  syntax: Extract<Expr, { kind: 'unary' }>,
  type: Type,
): void {
  const { operator, operand, at } = syntax;
  report(
    checker,
    'E0318',
    spanAt(checker, at),
    `\`${operator}\` is not defined for \`${printType(type)}\``,
    {
      labels: [{ span: spanOf(checker, operand), message: `this is \`${printType(type)}\`` }],
      notes: unaryHint(operator, type),
    },
  );
}

function unaryHint(operator: UnaryOperator, type: Type): readonly string[] {
  if (operator === '!' && type.kind === 'int')
    return ['Compare with `== 0`, or write `~` for the complement.'];
  if (operator === '~' && type.kind === 'bool') return ['`!` negates a `bool`.'];
  return [];
}

function mixedHint(operator: BinaryOperatorSyntax, left: Type, right: Type): readonly string[] {
  if (isNumeric(left) && isNumeric(right)) {
    return ['Numbers are not converted silently; convert one of them with `as`.'];
  }
  if (operator === '+' && (left.kind === 'string' || right.kind === 'string')) {
    return ['A value is put into a string by interpolation: `"${value}"`.'];
  }
  if (left.kind === 'optional' || right.kind === 'optional')
    return ['What may be `none` is taken out first: `if let x = …`, or `… ?? default`.'];
  if (left.kind === 'class' && right.kind === 'class')
    return ['Neither class is a superclass of the other.'];
  return [];
}

function definedFor(operator: BinaryOperatorSyntax): readonly string[] {
  switch (operator) {
    case '+':
      return ['It adds numbers of one type, or joins strings.'];
    case '-':
    case '*':
    case '/':
    case '%':
      return ['It takes two numbers of one type.'];
    case '&':
    case '|':
    case '^':
      return ['It takes two integers of one type. For truth values there are `&&`, `||` and `!=`.'];
    case '<<':
    case '>>':
      return ['It takes two integers.'];
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ['It orders two numbers, characters or strings of one type.'];
    case '&&':
    case '||':
      return ['It takes two values of type `bool`.'];
    case '==':
    case '!=':
      return ['`void` has no values that could be compared.'];
    default:
      return assertNever(operator);
  }
}
