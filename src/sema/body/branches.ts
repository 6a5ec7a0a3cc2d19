/** `if`: its condition, and the common type of its branches. */
import { present } from '../../base/invariant.ts';
import type { BlockSyntax, Expr } from '../../syntax/ast.ts';
import type { HirBlock, HirExpr, HirPattern } from '../hir.ts';
import type { Type } from '../type.ts';
import { printType } from '../type-key.ts';
import { checkDiscardedBlock, discard } from './blocks.ts';
import type { Checker } from './checker.ts';
import { errorNode, report, spanOf, withoutParentheses } from './checker.ts';
import { isAssignable, tryCoerce } from './coercion.ts';
import { commonTypeOf } from './common-type.ts';
import type { Decision } from './conditional-let.ts';
import { decideByLet, letCondition } from './conditional-let.ts';
import {
  enterFacts,
  keepFacts,
  learnFacts,
  leaveFacts,
  outcomeOf,
  releaseFacts,
} from './narrowing.ts';
import { unifyOperands } from './operators.ts';
import { BOOL, ERROR, hasError, isNumeric, VOID } from './primitives.ts';

type IfSyntax = Extract<Expr, { kind: 'if' }>;

/** The value of the branch taken; `void`, whatever the branches yield, where a final `else` is missing. */
export function checkIf(checker: Checker, syntax: IfSyntax, expected: Type | undefined): HirExpr {
  return hasFinalElse(syntax)
    ? checkChoice(checker, syntax, expected)
    : checkOption(checker, syntax);
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
  report(
    checker,
    'E0320',
    spanOf(checker, syntax),
    `The condition of ${of} must be \`bool\`, not \`${printType(type)}\``,
    {
      notes,
    },
  );
  return errorNode(node.at, BOOL);
}

function hasFinalElse(syntax: IfSyntax): boolean {
  let last: Expr | undefined = syntax;
  while (last?.kind === 'if') last = last.otherwise;
  return last !== undefined;
}

function checkOption(checker: Checker, syntax: IfSyntax): HirExpr {
  const { at } = syntax;
  const { test, branches } = decide(checker, syntax, {
    first: () => checkDiscardedBlock(checker, syntax.then),
    second: () => syntax.otherwise && checker.expr(checker, syntax.otherwise, undefined),
  });
  const [then, rest] = branches;
  if (rest === undefined) return { ...test, type: VOID, then, at };
  const otherwise: HirBlock = { statements: [rest], yields: false, type: VOID, at: rest.at };
  return { ...test, type: VOID, then, otherwise, at };
}

function checkChoice(checker: Checker, syntax: IfSyntax, expected: Type | undefined): HirExpr {
  const { at } = syntax;
  const { test, branches: checked } = decide(checker, syntax, {
    first: () => checker.block(checker, syntax.then, expected),
    second: () => checkElse(checker, syntax, expected),
  });
  const [first, second] = checked;
  const joined =
    joinBranches(checker, [first, second], expected) ?? discardEffects([first, second], expected);
  if (joined === undefined) reportBranches(checker, syntax, [first, second]);
  const { type, branches }: Joined = joined ?? { type: ERROR, branches: [first, second] };
  const [then, otherwise] = branches;
  const node: HirExpr = { ...test, type, then, otherwise, at };
  if ((isNumeric(type) || hasError(type)) && branches.every((block) => isFlexible(checker, block)))
    checker.flexible.add(node);
  return node;
}

/** What is decided: by a condition, or by a pattern and the value that it is tried on. */
type Test =
  | { readonly kind: 'if'; readonly condition: HirExpr }
  | { readonly kind: 'ifLet'; readonly subject: HirExpr; readonly pattern: HirPattern };

function decide<A extends Typed, B extends Typed | undefined>(
  checker: Checker,
  syntax: IfSyntax,
  ways: { readonly first: () => A; readonly second: () => B },
): { readonly test: Test; readonly branches: readonly [first: A, second: B] } {
  const declaration = letCondition(syntax.condition);
  if (declaration === undefined) {
    const condition = checkCondition(checker, syntax.condition, '`if`');
    return {
      test: { kind: 'if', condition },
      branches: checkBranches(checker, condition, ways),
    };
  }
  let test: Test | undefined;
  const known: HirExpr = { kind: 'bool', type: BOOL, value: true, at: syntax.at };
  const branches = checkBranches(checker, known, {
    first: () => {
      const decided = decideByLet(checker, declaration, { of: '`if let`', body: ways.first });
      test = testOf(decided.decision);
      return decided.body;
    },
    second: ways.second,
  });
  return { test: present(test, 'a test'), branches };
}

function testOf(decision: Decision): Test {
  if (decision.kind === 'plain') return { kind: 'if', condition: decision.condition };
  const { subject, pattern } = decision;
  return { kind: 'ifLet', subject, pattern };
}

/**
 * The two ways on from a condition, each with what the condition tells there. Behind them holds what holds on
 * the only one that gets there.
 */
function checkBranches<A extends Typed, B extends Typed | undefined>(
  checker: Checker,
  condition: HirExpr,
  branches: { readonly first: () => A; readonly second: () => B },
): readonly [first: A, second: B] {
  const kept = keepFacts(checker, outcomeOf(checker, condition));
  let outer = enterFacts(checker, kept.whenTrue.facts);
  const first = branches.first();
  leaveFacts(checker, outer);
  outer = enterFacts(checker, kept.whenFalse.facts);
  const second = branches.second();
  leaveFacts(checker, outer);
  releaseFacts(checker);
  if (first.type.kind === 'never') learnFacts(checker, kept.whenFalse.facts);
  else if (second?.type.kind === 'never') learnFacts(checker, kept.whenTrue.facts);
  return [first, second];
}

interface Typed {
  readonly type: Type;
}

function checkElse(checker: Checker, syntax: IfSyntax, expected: Type | undefined): HirBlock {
  const source = syntax.otherwise;
  if (source?.kind === 'blockExpr') return checker.block(checker, source.block, expected);
  const node =
    source === undefined ? errorNode(syntax.at) : checker.expr(checker, source, expected);
  const yields = node.type.kind !== 'void' && node.type.kind !== 'never';
  return { statements: [node], yields, type: node.type, at: node.at };
}

type Branches = readonly [then: HirBlock, otherwise: HirBlock];

interface Joined {
  readonly type: Type;
  readonly branches: Branches;
}

/** Both branches with one type: that of one of them, or a superclass of both. */
function joinBranches(
  checker: Checker,
  [first, second]: Branches,
  expected: Type | undefined,
): Joined | undefined {
  const [a, b] = [valueAtEnd(first), valueAtEnd(second)];
  const branches: Branches = [first, second];
  if (a !== undefined && b !== undefined)
    return joinValues(checker, { branches, values: [a, b], expected });
  if (first.type.kind === 'never') return { type: second.type, branches };
  if (second.type.kind === 'never') return { type: first.type, branches };
  return a === undefined && b === undefined ? { type: VOID, branches } : undefined;
}

/**
 * Where nobody uses the value, branches that do something need no common type. Ones that only compute something
 * do: there the `if` was meant to have a value.
 */
function discardEffects(branches: Branches, expected: Type | undefined): Joined | undefined {
  if (expected?.kind !== 'void' || !branches.every(endsInEffect)) return undefined;
  const [first, second] = branches;
  return { type: VOID, branches: [discard(first), discard(second)] };
}

function endsInEffect(block: HirBlock): boolean {
  const value = valueAtEnd(block);
  if (value === undefined) return true;
  if (value.kind === 'block') return endsInEffect(value.block);
  return effects.has(value.kind);
}

const effects: ReadonlySet<HirExpr['kind']> = new Set([
  'assignLocal',
  'assignField',
  'assignPlace',
  'compoundLocal',
  'compoundField',
  'compoundPlace',
  'callFunction',
  'callMethod',
  'callExtern',
]);

function joinValues(
  checker: Checker,
  {
    branches: [first, second],
    values: [a, b],
    expected,
  }: {
    readonly branches: Branches;
    readonly values: readonly [HirExpr, HirExpr];
    readonly expected: Type | undefined;
  },
): Joined | undefined {
  const unified =
    meetExpected(checker, [a, b], expected) ?? unifyOperands(checker, a, b) ?? raise(checker, a, b);
  if (unified === undefined) return undefined;
  const [left, right] = unified;
  return { type: left.type, branches: [withValue(first, left), withValue(second, right)] };
}

/** Both as what the context expects, where each can be that and would not be of one type by itself. */
function meetExpected(
  checker: Checker,
  [a, b]: readonly [HirExpr, HirExpr],
  expected: Type | undefined,
): readonly [HirExpr, HirExpr] | undefined {
  if (expected === undefined || expected.kind === 'void' || hasError(expected)) return undefined;
  if (!isAssignable(checker, a, expected) || !isAssignable(checker, b, expected)) return undefined;
  const left = tryCoerce(checker, a, expected);
  const right = tryCoerce(checker, b, expected);
  return left && right && [left, right];
}

/** Both as what they have in common. */
function raise(checker: Checker, a: HirExpr, b: HirExpr): readonly [HirExpr, HirExpr] | undefined {
  const type = commonTypeOf(checker, [a, b]);
  const left = type && tryCoerce(checker, a, type);
  const right = type && tryCoerce(checker, b, type);
  return left && right && [left, right];
}

function valueAtEnd(block: HirBlock): HirExpr | undefined {
  return block.yields ? block.statements[block.statements.length - 1] : undefined;
}

function withValue(block: HirBlock, value: HirExpr): HirBlock {
  if (valueAtEnd(block) === value) return block;
  return { ...block, type: value.type, statements: [...block.statements.slice(0, -1), value] };
}

/** Whether the type of the branch can still follow that of the other one; a branch that leaves can. */
function isFlexible(checker: Checker, block: HirBlock): boolean {
  const value = valueAtEnd(block);
  return value === undefined ? block.type.kind === 'never' : checker.flexible.has(value);
}

function reportBranches(checker: Checker, syntax: IfSyntax, branches: Branches): void {
  if (branches.some((branch) => branch.type.kind === 'error')) return;
  const [first, second] = branches.map((branch) => printType(branch.type));
  const isStatementLike = first === 'void' || second === 'void';
  report(
    checker,
    'E0321',
    spanOf(checker, { from: syntax.from, to: syntax.from }),
    `The branches yield \`${first}\` and \`${second}\``,
    {
      labels: [
        { span: spanOf(checker, lastOf(syntax.then)), message: `this is \`${first}\`` },
        { span: spanOf(checker, lastOf(syntax.otherwise)), message: `this is \`${second}\`` },
      ],
      notes: [
        isStatementLike
          ? 'Where the value does not matter, end the block that has one with `;`.'
          : 'An `if` with `else` has one type: that of both branches, or a common superclass.',
      ],
    },
  );
}

/** The statement that a branch's type comes from. */
function lastOf(branch: BlockSyntax | Expr | undefined): {
  readonly from: number;
  readonly to: number;
} {
  const block = branch?.kind === 'blockExpr' ? branch.block : branch;
  if (block?.kind !== 'block') return block ?? { from: 0, to: 0 };
  return block.statements[block.statements.length - 1] ?? block;
}
