/** Strings: plain, or with values in them. */
import type { Expr } from '../../syntax/ast.ts';
import type { HirExpr } from '../hir.ts';
import { printType } from '../type-key.ts';
import type { Checker } from './checker.ts';
import { errorNode, report, spanOf } from './checker.ts';
import { whyNotShown } from './derived.ts';
import { STRING } from './primitives.ts';

type StringSyntax = Extract<Expr, { kind: 'string' }>;

export function checkString(checker: Checker, syntax: StringSyntax): HirExpr {
  const text = plainText(syntax);
  if (text !== undefined) return { kind: 'string', type: STRING, value: text, at: syntax.at };
  const parts = syntax.parts.map((part) =>
    typeof part === 'string' ? part : checkPart(checker, part),
  );
  return { kind: 'interpolate', type: STRING, parts, at: syntax.at };
}

/** The text of a string without values in it. */
export function plainText(syntax: StringSyntax): string | undefined {
  let text = '';
  for (const part of syntax.parts) {
    if (typeof part !== 'string') return undefined;
    text += part;
  }
  return text;
}

function checkPart(checker: Checker, syntax: Expr): HirExpr {
  const node = checker.expr(checker, syntax, undefined);
  const reasons = whyNotShown(checker, node.type);
  if (reasons === undefined) return node;
  report(
    checker,
    'E0336',
    spanOf(checker, syntax),
    `A value of type \`${printType(node.type)}\` cannot be put into a string`,
    {
      notes: reasons,
    },
  );
  return errorNode(node.at, STRING);
}
