/**
 * Patterns of `match` arms and of `let`: what may stand in them, and what people write instead. A name alone is
 * left open: whether it is a constant, a type or a new variable depends on what is in scope.
 */
import type { Expr, Name, PatternSyntax, TypeSyntax } from '../ast.ts';
import { isWord, Kind, kindAt, textAt } from '../token.ts';
import type { Cursor } from './cursor.ts';
import {
  accept,
  advance,
  atEnd,
  behind,
  describe,
  enter,
  expectClose,
  expectName,
  hasFailed,
  here,
  leave,
  peek,
  report,
} from './cursor.ts';
import { parseChar, parseNumber, parseString } from './literal.ts';
import { parseType } from './type.ts';
import { typeEnd } from './type-ahead.ts';

/** With its alternatives. */
export function parsePattern(cursor: Cursor): PatternSyntax {
  const from = here(cursor);
  if (!enter(cursor)) return { kind: 'error', from, to: from };
  const first = parseSinglePattern(cursor);
  const alternatives: PatternSyntax[] = [first];
  while (atAlternative(cursor)) {
    advance(cursor);
    alternatives.push(parseSinglePattern(cursor));
  }
  leave(cursor);
  if (alternatives.length === 1) return first;
  return { kind: 'or', alternatives, from, to: behind(cursor) };
}

function atAlternative(cursor: Cursor): boolean {
  if (peek(cursor) === Kind.pipe) return true;
  if (peek(cursor) !== Kind.orOr) return false;
  report(cursor, {
    code: 'E0143',
    message: 'Expected `|` between the alternatives of a pattern, found `||`',
  });
  return true;
}

function parseSinglePattern(cursor: Cursor): PatternSyntax {
  switch (peek(cursor)) {
    case Kind.identifier:
      return parseWordPattern(cursor);
    case Kind.parenOpen:
      return typedAhead(cursor) ? parseTypedPattern(cursor) : parseTuplePattern(cursor);
    case Kind.int:
    case Kind.float:
    case Kind.char:
    case Kind.string:
    case Kind.rawString:
    case Kind.true:
    case Kind.false:
    case Kind.minus:
      return parseValuePattern(cursor, parsePatternLiteral(cursor));
    case Kind.else:
      return rejectElse(cursor);
    default:
      return rejectPattern(cursor);
  }
}

/** Whether a type with a variable's name behind it stands here. */
function typedAhead(cursor: Cursor): boolean {
  const end = typeEnd(cursor, cursor.index);
  return end !== undefined && kindAt(cursor.tokens, end) === Kind.identifier;
}

function parseWordPattern(cursor: Cursor): PatternSyntax {
  if (isWord(cursor.tokens, cursor.index, 'is') && peek(cursor, 1) === Kind.identifier) {
    report(cursor, {
      code: 'E0143',
      message: 'Expected a pattern, found the word `is`',
      notes: ['A type alone is a pattern: `Circle => value`, or with a name: `Circle c => value`.'],
    });
    advance(cursor);
  }
  const end = typeEnd(cursor, cursor.index);
  const next = end === undefined ? Kind.end : kindAt(cursor.tokens, end);
  if (next === Kind.identifier) return parseTypedPattern(cursor);
  if (next === Kind.braceOpen) return parseFieldsPattern(cursor);
  if (end !== undefined && end > cursor.index + 1) return parseUnboundType(cursor);
  const name = textAt(cursor.tokens, cursor.index);
  const at = advance(cursor);
  const node = { from: at, to: at };
  if (name === '_') return { kind: 'wildcard', ...node };
  if (name === 'none') return { kind: 'none', ...node };
  if (atRange(cursor)) return parseValuePattern(cursor, { kind: 'name', name, at, ...node });
  if (peek(cursor) === Kind.parenOpen) return rejectArguments(cursor, at);
  return { kind: 'name', name, ...node };
}

function parseTypedPattern(cursor: Cursor): PatternSyntax {
  const type = parseType(cursor);
  const name = expectName(cursor, 'the name of a variable');
  return { kind: 'typed', type, name, from: type.from, to: behind(cursor) };
}

/** `g.Circle` or `Fail<E>`: a type that is more than a name, without a variable. */
function parseUnboundType(cursor: Cursor): PatternSyntax {
  const type = parseType(cursor);
  const { from, to } = type;
  return { kind: 'typed', type, name: { text: '_', from: to, to }, from, to };
}

/** `Some(x)`, as in other languages. */
function rejectArguments(cursor: Cursor, from: number): PatternSyntax {
  report(cursor, {
    code: 'E0143',
    message: 'Expected `=>`, `{` or the name of a variable behind the type, found `(`',
    notes: ['Write `Circle c` for the whole value, or `Circle { radius }` for its fields.'],
  });
  parseTuplePattern(cursor);
  return { kind: 'error', from, to: behind(cursor) };
}

/** `Square { side, corner: (x, y) }` */
function parseFieldsPattern(cursor: Cursor): PatternSyntax {
  const type: TypeSyntax = parseType(cursor);
  const opener = advance(cursor);
  const fields: { name: Name; pattern: PatternSyntax | undefined }[] = [];
  while (peek(cursor) !== Kind.braceClose && !hasFailed(cursor) && !atEnd(cursor)) {
    if (peek(cursor) === Kind.dotDot) {
      rejectRest(cursor);
    } else {
      const name = expectName(cursor, 'the name of a field');
      const pattern = accept(cursor, Kind.colon) ? parsePattern(cursor) : undefined;
      fields.push({ name, pattern });
    }
    if (!accept(cursor, Kind.comma)) break;
  }
  expectClose(cursor, Kind.braceClose, { bracket: '}', opener });
  return { kind: 'fields', type, fields, from: type.from, to: behind(cursor) };
}

function rejectRest(cursor: Cursor): void {
  report(cursor, {
    code: 'E0143',
    message: 'Expected the name of a field, found `..`',
    notes: ['Fields that the pattern does not mention may hold anything.'],
  });
  advance(cursor);
}

/** `(a, b)`; `(a)` only groups. */
function parseTuplePattern(cursor: Cursor): PatternSyntax {
  const from = here(cursor);
  const opener = advance(cursor);
  const elements: PatternSyntax[] = [];
  if (peek(cursor) !== Kind.parenClose) {
    do {
      elements.push(parsePattern(cursor));
    } while (!hasFailed(cursor) && accept(cursor, Kind.comma));
  }
  expectClose(cursor, Kind.parenClose, { bracket: ')', opener });
  const to = behind(cursor);
  const [first] = elements;
  if (first === undefined) {
    report(cursor, { code: 'E0143', message: 'Expected a pattern between `(` and `)`', from, to });
    return { kind: 'error', from, to };
  }
  return elements.length === 1 ? { ...first, from, to } : { kind: 'tuple', elements, from, to };
}

function atRange(cursor: Cursor): boolean {
  return peek(cursor) === Kind.dotDot || peek(cursor) === Kind.dotDotEqual;
}

/** A value that was read, or the range that it begins. */
function parseValuePattern(cursor: Cursor, value: Expr): PatternSyntax {
  const { from } = value;
  if (!atRange(cursor)) {
    if (value.kind === 'error') return { kind: 'error', from, to: value.to };
    return { kind: 'literal', value, from, to: value.to };
  }
  const inclusive = peek(cursor) === Kind.dotDotEqual;
  advance(cursor);
  const end = parseRangeEnd(cursor);
  return { kind: 'range', start: value, end, inclusive, from, to: end.to };
}

function parseRangeEnd(cursor: Cursor): Expr {
  if (peek(cursor) !== Kind.identifier) return parsePatternLiteral(cursor);
  const name = textAt(cursor.tokens, cursor.index);
  const at = advance(cursor);
  return { kind: 'name', name, at, from: at, to: at };
}

/** A literal, with its minus. */
function parsePatternLiteral(cursor: Cursor): Expr {
  const at = here(cursor);
  switch (peek(cursor)) {
    case Kind.minus: {
      advance(cursor);
      const operand = parsePatternLiteral(cursor);
      return { kind: 'unary', operator: '-', operand, at, from: at, to: operand.to };
    }
    case Kind.int:
    case Kind.float:
      return parseNumber(cursor);
    case Kind.char:
      return parseChar(cursor);
    case Kind.string:
    case Kind.rawString:
      return parseString(cursor);
    case Kind.true:
    case Kind.false: {
      const value = peek(cursor) === Kind.true;
      advance(cursor);
      return { kind: 'bool', value, at, from: at, to: at };
    }
    default:
      report(cursor, {
        code: 'E0143',
        message: `Expected a literal or the name of a constant, found ${describe(cursor)}`,
      });
      return { kind: 'error', at, from: at, to: at };
  }
}

/** `else => value`, as in other languages. */
function rejectElse(cursor: Cursor): PatternSyntax {
  report(cursor, {
    code: 'E0143',
    message: 'Expected a pattern, found the word `else`',
    notes: ['`_` stands for whatever no other arm takes: `_ => value`.'],
  });
  const at = advance(cursor);
  return { kind: 'wildcard', from: at, to: at };
}

function rejectPattern(cursor: Cursor): PatternSyntax {
  const from = here(cursor);
  const isInterpolation = peek(cursor) === Kind.stringStart;
  report(cursor, {
    code: 'E0143',
    message: `Expected a pattern, found ${describe(cursor)}`,
    notes: isInterpolation
      ? ['A pattern is compared as it stands: a string in it holds no `${…}`.']
      : [],
  });
  return { kind: 'error', from, to: from };
}
