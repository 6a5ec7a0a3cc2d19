/**
 * What programmers bring along from other languages: each of these habits is one mistake with a hint, not
 * one for every token that Bolt has no use for.
 */
import type { Expr } from '../ast.ts';
import { Kind, kindAt, textAt } from '../token.ts';
import { opensGroup, skipGroup } from './brackets.ts';
import type { Cursor } from './cursor.ts';
import { advance, behind, describe, hasFailed, here, peek, report } from './cursor.ts';
import { parseLetWithoutWord, parseTypedLet } from './let.ts';
import { beginsExpression, beginsStatement, braceAhead } from './recovery.ts';

/** `int x = 1` and `x: int = 1`; undefined where neither stands here. */
export function parseForeignLet(cursor: Cursor): Expr | undefined {
  const second = peek(cursor, 1);
  const third = peek(cursor, 2);
  const fourth = peek(cursor, 3);
  const isTyped = second === Kind.identifier && third === Kind.equal;
  const isNamed =
    second === Kind.colon &&
    third === Kind.identifier &&
    (fourth === Kind.equal || fourth === Kind.colonEqual);
  if (peek(cursor) !== Kind.identifier || (!isTyped && !isNamed)) return undefined;
  report(cursor, {
    code: 'E0138',
    message: 'A variable is declared with `let`',
    notes: ['Write `let name = value;`, or `let name: type = value;`.'],
  });
  return isTyped ? parseTypedLet(cursor, here(cursor)) : parseLetWithoutWord(cursor);
}

/**
 * A word with something behind it that Bolt cannot put together, as in `elsif c { … }`, `try { … }`,
 * `switch (n) { … }` or `print "x"`: reads over it.
 */
export function rejectForeignStatement(cursor: Cursor, statement: Expr): Expr {
  const isWord = statement.kind === 'name';
  const isHeader =
    statement.kind === 'call' &&
    statement.callee.kind === 'name' &&
    peek(cursor) === Kind.braceOpen;
  if ((!isWord && !isHeader) || hasFailed(cursor)) return statement;
  if (!beginsExpression(cursor) || beginsStatement(peek(cursor))) return statement;
  // Two words may as well be two statements, unless a block follows: `elsif done { … }`.
  if (peek(cursor) === Kind.identifier && braceAhead(cursor) === undefined) return statement;
  const word = textAt(cursor.tokens, cursor.index - 1);
  report(cursor, {
    code: 'E0113',
    message: `Expected \`;\` or an operator behind ${isWord ? `\`${word}\`` : 'the call'}, found ${describe(cursor)}`,
    notes: isWord ? ['The arguments of a call stand in parentheses.'] : [],
  });
  skipPhrase(cursor);
  return { kind: 'error', at: statement.at, from: statement.from, to: behind(cursor) };
}

/** To the `;`, or behind the block before it. */
function skipPhrase(cursor: Cursor): void {
  while (cursor.index < cursor.tokens.count) {
    const kind = peek(cursor);
    if (kind === Kind.semicolon || kind === Kind.braceClose) return;
    if (kind === Kind.stringMiddle || kind === Kind.stringEnd) return;
    if (opensGroup(kind)) skipGroup(cursor);
    else advance(cursor);
    if (kind === Kind.braceOpen) return;
  }
}

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
