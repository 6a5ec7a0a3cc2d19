/** Headers of classes with their capability clause, and fields. */
import type { Ordinal } from '../../base/span.ts';
import type { CapabilitySyntax, SignatureSyntax, TypeSyntax } from '../ast.ts';
import { capabilityModes } from '../capability-mode.ts';
import { isWord, Kind, textAt } from '../token.ts';
import type { Cursor } from './cursor.ts';
import {
  accept,
  advance,
  behind,
  describe,
  expect,
  expectClose,
  expectName,
  expectSemicolon,
  hasFailed,
  here,
  peek,
  report,
} from './cursor.ts';
import { parseCapabilityNames } from './parameters.ts';
import { parseType, parseTypeParameters } from './type.ts';

/** The splitter's class text: the header, `{`, capability clauses, `}`. */
export function parseClass(cursor: Cursor): SignatureSyntax {
  const from = here(cursor);
  const isPublic = isWord(cursor.tokens, cursor.index, 'public');
  if (isPublic) advance(cursor);
  advance(cursor);
  const name = expectName(cursor, 'the name of the class');
  const typeParameters = parseTypeParameters(cursor);
  const superclass = accept(cursor, Kind.extends) ? parseType(cursor) : undefined;
  const opener = here(cursor);
  const capabilities: CapabilitySyntax[] = [];
  if (skipToBody(cursor)) {
    let clauses = 0;
    while (peek(cursor) === Kind.capability) {
      if (clauses > 0) reportSecondClause(cursor);
      clauses += 1;
      capabilities.push(...parseCapabilityClause(cursor));
    }
    expectClose(cursor, Kind.braceClose, { bracket: '}', opener });
  }
  const to = behind(cursor);
  return { kind: 'class', isPublic, name, typeParameters, superclass, capabilities, from, to };
}

/** Moves behind the `{`; reports what stands before it. */
function skipToBody(cursor: Cursor): boolean {
  if (expect(cursor, Kind.braceOpen, '`{` and the members of the class')) return true;
  while (cursor.index < cursor.tokens.count) {
    if (accept(cursor, Kind.braceOpen)) return true;
    cursor.index += 1;
  }
  return false;
}

function reportSecondClause(cursor: Cursor): void {
  report(cursor, {
    code: 'E0130',
    message: 'A class has one `capability` clause',
    notes: ['List all its capabilities behind the word, separated by commas.'],
  });
}

/** `capability linear Lo, read Id;` */
function parseCapabilityClause(cursor: Cursor): readonly CapabilitySyntax[] {
  advance(cursor);
  const capabilities: CapabilitySyntax[] = [];
  do {
    capabilities.push(parseCapability(cursor));
  } while (!hasFailed(cursor) && accept(cursor, Kind.comma));
  expectSemicolon(cursor, 'the capabilities');
  return capabilities;
}

function parseCapability(cursor: Cursor): CapabilitySyntax {
  const from = here(cursor);
  const word = textAt(cursor.tokens, cursor.index);
  const mode = capabilityModes.find((candidate) => candidate === word);
  if (mode === undefined) {
    report(cursor, {
      code: 'E0131',
      message: `Expected the mode of a capability, found ${describe(cursor)}`,
      notes: [`The modes are ${capabilityModes.map((each) => `\`${each}\``).join(', ')}.`],
    });
  }
  // Of two words the first was meant to be the mode.
  if (mode !== undefined || peek(cursor, 1) === Kind.identifier) advance(cursor);
  const name = expectName(cursor, 'the name of a capability');
  return { mode: mode ?? 'local', name, from, to: behind(cursor) };
}

export function parseField(cursor: Cursor): SignatureSyntax {
  const from = here(cursor);
  rejectModifier(cursor);
  const isConst = peek(cursor) === Kind.const;
  if (isConst || peek(cursor) === Kind.var) {
    advance(cursor);
  } else {
    report(cursor, {
      code: 'E0129',
      message: `Expected \`var\` or \`const\` before the field, found ${describe(cursor)}`,
      notes: ['A field is `var type name : Capability;`, a method has parameters and a body.'],
    });
  }
  if (atReversedField(cursor)) return parseReversedField(cursor, { from, isConst });
  const read = parseType(cursor);
  const name = expectName(cursor, 'the name of the field');
  // What was read as the type may have been meant as the name.
  const type: TypeSyntax =
    name.text === '' ? { kind: 'error', from: read.from, to: read.to } : read;
  const capabilities = parseCapabilityNames(cursor);
  if (peek(cursor) === Kind.equal) rejectValue(cursor);
  expectSemicolon(cursor, 'the field');
  return { kind: 'field', isConst, type, name, capabilities, from, to: behind(cursor) };
}

/** Words that other languages put before members. */
const modifiers = ['private', 'protected', 'static', 'final', 'readonly', 'internal', 'override'];

/** `public int f() …`, `private var int x;` */
export function rejectModifier(cursor: Cursor): void {
  if (peek(cursor) !== Kind.identifier) return;
  const second = peek(cursor, 1);
  const isBeforeField = second === Kind.var || second === Kind.const;
  const isBeforeMethod =
    second === Kind.identifier &&
    peek(cursor, 2) === Kind.identifier &&
    peek(cursor, 3) === Kind.parenOpen;
  const isPublic = isWord(cursor.tokens, cursor.index, 'public') && second !== Kind.parenOpen;
  const isModifier =
    second === Kind.identifier &&
    peek(cursor, 2) !== Kind.parenOpen &&
    modifiers.some((word) => isWord(cursor.tokens, cursor.index, word));
  if (!isBeforeField && !isBeforeMethod && !isPublic && !isModifier) return;
  report(cursor, {
    code: 'E0113',
    message: `Expected a member, found ${describe(cursor)}`,
    notes: ['Members have no visibility or other properties of their own.'],
  });
  advance(cursor);
}

/** `x: int;`, as in other languages, or a field without type: `x : Cap;`. */
function atReversedField(cursor: Cursor): boolean {
  return peek(cursor) === Kind.identifier && peek(cursor, 1) === Kind.colon;
}

function parseReversedField(
  cursor: Cursor,
  { from, isConst }: { readonly from: Ordinal; readonly isConst: boolean },
): SignatureSyntax {
  const at = here(cursor);
  report(cursor, {
    code: 'E0116',
    message: `Expected the type of the field, found ${describe(cursor)}`,
    notes: ['A field is its type, its name and its capabilities: `var int x : Cap;`.'],
  });
  const name = expectName(cursor, 'the name of the field');
  const isType = primitiveNames.has(textAt(cursor.tokens, cursor.index + 1));
  if (isType) advance(cursor);
  const capabilities = isType ? undefined : parseCapabilityNames(cursor);
  if (isType) parseType(cursor);
  expectSemicolon(cursor, 'the field');
  const type: TypeSyntax = { kind: 'error', from: at, to: at };
  return { kind: 'field', isConst, type, name, capabilities, from, to: behind(cursor) };
}

/** Those that nobody would call a capability. */
const primitiveNames: ReadonlySet<string> = new Set(['int', 'bool', 'float', 'char', 'string']);

function rejectValue(cursor: Cursor): void {
  report(cursor, {
    code: 'E0113',
    message: 'Expected `:` and a capability, found `=`',
    notes: ['A field has no value of its own; `new` gives it one.'],
  });
  advance(cursor);
  cursor.grammar.expression(cursor);
  parseCapabilityNames(cursor);
}
