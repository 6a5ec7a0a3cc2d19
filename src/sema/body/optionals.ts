/** Optionals: `none`, `a ?? b`, `e?`. That a value becomes the optional of it is in coercion.ts. */
import type { Expr } from '../../syntax/ast.ts';
import type { HirExpr } from '../hir.ts';
import type { Type } from '../type.ts';
import { printType } from '../type-key.ts';
import type { Checker } from './checker.ts';
import { errorNode, report, spanAt, spanOf } from './checker.ts';
import { coerce, isAssignable } from './coercion.ts';
import { reportLeavesTask } from './jumps.ts';
import { ERROR, hasError } from './primitives.ts';

type CoalesceSyntax = Extract<Expr, { kind: 'coalesce' }>;
type TrySyntax = Extract<Expr, { kind: 'try' }>;

/** Of the type that the context expects, now or later. */
export function checkNone(
  checker: Checker,
  syntax: Extract<Expr, { kind: 'none' }>,
  expected: Type | undefined,
): HirExpr {
  const { at } = syntax;
  if (expected?.kind === 'optional' && !hasError(expected))
    return { kind: 'none', type: expected, at };
  const node: HirExpr = { kind: 'none', type: { kind: 'optional', value: ERROR }, at };
  checker.flexible.add(node);
  checker.unsettled.set(node, syntax);
  return node;
}

/** The value of the left operand, or else the right one, which may be an optional again. */
export function checkCoalesce(
  checker: Checker,
  syntax: CoalesceSyntax,
  expected: Type | undefined,
): HirExpr {
  const { at } = syntax;
  const hint: Type | undefined =
    expected === undefined || expected.kind === 'optional' || expected.kind === 'void'
      ? expected
      : { kind: 'optional', value: expected };
  const optional = checker.expr(checker, syntax.left, hint);
  const { type } = optional;
  if (type.kind !== 'optional') {
    const right = checker.expr(checker, syntax.right, undefined);
    if (type.kind === 'never') return optional;
    if (type.kind !== 'error') reportNotOptional(checker, syntax, type);
    return errorNode(at, type.kind === 'error' ? right.type : type);
  }
  const held = type.value;
  const right = checker.expr(checker, syntax.right, hasError(held) ? expected : held);
  if (right.type.kind === 'never')
    return { kind: 'coalesce', type: held, optional, otherwise: right, at };
  if (hasError(held)) return errorNode(at, right.type);
  const isOptional = !isAssignable(checker, right, held) && right.type.kind === 'optional';
  const target = isOptional ? type : held;
  const otherwise = coerce(checker, right, { target, range: syntax.right });
  return { kind: 'coalesce', type: target, optional, otherwise, at };
}

/** `e?`: the value, or the function returns `none`. */
export function checkTry(checker: Checker, syntax: TrySyntax): HirExpr {
  const { at } = syntax;
  const operand = checker.expr(checker, syntax.operand, undefined);
  const { type } = operand;
  if (type.kind === 'never') return operand;
  if (checker.tasks.length > 1) {
    reportLeavesTask(checker, syntax, '`?`');
    return errorNode(at, type.kind === 'optional' ? type.value : ERROR);
  }
  if (type.kind !== 'optional') {
    if (type.kind !== 'error')
      report(
        checker,
        'E0359',
        spanAt(checker, at),
        `\`?\` hands on the \`none\` of an optional, and this is \`${printType(type)}\``,
        {
          labels: [
            { span: spanOf(checker, syntax.operand), message: `this is \`${printType(type)}\`` },
          ],
        },
      );
    return errorNode(at, type);
  }
  const { result, name } = checker.owner.signature;
  if (result.kind !== 'optional' && result.kind !== 'error') {
    const message = `\`?\` returns \`none\`, but the result of \`${name}\` is \`${printType(result)}\``;
    report(checker, 'E0360', spanAt(checker, at), message, {
      notes: [
        'Say what to do without a value, by `?? …` or `if let`, or make the result an optional.',
      ],
    });
    return errorNode(at, type.value);
  }
  return { kind: 'try', type: type.value, operand, at };
}

function reportNotOptional(checker: Checker, syntax: CoalesceSyntax, type: Type): void {
  const message = `\`??\` takes an optional, and this is \`${printType(type)}\``;
  report(checker, 'E0359', spanAt(checker, syntax.at), message, {
    labels: [{ span: spanOf(checker, syntax.left), message: `this is never \`none\`` }],
  });
}
