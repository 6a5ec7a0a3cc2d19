/**
 * Expressions: infix operators by precedence climbing, prefix operators, assignments. Chains of
 * operators are followed in loops, not by recursion, so that their length costs no stack.
 */
import type { Ordinal } from '../../base/span.ts';
import type { Expr } from '../ast.ts';
import { Kind } from '../token.ts';
import type { Cursor } from './cursor.ts';
import { accept, advance, behind, enter, here, leave, peek, report } from './cursor.ts';
import {
  atStepOperator,
  rejectBinding,
  rejectForce,
  rejectNegation,
  rejectStepOperator,
} from './foreign-operand.ts';
import type { InfixOperator } from './operator.ts';
import { Level, peekAssignment, peekInfix } from './operator.ts';
import { parsePostfix } from './postfix.ts';
import { parsePrimary } from './primary.ts';
import { beginsExpression } from './recovery.ts';
import { parseOperandType } from './type.ts';
import { reportUnsupported } from './unsupported.ts';

export function parseExpression(cursor: Cursor): Expr {
  const expr = parseRangeOrExpression(cursor);
  if (expr.kind === 'range') rejectRange(cursor, expr);
  return expr;
}

/** As the subject of a `for`, where a range may stand. */
export function parseRangeOrExpression(cursor: Cursor): Expr {
  if (!enter(cursor)) return errorAt(cursor);
  const expr = parseInfix(cursor, parsePrefix(cursor), Level.range);
  leave(cursor);
  return expr;
}

/** An end of a range. */
export function parseBound(cursor: Cursor): Expr {
  if (!enter(cursor)) return errorAt(cursor);
  const expr = parseInfix(cursor, parsePrefix(cursor), Level.range + 1);
  leave(cursor);
  return expr;
}

/** What follows `operand`, as far as operators go on. */
export function continueExpression(cursor: Cursor, operand: Expr): Expr {
  const expr = parseInfix(
    cursor,
    parseAssignment(cursor, parsePostfix(cursor, operand)),
    Level.range,
  );
  if (expr.kind === 'range') rejectRange(cursor, expr);
  return expr;
}

function rejectRange(cursor: Cursor, range: Expr): void {
  reportUnsupported(cursor, 'ranges outside `for`', range.from);
}

/** Operators that bind at least as tightly as `level`, with `first` as their leftmost operand. */
function parseInfix(cursor: Cursor, first: Expr, level: number): Expr {
  let left = first;
  // The level of the operator before, if it does not associate. A chain of such is one mistake.
  let previous: number | undefined;
  let isReported = false;
  for (;;) {
    const infix = peekInfix(cursor);
    if (infix === undefined || infix.level < level) break;
    if (atStepOperator(cursor)) return rejectStepOperator(cursor, left);
    if (previous === infix.level && !isReported) {
      reportChain(cursor, infix);
      isReported = true;
    }
    const associates = infix.level !== Level.comparison && infix.level !== Level.range;
    previous = associates ? undefined : infix.level;
    left = parseInfixRest(cursor, left, infix);
  }
  // Whatever type a chain were given, it would lead to further mistakes.
  return isReported ? { kind: 'error', at: left.at, from: left.from, to: left.to } : left;
}

/** At the operator. */
function parseInfixRest(cursor: Cursor, left: Expr, infix: InfixOperator): Expr {
  const at = here(cursor);
  switch (infix.kind) {
    case 'binary': {
      cursor.index += infix.width;
      const right = parseInfix(cursor, parsePrefix(cursor), infix.level + 1);
      const { operator } = infix;
      return { kind: 'binary', operator, left, right, at, from: left.from, to: right.to };
    }
    case 'range': {
      advance(cursor);
      const end = parseInfix(cursor, parsePrefix(cursor), infix.level + 1);
      const { inclusive } = infix;
      return { kind: 'range', start: left, end, inclusive, at, from: left.from, to: end.to };
    }
    case 'as': {
      advance(cursor);
      const isOptional = accept(cursor, Kind.question);
      if (peek(cursor) === Kind.bang) rejectForce(cursor);
      const type = parseOperandType(cursor);
      const node = { operand: left, type, at, from: left.from, to: behind(cursor) };
      return isOptional ? { kind: 'as', isOptional, ...node } : { kind: 'as', ...node };
    }
    case 'is': {
      advance(cursor);
      rejectNegation(cursor);
      const type = parseOperandType(cursor);
      rejectBinding(cursor);
      return { kind: 'is', operand: left, type, at, from: left.from, to: behind(cursor) };
    }
    case 'coalesce':
      return parseCoalesce(cursor, left);
  }
}

/** `a ?? b ?? c` goes right; chains are read in a loop and nested from their end. */
function parseCoalesce(cursor: Cursor, first: Expr): Expr {
  const operands = [first];
  const places: Ordinal[] = [];
  while (peek(cursor) === Kind.questionQuestion) {
    places.push(advance(cursor));
    operands.push(parseInfix(cursor, parsePrefix(cursor), Level.coalesce + 1));
  }
  let expr = operands.pop() ?? first;
  for (let left = operands.pop(); left !== undefined; left = operands.pop()) {
    const at = places.pop() ?? left.at;
    expr = { kind: 'coalesce', left, right: expr, at, from: left.from, to: expr.to };
  }
  return expr;
}

function reportChain(cursor: Cursor, infix: InfixOperator): void {
  if (infix.kind === 'range') {
    report(cursor, { code: 'E0118', message: 'A range has one start and one end' });
    return;
  }
  report(cursor, {
    code: 'E0117',
    message: 'Comparisons cannot be chained',
    notes: ['Join two comparisons with `&&` (`a < b && b < c`), or add parentheses.'],
  });
}

type PrefixOperator = '-' | '!' | '~' | 'consume' | 'pointer';

function peekPrefix(cursor: Cursor): PrefixOperator | undefined {
  switch (peek(cursor)) {
    case Kind.minus:
      return '-';
    case Kind.bang:
      return '!';
    case Kind.tilde:
      return '~';
    case Kind.consume:
      return 'consume';
    case Kind.star:
    case Kind.ampersand:
      return peek(cursor, 1) === Kind.identifier ? 'pointer' : undefined;
    default:
      return undefined;
  }
}

/** Prefix operators and their operand, which may be an assignment. */
function parsePrefix(cursor: Cursor): Expr {
  if (peek(cursor) === Kind.plus) rejectPlus(cursor);
  const first = peekPrefix(cursor);
  if (first === undefined) return parseOperand(cursor);
  const operators: { readonly operator: PrefixOperator; readonly at: Ordinal }[] = [];
  for (let operator: PrefixOperator | undefined = first; operator; operator = peekPrefix(cursor)) {
    if (operator === 'pointer') reportUnsupported(cursor, 'pointers');
    operators.push({ operator, at: advance(cursor) });
  }
  let expr = parseOperand(cursor);
  for (const { operator, at } of operators.reverse()) expr = applyPrefix(operator, at, expr);
  return expr;
}

/** `+1` or `++n`: what follows is read as if the signs were not there. */
function rejectPlus(cursor: Cursor): void {
  report(cursor, { code: 'E0110', message: 'Expected an expression, found `+`' });
  while (peek(cursor) === Kind.plus) advance(cursor);
  // What follows is not missing because of the sign.
  if (!beginsExpression(cursor)) cursor.errorIndex = cursor.index;
}

function applyPrefix(operator: PrefixOperator, at: Ordinal, operand: Expr): Expr {
  const node = { at, from: at, to: operand.to };
  switch (operator) {
    case 'consume':
      return { kind: 'consume', operand, ...node };
    case 'pointer':
      return { kind: 'error', ...node };
    case '-':
    case '!':
    case '~':
      return { kind: 'unary', operator, operand, ...node };
  }
}

function parseOperand(cursor: Cursor): Expr {
  return parseAssignment(cursor, parsePostfix(cursor, parsePrimary(cursor)));
}

/** `target := value`: the value extends as far right as possible, also inside an operand. */
function parseAssignment(cursor: Cursor, target: Expr): Expr {
  const assignment = peekAssignment(cursor);
  const isEqual = peek(cursor) === Kind.equal && target.kind !== 'error';
  if (assignment === undefined && !isEqual) return target;
  const at = here(cursor);
  if (isEqual) {
    report(cursor, {
      code: 'E0119',
      message: '`=` does not assign and does not compare',
      notes: ['Write `:=` to assign and `==` to compare.'],
    });
  } else if (!isAssignable(target)) {
    report(cursor, {
      code: 'E0120',
      message: 'Only a variable, a field or an element can be assigned to',
      from: target.from,
      to: target.to,
      notes: target.kind === 'parenthesized' ? ['Take away the parentheses around it.'] : [],
    });
  }
  // `= =`, too, is one mistake.
  const doubled = peek(cursor, 1) === Kind.equal ? 2 : 1;
  cursor.index += assignment?.width ?? doubled;
  const value = cursor.grammar.expression(cursor);
  const node = { at, from: target.from, to: value.to };
  if (assignment === undefined) return { kind: 'error', ...node };
  return { kind: 'assign', operator: assignment.operator, target, value, ...node };
}

function isAssignable({ kind }: Expr): boolean {
  return kind === 'name' || kind === 'member' || kind === 'index' || kind === 'error';
}

/** In the place of an expression that is not there. */
function errorAt(cursor: Cursor): Expr {
  const at = here(cursor);
  return { kind: 'error', at, from: at, to: at };
}
