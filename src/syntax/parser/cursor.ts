/**
 * The parser's place in the tokens of one signature or body, and what it has reported. Parsing
 * functions take a cursor first, always move forward or not at all, and never throw. At one token
 * at most one mistake is reported: the first, since those behind it follow from it.
 */
import type { DeclId } from '../../base/ids.ts';
import type { Ordinal } from '../../base/span.ts';
import { tokenSpan } from '../../base/span.ts';
import type { Diagnostic, DiagnosticCode, Fix, Label } from '../../diagnostic/diagnostic.ts';
import type { BlockSyntax, Expr, Name } from '../ast.ts';
import { lex } from '../lexer/lex.ts';
import { maxNesting, maxTokens } from '../limits.ts';
import type { TokenKind, TokenTable } from '../token.ts';
import { Flag, hasFlag, isKeyword, Kind, kindAt, textAt } from '../token.ts';
import { unusableToken } from './unusable-token.ts';

export interface Cursor {
  readonly decl: DeclId;
  readonly tokens: TokenTable;
  /** Which ordinals the tokens have: -1, -2 … in a signature, 0, 1 … in a body. */
  readonly space: 'signature' | 'body';
  readonly grammar: Grammar;
  readonly diagnostics: Diagnostic[];
  index: number;
  /** Open constructs around the current token. */
  nesting: number;
  /** The token at which the last mistake was reported. */
  errorIndex: number;
  /** Nested too deeply: the rest is skipped in silence. */
  aborted: boolean;
  /** Whether the text may have closures. */
  readonly hasArrow: boolean;
  /** Index of the `=>` that ends the guard around the current token: no closure's; -1 outside of guards. */
  guardArrow: number;
  /** Partner of each bracket, by index; made when first asked for. */
  partners: Int32Array | undefined;
}

/** The productions that files of the parser need from each other in a circle. */
export interface Grammar {
  readonly expression: (cursor: Cursor) => Expr;
  /** The subject of a `for`. */
  readonly rangeOrExpression: (cursor: Cursor) => Expr;
  /** An end of a range. */
  readonly bound: (cursor: Cursor) => Expr;
  readonly block: (cursor: Cursor) => BlockSyntax;
  /** The body of a `match` arm that ends in a block. */
  readonly armBlock: (cursor: Cursor) => Expr;
}

export function createCursor(
  decl: DeclId,
  text: string,
  { space, grammar }: Pick<Cursor, 'space' | 'grammar'>,
): Cursor {
  return {
    decl,
    tokens: lex(text),
    space,
    grammar,
    diagnostics: [],
    index: 0,
    nesting: 0,
    errorIndex: -1,
    aborted: false,
    hasArrow: text.includes('=>'),
    guardArrow: -1,
    partners: undefined,
  };
}

export function peek(cursor: Cursor, ahead: number = 0): TokenKind {
  return kindAt(cursor.tokens, cursor.index + ahead);
}

export function atEnd(cursor: Cursor): boolean {
  return cursor.index >= cursor.tokens.count;
}

/** Moves behind the current token and returns its ordinal; stays at the end. */
export function advance(cursor: Cursor): Ordinal {
  const ordinal = here(cursor);
  if (!atEnd(cursor)) cursor.index += 1;
  return ordinal;
}

/** Moves behind the current token if it is of the kind. */
export function accept(cursor: Cursor, kind: TokenKind): boolean {
  if (peek(cursor) !== kind) return false;
  cursor.index += 1;
  return true;
}

/** Ordinal of the token at `index`; of the last one, where there is none. */
function ordinalOf({ tokens, space }: Cursor, index: number): Ordinal {
  const inside = Math.max(0, Math.min(index, tokens.count - 1));
  return space === 'body' ? inside : -1 - inside;
}

export function here(cursor: Cursor): Ordinal {
  return ordinalOf(cursor, cursor.index);
}

/** Ordinal of the token before the current one. */
export function behind(cursor: Cursor): Ordinal {
  return ordinalOf(cursor, cursor.index - 1);
}

export interface Report {
  readonly code: DiagnosticCode;
  readonly message: string;
  /** The current token where absent. */
  readonly from?: Ordinal;
  /** As `from` where absent. */
  readonly to?: Ordinal;
  readonly labels?: readonly Label[];
  readonly notes?: readonly string[];
  readonly fix?: Fix;
}

/** Reports a mistake, unless one was reported at the current token before. */
export function report(cursor: Cursor, expected: Report): void {
  const { tokens, index } = cursor;
  if (cursor.aborted || cursor.errorIndex === index) return;
  cursor.errorIndex = index;
  // Behind a comment that never ends, nothing can be missed.
  if (index > 0 && kindAt(tokens, index - 1) === Kind.openComment) return;
  const mistake: Report = unusableToken(tokens, index) ?? expected;
  const { code, message, from = here(cursor), to = from, labels = [], notes = [], fix } = mistake;
  cursor.diagnostics.push({
    code,
    severity: 'error',
    message,
    span: tokenSpan(cursor.decl, from, to),
    labels,
    notes,
    ...(fix !== undefined && { fix }),
  });
}

/** Whether a mistake was reported at the current token. */
export function hasFailed(cursor: Cursor): boolean {
  return cursor.errorIndex === cursor.index;
}

/** Moves behind a token of the kind, or reports that it is missing. */
export function expect(cursor: Cursor, kind: TokenKind, what: string): boolean {
  if (accept(cursor, kind)) return true;
  report(cursor, { code: 'E0113', message: `Expected ${what}, found ${describe(cursor)}` });
  return false;
}

/** Moves behind a closing bracket, or reports that the one opened at `opener` is never closed. */
export function expectClose(
  cursor: Cursor,
  kind: TokenKind,
  { bracket, opener }: { readonly bracket: string; readonly opener: Ordinal },
): boolean {
  if (accept(cursor, kind)) return true;
  report(cursor, {
    code: 'E0112',
    message: `Expected \`${bracket}\`, found ${describe(cursor)}`,
    labels: [{ span: tokenSpan(cursor.decl, opener), message: 'Opened here' }],
  });
  return false;
}

/** Moves behind a `;`, or reports that it is missing behind the token before. */
export function expectSemicolon(cursor: Cursor, behindWhat: string): void {
  if (accept(cursor, Kind.semicolon)) return;
  const found = atEnd(cursor) ? '' : `, found ${describe(cursor)}`;
  reportMissingSemicolon(cursor, `Expected \`;\` behind ${behindWhat}${found}`);
}

/** Points at the token before the current one. */
export function reportMissingSemicolon(cursor: Cursor, message: string): void {
  const from = behind(cursor);
  const replacement = `${textAt(cursor.tokens, cursor.index - 1)};`;
  const edits = [{ span: tokenSpan(cursor.decl, from), replacement }];
  report(cursor, { code: 'E0111', message, from, fix: { title: 'Insert `;`', edits } });
}

/** A name, or an empty one in its place. */
export function expectName(cursor: Cursor, what: string): Name {
  if (peek(cursor) === Kind.identifier) {
    const text = textAt(cursor.tokens, cursor.index);
    if (text === 'int' || text === 'bool' || text === 'void') reportReserved(cursor, text);
    const at = advance(cursor);
    return { text, from: at, to: at };
  }
  const at = here(cursor);
  const word = isKeyword(peek(cursor));
  if (word) reportReserved(cursor, textAt(cursor.tokens, cursor.index));
  else report(cursor, { code: 'E0114', message: `Expected ${what}, found ${describe(cursor)}` });
  // Only what can be nothing else here is taken for the name.
  if ((word || peek(cursor) === Kind.error) && mayReplaceName(peek(cursor, 1))) advance(cursor);
  return { text: '', from: at, to: at };
}

function reportReserved(cursor: Cursor, word: string): void {
  report(cursor, {
    code: 'E0115',
    message: `\`${word}\` is a reserved word and cannot be a name`,
    notes: ['Choose another name.'],
  });
}

/** What follows a name and nothing else. */
function mayReplaceName(next: TokenKind): boolean {
  switch (next) {
    case Kind.equal:
    case Kind.colon:
    case Kind.comma:
    case Kind.parenOpen:
    case Kind.parenClose:
    case Kind.semicolon:
      return true;
    default:
      return false;
  }
}

/** The current token, as messages call it. */
export function describe(cursor: Cursor): string {
  if (atEnd(cursor))
    return cursor.space === 'body' ? 'the end of the body' : 'the end of the declaration';
  return describeToken(cursor.tokens, cursor.index);
}

function describeToken(tokens: TokenTable, index: number): string {
  switch (kindAt(tokens, index)) {
    case Kind.string:
    case Kind.rawString:
    case Kind.stringStart:
      return 'a string';
    case Kind.stringMiddle:
    case Kind.stringEnd:
      return 'the end of the interpolation';
    case Kind.openComment:
      return 'a comment without an end';
    default: {
      const text = textAt(tokens, index);
      const shown = text.length > 30 ? `${text.slice(0, 30)}…` : text;
      return isKeyword(kindAt(tokens, index)) ? `the word \`${shown}\`` : `\`${shown}\``;
    }
  }
}

/** Enters a construct; false, and everything behind it skipped, where that is too deep. */
export function enter(cursor: Cursor): boolean {
  cursor.nesting += 1;
  if (cursor.nesting <= maxNesting) return true;
  report(cursor, {
    code: 'E0122',
    message: `Code is nested more than ${maxNesting} levels deep`,
    notes: ['Name parts of it with `let`, or move them into functions.'],
  });
  cursor.aborted = true;
  cursor.index = cursor.tokens.count;
  return false;
}

/** Whether the text has more tokens than may be; reports it. */
export function isTooLong(cursor: Cursor): boolean {
  if (cursor.tokens.count <= maxTokens) return false;
  report(cursor, {
    code: 'E0122',
    message: `A declaration has more than ${maxTokens} tokens`,
    notes: ['Move parts of it into functions of their own.'],
  });
  return true;
}

export function leave(cursor: Cursor): void {
  cursor.nesting -= 1;
}

/** Whether the source had a line break before the current token; kept only where it matters. */
export function onNewLine(cursor: Cursor): boolean {
  return hasFlag(cursor.tokens, cursor.index, Flag.newlineBefore);
}
