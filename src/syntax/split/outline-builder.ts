/** Collects the declarations of a file: identities, canonical texts, doc comments, positions. */
import type { DeclId, ModuleId } from '../../base/ids.ts';
import { declId } from '../../base/ids.ts';
import { canonicalText } from '../canonical-text.ts';
import type { TokenRange } from '../canonical-text.ts';
import type { DeclKind, DeclOutline } from '../outline.ts';
import { Kind, endOf, kindAt, startOf, textAt } from '../token.ts';
import type { TokenTable } from '../token.ts';
import { bodyEnd } from './header.ts';

export interface OutlineBuilder {
  readonly module: ModuleId;
  readonly path: string;
  readonly tokens: TokenTable;
  readonly declarations: DeclOutline[];
  /** How often each local id was asked for. */
  readonly ids: Map<string, number>;
  strays: number;
  /** Line of the last token that was located, from 0. Tokens are located mostly in order. */
  line: number;
  /** The first doc comment that no declaration has passed yet. */
  doc: number;
}

export function createOutline(module: ModuleId, path: string, tokens: TokenTable): OutlineBuilder {
  const ids = new Map<string, number>();
  return { module, path, tokens, declarations: [], ids, strays: 0, line: 0, doc: 0 };
}

interface Addition {
  readonly kind: DeclKind;
  /** Unique in the file, see `uniqueId`. */
  readonly local: string;
  /** Index of the name's token. */
  readonly name: number | undefined;
  readonly isPublic: boolean;
  readonly parent?: DeclId;
  readonly signature: readonly TokenRange[];
  readonly body?: TokenRange;
}

/** Adds a declaration whose tokens are known. */
export function addDeclaration(outline: OutlineBuilder, addition: Addition): void {
  const { tokens, path } = outline;
  const { kind, name, isPublic, parent, signature, body } = addition;
  const first = signature[0]?.from ?? body?.from ?? 0;
  const doc = takeDoc(outline, first);
  const signaturePositions: number[] = [];
  let nameOrdinal = -1;
  for (const range of signature) {
    if (name !== undefined && name >= range.from && name < range.to) {
      nameOrdinal = -1 - (signaturePositions.length / 3 + name - range.from);
    }
    addPositions(outline, range, signaturePositions);
  }
  const bodyPositions: number[] = [];
  if (body !== undefined) addPositions(outline, body, bodyPositions);
  outline.declarations.push({
    id: declId(outline.module, addition.local),
    kind,
    name: name === undefined ? '' : textAt(tokens, name),
    ...(parent !== undefined && { parent }),
    isPublic,
    signature: canonicalText(tokens, signature),
    ...(body !== undefined && { body: canonicalText(tokens, [body]) }),
    doc,
    positions: { path, name: nameOrdinal, signature: signaturePositions, body: bodyPositions },
  });
}

/**
 * Adds a function, method or main with the body behind its header, and returns the index behind that. A
 * missing body is an empty one, so that the parser of bodies reports it; a `;` in its place is the header's.
 */
export function addCallable(
  outline: OutlineBuilder,
  callable: Omit<Addition, 'signature' | 'body'> & { readonly header: TokenRange },
): number {
  const { tokens } = outline;
  const { header, ...rest } = callable;
  const next = kindAt(tokens, header.to);
  const isSemicolon = next === Kind.semicolon && header.to < tokens.count;
  const start = header.to + (isSemicolon ? 1 : 0);
  const body = { from: start, to: next === Kind.braceOpen ? bodyEnd(tokens, start) : start };
  addDeclaration(outline, { ...rest, signature: [{ from: header.from, to: start }], body });
  return body.to;
}

/** The number of a duplicate is its place among those of its name. */
export function uniqueId({ ids }: OutlineBuilder, id: string): string {
  const count = (ids.get(id) ?? 0) + 1;
  ids.set(id, count);
  return count === 1 ? id : `${id}#${count}`;
}

/** Joins the doc comments that stand directly before the token. */
function takeDoc(outline: OutlineBuilder, token: number): string {
  const { docs, text } = outline.tokens;
  const lines: string[] = [];
  for (let doc = docs[outline.doc]; doc !== undefined && doc.token <= token; ) {
    if (doc.token === token) {
      const line = text.slice(doc.start, doc.end);
      lines.push((line.startsWith(' ') ? line.slice(1) : line).trimEnd());
    }
    outline.doc += 1;
    doc = docs[outline.doc];
  }
  return lines.join('\n');
}

/** Line, column and length of each token; of a token of several lines, the length on its first. */
function addPositions(outline: OutlineBuilder, range: TokenRange, to: number[]): void {
  const { tokens } = outline;
  const { lineStarts } = tokens;
  for (let index = range.from; index < range.to; index += 1) {
    const start = startOf(tokens, index);
    // Only a class's closing brace, which comes before its members, makes this go back.
    while (outline.line > 0 && (lineStarts[outline.line] ?? 0) > start) outline.line -= 1;
    while ((lineStarts[outline.line + 1] ?? Number.POSITIVE_INFINITY) <= start) outline.line += 1;
    const nextLine = lineStarts[outline.line + 1] ?? Number.POSITIVE_INFINITY;
    const end = endOf(tokens, index);
    const length = end > nextLine ? firstLineEnd(tokens.text, nextLine) - start : end - start;
    to.push(outline.line + 1, start - (lineStarts[outline.line] ?? 0) + 1, length);
  }
}

/** The end of the line before `nextLine`, without its break. */
function firstLineEnd(text: string, nextLine: number): number {
  return text[nextLine - 1] === '\n' && text[nextLine - 2] === '\r' ? nextLine - 2 : nextLine - 1;
}
