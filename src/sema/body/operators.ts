/**
 * Binary and unary operators. Chains such as `a + b + c` are left spines of any length and are walked in a
 * loop; only the nesting of other expressions, which the parser bounds, recurses.
 */
import type { BinaryOperatorSyntax, Expr } from '../../syntax/ast.ts';
import { regroupByCorePrecedence } from '../../syntax/core-precedence.ts';
import { equalTypes } from '../equal-types.ts';
import type { HirBlock, HirExpr } from '../hir.ts';
import type { Type } from '../type.ts';
import { printType } from '../type-key.ts';
import type { Checker, OperandType } from './checker.ts';
import { errorNode, report, spanOf } from './checker.ts';
import { tryCoerce } from './coercion.ts';
import { reportIncomparable } from './derived.ts';
import { canRetype, checkNumber, convertNumber, retype } from './literals.ts';
import { outcomeOf, underFacts } from './narrowing.ts';
import { reportOperand, reportOperands } from './operator-mistakes.ts';
import { resultOf, resultWithMistake, unaryApplies } from './operator-rules.ts';
import { warnAboutPrecedence } from './precedence-warning.ts';
import { BOOL, ERROR, hasError, INT, isNumeric, NEVER, STRING } from './primitives.ts';

export type BinarySyntax = Extract<Expr, { kind: 'binary' }>;
type UnarySyntax = Extract<Expr, { kind: 'unary' }>;

/** A chain of operators, from its root: what is inside parentheses or anything else is a chain of its own. */
export function checkChain(checker: Checker, syntax: BinarySyntax): HirExpr {
  const outer = checker.operandTypes;
  const alternative = isMixed(syntax) ? regroupByCorePrecedence(syntax) : undefined;
  const operands = alternative && new Map<Expr, OperandType>();
  checker.operandTypes = operands;
  const node = checkBinary(checker, syntax);
  checker.operandTypes = outer;
  if (alternative !== undefined && operands !== undefined && node.kind !== 'error') {
    warnAboutPrecedence(checker, syntax, { alternative, operands });
  }
  return node;
}

export function checkUnary(
  checker: Checker,
  syntax: UnarySyntax,
  expected: Type | undefined,
): HirExpr {
  const { operator, operand: source, at } = syntax;
  if (operator === '-' && (source.kind === 'int' || source.kind === 'float')) {
    return checkNumber(checker, source, { sign: '-', whole: syntax, expected });
  }
  const operand = checkOperand(checker, source, operator === '!' ? BOOL : expected);
  const { type } = operand;
  if (type.kind === 'never') return operand;
  if (type.kind === 'error') return errorNode(at, operator === '!' ? BOOL : type);
  if (!unaryApplies(operator, type)) {
    reportOperand(checker, syntax, type);
    return errorNode(at, operator === '!' ? BOOL : ERROR);
  }
  const node: HirExpr = { kind: 'unary', operator, operand, type, at };
  if (checker.flexible.has(operand)) checker.flexible.add(node);
  return node;
}

function checkBinary(checker: Checker, syntax: BinarySyntax): HirExpr {
  const spine: BinarySyntax[] = [];
  let source: Expr = syntax;
  while (source.kind === 'binary') {
    spine.push(source);
    source = source.left;
  }
  let left = checkOperand(checker, source, undefined);
  for (let index = spine.length - 1; index >= 0; index--) {
    const link = spine[index];
    if (link === undefined) continue;
    const right = checkRight(checker, left, link);
    if (link.operator !== '+') left = joinTexts(left);
    left = combine(checker, { operator: link.operator, left, right }, link);
  }
  return joinTexts(left);
}

/** The right operand; of `&&` and `||` it runs only where the left one has decided nothing. */
function checkRight(checker: Checker, left: HirExpr, { operator, right }: BinarySyntax): HirExpr {
  if (operator !== '&&' && operator !== '||') return checkOperand(checker, right, undefined);
  const { whenTrue, whenFalse } = outcomeOf(checker, left);
  return underFacts(checker, operator === '&&' ? whenTrue : whenFalse, () =>
    checkOperand(checker, right, undefined),
  );
}

/** An operand of the chain that is being checked; operators in it belong to the chain. */
function checkOperand(checker: Checker, syntax: Expr, expected: Type | undefined): HirExpr {
  if (syntax.kind === 'binary') return checkBinary(checker, syntax);
  const operands = checker.operandTypes;
  const node =
    syntax.kind === 'unary'
      ? checkUnary(checker, syntax, expected)
      : checkAside(checker, syntax, expected);
  operands?.set(syntax, { type: node.type, isFlexible: checker.flexible.has(node) });
  return node;
}

/** An operand that is no operation: a chain inside it is another one. */
function checkAside(checker: Checker, syntax: Expr, expected: Type | undefined): HirExpr {
  const operands = checker.operandTypes;
  checker.operandTypes = undefined;
  const node = checker.expr(checker, syntax, expected);
  checker.operandTypes = operands;
  return node;
}

/** Whether an operand is an operation itself; only then can grouping matter. */
function isMixed({ left, right }: BinarySyntax): boolean {
  return (
    left.kind === 'binary' ||
    left.kind === 'unary' ||
    right.kind === 'binary' ||
    right.kind === 'unary'
  );
}

/** The operands with one common type, each converted where it must be; undefined where there is none. */
export function unifyOperands(
  checker: Checker,
  left: HirExpr,
  right: HirExpr,
): readonly [HirExpr, HirExpr] | undefined {
  if (left.type === right.type && checker.flexible.size === 0) return [left, right];
  const adapted = adaptOperand(checker, left, right);
  if (adapted !== undefined) return adapted;
  if (isUnsettled(checker, left) || isUnsettled(checker, right)) return undefined;
  const isLeftFlexible = checker.flexible.has(left);
  const isRightFlexible = checker.flexible.has(right);
  if (
    isLeftFlexible &&
    (!isRightFlexible || right.type.kind === 'float') &&
    canRetype(left, right.type)
  ) {
    const typed = retype(checker, left, right.type);
    if (isRightFlexible) checker.flexible.add(typed);
    return [typed, right];
  }
  if (
    isRightFlexible &&
    (!isLeftFlexible || left.type.kind === 'float') &&
    canRetype(right, left.type)
  ) {
    const typed = retype(checker, right, left.type);
    if (isLeftFlexible) checker.flexible.add(typed);
    return [left, typed];
  }
  if (equalTypes(left.type, right.type)) return [left, right];
  const converted = tryCoerce(checker, left, right.type);
  if (converted !== undefined) return [converted, right];
  const other = tryCoerce(checker, right, left.type);
  return other === undefined ? undefined : [left, other];
}

/** What is reported already needs no report of its type. */
function settle(checker: Checker, operands: readonly HirExpr[]): void {
  for (const operand of operands) {
    if (isUnsettled(checker, operand)) checker.unsettled.delete(operand);
  }
}

/** `none` or `[]`, of which nothing is known yet. */
function isUnsettled(checker: Checker, node: HirExpr): boolean {
  return checker.unsettled.has(node) && hasError(node.type);
}

/** `xs == []`, `x == none`: what is made of literals takes the type of the other operand. */
function adaptOperand(
  checker: Checker,
  left: HirExpr,
  right: HirExpr,
): readonly [HirExpr, HirExpr] | undefined {
  const isLeftFlexible = checker.flexible.has(left);
  const isRightFlexible = checker.flexible.has(right);
  if (isLeftFlexible && !isNumeric(left.type)) {
    const typed = tryCoerce(checker, left, right.type);
    if (typed !== undefined) return [typed, tryCoerce(checker, right, typed.type) ?? right];
  }
  if (isRightFlexible && !isNumeric(right.type)) {
    const typed = tryCoerce(checker, right, left.type);
    if (typed !== undefined) return [left, typed];
  }
  return undefined;
}

/** Applies an operator to checked operands; `syntax` is for messages. */
export function combine(
  checker: Checker,
  {
    operator,
    left,
    right,
  }: { readonly operator: BinaryOperatorSyntax; readonly left: HirExpr; readonly right: HirExpr },
  syntax: { readonly at: number; readonly left: Expr; readonly right: Expr },
): HirExpr {
  const { at } = syntax;
  if (isUnknown(left.type) || isUnknown(right.type)) {
    if (left.type.kind === 'never' || right.type.kind === 'never')
      return diverging(operator, { left, right, at });
    return errorNode(at, resultWithMistake(operator));
  }
  if (operator === '<<' || operator === '>>')
    return shift(checker, { operator, left, right }, syntax);
  const unified = unifyOperands(checker, left, right);
  if (unified === undefined) {
    settle(checker, [left, right]);
    reportOperands(checker, operator, { left, right, syntax });
    return errorNode(at, resultWithMistake(operator));
  }
  const [first, second] = unified;
  if (reportIncomparable(checker, { operator, type: first.type, at })) return errorNode(at, BOOL);
  const type = resultOf(operator, first.type);
  if (type === undefined) {
    reportOperands(checker, operator, { left, right, syntax });
    return errorNode(at, resultWithMistake(operator));
  }
  const node: HirExpr = { kind: 'binary', operator, left: first, right: second, type, at };
  const isFlexible =
    type.kind !== 'bool' && checker.flexible.has(first) && checker.flexible.has(second);
  if (isFlexible) checker.flexible.add(node);
  return node;
}

/** The shift count may have any integer type; low bits are all that counts, so it is converted. */
function shift(
  checker: Checker,
  {
    operator,
    left,
    right,
  }: { readonly operator: '<<' | '>>'; readonly left: HirExpr; readonly right: HirExpr },
  syntax: { readonly at: number; readonly left: Expr; readonly right: Expr },
): HirExpr {
  const { at } = syntax;
  if (left.type.kind !== 'int' || right.type.kind !== 'int') {
    reportOperands(checker, operator, { left, right, syntax });
    return errorNode(at, left.type.kind === 'int' ? left.type : ERROR);
  }
  const isFlexible = checker.flexible.has(left);
  const count = checker.flexible.has(right) ? retype(checker, right, INT) : right;
  if (count.kind === 'int' && !isFlexible && BigInt(count.value) >= BigInt(left.type.bits)) {
    report(
      checker,
      'W0306',
      spanOf(checker, syntax.right),
      `Shift by ${count.value} of a \`${printType(left.type)}\``,
      {
        notes: [`The count is taken modulo ${left.type.bits}, the width of the shifted value.`],
      },
    );
  }
  const node: HirExpr = {
    kind: 'binary',
    operator,
    left,
    right: convertNumber(count, left.type),
    type: left.type,
    at,
  };
  if (isFlexible) checker.flexible.add(node);
  return node;
}

/** Strings added up by `+` become one interpolation, however many there are; other expressions stay. */
function joinTexts(node: HirExpr): HirExpr {
  if (node.kind !== 'binary' || node.type.kind !== 'string') return node;
  const operands: HirExpr[] = [];
  let rest: HirExpr = node;
  while (rest.kind === 'binary' && rest.type.kind === 'string') {
    operands.push(rest.right);
    rest = rest.left;
  }
  operands.push(rest);
  return {
    kind: 'interpolate',
    type: STRING,
    parts: operands.reverse().flatMap(textParts),
    at: node.at,
  };
}

function textParts(node: HirExpr): readonly (string | HirExpr)[] {
  if (node.kind === 'string') return [node.value];
  return node.kind === 'interpolate' ? node.parts : [node];
}

/** An operator with an operand that never yields: what still happens, in order, without the operator. */
function diverging(
  operator: BinaryOperatorSyntax,
  { left, right, at }: { readonly left: HirExpr; readonly right: HirExpr; readonly at: number },
): HirExpr {
  const isShortCircuit = (operator === '&&' || operator === '||') && left.type.kind === 'bool';
  if (!isShortCircuit) {
    const statements = left.type.kind === 'never' ? [left] : [left, right];
    return {
      kind: 'block',
      type: NEVER,
      block: { statements, yields: false, type: NEVER, at },
      at,
    };
  }
  const leave: HirBlock = { statements: [right], yields: false, type: NEVER, at };
  const known: HirExpr = { kind: 'bool', value: operator === '||', type: BOOL, at };
  const stay: HirBlock = { statements: [known], yields: true, type: BOOL, at };
  const [then, otherwise] = operator === '||' ? [stay, leave] : [leave, stay];
  return { kind: 'if', type: BOOL, condition: left, then, otherwise, at };
}

function isUnknown(type: Type): boolean {
  return type.kind === 'error' || type.kind === 'never';
}
