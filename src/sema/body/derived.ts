/** What only types with `Equal`, `Hash` or `Show` can do: `==`, `hash(x)`, and standing in a string. */
import type { Range } from '../../syntax/ast.ts';
import { derivingHint, lacking } from '../derivable.ts';
import type { BinaryOperator, HirExpr } from '../hir.ts';
import type { Type } from '../type.ts';
import { printType } from '../type-key.ts';
import type { Checker } from './checker.ts';
import { errorNode, report, spanAt, spanOf } from './checker.ts';
import { numericTypeOf } from './primitives.ts';

/** Reports `==` and `!=` of values that cannot be compared; whether it did. */
export function reportIncomparable(
  checker: Checker,
  {
    operator,
    type,
    at,
  }: { readonly operator: BinaryOperator; readonly type: Type; readonly at: number },
): boolean {
  if ((operator !== '==' && operator !== '!=') || type.kind === 'void') return false;
  const part = lacking(checker.ctx, type, 'Equal');
  if (part === undefined) return false;
  const message = `Values of type \`${printType(type)}\` cannot be compared`;
  report(checker, 'E0374', spanAt(checker, at), message, {
    notes: [...because(type, part, 'has no `Equal`'), derivingHint(part, 'Equal')],
  });
  return true;
}

/** `hash(x)`, where no declaration of the name hides it. */
export function hashOf(
  checker: Checker,
  operand: HirExpr,
  { at, range }: { readonly at: number; readonly range: Range },
): HirExpr {
  const type = numericTypeOf('u64') ?? operand.type;
  if (operand.type.kind === 'error') return errorNode(at, type);
  const part =
    operand.type.kind === 'parameter' ? operand.type : lacking(checker.ctx, operand.type, 'Hash');
  if (part === undefined) return { kind: 'hash', type, operand, at };
  const message = `A value of type \`${printType(operand.type)}\` has no hash`;
  const hint =
    part.kind === 'parameter'
      ? `Nothing is known about \`${part.name}\`.`
      : derivingHint(part, 'Hash');
  report(checker, 'E0375', spanOf(checker, range), message, {
    notes: [...because(operand.type, part, 'has none'), hint],
  });
  return errorNode(at, type);
}

/** Why a value cannot stand in a string; undefined where it can. */
export function whyNotShown(checker: Checker, type: Type): readonly string[] | undefined {
  if (type.kind === 'parameter') return [`Nothing is known about \`${type.name}\`.`];
  const part = lacking(checker.ctx, type, 'Show');
  return part && [...because(type, part, 'has no `Show`'), derivingHint(part, 'Show')];
}

function because(whole: Type, part: Type, what: string): readonly string[] {
  return whole === part ? [] : [`\`${printType(part)}\` in it ${what}.`];
}
