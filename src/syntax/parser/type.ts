/**
 * Types: `int`, `a.b.C<D, List<E>>`, `T[]`, `read T[]`, `(A, B)`, `T?`, `*T`. Prefixes reach over all suffixes
 * behind them; `read` belongs to the outermost array.
 */
import type { Name, TypeParameterSyntax, TypeSyntax } from '../ast.ts';
import { Kind, textAt } from '../token.ts';
import { skipGroup } from './brackets.ts';
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
import { beginsExpression } from './recovery.ts';
import { atReadMode, atTypeArguments } from './type-ahead.ts';
import { reportUnsupported } from './unsupported.ts';

/**
 * Where a type stands: behind `as` and `is` an operator may follow it, so `<` and `??` may belong to that, and
 * behind `new` the length of an array does.
 */
type TypePlace = 'declaration' | 'operand' | 'new';

export function parseType(cursor: Cursor): TypeSyntax {
  return parseTypeIn(cursor, 'declaration');
}

/** Of a variable, parameter or field, where `A | B` has no place. */
export function parseVariableType(cursor: Cursor): TypeSyntax {
  const type = parseType(cursor);
  if (peek(cursor) !== Kind.pipe) return type;
  report(cursor, {
    code: 'E0140',
    message: 'A type that is one of several has a name of its own',
    notes: [
      'Declare it beside the functions, `type Shape = Circle | Square;`, and write `Shape` here.',
    ],
  });
  while (accept(cursor, Kind.pipe)) parseType(cursor);
  return { kind: 'error', from: type.from, to: behind(cursor) };
}

/** Behind `as` or `is`. */
export function parseOperandType(cursor: Cursor): TypeSyntax {
  return parseTypeIn(cursor, 'operand');
}

/** Behind `new`: of an array's element, up to the `[` before its length, or of a class. */
export function parseNewType(cursor: Cursor): TypeSyntax {
  return parseTypeIn(cursor, 'new');
}

function parseTypeIn(cursor: Cursor, place: TypePlace): TypeSyntax {
  const from = here(cursor);
  if (!enter(cursor)) return { kind: 'error', from, to: from };
  const type = parsePrefixed(cursor, place);
  leave(cursor);
  return type;
}

function parsePrefixed(cursor: Cursor, place: TypePlace): TypeSyntax {
  const from = here(cursor);
  if (peek(cursor) === Kind.star) {
    advance(cursor);
    const target = parseTypeIn(cursor, place);
    return { kind: 'pointer', target, from, to: target.to };
  }
  if (!atReadMode(cursor)) return parseSuffixes(cursor, parseSimpleType(cursor, place), place);
  advance(cursor);
  const type = parseSuffixes(cursor, parseSimpleType(cursor, place), place);
  const read = asRead(type, from);
  if (read !== undefined) return read;
  if (type.kind !== 'error') {
    report(cursor, {
      code: 'E0140',
      message: '`read` belongs to array types',
      from,
      to: type.to,
      notes: ['`read T[]` is an array that may be shared and not written.'],
    });
  }
  return { kind: 'error', from, to: type.to };
}

/** `type` with its outermost array read; undefined if it is none. */
function asRead(type: TypeSyntax, from: number): TypeSyntax | undefined {
  if (type.kind === 'array') return { ...type, isRead: true, from };
  if (type.kind !== 'optional') return undefined;
  const value = asRead(type.value, from);
  return value && { ...type, value, from };
}

function parseSimpleType(cursor: Cursor, place: TypePlace): TypeSyntax {
  const from = here(cursor);
  switch (peek(cursor)) {
    case Kind.identifier:
      return parseTypePath(cursor, place);
    case Kind.parenOpen:
      return parseTuple(cursor);
    case Kind.bracketOpen:
      return rejectArrayBrackets(cursor);
    case Kind.question:
    case Kind.ampersand:
      return rejectPrefix(cursor, place);
    default:
      report(cursor, { code: 'E0116', message: `Expected a type, found ${describe(cursor)}` });
      return { kind: 'error', from, to: from };
  }
}

/** `(A, B)`; `(A)` only groups. */
function parseTuple(cursor: Cursor): TypeSyntax {
  const from = here(cursor);
  const opener = advance(cursor);
  const elements: TypeSyntax[] = [];
  if (peek(cursor) !== Kind.parenClose) {
    do {
      elements.push(parseType(cursor));
    } while (!hasFailed(cursor) && accept(cursor, Kind.comma));
  }
  expectClose(cursor, Kind.parenClose, { bracket: ')', opener });
  const to = behind(cursor);
  if (peek(cursor) === Kind.arrow) return rejectFunctionType(cursor, from);
  const [first] = elements;
  if (first === undefined) {
    report(cursor, {
      code: 'E0116',
      message: 'Expected the types of a tuple between `(` and `)`',
      from,
      to,
      notes: ['What has no value has the type `void`.'],
    });
    return { kind: 'error', from, to };
  }
  return elements.length === 1 ? { ...first, from, to } : { kind: 'tuple', elements, from, to };
}

function rejectFunctionType(cursor: Cursor, from: number): TypeSyntax {
  reportUnsupported(cursor, 'function types', from);
  advance(cursor);
  parseType(cursor);
  return { kind: 'error', from, to: behind(cursor) };
}

/** `?int` and `&int`, as in other languages. */
function rejectPrefix(cursor: Cursor, place: TypePlace): TypeSyntax {
  const from = here(cursor);
  const isOptional = peek(cursor) === Kind.question;
  report(cursor, {
    code: 'E0140',
    message: isOptional
      ? 'The `?` of an optional type stands behind it'
      : 'There are no types of references',
    notes: isOptional
      ? ['Write `int?`.']
      : ['Objects of classes are references; a `borrowed` parameter is lent for one call.'],
  });
  advance(cursor);
  const type = parseTypeIn(cursor, place);
  return { kind: 'error', from, to: type.to };
}

/** `[int]` or `[]int`, as in other languages. */
function rejectArrayBrackets(cursor: Cursor): TypeSyntax {
  const from = here(cursor);
  report(cursor, {
    code: 'E0140',
    message: 'The brackets of an array type stand behind the type of its elements',
    notes: ['Write `int[]`.'],
  });
  if (peek(cursor, 1) !== Kind.identifier) {
    skipGroup(cursor);
    if (peek(cursor) === Kind.identifier) parseType(cursor);
    return { kind: 'error', from, to: behind(cursor) };
  }
  const opener = advance(cursor);
  const element = parseType(cursor);
  // `[int; 4]`
  while (!atEnd(cursor) && peek(cursor) === Kind.semicolon) cursor.index += 2;
  expectClose(cursor, Kind.bracketClose, { bracket: ']', opener });
  return { kind: 'array', element, isRead: false, from, to: behind(cursor) };
}

function parseTypePath(cursor: Cursor, place: TypePlace): TypeSyntax {
  const from = here(cursor);
  const path: Name[] = [typeName(cursor)];
  while (peek(cursor) === Kind.dot && peek(cursor, 1) === Kind.identifier) {
    advance(cursor);
    path.push(typeName(cursor));
  }
  const hasArguments =
    peek(cursor) === Kind.less && (place !== 'operand' || atTypeArguments(cursor));
  const args = hasArguments ? parseTypeArguments(cursor) : [];
  return { kind: 'path', path, args, from, to: behind(cursor) };
}

/** Primitive types are names here. */
function typeName(cursor: Cursor): Name {
  if (peek(cursor) !== Kind.identifier) return expectName(cursor, 'the name of a type');
  const { tokens, index } = cursor;
  const at = advance(cursor);
  return { text: textAt(tokens, index), from: at, to: at };
}

/** At `<`. */
export function parseTypeArguments(cursor: Cursor): readonly TypeSyntax[] {
  const opener = advance(cursor);
  const args: TypeSyntax[] = [];
  do {
    args.push(parseType(cursor));
  } while (!hasFailed(cursor) && accept(cursor, Kind.comma));
  expectClose(cursor, Kind.greater, { bracket: '>', opener });
  return args;
}

/** `[]`, `?` and `??` (which is two optionals) behind a type. A chain of them is as deep as it is long. */
function parseSuffixes(cursor: Cursor, type: TypeSyntax, place: TypePlace): TypeSyntax {
  let result = type;
  let entered = 0;
  for (; ; entered += 1) {
    const kind = peek(cursor);
    if (place === 'declaration' && atArrayLength(cursor)) {
      result = rejectArrayLength(cursor, type);
      break;
    }
    const suffix = suffixAt(cursor, place);
    if (suffix === 0) break;
    if (!enter(cursor)) {
      result = { kind: 'error', from: type.from, to: behind(cursor) };
      entered += 1;
      break;
    }
    cursor.index += suffix;
    const to = behind(cursor);
    const { from } = type;
    if (kind === Kind.bracketOpen) {
      result = { kind: 'array', element: result, isRead: false, from, to };
    } else {
      result = { kind: 'optional', value: result, from, to };
      if (kind === Kind.questionQuestion) result = { kind: 'optional', value: result, from, to };
    }
  }
  for (; entered > 0; entered -= 1) leave(cursor);
  return result;
}

/** `int[4]` */
function atArrayLength(cursor: Cursor): boolean {
  return (
    peek(cursor) === Kind.bracketOpen &&
    peek(cursor, 1) === Kind.int &&
    peek(cursor, 2) === Kind.bracketClose
  );
}

function rejectArrayLength(cursor: Cursor, { from }: TypeSyntax): TypeSyntax {
  report(cursor, {
    code: 'E0140',
    message: 'The length of an array is not part of its type',
    notes: ['Write `int[]`; `new int[4]` makes an array of four.'],
  });
  skipGroup(cursor);
  return { kind: 'error', from, to: behind(cursor) };
}

/** How many tokens the suffix at the cursor has; 0 where there is none. */
function suffixAt(cursor: Cursor, place: TypePlace): number {
  switch (peek(cursor)) {
    case Kind.question:
      return 1;
    case Kind.questionQuestion:
      return place === 'operand' && beginsExpression(cursor, 1) ? 0 : 1;
    case Kind.bracketOpen:
      return peek(cursor, 1) === Kind.bracketClose ? 2 : 0;
    default:
      return 0;
  }
}

/** `<T, U>` behind the name of a class or function. */
export function parseTypeParameters(cursor: Cursor): readonly TypeParameterSyntax[] {
  if (peek(cursor) !== Kind.less) return [];
  const opener = advance(cursor);
  const parameters: TypeParameterSyntax[] = [];
  do {
    parameters.push({ name: expectName(cursor, 'the name of a type parameter') });
    if (peek(cursor) === Kind.colon) parseBounds(cursor);
  } while (!hasFailed(cursor) && accept(cursor, Kind.comma));
  expectClose(cursor, Kind.greater, { bracket: '>', opener });
  return parameters;
}

/** `: Hash + Equal` */
function parseBounds(cursor: Cursor): void {
  reportUnsupported(cursor, 'bounds of type parameters');
  advance(cursor);
  do {
    parseType(cursor);
  } while (!atEnd(cursor) && accept(cursor, Kind.plus));
}
