/**
 * Visits the expressions of a typed body without recursion, since trees may be as deep as a file is long; with
 * the number of `async` blocks around each.
 */
import { unfinished } from '../base/invariant.ts';
import type { HirBlock, HirExpr } from './hir.ts';

/** Parents before children, siblings in no particular order. */
export function walkHir(root: HirBlock, visit: (expr: HirExpr, depth: number) => void): void {
  const pending: HirExpr[] = [...root.statements];
  // Beside each expression that waits, the number of tasks around it.
  const depths: number[] = pending.map(() => 0);
  for (let expr = pending.pop(); expr !== undefined; expr = pending.pop()) {
    const depth = depths.pop() ?? 0;
    visit(expr, depth);
    pushParts(expr, pending);
    const inner = expr.kind === 'async' ? depth + 1 : depth;
    while (depths.length < pending.length) depths.push(inner);
  }
}

/** The expressions directly below one. */
function pushParts(expr: HirExpr, pending: HirExpr[]): void {
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
      return;
    case 'let':
    case 'assignLocal':
    case 'compoundLocal':
      pending.push(expr.value);
      return;
    case 'field':
    case 'consumeField':
      pending.push(expr.object);
      return;
    case 'assignField':
    case 'compoundField':
      pending.push(expr.object, expr.value);
      return;
    case 'new':
      for (const init of expr.inits) pending.push(init.value);
      return;
    case 'callFunction':
    case 'printf':
      pushAll(expr.args, pending);
      return;
    case 'callMethod':
      pending.push(expr.receiver);
      pushAll(expr.args, pending);
      return;
    case 'interpolate':
      for (const part of expr.parts) if (typeof part !== 'string') pending.push(part);
      return;
    case 'if':
      pending.push(expr.condition);
      pushAll(expr.then.statements, pending);
      if (expr.otherwise !== undefined) pushAll(expr.otherwise.statements, pending);
      return;
    case 'while':
      pending.push(expr.condition);
      pushAll(expr.body.statements, pending);
      return;
    case 'for':
      pending.push(expr.init, expr.condition, expr.step);
      pushAll(expr.body.statements, pending);
      return;
    case 'forRange':
      pending.push(expr.from, expr.to);
      pushAll(expr.body.statements, pending);
      return;
    case 'block':
      pushAll(expr.block.statements, pending);
      return;
    case 'finish':
    case 'async':
      pushAll(expr.body.statements, pending);
      return;
    case 'binary':
      pending.push(expr.left, expr.right);
      return;
    case 'unary':
    case 'convert':
      pending.push(expr.operand);
      return;
    case 'return':
      if (expr.value !== undefined) pending.push(expr.value);
      return;
    default:
      unfinished(expr);
  }
}

function pushAll(exprs: readonly HirExpr[], pending: HirExpr[]): void {
  for (const expr of exprs) pending.push(expr);
}
