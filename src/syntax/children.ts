/** The expressions directly inside an expression, in textual order; those of patterns are constants and left out. */
import { assertNever } from '../base/invariant.ts';
import type { Expr } from './ast.ts';

export function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'int':
    case 'float':
    case 'bool':
    case 'char':
    case 'name':
    case 'none':
    case 'break':
    case 'continue':
    case 'error':
      return [];
    case 'string':
      return expr.parts.filter((part) => typeof part !== 'string');
    case 'member':
      return [expr.object];
    case 'call':
      return [expr.callee, ...expr.args];
    case 'index':
      return [expr.object, expr.index];
    case 'slice':
      return [expr.object, ...presentOf([expr.start, expr.end])];
    case 'array':
    case 'tuple':
      return expr.elements;
    case 'newArray':
      return [expr.length];
    case 'new':
      return expr.inits.map((init) => init.value);
    case 'let':
    case 'letPattern':
      return [expr.value];
    case 'assign':
      return [expr.target, expr.value];
    case 'consume':
    case 'unary':
    case 'as':
    case 'is':
    case 'try':
      return [expr.operand];
    case 'binary':
    case 'coalesce':
      return [expr.left, expr.right];
    case 'parenthesized':
      return [expr.inner];
    case 'if':
      return expr.otherwise === undefined
        ? [expr.condition, ...expr.then.statements]
        : [expr.condition, ...expr.then.statements, expr.otherwise];
    case 'while':
      return [expr.condition, ...expr.body.statements];
    case 'for':
      return [expr.init, expr.condition, expr.step, ...expr.body.statements];
    case 'forIn':
      return [expr.subject, ...expr.body.statements];
    case 'range':
      return [expr.start, expr.end];
    case 'blockExpr':
      return expr.block.statements;
    case 'match':
      return [expr.subject, ...expr.arms.flatMap(({ guard, body }) => presentOf([guard, body]))];
    case 'unsafe':
    case 'finish':
    case 'async':
      return expr.body.statements;
    case 'return':
      return expr.value === undefined ? [] : [expr.value];
    default:
      return assertNever(expr);
  }
}

function presentOf(exprs: readonly (Expr | undefined)[]): readonly Expr[] {
  return exprs.filter((expr) => expr !== undefined);
}
