/**
 * Operators and operands of other languages: each is one mistake with a hint. What they mean is not guessed: they
 * are error nodes, or read as if the surplus were not there.
 */
import type { Expr } from '../ast.ts';
import { isWord, Kind, kindAt, textAt } from '../token.ts';
import { skipGroup } from './brackets.ts';
import type { Cursor } from './cursor.ts';
import { advance, behind, here, peek, report } from './cursor.ts';

/** `i++` or `i--`, at the operator behind its operand. */
export function atStepOperator({ tokens, index }: Cursor): boolean {
  const kind = kindAt(tokens, index);
  if (kind !== Kind.plus && kind !== Kind.minus) return false;
  if (kindAt(tokens, index + 1) !== kind) return false;
  switch (kindAt(tokens, index + 2)) {
    case Kind.end:
    case Kind.semicolon:
    case Kind.comma:
    case Kind.parenClose:
    case Kind.braceClose:
      return true;
    default:
      return false;
  }
}

/** At `++` or `--` behind `operand`. */
export function rejectStepOperator(cursor: Cursor, operand: Expr): Expr {
  const sign = textAt(cursor.tokens, cursor.index);
  report(cursor, {
    code: 'E0113',
    message: `\`${sign}${sign}\` is not an operator`,
    to: here(cursor) + (cursor.space === 'body' ? 1 : -1),
    notes: [`Write \`n ${sign}= 1\`.`],
  });
  const at = advance(cursor);
  return { kind: 'error', at, from: operand.from, to: advance(cursor) };
}

/** Whether `? value :` is meant, at the `?`: a `:` follows before the statement ends. */
export function atConditionalOperator(cursor: Cursor): boolean {
  return beginsConditionalValue(cursor) && colonAhead(cursor);
}

/** Tokens that the value between `?` and `:` is supposed to have at most. */
const maxValueTokens = 64;

function colonAhead(cursor: Cursor): boolean {
  let depth = 0;
  for (let ahead = 1; ahead < maxValueTokens; ahead += 1) {
    switch (peek(cursor, ahead)) {
      case Kind.colon:
        if (depth === 0) return true;
        break;
      case Kind.parenOpen:
      case Kind.bracketOpen:
        depth += 1;
        break;
      case Kind.parenClose:
      case Kind.bracketClose:
        depth -= 1;
        if (depth < 0) return false;
        break;
      case Kind.comma:
        if (depth === 0) return false;
        break;
      case Kind.end:
      case Kind.semicolon:
      case Kind.braceOpen:
      case Kind.braceClose:
        return false;
      default:
    }
  }
  return false;
}

function beginsConditionalValue(cursor: Cursor): boolean {
  switch (peek(cursor, 1)) {
    case Kind.int:
    case Kind.float:
    case Kind.string:
    case Kind.stringStart:
    case Kind.char:
    case Kind.true:
    case Kind.false:
    case Kind.identifier:
    case Kind.new:
    case Kind.parenOpen:
      return true;
    default:
      return false;
  }
}

/** `condition ? a : b`, at the `?`. */
export function rejectConditionalOperator(cursor: Cursor, condition: Expr): Expr {
  report(cursor, {
    code: 'E0113',
    message: '`? :` is not an operator',
    notes: ['Write `if condition { a } else { b }`, which has a value.'],
  });
  const at = advance(cursor);
  cursor.grammar.expression(cursor);
  if (peek(cursor) === Kind.colon) {
    advance(cursor);
    cursor.grammar.expression(cursor);
  }
  return { kind: 'error', at, from: condition.from, to: behind(cursor) };
}

/** `x ?: y`, at the `?`. */
export function rejectElvis(cursor: Cursor, left: Expr): Expr {
  report(cursor, {
    code: 'E0113',
    message: '`?:` is not an operator',
    notes: ['`x ?? y` is `y` where `x` is `none`.'],
  });
  const at = advance(cursor);
  advance(cursor);
  cursor.grammar.expression(cursor);
  return { kind: 'error', at, from: left.from, to: behind(cursor) };
}

/** `Point { x: 1 }` or `Point { x, y }`, at the brace: what no block can begin with. */
export function atForeignLiteral(cursor: Cursor): boolean {
  if (peek(cursor, 1) !== Kind.identifier) return false;
  if (peek(cursor, 2) === Kind.comma) return true;
  const value = peek(cursor, 3);
  return peek(cursor, 2) === Kind.colon && value !== Kind.while && value !== Kind.for;
}

export function rejectForeignLiteral(cursor: Cursor, callee: Expr): Expr {
  const name = textAt(cursor.tokens, cursor.index - 1);
  report(cursor, {
    code: 'E0148',
    message: 'A struct is built with parentheses',
    notes: [`Write \`${name}(${textAt(cursor.tokens, cursor.index + 1)}: value, …)\`.`],
  });
  skipGroup(cursor);
  return { kind: 'error', at: callee.at, from: callee.from, to: behind(cursor) };
}

/** `x is not C`, behind `is`. */
export function rejectNegation(cursor: Cursor): void {
  if (!isWord(cursor.tokens, cursor.index, 'not') || peek(cursor, 1) !== Kind.identifier) return;
  report(cursor, {
    code: 'E0113',
    message: 'Expected a type behind `is`, found `not`',
    notes: ['Write `!(x is C)`.'],
  });
  advance(cursor);
}

/** `x is C c`, behind the type. A name on the next line may be that of the next statement. */
export function rejectBinding(cursor: Cursor): void {
  if (peek(cursor) !== Kind.identifier) return;
  const next = peek(cursor, 1);
  if (next !== Kind.braceOpen && next !== Kind.parenClose && next !== Kind.andAnd) return;
  report(cursor, {
    code: 'E0113',
    message: `Expected the end of the test behind the type, found \`${textAt(cursor.tokens, cursor.index)}\``,
    notes: ['`is` declares no variable: where it holds, the tested variable itself has the type.'],
  });
  advance(cursor);
}

/** `x as! C`, at the `!`. */
export function rejectForce(cursor: Cursor): void {
  report(cursor, {
    code: 'E0113',
    message: 'Expected a type behind `as`, found `!`',
    notes: ['`x as C` panics if `x` is no `C`; `x as? C` is `none` then.'],
  });
  advance(cursor);
}
