/** The value of a body against the declared result. */

import type { Fix } from '../../diagnostic/diagnostic.ts';
import type { BlockSyntax, Expr, Range } from '../../syntax/ast.ts';
import type { HirBlock, HirExpr } from '../hir.ts';
import type { Type } from '../type.ts';
import { printType } from '../type-key.ts';
import type { Checker } from './checker.ts';
import { report, spanAt, spanOf, withoutParentheses } from './checker.ts';
import { coerceBlock, isAssignable } from './coercion.ts';

/** The block as the value of the whole body, which has a result. */
export function checkYield(checker: Checker, syntax: BlockSyntax, block: HirBlock): HirBlock {
  const { result, name } = checker.owner.signature;
  const last = syntax.statements[syntax.statements.length - 1];
  if (block.yields) {
    const details = { notes: [`The result of \`${name}\` is declared \`${printType(result)}\`.`] };
    return coerceBlock(checker, block, { target: result, range: last ?? syntax, details });
  }
  if (block.type.kind !== 'never' && result.kind !== 'error')
    reportMissing(checker, { syntax, block, last });
  return block;
}

interface Body {
  readonly syntax: BlockSyntax;
  readonly block: HirBlock;
  readonly last: Expr | undefined;
}

function reportMissing(checker: Checker, { syntax, block, last }: Body): void {
  const { result, name } = checker.owner.signature;
  const message = `\`${name}\` ends without a value, but its result is \`${printType(result)}\``;
  const value = block.statements[block.statements.length - 1];
  if (last === undefined || value === undefined) {
    report(checker, 'E0323', spanOf(checker, syntax), message, { notes: ['The body is empty.'] });
    return;
  }
  const type = printType(value.type);
  const labels = [
    { span: spanOf(checker, endOf(last)), message: `the last statement has type \`${type}\`` },
  ];
  const isDropped =
    syntax.trailingSemicolon && isAssignable(checker, value, result) && value.type.kind !== 'error';
  if (isDropped) {
    report(checker, 'E0323', spanAt(checker, last.to + 1), message, {
      labels,
      notes: ['The `;` behind the last statement drops its value.'],
      fix: removal(checker, last.to + 1),
    });
    return;
  }
  report(checker, 'E0323', spanAt(checker, syntax.to), message, {
    labels,
    notes: explain(last, value, result),
  });
}

function removal(checker: Checker, at: number): Fix {
  return { title: 'Remove the `;`', edits: [{ span: spanAt(checker, at), replacement: '' }] };
}

function explain(last: Expr, value: HirExpr, result: Type): readonly string[] {
  const { kind } = withoutParentheses(last);
  if (kind === 'if' && value.kind === 'if') return ['An `if` without a final `else` has no value.'];
  if (kind === 'while' || kind === 'for' || kind === 'forIn')
    return ['Loops have no value; put the result behind the loop.'];
  return [`The last statement of the body, or a \`return\`, gives the \`${printType(result)}\`.`];
}

/** Of a long statement, its first token: what it is, not all that is in it. */
function endOf(last: Expr): Range {
  const { kind } = last;
  const isLong =
    kind === 'if' || kind === 'while' || kind === 'for' || kind === 'forIn' || kind === 'finish';
  return isLong ? { from: last.from, to: last.from } : last;
}
