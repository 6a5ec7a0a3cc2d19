/** Collects the declarations of a file: identities, canonical texts, doc comments, positions. */
import type { DeclId, ModuleId } from '../../base/ids.ts';
import { declId } from '../../base/ids.ts';
import type { TokenRange } from '../canonical-text.ts';
import { canonicalText } from '../canonical-text.ts';
import { maxTokens } from '../limits.ts';
import type { DeclKind, DeclOutline } from '../outline.ts';
import type { TokenTable } from '../token.ts';
import { endOf, Kind, kindAt, startOf, textAt } from '../token.ts';
import { bodyEnd } from './header.ts';

export interface OutlineBuilder {
  readonly module: ModuleId;
  readonly path: string;
  readonly tokens: TokenTable;
  readonly declarations: DeclOutline[];
  /** How often each local id was asked for. */
  readonly ids: Map<string, number>;
  strays: number;
  /** Line of the last token that was located, from 0. Declarations are located in order. */
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
  readonly parent: DeclId | undefined;
  readonly signature: readonly TokenRange[];
  readonly body: TokenRange | undefined;
}

/** Adds a declaration whose tokens are known. */
export function addDeclaration(outline: OutlineBuilder, addition: Addition): void {
  const { tokens, module, path } = outline;
  const { kind, local, name, isPublic, parent } = addition;
  const signature = addition.signature.map(clip);
  const body = addition.body && clip(addition.body);
  const declaration: Mutable<DeclOutline> = {
    id: declId(module, local),
    kind,
    name: name === undefined ? '' : textAt(tokens, name),
    isPublic,
    signature: canonicalText(tokens, signature),
    doc: takeDoc(outline, signature[0]?.from ?? 0),
    positions: {
      path,
      name: nameOrdinal(signature, name),
      signature: positionsOf(outline, signature),
      body: body === undefined ? [] : positionsOf(outline, [body]),
    },
  };
  if (parent !== undefined) declaration.parent = parent;
  if (body !== undefined) declaration.body = canonicalText(tokens, [body]);
  outline.declarations.push(declaration);
}

/** One token more than may be is kept, as evidence: what is behind it makes no difference. */
function clip({ from, to }: TokenRange): TokenRange {
  return { from, to: Math.min(to, from + maxTokens + 1) };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface CallableAddition
  extends Pick<Addition, 'kind' | 'local' | 'name' | 'isPublic' | 'parent'> {
  readonly header: TokenRange;
}

/**
 * Adds a function, method or main with the body behind its header, and returns the index behind
 * that. A missing body is an empty one, so that the parser of bodies reports it, unless the header
 * is broken as well; a `;` in its place is the header's.
 */
export function addCallable(outline: OutlineBuilder, callable: CallableAddition): number {
  const { tokens } = outline;
  const { kind, local, name, isPublic, parent, header } = callable;
  const next = kindAt(tokens, header.to);
  const start = next === Kind.semicolon ? header.to + 1 : header.to;
  const hasBody = next === Kind.braceOpen;
  const body = { from: start, to: hasBody ? bodyEnd(tokens, start) : start };
  const isReportable = hasBody || (name !== undefined && areParensBalanced(tokens, header));
  const signature = [{ from: header.from, to: start }];
  addDeclaration(outline, {
    kind,
    local,
    name,
    isPublic,
    parent,
    signature,
    body: isReportable ? body : undefined,
  });
  return body.to;
}

function areParensBalanced(tokens: TokenTable, { from, to }: TokenRange): boolean {
  let depth = 0;
  for (let index = from; index < to; index += 1) {
    const kind = kindAt(tokens, index);
    if (kind === Kind.parenOpen) depth += 1;
    else if (kind === Kind.parenClose) depth -= 1;
  }
  return depth === 0;
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

/** Of the name's token among the signature's; of the first one, where there is no name. */
function nameOrdinal(signature: readonly TokenRange[], name: number | undefined): number {
  let before = 0;
  for (const { from, to } of signature) {
    if (name !== undefined && name >= from && name < to) return -1 - (before + name - from);
    before += to - from;
  }
  return -1;
}

/** Line, column and length of each token; of a token of several lines, the length on its first. */
function positionsOf(outline: OutlineBuilder, ranges: readonly TokenRange[]): readonly number[] {
  const { tokens } = outline;
  const { lineStarts } = tokens;
  const count = ranges.reduce((sum, { from, to }) => sum + to - from, 0);
  const positions = new Array<number>(count * 3);
  let next = 0;
  let { line } = outline;
  let lineStart = lineStarts[line] ?? 0;
  let nextLine = lineStarts[line + 1] ?? Number.MAX_SAFE_INTEGER;
  for (const { from, to } of ranges) {
    for (let index = from; index < to; index += 1) {
      const start = startOf(tokens, index);
      const end = endOf(tokens, index);
      while (nextLine <= start) {
        line += 1;
        lineStart = nextLine;
        nextLine = lineStarts[line + 1] ?? Number.MAX_SAFE_INTEGER;
      }
      const length = end > nextLine ? firstLineEnd(tokens.text, nextLine) - start : end - start;
      positions[next] = line + 1;
      positions[next + 1] = start - lineStart + 1;
      positions[next + 2] = length;
      next += 3;
    }
  }
  outline.line = line;
  return positions;
}

/** The end of the line before `nextLine`, without its break. */
function firstLineEnd(text: string, nextLine: number): number {
  return text[nextLine - 1] === '\n' && text[nextLine - 2] === '\r' ? nextLine - 2 : nextLine - 1;
}
