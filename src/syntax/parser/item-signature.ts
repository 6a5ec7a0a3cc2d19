/** Headers of what is neither function nor class: types, constants, global variables, C functions, tests. */
import type { Name, SignatureSyntax, TypeSyntax } from '../ast.ts';
import { endOf, isWord, Kind, startOf } from '../token.ts';
import type { Cursor } from './cursor.ts';
import {
  accept,
  advance,
  atEnd,
  behind,
  describe,
  expect,
  expectName,
  expectSemicolon,
  hasFailed,
  here,
  peek,
  report,
} from './cursor.ts';
import { decodeText } from './escape.ts';
import { acceptWord } from './modifier.ts';
import { parseParameters } from './parameters.ts';
import { parseType, parseTypeParameters } from './type.ts';

/** `type Id = u64;`, `type Shape = Circle | Square;` */
export function parseTypeDeclaration(cursor: Cursor): SignatureSyntax {
  const from = here(cursor);
  const isPublic = acceptWord(cursor, 'public');
  advance(cursor);
  const name = expectName(cursor, 'the name of the type');
  const typeParameters = parseTypeParameters(cursor);
  const members: TypeSyntax[] = [];
  if (expect(cursor, Kind.equal, '`=` and a type')) {
    do {
      members.push(parseType(cursor));
    } while (!hasFailed(cursor) && acceptAlternative(cursor));
  }
  if (!hasFailed(cursor)) expectSemicolon(cursor, 'the type');
  return { kind: 'type', isPublic, name, typeParameters, members, from, to: behind(cursor) };
}

function acceptAlternative(cursor: Cursor): boolean {
  if (peek(cursor) === Kind.comma || peek(cursor) === Kind.orOr) {
    report(cursor, {
      code: 'E0113',
      message: `Expected \`|\` between the members of the union, found ${describe(cursor)}`,
    });
    advance(cursor);
    return true;
  }
  return accept(cursor, Kind.pipe);
}

/** `const int LIMIT = ;`: the splitter leaves the value out. */
export function parseConstant(cursor: Cursor): SignatureSyntax {
  const from = here(cursor);
  const isPublic = acceptWord(cursor, 'public');
  advance(cursor);
  const { type, name } = parseVariable(cursor, 'the constant');
  return { kind: 'constant', isPublic, type, name, from, to: behind(cursor) };
}

/** `locked var int hits = ;` */
export function parseGlobal(cursor: Cursor): SignatureSyntax {
  const from = here(cursor);
  const isPublic = acceptWord(cursor, 'public');
  const mode = isWord(cursor.tokens, cursor.index, 'locked') ? 'locked' : 'local';
  if (peek(cursor) === Kind.var) {
    report(cursor, {
      code: 'E0145',
      message: 'Expected `locked` or `local` before the global variable',
      notes: [
        '`locked var` is shared by all tasks and locks at each access, `local var` is one for each thread.',
      ],
    });
  } else {
    advance(cursor);
  }
  advance(cursor);
  const { type, name } = parseVariable(cursor, 'the global variable');
  return { kind: 'global', isPublic, mode, type, name, from, to: behind(cursor) };
}

/** `type name = ;` */
function parseVariable(cursor: Cursor, what: string): { type: TypeSyntax; name: Name } {
  const at = here(cursor);
  if (peek(cursor) === Kind.identifier && isUntyped(cursor)) {
    report(cursor, {
      code: 'E0116',
      message: `Expected the type of ${what}, found ${describe(cursor)}`,
      notes: ['The type stands before the name: `const int LIMIT = 10;`.'],
    });
    const name = expectName(cursor, `the name of ${what}`);
    cursor.index = cursor.tokens.count;
    return { type: { kind: 'error', from: at, to: at }, name };
  }
  const type = parseType(cursor);
  const name = expectName(cursor, `the name of ${what}`);
  if (expect(cursor, Kind.equal, '`=` and a value')) expectSemicolon(cursor, 'the value');
  return { type, name };
}

/** `LIMIT =` or `LIMIT: int =` */
function isUntyped(cursor: Cursor): boolean {
  return peek(cursor, 1) === Kind.equal || peek(cursor, 1) === Kind.colon;
}

/** `extern function float cos(float x);`, `extern "name" function …` */
export function parseExtern(cursor: Cursor): SignatureSyntax {
  const from = here(cursor);
  const isPublic = acceptWord(cursor, 'public');
  advance(cursor);
  const symbol = peek(cursor) === Kind.string ? parseSymbol(cursor) : undefined;
  expect(cursor, Kind.function, 'the word `function`');
  const result = parseType(cursor);
  const name = expectName(cursor, 'the name of the function');
  const parameters = parseParameters(cursor);
  if (peek(cursor) === Kind.braceOpen) rejectBody(cursor);
  else if (!hasFailed(cursor)) expectSemicolon(cursor, 'the C function');
  return { kind: 'extern', isPublic, symbol, result, name, parameters, from, to: behind(cursor) };
}

function parseSymbol(cursor: Cursor): string | undefined {
  const symbol = parseText(cursor);
  // `extern "C"`, as in other languages, names the calling convention there.
  const isName = /^[A-Za-z_][A-Za-z0-9_]*$/.test(symbol);
  if (isName && symbol !== 'C') {
    advance(cursor);
    return symbol;
  }
  report(cursor, {
    code: 'E0146',
    message: 'Expected the name of a C function between the quotes',
    notes: [
      isName
        ? 'All `extern` functions are called as C functions: leave out `"C"`.'
        : 'A name in C consists of letters, digits and `_`.',
    ],
  });
  advance(cursor);
  return undefined;
}

function rejectBody(cursor: Cursor): void {
  report(cursor, {
    code: 'E0146',
    message: 'Expected `;` behind the C function, found `{`',
    notes: ['`extern` declares a function that is written in C; its body is there.'],
  });
  cursor.index = cursor.tokens.count;
}

/** `test "areas add up"`; the block is the body. */
export function parseTest(cursor: Cursor): SignatureSyntax {
  const from = here(cursor);
  if (isWord(cursor.tokens, cursor.index, 'public')) {
    report(cursor, {
      code: 'E0113',
      message: 'Expected a declaration behind `public`, found `test`',
      notes: ['Nobody can call a test, so it is never public.'],
    });
    advance(cursor);
  }
  advance(cursor);
  const title = parseTitle(cursor);
  accept(cursor, Kind.semicolon);
  return { kind: 'test', title, from, to: behind(cursor) };
}

function parseTitle(cursor: Cursor): string {
  if (peek(cursor) === Kind.string) {
    const title = parseText(cursor);
    if (title.trim() === '') {
      report(cursor, { code: 'E0147', message: 'A test needs a title that says what it shows' });
    }
    advance(cursor);
    return title;
  }
  report(cursor, {
    code: 'E0147',
    message: 'The title of a test is a plain string in double quotes',
    notes: ['It names the test in reports: it has one line and no `${…}`.'],
  });
  while (!atEnd(cursor) && peek(cursor) !== Kind.semicolon) advance(cursor);
  return '';
}

/** Of the string at the cursor, between its quotes. */
function parseText(cursor: Cursor): string {
  const { tokens, index } = cursor;
  return decodeText(cursor, startOf(tokens, index) + 1, endOf(tokens, index) - 1);
}
