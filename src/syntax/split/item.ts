/**
 * Declarations of one piece: structs, types, C functions, and constants, globals and tests, whose value or block is
 * their body.
 */
import type { DeclKind } from '../outline.ts';
import { Kind, kindAt, textAt } from '../token.ts';
import { readCallable } from './callable.ts';
import { bodyEnd, headerEnd, statementEnd } from './header.ts';
import type { OutlineBuilder } from './outline-builder.ts';
import { addCallable, addDeclaration, uniqueId } from './outline-builder.ts';

export interface ItemPlace {
  /** The first token, which may be `public`. */
  readonly from: number;
  /** The word that says what is declared. */
  readonly start: number;
  readonly isPublic: boolean;
}

/** `struct Point derive(Equal) { float x; float y }` */
export function splitStruct(outline: OutlineBuilder, place: ItemPlace): number {
  const { tokens } = outline;
  const header = headerEnd(tokens, place.start + 1);
  const next = kindAt(tokens, header);
  let to = header;
  if (next === Kind.braceOpen) to = bodyEnd(tokens, header);
  else if (next === Kind.semicolon) to = header + 1;
  return addItem(outline, place, { kind: 'struct', name: place.start + 1, to });
}

/** `type Shape = Circle | Square;` */
export function splitType(outline: OutlineBuilder, place: ItemPlace): number {
  const to = statementEnd(outline.tokens, place.start + 2, { endsAtBrace: false });
  return addItem(outline, place, { kind: 'type', name: place.start + 1, to });
}

/** `extern function float cos(float x);`, `extern "name" function …` */
export function splitExtern(outline: OutlineBuilder, place: ItemPlace): number {
  const { tokens } = outline;
  const named = kindAt(tokens, place.start + 1) === Kind.function ? 2 : 3;
  const header = { from: place.from, to: headerEnd(tokens, place.start + named) };
  const next = kindAt(tokens, header.to);
  let { to } = header;
  // A body, which it must not have, is the parser's to report.
  if (next === Kind.braceOpen) to = bodyEnd(tokens, to);
  else if (next === Kind.semicolon) to += 1;
  const { id, name } = readCallable(tokens, header);
  addDeclaration(outline, {
    kind: 'extern',
    local: uniqueId(outline, `extern ${id}`),
    name,
    isPublic: place.isPublic,
    parent: undefined,
    signature: [{ from: place.from, to }],
    body: undefined,
  });
  return to;
}

/** `test "areas add up" { … }`; its name is its title. */
export function splitTest(outline: OutlineBuilder, place: ItemPlace): number {
  const { tokens } = outline;
  const title = place.start + 1;
  return addCallable(outline, {
    kind: 'test',
    local: uniqueId(outline, `test ${titleId(outline, title)}`),
    name: title,
    isPublic: place.isPublic,
    parent: undefined,
    header: { from: place.from, to: headerEnd(tokens, title) },
  });
}

/** A title as link names can have it: all but letters, digits and a few signs as `%` and two digits a byte. */
function titleId({ tokens }: OutlineBuilder, title: number): string {
  if (kindAt(tokens, title) !== Kind.string) return '?';
  const source = textAt(tokens, title).replace(/^"|"$/g, '');
  return source.replaceAll(/[^A-Za-z0-9 ,.;:!?()+*=_'-]/gu, escaped);
}

function escaped(character: string): string {
  const bytes = [...new TextEncoder().encode(character)];
  return bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

/** `const int LIMIT = 1 << 20;` and `locked var int hits = 0;`: the value is the body, the `;` is the header's. */
export function splitVariable(
  outline: OutlineBuilder,
  place: ItemPlace,
  kind: 'constant' | 'global',
): number {
  const { tokens } = outline;
  const isConst = kindAt(tokens, place.start) === Kind.const;
  const isVar = kindAt(tokens, place.start) === Kind.var;
  const to = statementEnd(tokens, place.start + (isConst || isVar ? 1 : 2), { endsAtBrace: false });
  const equal = equalBefore(outline, place.start, to);
  const name = equal - 1;
  const named = name > place.start && kindAt(tokens, name) === Kind.identifier ? name : undefined;
  const local = uniqueId(outline, `${kind} ${named === undefined ? '' : textAt(tokens, named)}`);
  const hasEnd = equal < to && kindAt(tokens, to - 1) === Kind.semicolon;
  const end = hasEnd ? to - 1 : to;
  const start = Math.min(equal + 1, end);
  addDeclaration(outline, {
    kind,
    local,
    name: named,
    isPublic: place.isPublic,
    parent: undefined,
    signature: [{ from: place.from, to: start }, ...(hasEnd ? [{ from: end, to }] : [])],
    body: equal < to ? { from: start, to: end } : undefined,
  });
  return to;
}

/** Index of the first `=`; without one, of the `;` or whatever else ends the declaration. */
function equalBefore({ tokens }: OutlineBuilder, from: number, to: number): number {
  for (let index = from; index < to; index += 1) {
    const kind = kindAt(tokens, index);
    if (kind === Kind.equal) return index;
    if (kind === Kind.semicolon) return to;
  }
  return to;
}

interface Item {
  readonly kind: DeclKind;
  /** Index of the name's token. */
  readonly name: number;
  /** Index behind the last token. */
  readonly to: number;
}

function addItem(outline: OutlineBuilder, place: ItemPlace, { kind, name, to }: Item): number {
  const { tokens } = outline;
  addDeclaration(outline, {
    kind,
    local: uniqueId(outline, `${kind} ${textAt(tokens, name)}`),
    name,
    isPublic: place.isPublic,
    parent: undefined,
    signature: [{ from: place.from, to }],
    body: undefined,
  });
  return to;
}
