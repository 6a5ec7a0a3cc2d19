/**
 * `a.addChecked(b)`, `subChecked`, `mulChecked`: the result, or `none` where it does not fit. They are spelled
 * out in wrapping operations here, so that no later stage knows of them.
 */
import type { Expr } from '../../syntax/ast.ts';
import type { BinaryOperator, HirExpr } from '../hir.ts';
import type { OptionalType } from '../type.ts';
import { printType } from '../type-key.ts';
import { divergence } from './arrays.ts';
import type { Checker } from './checker.ts';
import { errorNode, report, spanAt } from './checker.ts';
import { coerce } from './coercion.ts';
import type { IntType } from './primitives.ts';
import { BOOL, rangeOf } from './primitives.ts';
import { defineLocal, mentionLocal, reserveLocal } from './scope.ts';

type CallSyntax = Extract<Expr, { kind: 'call' }>;

const operators: ReadonlyMap<string, '+' | '-' | '*'> = new Map([
  ['addChecked', '+'],
  ['subChecked', '-'],
  ['mulChecked', '*'],
]);

/** The call of a checked operation on an integer; undefined where `name` is none. */
export function checkCheckedArithmetic(
  checker: Checker,
  syntax: CallSyntax,
  {
    receiver,
    name,
  }: { readonly receiver: HirExpr & { readonly type: IntType }; readonly name: string },
): HirExpr | undefined {
  const operator = operators.get(name);
  if (operator === undefined) return undefined;
  const { at } = syntax;
  checker.flexible.delete(receiver);
  const { type } = receiver;
  const optional: OptionalType = { kind: 'optional', value: type };
  const [source, ...others] = syntax.args;
  if (source === undefined || others.length > 0 || syntax.typeArgs.length > 0) {
    for (const argument of syntax.args) checker.expr(checker, argument, undefined);
    const message = `\`${name}\` takes one \`${printType(type)}\``;
    report(checker, 'E0352', spanAt(checker, at), message);
    return errorNode(at, optional);
  }
  const checked = checker.expr(checker, source, type);
  const argument = coerce(checker, checked, { target: type, range: source });
  return (
    divergence([receiver, argument], at) ??
    spellOut(checker, { operator, type, optional, at }, [receiver, argument])
  );
}

interface Operation {
  readonly operator: '+' | '-' | '*';
  readonly type: IntType;
  readonly optional: OptionalType;
  readonly at: number;
}

/** `{ let a = …; let b = …; let r = a op b; if overflow { none } else { r } }` */
function spellOut(
  checker: Checker,
  operation: Operation,
  [left, right]: readonly [HirExpr, HirExpr],
): HirExpr {
  const { operator, type, optional, at } = operation;
  const statements: HirExpr[] = [];
  const keep = (value: HirExpr): HirExpr => {
    const local = reserveLocal(checker, '', at);
    defineLocal(checker, local, { name: '', type, kind: 'let', borrowed: false, at });
    mentionLocal(checker, local);
    statements.push({ kind: 'let', type, local, value, at });
    return { kind: 'local', type, local, at };
  };
  const a = keep(left);
  const b = keep(right);
  const r = keep({ kind: 'binary', operator, left: a, right: b, type, at });
  const condition = overflow(operation, { a, b, r });
  const none: HirExpr = { kind: 'none', type: optional, at };
  const some: HirExpr = { kind: 'some', type: optional, value: r, at };
  const choice: HirExpr = {
    kind: 'if',
    type: optional,
    condition,
    then: { statements: [none], yields: true, type: optional, at },
    otherwise: { statements: [some], yields: true, type: optional, at },
    at,
  };
  const block = { statements: [...statements, choice], yields: true, type: optional, at };
  return { kind: 'block', type: optional, block, at };
}

interface Operands {
  readonly a: HirExpr;
  readonly b: HirExpr;
  /** The wrapped result. */
  readonly r: HirExpr;
}

function overflow({ operator, type, at }: Operation, { a, b, r }: Operands): HirExpr {
  const number = (value: bigint): HirExpr => ({ kind: 'int', type, value: String(value), at });
  const apply = (by: BinaryOperator, left: HirExpr, right: HirExpr): HirExpr => ({
    kind: 'binary',
    operator: by,
    left,
    right,
    type: isArithmetic(by) ? type : BOOL,
    at,
  });
  if (operator === '*') {
    const differs = apply('!=', apply('/', r, a), b);
    const isWrong = apply('&&', apply('!=', a, number(0n)), differs);
    if (!type.signed) return isWrong;
    const { least } = rangeOf(type);
    const isLeast = apply('&&', apply('==', a, number(-1n)), apply('==', b, number(least)));
    return apply('||', isLeast, isWrong);
  }
  if (!type.signed) return operator === '+' ? apply('<', r, a) : apply('<', a, b);
  // The sign of the result is wrong where both operands have the other one.
  const other = operator === '+' ? apply('^', b, r) : apply('^', a, b);
  return apply('<', apply('&', apply('^', a, r), other), number(0n));
}

function isArithmetic(operator: BinaryOperator): boolean {
  return ['+', '-', '*', '/', '^', '&'].includes(operator);
}
