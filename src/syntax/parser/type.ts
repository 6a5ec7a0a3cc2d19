/** Types: `int`, `a.b.C<D, List<E>>`. Notations of later versions are read over as one unit. */
import type { Name, TypeParameterSyntax, TypeSyntax } from '../ast.ts';
import { isWord, Kind, textAt } from '../token.ts';
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
import { reportUnsupported } from './unsupported.ts';

export function parseType(cursor: Cursor): TypeSyntax {
  const from = here(cursor);
  if (!enter(cursor)) return { kind: 'error', from, to: from };
  const type = parseTypeSuffixes(cursor, parseSimpleType(cursor));
  leave(cursor);
  return type;
}

function parseSimpleType(cursor: Cursor): TypeSyntax {
  const from = here(cursor);
  switch (peek(cursor)) {
    case Kind.identifier:
      if (isWord(cursor.tokens, cursor.index, 'read') && isArrayMode(cursor)) {
        reportUnsupported(cursor, 'read arrays');
        advance(cursor);
      }
      return parseTypePath(cursor);
    case Kind.parenOpen: {
      reportUnsupported(cursor, 'tuple and function types');
      skipGroup(cursor);
      if (accept(cursor, Kind.arrow)) parseType(cursor);
      return { kind: 'error', from, to: behind(cursor) };
    }
    case Kind.star:
      reportUnsupported(cursor, 'pointers');
      advance(cursor);
      parseType(cursor);
      return { kind: 'error', from, to: behind(cursor) };
    default:
      report(cursor, { code: 'E0116', message: `Expected a type, found ${describe(cursor)}` });
      return { kind: 'error', from, to: from };
  }
}

/** `read int[]` */
function isArrayMode(cursor: Cursor): boolean {
  return (
    peek(cursor, 1) === Kind.identifier &&
    peek(cursor, 2) === Kind.bracketOpen &&
    peek(cursor, 3) === Kind.bracketClose
  );
}

/** A path without suffixes, as behind `new`. */
export function parseTypePath(cursor: Cursor): TypeSyntax {
  const from = here(cursor);
  const path: Name[] = [typeName(cursor)];
  while (peek(cursor) === Kind.dot && peek(cursor, 1) === Kind.identifier) {
    advance(cursor);
    path.push(typeName(cursor));
  }
  const args = peek(cursor) === Kind.less ? parseTypeArguments(cursor) : [];
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

/** `[]`, `?`, `??` behind a type. */
function parseTypeSuffixes(cursor: Cursor, type: TypeSyntax): TypeSyntax {
  let result = type;
  for (;;) {
    if (peek(cursor) === Kind.question || peek(cursor) === Kind.questionQuestion) {
      reportUnsupported(cursor, 'optional types');
      advance(cursor);
    } else if (peek(cursor) === Kind.bracketOpen && peek(cursor, 1) === Kind.bracketClose) {
      reportUnsupported(cursor, 'arrays');
      advance(cursor);
      advance(cursor);
    } else {
      return result;
    }
    result = { kind: 'error', from: type.from, to: behind(cursor) };
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
