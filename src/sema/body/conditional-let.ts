/**
 * `if let x = e` and `while let x = e`: an optional is taken apart where it holds something, and what it holds
 * has a name in the block behind. Where the value is a `bool`, the `let` is an ordinary one.
 */
import type { Expr } from '../../syntax/ast.ts';
import { equalTypes } from '../equal-types.ts';
import type { HirExpr, HirPattern } from '../hir.ts';
import type { Type } from '../type.ts';
import { printType } from '../type-key.ts';
import { bindValue, warnNobodyRefers } from './blocks.ts';
import type { Checker } from './checker.ts';
import { report, spanOf, withoutParentheses } from './checker.ts';
import { reportMismatch } from './coercion.ts';
import { checkPattern } from './patterns.ts';
import { ERROR } from './primitives.ts';
import { bindLocal, defineLocal, inScope, reserveLocal } from './scope.ts';
import { typeOf } from './types.ts';

export type LetCondition = Extract<Expr, { kind: 'let' | 'letPattern' }>;

export function letCondition(syntax: Expr): LetCondition | undefined {
  const inner = withoutParentheses(syntax);
  return inner.kind === 'let' || inner.kind === 'letPattern' ? inner : undefined;
}

export type Decision =
  | { readonly kind: 'plain'; readonly condition: HirExpr }
  | { readonly kind: 'let'; readonly subject: HirExpr; readonly pattern: HirPattern };

/** The decision, and `body` checked where its variables are visible; `of` names the construct. */
export function decideByLet<T>(
  checker: Checker,
  syntax: LetCondition,
  { of, body }: { readonly of: string; readonly body: () => T },
): { readonly decision: Decision; readonly body: T } {
  return inScope(checker, () => {
    const decision =
      syntax.kind === 'let'
        ? decideByName(checker, syntax, of)
        : decideByPattern(checker, syntax, of);
    return { decision, body: body() };
  });
}

function decideByName(
  checker: Checker,
  syntax: Extract<LetCondition, { kind: 'let' }>,
  of: string,
): Decision {
  const { name } = syntax;
  const local = reserveLocal(checker, name.text, name.from);
  const annotation = syntax.type && typeOf(checker, syntax.type, 'A variable');
  const hint: Type | undefined = annotation && { kind: 'optional', value: annotation };
  const subject = checker.expr(checker, syntax.value, hint);
  if (subject.type.kind === 'bool') {
    warnNobodyRefers(checker, name);
    return { kind: 'plain', condition: bindValue(checker, syntax, { local, value: subject }) };
  }
  const held = heldType(checker, subject, { range: syntax.value, of });
  if (annotation !== undefined && held.kind !== 'error' && !equalTypes(annotation, held))
    reportMismatch(checker, { expected: annotation, found: held, range: syntax.value });
  const type = annotation ?? held;
  defineLocal(checker, local, {
    name: name.text,
    type,
    kind: 'let',
    borrowed: false,
    at: name.from,
  });
  bindLocal(checker, local);
  if (name.text === 'this')
    report(checker, 'E0315', spanOf(checker, name), '`this` cannot be declared');
  const bind: HirPattern = { kind: 'bind', local };
  return { kind: 'let', subject, pattern: { kind: 'some', pattern: bind } };
}

function decideByPattern(
  checker: Checker,
  syntax: Extract<LetCondition, { kind: 'letPattern' }>,
  of: string,
): Decision {
  const subject = checker.expr(checker, syntax.value, undefined);
  const type = heldType(checker, subject, { range: syntax.value, of, mayMatch: true });
  const whole = subject.type.kind === 'optional' ? subject.type : type;
  const pattern = checkPattern(checker, syntax.pattern, { type: whole, isWhole: true });
  return { kind: 'let', subject, pattern };
}

/** What the optional holds; a pattern may also be tried on any other value. */
function heldType(
  checker: Checker,
  { type }: HirExpr,
  {
    range,
    of,
    mayMatch = false,
  }: { readonly range: Expr; readonly of: string; readonly mayMatch?: boolean },
): Type {
  if (type.kind === 'optional') return type.value;
  if (type.kind === 'error' || type.kind === 'never') return ERROR;
  if (mayMatch && type.kind !== 'void') return type;
  report(
    checker,
    'E0351',
    spanOf(checker, range),
    `${of} tests an optional, and this is \`${printType(type)}\``,
    { notes: ['What is always there is named by a `let` of its own, before.'] },
  );
  return ERROR;
}
