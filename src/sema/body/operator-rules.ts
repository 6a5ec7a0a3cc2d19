/** Which operators apply to which types, and what they yield. */
import { assertNever } from '../../base/invariant.ts';
import type { BinaryOperator, UnaryOperator } from '../hir.ts';
import type { Type } from '../type.ts';
import { BOOL, ERROR, isNumeric } from './primitives.ts';

/** What two operands yield, for an operator whose operands have one type; undefined where it is not defined. */
export function resultOf(operator: BinaryOperator, type: Type): Type | undefined {
  switch (operator) {
    case '+':
      return isNumeric(type) || type.kind === 'string' ? type : undefined;
    case '-':
    case '*':
    case '/':
    case '%':
      return isNumeric(type) ? type : undefined;
    case '&':
    case '|':
    case '^':
    case '<<':
    case '>>':
      return type.kind === 'int' ? type : undefined;
    case '==':
    case '!=':
      return type.kind === 'void' ? undefined : BOOL;
    case '<':
    case '<=':
    case '>':
    case '>=':
      return isNumeric(type) || type.kind === 'char' || type.kind === 'string' ? BOOL : undefined;
    case '&&':
    case '||':
      return type.kind === 'bool' ? BOOL : undefined;
    default:
      return assertNever(operator);
  }
}

/** What is still known of the result where an operand, or both together, are a reported mistake. */
export function resultWithMistake(operator: BinaryOperator): Type {
  switch (operator) {
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '&&':
    case '||':
      return BOOL;
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '&':
    case '|':
    case '^':
    case '<<':
    case '>>':
      return ERROR;
    default:
      return assertNever(operator);
  }
}

export function unaryApplies(operator: UnaryOperator, type: Type): boolean {
  switch (operator) {
    case '-':
      return isNumeric(type);
    case '~':
      return type.kind === 'int';
    case '!':
      return type.kind === 'bool';
    default:
      return assertNever(operator);
  }
}
