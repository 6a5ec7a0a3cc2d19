/** Visits the expressions of a typed body without recursion, with the number of `async` blocks around each. */
import { assertNever } from '../base/invariant.ts';
import type { HirBlock, HirExpr } from '../sema/hir.ts';

interface Visit {
  readonly expr: HirExpr;
  readonly depth: number;
}

/** Parents before children, siblings in no particular order. */
export function walkTree(
  root: HirBlock,
  start: number,
  visit: (expr: HirExpr, depth: number) => void,
): void {
  const pending: Visit[] = root.statements.map((expr) => ({ expr, depth: start }));
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    visit(next.expr, next.depth);
    const depth = next.expr.kind === 'async' ? next.depth + 1 : next.depth;
    for (const expr of partsOf(next.expr)) pending.push({ expr, depth });
  }
}

/** The expressions directly below one. */
function partsOf(expr: HirExpr): readonly HirExpr[] {
  switch (expr.kind) {
    case 'int':
    case 'float':
    case 'bool':
    case 'string':
    case 'local':
    case 'consumeLocal':
    case 'break':
    case 'continue':
    case 'error':
      return [];
    case 'let':
    case 'assignLocal':
    case 'compoundLocal':
      return [expr.value];
    case 'field':
    case 'consumeField':
      return [expr.object];
    case 'assignField':
    case 'compoundField':
      return [expr.object, expr.value];
    case 'new':
      return expr.inits.map((init) => init.value);
    case 'callFunction':
    case 'printf':
      return expr.args;
    case 'callMethod':
      return [expr.receiver, ...expr.args];
    case 'interpolate':
      return expr.parts.filter((part) => typeof part !== 'string');
    case 'if':
      return [
        expr.condition,
        ...expr.then.statements,
        ...(expr.otherwise === undefined ? [] : expr.otherwise.statements),
      ];
    case 'while':
      return [expr.condition, ...expr.body.statements];
    case 'for':
      return [expr.init, expr.condition, expr.step, ...expr.body.statements];
    case 'forRange':
      return [expr.from, expr.to, ...expr.body.statements];
    case 'block':
      return expr.block.statements;
    case 'finish':
    case 'async':
      return expr.body.statements;
    case 'binary':
      return [expr.left, expr.right];
    case 'unary':
    case 'convert':
      return [expr.operand];
    case 'return':
      return expr.value === undefined ? [] : [expr.value];
    default:
      return assertNever(expr);
  }
}
