/**
 * Visits the expressions of a typed body without recursion, since trees may be as deep as a file is long; with
 * the number of `async` blocks around each.
 */
import { assertNever } from '../base/invariant.ts';
import type { HirBlock, HirExpr, HirPlace } from './hir.ts';

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
    case 'constant':
    case 'none':
    case 'global':
      return;
    case 'some':
    case 'inject':
      pending.push(expr.value);
      return;
    case 'letPattern':
      pending.push(expr.value);
      return;
    case 'tuple':
    case 'array':
      pushAll(expr.elements, pending);
      return;
    case 'struct':
      for (const field of expr.fields) pending.push(field.value);
      return;
    case 'member':
    case 'length':
      pending.push(expr.object);
      return;
    case 'newArray':
      pending.push(expr.length);
      return;
    case 'element':
      pending.push(expr.object, expr.index);
      return;
    case 'slice':
      pending.push(expr.object);
      if (expr.from !== undefined) pending.push(expr.from);
      if (expr.to !== undefined) pending.push(expr.to);
      return;
    case 'split':
      pending.push(expr.array, expr.index);
      return;
    case 'join':
      pending.push(expr.left, expr.right);
      return;
    case 'freeze':
      pending.push(expr.array);
      return;
    case 'assignPlace':
    case 'compoundPlace':
      pushPlace(expr.place, pending);
      pending.push(expr.value);
      return;
    case 'is':
    case 'cast':
    case 'try':
    case 'hash':
      pending.push(expr.operand);
      return;
    case 'match':
      pending.push(expr.subject);
      for (const arm of expr.arms) {
        if (arm.guard !== undefined) pending.push(arm.guard);
        pending.push(arm.body);
      }
      return;
    case 'ifLet':
      pending.push(expr.subject);
      pushAll(expr.then.statements, pending);
      if (expr.otherwise !== undefined) pushAll(expr.otherwise.statements, pending);
      return;
    case 'whileLet':
    case 'forEach':
      pending.push(expr.subject);
      pushAll(expr.body.statements, pending);
      return;
    case 'coalesce':
      pending.push(expr.optional, expr.otherwise);
      return;
    case 'callExtern':
      pushAll(expr.args, pending);
      return;
    case 'panic':
      pending.push(expr.message);
      return;
    case 'assert':
      pending.push(expr.condition);
      return;
    case 'assertEqual':
      pending.push(expr.actual, expr.expected);
      return;
    default:
      assertNever(expr);
  }
}

function pushPlace({ root }: HirPlace, pending: HirExpr[]): void {
  if (root.kind === 'field') pending.push(root.object);
  else if (root.kind === 'element') pending.push(root.array, root.index);
}

function pushAll(exprs: readonly HirExpr[], pending: HirExpr[]): void {
  for (const expr of exprs) pending.push(expr);
}
