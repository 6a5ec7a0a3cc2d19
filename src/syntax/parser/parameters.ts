/** Parameters of functions and methods, their guards, and capability annotations. */
import type { Name, ParameterSyntax } from '../ast.ts';
import { Kind } from '../token.ts';
import type { Cursor } from './cursor.ts';
import {
  accept,
  advance,
  atEnd,
  behind,
  describe,
  expect,
  expectClose,
  expectName,
  hasFailed,
  here,
  peek,
  report,
} from './cursor.ts';
import { parseType, parseVariableType } from './type.ts';

/** `(borrowed Pair{Lo, Id} p, int x)` */
export function parseParameters(cursor: Cursor): readonly ParameterSyntax[] {
  const opener = here(cursor);
  if (!expect(cursor, Kind.parenOpen, '`(` and the parameters')) return [];
  const parameters: ParameterSyntax[] = [];
  if (peek(cursor) !== Kind.parenClose && !atEnd(cursor)) {
    do {
      parameters.push(parseParameter(cursor));
      if (peek(cursor) === Kind.semicolon) rejectSemicolon(cursor);
    } while (
      accept(cursor, Kind.comma) ||
      accept(cursor, Kind.semicolon) ||
      atMissingComma(cursor)
    );
  }
  expectClose(cursor, Kind.parenClose, { bracket: ')', opener });
  return parameters;
}

function rejectSemicolon(cursor: Cursor): void {
  report(cursor, { code: 'E0113', message: 'Expected `,` or `)` behind the parameter, found `;`' });
}

/** `int a int b` */
function atMissingComma(cursor: Cursor): boolean {
  if (peek(cursor) !== Kind.identifier || peek(cursor, 1) !== Kind.identifier) return false;
  report(cursor, {
    code: 'E0113',
    message: `Expected \`,\` between the parameters, found ${describe(cursor)}`,
  });
  return true;
}

function parseParameter(cursor: Cursor): ParameterSyntax {
  const from = here(cursor);
  const borrowed = accept(cursor, Kind.borrowed);
  if (atReversed(cursor)) return parseReversed(cursor, borrowed);
  const type = parseVariableType(cursor);
  const guard = peek(cursor) === Kind.braceOpen ? parseGuard(cursor) : undefined;
  const name = expectName(cursor, 'the name of the parameter');
  const to = behind(cursor);
  // What was read as the type may have been meant as the name.
  if (name.text === '')
    return { borrowed, type: { kind: 'error', from, to }, guard, name, from, to };
  return { borrowed, type, guard, name, from, to };
}

/** `x: int`, as in other languages. */
function atReversed(cursor: Cursor): boolean {
  return peek(cursor) === Kind.identifier && peek(cursor, 1) === Kind.colon;
}

function parseReversed(cursor: Cursor, borrowed: boolean): ParameterSyntax {
  const from = here(cursor);
  report(cursor, {
    code: 'E0113',
    message: `Expected the type of the parameter, found ${describe(cursor)}`,
    notes: ['A parameter is its type and then its name: `int x`.'],
  });
  const name = expectName(cursor, 'the name of the parameter');
  advance(cursor);
  const type = parseType(cursor);
  return { borrowed, type, guard: undefined, name, from, to: behind(cursor) };
}

function parseGuard(cursor: Cursor): readonly Name[] {
  const opener = advance(cursor);
  const names = parseNames(cursor);
  expectClose(cursor, Kind.braceClose, { bracket: '}', opener });
  return names;
}

/** `: A, B` behind a field or method; undefined where it is absent. */
export function parseCapabilityNames(cursor: Cursor): readonly Name[] | undefined {
  return accept(cursor, Kind.colon) ? parseNames(cursor) : undefined;
}

function parseNames(cursor: Cursor): readonly Name[] {
  const names: Name[] = [];
  do {
    names.push(expectName(cursor, 'the name of a capability'));
  } while (!hasFailed(cursor) && accept(cursor, Kind.comma));
  return names;
}
