/** The expressions directly inside an expression, in textual order. */
import { unfinished } from '../base/invariant.ts';
import type { Expr } from './ast.ts';

export function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'int':
    case 'float':
    case 'bool':
    case 'char':
    case 'name':
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
    case 'new':
      return expr.inits.map((init) => init.value);
    case 'let':
      return [expr.value];
    case 'assign':
      return [expr.target, expr.value];
    case 'consume':
    case 'unary':
    case 'as':
      return [expr.operand];
    case 'binary':
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
    case 'finish':
    case 'async':
      return expr.body.statements;
    case 'return':
      return expr.value === undefined ? [] : [expr.value];
    default:
      return unfinished(expr);
  }
}
