/** Structs, which are all signature, and the heads of their implementations. */
import type { Name, SignatureSyntax, TypeSyntax } from '../ast.ts';
import { isWord, Kind } from '../token.ts';
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
import { acceptWord } from './modifier.ts';
import { parseType, parseTypeParameters } from './type.ts';

interface StructField {
  readonly type: TypeSyntax;
  readonly name: Name;
}

export function parseStruct(cursor: Cursor): SignatureSyntax {
  const from = here(cursor);
  const isPublic = acceptWord(cursor, 'public');
  advance(cursor);
  const name = expectName(cursor, 'the name of the struct');
  const typeParameters = parseTypeParameters(cursor);
  const derives = parseDerives(cursor);
  const opener = here(cursor);
  const fields: StructField[] = [];
  if (expect(cursor, Kind.braceOpen, '`{` and the fields of the struct')) {
    let isWhole = true;
    while (isWhole && peek(cursor) !== Kind.braceClose && !atEnd(cursor)) {
      const field = parseStructField(cursor);
      if (field !== undefined) fields.push(field);
      isWhole = field !== undefined && finishField(cursor);
    }
    if (isWhole) expectClose(cursor, Kind.braceClose, { bracket: '}', opener });
  }
  const to = behind(cursor);
  return { kind: 'struct', isPublic, name, typeParameters, derives, fields, from, to };
}

/** `derive(Equal, Hash, Show)` */
function parseDerives(cursor: Cursor): readonly Name[] {
  if (!acceptWord(cursor, 'derive')) return [];
  const opener = here(cursor);
  const names: Name[] = [];
  if (!expect(cursor, Kind.parenOpen, '`(` behind `derive`')) return names;
  do {
    names.push(expectName(cursor, 'the name of a trait'));
  } while (!hasFailed(cursor) && accept(cursor, Kind.comma));
  expectClose(cursor, Kind.parenClose, { bracket: ')', opener });
  return names;
}

function parseStructField(cursor: Cursor): StructField | undefined {
  if (peek(cursor) === Kind.var || peek(cursor) === Kind.const) {
    report(cursor, {
      code: 'E0141',
      message: `Expected the type of a field, found ${describe(cursor)}`,
      notes: [
        'The fields of a struct have no `var` or `const`; they are as variable as what holds the struct.',
      ],
    });
    advance(cursor);
  }
  if (peek(cursor) === Kind.identifier && peek(cursor, 1) === Kind.colon) {
    return parseReversedField(cursor);
  }
  const type = parseType(cursor);
  if (hasFailed(cursor)) return undefined;
  const name = expectName(cursor, 'the name of the field');
  if (peek(cursor) === Kind.parenOpen) {
    rejectMethod(cursor);
    return undefined;
  }
  if (peek(cursor) === Kind.equal) rejectValue(cursor);
  if (peek(cursor) === Kind.colon) rejectCapability(cursor);
  return name.text === '' ? undefined : { type, name };
}

/** `x: float`, as in other languages. */
function parseReversedField(cursor: Cursor): StructField {
  reportOnce(cursor, {
    message: `Expected the type of the field, found ${describe(cursor)}`,
    notes: ['A field is its type and then its name: `float x;`.'],
  });
  const name = expectName(cursor, 'the name of the field');
  advance(cursor);
  return { type: parseType(cursor), name };
}

/** Of a habit that all fields of the struct show. */
function reportOnce(
  cursor: Cursor,
  { message, notes }: { readonly message: string; readonly notes: readonly string[] },
): void {
  const isFirst = cursor.diagnostics.every(({ code }) => code !== 'E0141');
  if (isFirst) report(cursor, { code: 'E0141', message, notes });
}

function rejectMethod(cursor: Cursor): void {
  report(cursor, {
    code: 'E0141',
    message: 'Expected `;` behind the field, found `(`',
    notes: ['The methods of a struct stand in `implement Name { … }`, in the same module.'],
  });
}

function rejectValue(cursor: Cursor): void {
  report(cursor, {
    code: 'E0141',
    message: 'Expected `;` behind the field, found `=`',
    notes: ['A field has no value of its own: whoever builds the struct gives it one.'],
  });
  advance(cursor);
  cursor.grammar.expression(cursor);
}

function rejectCapability(cursor: Cursor): void {
  report(cursor, {
    code: 'E0141',
    message: 'Expected `;` behind the field, found `:`',
    notes: ['A struct is a value: it has no capabilities.'],
  });
  advance(cursor);
  do {
    expectName(cursor, 'the name of a capability');
  } while (!hasFailed(cursor) && accept(cursor, Kind.comma));
}

/** Moves behind the `;`, which the last field needs not; false where nobody knows how to go on. */
function finishField(cursor: Cursor): boolean {
  if (accept(cursor, Kind.semicolon)) return true;
  if (peek(cursor) === Kind.braceClose || atEnd(cursor)) return true;
  reportOnce(cursor, {
    message: `Expected \`;\` behind the field, found ${describe(cursor)}`,
    notes: [],
  });
  // `float x, float y` and a forgotten `;` are one mistake; the fields behind it are read.
  if (accept(cursor, Kind.comma)) return true;
  return peek(cursor) === Kind.identifier || peek(cursor) === Kind.parenOpen;
}

/** `implement Pair<A, B> { }`: the splitter leaves its methods out. */
export function parseImplement(cursor: Cursor): SignatureSyntax {
  const from = here(cursor);
  if (isWord(cursor.tokens, cursor.index, 'public')) {
    report(cursor, {
      code: 'E0113',
      message: 'Expected a declaration behind `public`, found `implement`',
      notes: ['The methods of a struct can be called wherever the struct can be used.'],
    });
    advance(cursor);
  }
  advance(cursor);
  const name = expectName(cursor, 'the name of a struct');
  const typeParameters = parseTypeParameters(cursor);
  const opener = here(cursor);
  if (expect(cursor, Kind.braceOpen, '`{` and the methods')) {
    expectClose(cursor, Kind.braceClose, { bracket: '}', opener });
  }
  return { kind: 'implement', name, typeParameters, from, to: behind(cursor) };
}
