/** `let name: type = value`, and what other languages write in its place. */
import type { Ordinal } from '../../base/span.ts';
import type { Expr, Name, TypeSyntax } from '../ast.ts';
import { isWord, Kind, kindAt } from '../token.ts';
import { skipGroup } from './brackets.ts';
import type { Cursor } from './cursor.ts';
import { accept, advance, behind, describe, expect, expectName, peek, report } from './cursor.ts';
import { parsePattern } from './pattern.ts';
import { parseType, parseVariableType } from './type.ts';
import { typeEnd } from './type-ahead.ts';

/** At `let`, or at a word that stands in its place. */
export function parseLet(cursor: Cursor): Expr {
  const at = advance(cursor);
  if (peek(cursor) === Kind.parenOpen || atFieldsPattern(cursor)) {
    return parseLetPattern(cursor, at);
  }
  if (isWord(cursor.tokens, cursor.index, 'mut') && peek(cursor, 1) === Kind.identifier) {
    report(cursor, {
      code: 'E0138',
      message: 'Any variable can be assigned to',
      notes: ['Leave out `mut`: write `let name = value;`.'],
    });
    advance(cursor);
  }
  if (peek(cursor) === Kind.bracketOpen || peek(cursor) === Kind.braceOpen) {
    return rejectLetBrackets(cursor, at);
  }
  // `var int x = 1`: the type is not looked at.
  const next = peek(cursor, 1);
  if (peek(cursor) === Kind.identifier && next === Kind.identifier) {
    report(cursor, {
      code: 'E0138',
      message: 'The type of a variable stands behind its name',
      notes: ['Write `let name: type = value;`.'],
    });
    return parseTypedLet(cursor, at);
  }
  const name = expectName(cursor, 'the name of a variable');
  if (peek(cursor) === Kind.parenOpen) rejectLetArguments(cursor);
  if (peek(cursor) === Kind.comma) return rejectLetList(cursor, at);
  const type = accept(cursor, Kind.colon) ? parseVariableType(cursor) : undefined;
  return finishLet(cursor, { at, name, type });
}

/** `int x = 1`, at the type. */
export function parseTypedLet(cursor: Cursor, at: Ordinal): Expr {
  parseType(cursor);
  const name = expectName(cursor, 'the name of a variable');
  return finishLet(cursor, { at, name, type: undefined });
}

/** `x: int = 1`, at the name. */
export function parseLetWithoutWord(cursor: Cursor): Expr {
  const name = expectName(cursor, 'the name of a variable');
  const type = accept(cursor, Kind.colon) ? parseType(cursor) : undefined;
  return finishLet(cursor, { at: name.from, name, type });
}

function finishLet(
  cursor: Cursor,
  { at, name, type }: { at: Ordinal; name: Name; type: TypeSyntax | undefined },
): Expr {
  const value = parseValue(cursor);
  return { kind: 'let', name, type, value, at, from: at, to: value.to };
}

/** `= value` */
function parseValue(cursor: Cursor): Expr {
  if (peek(cursor) === Kind.colonEqual || peek(cursor) === Kind.equalEqual) {
    report(cursor, {
      code: 'E0113',
      message: `Expected \`=\`, found ${describe(cursor)}`,
      notes: ['`=` gives a new variable its value, `:=` assigns to one that exists.'],
    });
    advance(cursor);
  } else if (!expect(cursor, Kind.equal, '`=` and a value')) {
    const to = behind(cursor);
    return { kind: 'error', at: to, from: to, to };
  }
  return cursor.grammar.expression(cursor);
}

/** `let (a, b) = value`, `let Point { x, y } = value` */
function parseLetPattern(cursor: Cursor, at: Ordinal): Expr {
  const pattern = parsePattern(cursor);
  if (peek(cursor) === Kind.colon) {
    report(cursor, {
      code: 'E0113',
      message: 'Expected `=` behind the pattern, found `:`',
      notes: ['The types of its variables are those of the value.'],
    });
    advance(cursor);
    parseType(cursor);
  }
  const value = parseValue(cursor);
  return { kind: 'letPattern', pattern, value, at, from: at, to: value.to };
}

/** `let [a, b] = …` and `let {a, b} = …` */
function rejectLetBrackets(cursor: Cursor, at: Ordinal): Expr {
  report(cursor, {
    code: 'E0143',
    message: `Expected the name of a variable or a pattern, found ${describe(cursor)}`,
    notes: ['`let (a, b) = t` takes a tuple apart, `let Point { x, y } = p` a struct.'],
  });
  skipGroup(cursor);
  return finishRejected(cursor, at);
}

/** `let a, b = …`, at the comma. */
function rejectLetList(cursor: Cursor, at: Ordinal): Expr {
  report(cursor, {
    code: 'E0143',
    message: 'Expected `=` and a value, found `,`',
    notes: ['`let (a, b) = t` takes a tuple apart.'],
  });
  while (accept(cursor, Kind.comma)) expectName(cursor, 'the name of a variable');
  return finishRejected(cursor, at);
}

/** `if let Some(x) = …`, at the parenthesis: the name was none of a variable. */
function rejectLetArguments(cursor: Cursor): void {
  report(cursor, {
    code: 'E0143',
    message: 'Expected `=` and a value, found `(`',
    notes: ['`if let x = e { … }` has the value of an optional as `x`.'],
  });
  skipGroup(cursor);
}

function finishRejected(cursor: Cursor, at: Ordinal): Expr {
  if (accept(cursor, Kind.equal)) cursor.grammar.expression(cursor);
  return { kind: 'error', at, from: at, to: behind(cursor) };
}

function atFieldsPattern(cursor: Cursor): boolean {
  if (peek(cursor) !== Kind.identifier) return false;
  const end = typeEnd(cursor, cursor.index);
  return end !== undefined && kindAt(cursor.tokens, end) === Kind.braceOpen;
}
