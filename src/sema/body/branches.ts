/** `if`: its condition, and the common type of its branches. */
import type { BlockSyntax, Expr } from '../../syntax/ast.ts';
import type { HirBlock, HirExpr } from '../hir.ts';
import { commonSupertype } from '../subtype.ts';
import { printType } from '../type-key.ts';
import type { Type } from '../type.ts';
import { checkDiscardedBlock } from './blocks.ts';
import type { Checker } from './checker.ts';
import { errorNode, report, spanOf, withoutParentheses } from './checker.ts';
import { coerce } from './coercion.ts';
import { unifyOperands } from './operators.ts';
import { BOOL, ERROR, VOID } from './primitives.ts';

type IfSyntax = Extract<Expr, { kind: 'if' }>;

/** The value of the branch taken; `void`, whatever the branches yield, where a final `else` is missing. */
export function checkIf(checker: Checker, syntax: IfSyntax, expected: Type | undefined): HirExpr {
  return hasFinalElse(syntax) ? checkChoice(checker, syntax, expected) : checkOption(checker, syntax);
}

/** An expression of type `bool`; `of` names the construct for messages. */
export function checkCondition(checker: Checker, syntax: Expr, of: string): HirExpr {
  const node = checker.expr(checker, syntax, BOOL);
  const { type } = node;
  if (type.kind === 'bool' || type.kind === 'error' || type.kind === 'never') return node;
  const isAssignment = withoutParentheses(syntax).kind === 'assign';
  const notes = isAssignment
    ? ['`:=` assigns; `==` compares.']
    : type.kind === 'int'
      ? ['Compare it: `… != 0`.']
      : [];
  report(checker, 'E0320', spanOf(checker, syntax), `The condition of ${of} must be \`bool\`, not \`${printType(type)}\``, {
    notes,
  });
  return errorNode(node.at, BOOL);
}

function hasFinalElse(syntax: IfSyntax): boolean {
  let last: Expr | undefined = syntax;
  while (last?.kind === 'if') last = last.otherwise;
  return last !== undefined;
}

function checkOption(checker: Checker, syntax: IfSyntax): HirExpr {
  const { at } = syntax;
  const condition = checkCondition(checker, syntax.condition, '`if`');
  const then = checkDiscardedBlock(checker, syntax.then);
  if (syntax.otherwise === undefined) return { kind: 'if', type: VOID, condition, then, at };
  const rest = checker.expr(checker, syntax.otherwise, undefined);
  const otherwise: HirBlock = { statements: [rest], yields: false, type: VOID, at: rest.at };
  return { kind: 'if', type: VOID, condition, then, otherwise, at };
}

function checkChoice(checker: Checker, syntax: IfSyntax, expected: Type | undefined): HirExpr {
  const condition = checkCondition(checker, syntax.condition, '`if`');
  const then = checker.block(checker, syntax.then, expected);
  const otherwise = checkElse(checker, syntax, expected);
  const joined = join(checker, then, otherwise);
  if (joined !== undefined) {
    const node: HirExpr = { kind: 'if', condition, ...joined, at: syntax.at };
    if (isFlexible(checker, joined.then) && isFlexible(checker, joined.otherwise)) checker.flexible.add(node);
    return node;
  }
  reportBranches(checker, syntax, { then, otherwise });
  return { kind: 'if', type: ERROR, condition, then, otherwise, at: syntax.at };
}

function checkElse(checker: Checker, syntax: IfSyntax, expected: Type | undefined): HirBlock {
  const source = syntax.otherwise;
  if (source?.kind === 'blockExpr') return checker.block(checker, source.block, expected);
  const node = source === undefined ? errorNode(syntax.at) : checker.expr(checker, source, expected);
  const yields = node.type.kind !== 'void' && node.type.kind !== 'never';
  return { statements: [node], yields, type: node.type, at: node.at };
}

interface Joined {
  readonly type: Type;
  readonly then: HirBlock;
  readonly otherwise: HirBlock;
}

/** Both branches with one type: that of one of them, or a superclass of both. */
function join(checker: Checker, then: HirBlock, otherwise: HirBlock): Joined | undefined {
  if (!then.yields && !otherwise.yields) {
    return { type: then.type.kind === 'never' ? otherwise.type : then.type, then, otherwise };
  }
  const [first, second] = [valueOf(then), valueOf(otherwise)];
  if (first === undefined) return then.type.kind === 'never' ? { type: otherwise.type, then, otherwise } : undefined;
  if (second === undefined) return otherwise.type.kind === 'never' ? { type: then.type, then, otherwise } : undefined;
  const unified = unifyOperands(checker, first, second);
  if (unified !== undefined) {
    const [a, b] = unified;
    return { type: a.type, then: withValue(then, a), otherwise: withValue(otherwise, b) };
  }
  const type = commonSupertype(checker.ctx, first.type, second.type);
  if (type === undefined) return undefined;
  const above = (block: HirBlock, value: HirExpr): HirBlock =>
    withValue(block, coerce(checker, value, { target: type, range: { from: value.at, to: value.at } }));
  return { type, then: above(then, first), otherwise: above(otherwise, second) };
}

function valueOf(block: HirBlock): HirExpr | undefined {
  return block.yields ? block.statements[block.statements.length - 1] : undefined;
}

function withValue(block: HirBlock, value: HirExpr): HirBlock {
  if (valueOf(block) === value) return block;
  return { ...block, type: value.type, statements: [...block.statements.slice(0, -1), value] };
}

/** Whether the type of the branch can still follow that of the other one; a branch that leaves can. */
function isFlexible(checker: Checker, block: HirBlock): boolean {
  const value = valueOf(block);
  return value === undefined ? block.type.kind === 'never' : checker.flexible.has(value);
}

function reportBranches(
  checker: Checker,
  syntax: IfSyntax,
  { then, otherwise }: { readonly then: HirBlock; readonly otherwise: HirBlock },
): void {
  if (then.type.kind === 'error' || otherwise.type.kind === 'error') return;
  const [first, second] = [printType(then.type), printType(otherwise.type)];
  const isStatementLike = first === 'void' || second === 'void';
  report(checker, 'E0321', spanOf(checker, { from: syntax.from, to: syntax.from }), `The branches yield \`${first}\` and \`${second}\``, {
    labels: [
      { span: spanOf(checker, lastOf(syntax.then)), message: `this is \`${first}\`` },
      { span: spanOf(checker, lastOf(syntax.otherwise)), message: `this is \`${second}\`` },
    ],
    notes: [
      isStatementLike
        ? 'Where the value does not matter, end the block that has one with `;`.'
        : 'An `if` with `else` has one type: that of both branches, or a common superclass.',
    ],
  });
}

/** The statement that a branch's type comes from. */
function lastOf(branch: BlockSyntax | Expr | undefined): { readonly from: number; readonly to: number } {
  const block = branch?.kind === 'blockExpr' ? branch.block : branch;
  if (block?.kind !== 'block') return block ?? { from: 0, to: 0 };
  return block.statements[block.statements.length - 1] ?? block;
}
