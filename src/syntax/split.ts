/**
 * The declaration splitter: a file's text to its declarations, from tokens alone and in linear
 * time. Every token lands in exactly one declaration, every declaration gets an identity that its
 * neighbours do not influence, and nothing is reported here: the parser of each declaration says
 * what is wrong with it.
 */
import type { ModuleId } from '../base/ids.ts';
import { assertNever } from '../base/invariant.ts';
import { lex } from './lexer/lex.ts';
import type { FileOutline } from './outline.ts';
import { importText, readCallable } from './split/callable.ts';
import { splitOwner } from './split/class.ts';
import {
  beginsDeclaration,
  interruptsBody,
  itemAt,
  looksLikeFunction,
} from './split/declaration-start.ts';
import { headerEnd, statementEnd } from './split/header.ts';
import type { ItemPlace } from './split/item.ts';
import { splitExtern, splitStruct, splitTest, splitType, splitVariable } from './split/item.ts';
import type { OutlineBuilder } from './split/outline-builder.ts';
import { addCallable, addDeclaration, createOutline, uniqueId } from './split/outline-builder.ts';
import type { TokenTable } from './token.ts';
import { Flag, hasFlag, isWord, Kind, kindAt } from './token.ts';
import { wellFormedText } from './well-formed-text.ts';

export function splitDeclarations(module: ModuleId, path: string, text: string): FileOutline {
  const tokens = lex(wellFormedText(text));
  const outline = createOutline(module, path, tokens);
  let index = 0;
  while (index < tokens.count) index = splitNext(outline, index);
  return { module, path, declarations: outline.declarations };
}

/** Adds the declaration that starts at `from`; returns where the next one does. */
function splitNext(outline: OutlineBuilder, from: number): number {
  const { tokens } = outline;
  const isPublic = isWord(tokens, from, 'public') && beginsDeclaration(tokens, from);
  const start = isPublic ? from + 1 : from;
  const place = { from, start, isPublic };
  if (kindAt(tokens, start) === Kind.class) return splitOwner(outline, { kind: 'class', ...place });
  if (kindAt(tokens, start) === Kind.function) return splitFunction(outline, from, isPublic);
  if (isWord(tokens, start, 'import')) return splitImport(outline, from, start);
  if (kindAt(tokens, start) === Kind.const) return splitVariable(outline, place, 'constant');
  if (kindAt(tokens, start) === Kind.var) return splitVariable(outline, place, 'global');
  const item = splitItem(outline, place);
  if (item !== undefined) return item;
  if (beginsMain(tokens, start)) return splitMain(outline, from, start);
  if (looksLikeFunction(tokens, from)) return splitFunction(outline, from, false);
  return splitStray(outline, from);
}

function splitItem(outline: OutlineBuilder, place: ItemPlace): number | undefined {
  const item = itemAt(outline.tokens, place.start);
  switch (item) {
    case undefined:
      return undefined;
    case 'struct':
      return splitStruct(outline, place);
    case 'implement':
      return splitOwner(outline, { kind: item, ...place });
    case 'type':
      return splitType(outline, place);
    case 'constant':
    case 'global':
      return splitVariable(outline, place, item);
    case 'extern':
      return splitExtern(outline, place);
    case 'test':
      return splitTest(outline, place);
    case 'later':
      return splitLater(outline, place.from, place.start);
    default:
      return assertNever(item);
  }
}

function splitFunction(outline: OutlineBuilder, from: number, isPublic: boolean): number {
  const header = { from, to: headerEnd(outline.tokens, from + (isPublic ? 2 : 1)) };
  const { id, name } = readCallable(outline.tokens, header);
  const local = uniqueId(outline, `function ${id}`);
  return addCallable(outline, {
    kind: 'function',
    local,
    name,
    isPublic,
    parent: undefined,
    header,
  });
}

/** `void main(`; its type may be missing. */
function beginsMain(tokens: TokenTable, start: number): boolean {
  const name = isWord(tokens, start, 'main') ? start : start + 1;
  return isWord(tokens, name, 'main') && kindAt(tokens, name + 1) === Kind.parenOpen;
}

function splitMain(outline: OutlineBuilder, from: number, start: number): number {
  const name = isWord(outline.tokens, start, 'main') ? start : start + 1;
  const header = { from, to: headerEnd(outline.tokens, name + 1) };
  const local = uniqueId(outline, 'main');
  return addCallable(outline, {
    kind: 'main',
    local,
    name,
    isPublic: false,
    parent: undefined,
    header,
  });
}

function splitImport(outline: OutlineBuilder, from: number, start: number): number {
  const { tokens } = outline;
  const to = importEnd(tokens, start + 1);
  addDeclaration(outline, {
    kind: 'import',
    local: uniqueId(outline, `import ${importText(tokens, { from: start + 1, to })}`),
    name: undefined,
    isPublic: false,
    parent: undefined,
    signature: [{ from, to }],
    body: undefined,
  });
  return to;
}

/** Behind the `;`, or where the next line begins something else. */
function importEnd(tokens: TokenTable, from: number): number {
  let braces = 0;
  for (let index = from; index < tokens.count; index += 1) {
    const kind = kindAt(tokens, index);
    if (hasFlag(tokens, index, Flag.interpolated)) continue;
    if (kind === Kind.semicolon) return index + 1;
    if (kind === Kind.braceOpen) braces += 1;
    if (kind === Kind.braceClose) {
      if (braces === 0) return index;
      braces -= 1;
    }
    const onNewLine = hasFlag(tokens, index, Flag.newlineBefore);
    if ((onNewLine || braces === 0) && beginsDeclaration(tokens, index)) return index;
  }
  return tokens.count;
}

/** A declaration that this version of the language does not have: one unit, whatever is inside. */
function splitLater(outline: OutlineBuilder, from: number, start: number): number {
  const { tokens } = outline;
  // The words at the start do not end what they begin.
  return addStray(outline, from, statementEnd(tokens, start + 2, { endsAtBrace: true }));
}

/** Tokens that begin no declaration, up to those that do. */
function splitStray(outline: OutlineBuilder, from: number): number {
  const { tokens } = outline;
  let depth = 0;
  let index = from;
  for (; index < tokens.count; index += 1) {
    if (hasFlag(tokens, index, Flag.interpolated)) continue;
    if (index > from && interruptsBody(tokens, index)) break;
    if (index > from && depth === 0 && beginsDeclaration(tokens, index)) break;
    if (index > from && depth === 0 && beginsLine(outline, index)) break;
    const kind = kindAt(tokens, index);
    if (kind === Kind.braceOpen) depth += 1;
    else if (kind === Kind.braceClose) depth = Math.max(0, depth - 1);
  }
  return addStray(outline, from, index);
}

function beginsLine({ tokens }: OutlineBuilder, index: number): boolean {
  return hasFlag(tokens, index, Flag.firstColumn) && looksLikeFunction(tokens, index);
}

function addStray(outline: OutlineBuilder, from: number, to: number): number {
  outline.strays += 1;
  addDeclaration(outline, {
    kind: 'stray',
    local: `stray ${outline.strays}`,
    name: undefined,
    isPublic: false,
    parent: undefined,
    signature: [{ from, to }],
    body: undefined,
  });
  return to;
}
