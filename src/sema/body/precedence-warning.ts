/**
 * The published core grouped some chains of operators differently. Where that reading has a type, too, a
 * program written for the core would change its meaning silently; a warning says so, with parentheses as
 * its fix. The other reading is typed from the operands' known types: nothing is checked twice.
 */
import { invariant } from '../../base/invariant.ts';
import type { Ordinal } from '../../base/span.ts';
import type { Fix } from '../../diagnostic/diagnostic.ts';
import type { Expr } from '../../syntax/ast.ts';
import { childrenOf } from '../../syntax/children.ts';
import { equalTypes } from '../equal-types.ts';
import { commonSupertype } from '../subtype.ts';
import type { Type } from '../type.ts';
import type { Checker, OperandType } from './checker.ts';
import { report, spanAt, spanOf } from './checker.ts';
import { resultOf, unaryApplies } from './operator-rules.ts';
import { isNumeric } from './primitives.ts';

/** Warns about `chain`, which `alternative` groups as the core did, if that has a type for these operands. */
export function warnAboutPrecedence(
  checker: Checker,
  chain: Expr,
  {
    alternative,
    operands,
  }: {
    readonly alternative: Expr;
    readonly operands: ReadonlyMap<Expr, OperandType>;
  },
): void {
  if (typeOfShape(checker, alternative, operands) === undefined) return;
  const groups = differingGroups(chain, alternative);
  const fix = parenthesize(checker, groups);
  report(
    checker,
    'W0302',
    spanOf(checker, chain),
    'The published precedence of operators would group this differently',
    {
      labels: groups.map((group) => ({ span: spanOf(checker, group), message: 'is a group here' })),
      notes: [
        'Operators have their conventional precedence. Parentheses make the grouping unmistakable.',
      ],
      ...(fix && { fix }),
    },
  );
}

/** The type of an operator tree over known operands; undefined where it has none. Left spines are walked in a loop. */
function typeOfShape(
  checker: Checker,
  shape: Expr,
  operands: ReadonlyMap<Expr, OperandType>,
): OperandType | undefined {
  const spine: Extract<Expr, { kind: 'binary' }>[] = [];
  let first = shape;
  while (first.kind === 'binary') {
    spine.push(first);
    first = first.left;
  }
  let left = typeOfOperand(checker, first, operands);
  for (let link = spine.pop(); link !== undefined && left !== undefined; link = spine.pop()) {
    const right = typeOfShape(checker, link.right, operands);
    const common = right && commonType(checker, left, right);
    const type = common && resultOf(link.operator, common);
    const isFlexible = left.isFlexible && right?.isFlexible === true && isNumeric(type);
    left = type && { type, isFlexible };
  }
  return left;
}

function typeOfOperand(
  checker: Checker,
  shape: Expr,
  operands: ReadonlyMap<Expr, OperandType>,
): OperandType | undefined {
  const known = operands.get(shape);
  if (known !== undefined) return known.type.kind === 'error' ? undefined : known;
  if (shape.kind !== 'unary') return undefined;
  const operand = typeOfShape(checker, shape.operand, operands);
  return operand && unaryApplies(shape.operator, operand.type) ? operand : undefined;
}

function commonType(checker: Checker, left: OperandType, right: OperandType): Type | undefined {
  if (equalTypes(left.type, right.type)) return left.type;
  if (left.isFlexible && isNumeric(left.type) && isNumeric(right.type)) return right.type;
  if (right.isFlexible && isNumeric(left.type) && isNumeric(right.type)) return left.type;
  return commonSupertype(checker.ctx, left.type, right.type);
}

/** The operations inside `chain` that are none in `alternative`, which has the same operands. */
function differingGroups(chain: Expr, alternative: Expr): readonly Expr[] {
  const others = new Set(operationsOf(alternative).map(({ from, to }) => `${from} ${to}`));
  return operationsOf(chain)
    .filter(({ from, to }) => !others.has(`${from} ${to}`))
    .sort((a, b) => a.from - b.from || b.to - a.to);
}

/** All operators of the chain but its root. */
function operationsOf(root: Expr): readonly Expr[] {
  const found: Expr[] = [];
  const open: Expr[] = [...childrenOf(root)];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind !== 'binary' && next.kind !== 'unary') continue;
    found.push(next);
    open.push(...childrenOf(next));
  }
  return found;
}

/** Parentheses around the groups; undefined where the text of a token at their ends is not known here. */
function parenthesize(checker: Checker, groups: readonly Expr[]): Fix | undefined {
  const texts = new Map<Ordinal, string>();
  for (const group of groups) {
    const first = texts.get(group.from) ?? firstText(group);
    const last = texts.get(group.to) ?? lastText(group);
    if (first === undefined || last === undefined) return undefined;
    invariant(group.from < group.to, 'an operation has several tokens');
    texts.set(group.from, `(${first}`);
    texts.set(group.to, `${last})`);
  }
  if (texts.size === 0) return undefined;
  const edits = [...texts]
    .sort(([a], [b]) => a - b)
    .map(([at, replacement]) => ({ span: spanAt(checker, at), replacement }));
  return { title: 'Add parentheses', edits };
}

/** Text of the first token of an expression. */
function firstText(expr: Expr): string | undefined {
  switch (expr.kind) {
    case 'name':
      return expr.name;
    case 'bool':
      return String(expr.value);
    case 'int':
      return expr.text + (expr.suffix ?? '');
    case 'parenthesized':
      return '(';
    case 'new':
      return 'new';
    case 'unary':
      return expr.operator;
    case 'binary':
      return firstText(expr.left);
    case 'member':
      return firstText(expr.object);
    case 'call':
      return firstText(expr.callee);
    default:
      return undefined;
  }
}

/** Text of the last token of an expression. */
function lastText(expr: Expr): string | undefined {
  switch (expr.kind) {
    case 'name':
      return expr.name;
    case 'bool':
      return String(expr.value);
    case 'int':
      return expr.text + (expr.suffix ?? '');
    case 'parenthesized':
    case 'new':
    case 'call':
      return ')';
    case 'unary':
      return lastText(expr.operand);
    case 'binary':
      return lastText(expr.right);
    case 'member':
      return expr.name.text;
    default:
      return undefined;
  }
}
