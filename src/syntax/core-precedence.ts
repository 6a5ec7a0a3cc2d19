/**
 * The operator table of the published core language, in which `&&` binds tighter than `+` and `<`
 * as tight: how the core would have grouped an expression that was parsed by the conventional
 * table. Chains are taken apart and put together in loops, in linear time.
 */
import type { Ordinal } from '../base/span.ts';
import type { BinaryOperatorSyntax, Expr } from './ast.ts';

type Binary = Extract<Expr, { kind: 'binary' }>;
type Unary = Extract<Expr, { kind: 'unary' }>;

/**
 * For the chain of binary and unary operators whose root is `expr` (it ends at parentheses and at
 * anything else), the tree of the same operands by the core's table. Undefined if that is the same
 * tree, if the core has no such operator, or if it would be a syntax error there.
 */
export function regroupByCorePrecedence(expr: Expr): Expr | undefined {
  if (expr.kind !== 'binary' && expr.kind !== 'unary') return undefined;
  const items = flatten(expr);
  if (items === undefined) return undefined;
  const groups = new Map<Ordinal, Expr>();
  for (const item of items) if (item.kind === 'operator') groups.set(item.node.at, item.node);
  const regrouped = parseByCoreTable(items);
  if (regrouped === undefined) return undefined;
  const isSame = regrouped.made.every((node) => {
    const original = groups.get(node.at);
    return original?.from === node.from && original.to === node.to;
  });
  return isSame ? undefined : regrouped.root;
}

type Item =
  | { readonly kind: 'operand'; readonly expr: Expr }
  | { readonly kind: 'operator'; readonly node: Binary | Unary };

/** The chain in textual order; undefined if the core lacks one of its operators. */
function flatten(root: Binary | Unary): readonly Item[] | undefined {
  const items: Item[] = [];
  const open: (Expr | Item)[] = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === 'operator' || next.kind === 'operand') {
      items.push(next);
    } else if (next.kind === 'binary') {
      if (binaryLevels[next.operator] === undefined) return undefined;
      open.push(next.right, { kind: 'operator', node: next }, next.left);
    } else if (next.kind === 'unary' && !isSignedLiteral(next)) {
      if (next.operator === '~') return undefined;
      open.push(next.operand, { kind: 'operator', node: next });
    } else {
      items.push({ kind: 'operand', expr: next });
    }
  }
  return items;
}

/** The core read a minus before a digit as part of the literal. */
function isSignedLiteral({ operator, operand }: Unary): boolean {
  return operator === '-' && (operand.kind === 'int' || operand.kind === 'float');
}

interface Levels {
  /** Of the operator's first character as look-ahead. */
  readonly ahead: number;
  /** Of the construct, once its right operand is open. */
  readonly construct: number;
}

const product: Levels = { ahead: 2, construct: 2 };
const sum: Levels = { ahead: 1, construct: 1 };
const logical: Levels = { ahead: 3, construct: 3 };
/** The two characters of these were tokens of their own, and the first one decided. */
const orEqual: Levels = { ahead: 1, construct: 0 };

const binaryLevels: Readonly<Partial<Record<BinaryOperatorSyntax, Levels>>> = {
  '&&': logical,
  '||': logical,
  '*': product,
  '/': product,
  '%': product,
  '+': sum,
  '-': sum,
  '<': sum,
  '>': sum,
  '<=': orEqual,
  '>=': orEqual,
  '==': { ahead: 0, construct: 0 },
  '!=': { ahead: 4, construct: 0 },
};

/** Level 4 does not associate: `!p != q` is an error. Level 0 goes right, the others go left. */
const nonAssociative = 4;
const rightAssociative = 0;

function unaryLevel(operator: Unary['operator']): number {
  return operator === '!' ? nonAssociative : sum.construct;
}

/** A construct whose right operand is being read. */
interface Open {
  readonly node: Binary | Unary;
  readonly level: number;
}

/** Operator precedence parsing; `made` are the new operator nodes. */
function parseByCoreTable(
  items: readonly Item[],
): { readonly root: Expr; readonly made: readonly Expr[] } | undefined {
  const operands: Expr[] = [];
  const open: Open[] = [];
  const made: Expr[] = [];
  const close = (): void => {
    const node = open.pop()?.node;
    const right = operands.pop();
    if (node === undefined || right === undefined) return;
    const left = node.kind === 'binary' ? operands.pop() : undefined;
    const closed = rebuild(node, left, right);
    made.push(closed);
    operands.push(closed);
  };
  for (const item of items) {
    if (item.kind === 'operand') {
      operands.push(item.expr);
      continue;
    }
    const { node } = item;
    if (node.kind === 'unary') {
      open.push({ node, level: unaryLevel(node.operator) });
      continue;
    }
    const levels = binaryLevels[node.operator];
    if (levels === undefined) return undefined;
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (levels.ahead === nonAssociative && top.level === nonAssociative) return undefined;
      const extendsOperand =
        levels.ahead > top.level || (levels.ahead === top.level && top.level === rightAssociative);
      if (extendsOperand) break;
      close();
    }
    open.push({ node, level: levels.construct });
  }
  while (open.length > 0) close();
  const root = operands[0];
  return root === undefined ? undefined : { root, made };
}

/** The operator with other operands. */
function rebuild(node: Binary | Unary, left: Expr | undefined, right: Expr): Expr {
  if (node.kind === 'unary') return { ...node, operand: right, to: right.to };
  const from = left?.from ?? node.from;
  return { ...node, left: left ?? node.left, right, from, to: right.to };
}
