/** Parses headers of declarations. Total: any text gives a tree. */
import type { DeclId } from '../../base/ids.ts';
import { assertNever } from '../../base/invariant.ts';
import type { Name, SignatureSyntax, TypeSyntax } from '../ast.ts';
import type { DeclKind } from '../outline.ts';
import type { Parsed } from '../parsed.ts';
import { isWord, Kind, textAt } from '../token.ts';
import { parseClass, parseField, rejectModifier } from './class-signature.ts';
import type { Cursor } from './cursor.ts';
import {
  accept,
  advance,
  atEnd,
  behind,
  createCursor,
  describe,
  expectName,
  here,
  isTooLong,
  peek,
  report,
} from './cursor.ts';
import { grammar } from './grammar.ts';
import { parseImport } from './import.ts';
import {
  parseConstant,
  parseExtern,
  parseGlobal,
  parseTest,
  parseTypeDeclaration,
} from './item-signature.ts';
import { acceptWord } from './modifier.ts';
import { parseCapabilityNames, parseParameters } from './parameters.ts';
import { reportStray } from './stray.ts';
import { parseImplement, parseStruct } from './struct-signature.ts';
import { parseType, parseTypeParameters } from './type.ts';
import { reportUnsupported } from './unsupported.ts';

export function parseSignature(
  decl: DeclId,
  kind: DeclKind,
  signature: string,
): Parsed<SignatureSyntax> {
  const cursor = createCursor(decl, signature, { space: 'signature', grammar });
  if (isTooLong(cursor)) {
    return { tree: { kind: 'error', from: -1, to: -1 }, diagnostics: cursor.diagnostics };
  }
  const tree = parseKind(cursor, kind);
  if (!atEnd(cursor)) reportRest(cursor);
  return { tree, diagnostics: cursor.diagnostics };
}

function parseKind(cursor: Cursor, kind: DeclKind): SignatureSyntax {
  switch (kind) {
    case 'import':
      return parseImport(cursor);
    case 'function':
      return parseFunction(cursor);
    case 'main':
      return parseMain(cursor);
    case 'class':
      return parseClass(cursor);
    case 'field':
      return parseField(cursor);
    case 'method':
      return parseMethod(cursor);
    case 'struct':
      return parseStruct(cursor);
    case 'implement':
      return parseImplement(cursor);
    case 'type':
      return parseTypeDeclaration(cursor);
    case 'constant':
      return parseConstant(cursor);
    case 'global':
      return parseGlobal(cursor);
    case 'extern':
      return parseExtern(cursor);
    case 'test':
      return parseTest(cursor);
    case 'stray':
      return reportStray(cursor);
    default:
      return assertNever(kind);
  }
}

/** Tokens behind what was parsed. They follow from an earlier mistake, if there was one. */
function reportRest(cursor: Cursor): void {
  if (cursor.diagnostics.length > 0) return;
  const found = describe(cursor);
  const notes = found === '`->`' ? ['The result type stands before the name.'] : [];
  report(cursor, { code: 'E0113', message: `Expected \`{\`, found ${found}`, notes });
}

function parseFunction(cursor: Cursor): SignatureSyntax {
  const from = here(cursor);
  const isPublic = acceptWord(cursor, 'public');
  if (!accept(cursor, Kind.function)) {
    report(cursor, {
      code: 'E0124',
      message: `Expected the word \`function\`, found ${describe(cursor)}`,
      notes: ['A function of a module begins with `function`, before its result type.'],
    });
    if (foreignWords.has(textAt(cursor.tokens, cursor.index))) {
      advance(cursor);
      // Other languages have the result elsewhere.
      cursor.errorIndex = cursor.index;
    }
  }
  const borrowed = accept(cursor, Kind.borrowed);
  const result = parseResult(cursor);
  const name = expectName(cursor, 'the name of the function');
  if (name.text === 'main') rejectMain(cursor, name);
  const typeParameters = parseTypeParameters(cursor);
  const parameters = parseParameters(cursor);
  rejectCapabilities(cursor);
  acceptMissingBody(cursor);
  const to = behind(cursor);
  return {
    kind: 'function',
    isPublic,
    borrowed,
    result,
    name,
    typeParameters,
    parameters,
    from,
    to,
  };
}

const foreignWords: ReadonlySet<string> = new Set(['def', 'fn', 'fun', 'func', 'proc', 'sub']);

/** The type before the name of a function or method. */
function parseResult(cursor: Cursor): TypeSyntax {
  const word = textAt(cursor.tokens, cursor.index);
  const isType = word === 'int' || word === 'bool' || word === 'void';
  const isName = peek(cursor) === Kind.identifier && peek(cursor, 1) === Kind.parenOpen;
  if (isType || !isName) return parseType(cursor);
  report(cursor, {
    code: 'E0116',
    message: `Expected the result type before the name ${describe(cursor)}`,
    notes: ['What has no result has the type `void`.'],
  });
  return { kind: 'error', from: here(cursor), to: here(cursor) };
}

function rejectMain(cursor: Cursor, { from }: Name): void {
  report(cursor, {
    code: 'E0113',
    message: 'Expected another name of the function, found `main`',
    from,
    notes: ['The program starts at `void main() { … }`, without the word `function`.'],
  });
}

/** `: Cap` behind a function of a module. */
function rejectCapabilities(cursor: Cursor): void {
  if (peek(cursor) !== Kind.colon) return;
  report(cursor, {
    code: 'E0113',
    message: 'Expected `{`, found `:`',
    notes: ['Only methods name capabilities; a function guards its parameters.'],
  });
  cursor.index = cursor.tokens.count;
}

/** The parser of the body reports that it is missing. */
function acceptMissingBody(cursor: Cursor): void {
  accept(cursor, Kind.semicolon);
}

function parseMain(cursor: Cursor): SignatureSyntax {
  const from = here(cursor);
  if (isWord(cursor.tokens, cursor.index, 'public')) {
    report(cursor, {
      code: 'E0113',
      message: 'Expected the result type of `main`, found `public`',
      notes: ['`main` cannot be imported, so it is never public.'],
    });
    advance(cursor);
  }
  const isUntyped = peek(cursor, 1) !== Kind.identifier;
  if (isUntyped) {
    report(cursor, {
      code: 'E0116',
      message: 'Expected `void` or `int` before `main`',
      notes: ['`void main() { … }` exits with 0, `int main() { … }` with its result.'],
    });
  }
  const at = here(cursor);
  const result = isUntyped ? ({ kind: 'error', from: at, to: at } as const) : parseType(cursor);
  const name = expectName(cursor, 'the name `main`');
  const parameters = parseParameters(cursor);
  acceptMissingBody(cursor);
  return { kind: 'main', result, name, parameters, from, to: behind(cursor) };
}

function parseMethod(cursor: Cursor): SignatureSyntax {
  const from = here(cursor);
  rejectModifier(cursor);
  if (peek(cursor) === Kind.function) {
    report(cursor, {
      code: 'E0113',
      message: 'Expected the result type of a method, found the word `function`',
      notes: ['A method begins with its result type: `int get() : Cap { … }`.'],
    });
    advance(cursor);
  }
  const borrowed = accept(cursor, Kind.borrowed);
  const result = parseResult(cursor);
  const name = expectName(cursor, 'the name of the method');
  const isGeneric = peek(cursor) === Kind.less;
  if (isGeneric) rejectTypeParameters(cursor);
  const parameters = parseParameters(cursor);
  const capabilities = parseCapabilityNames(cursor);
  acceptMissingBody(cursor);
  const to = behind(cursor);
  const method = { kind: 'method', borrowed, name, capabilities, from, to } as const;
  if (!isGeneric) return { ...method, result, parameters };
  // The types may mention the type parameters, which nothing declares.
  return {
    ...method,
    result: unknownType(result),
    parameters: parameters.map((each) => ({ ...each, type: unknownType(each.type) })),
  };
}

function unknownType({ from, to }: TypeSyntax): TypeSyntax {
  return { kind: 'error', from, to };
}

function rejectTypeParameters(cursor: Cursor): void {
  reportUnsupported(cursor, 'methods with type parameters');
  parseTypeParameters(cursor);
}
