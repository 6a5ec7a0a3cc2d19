/** Operands: literals, names, parentheses, jumps. */
import type { Expr } from '../ast.ts';
import { isKeyword, Kind, kindAt, textAt } from '../token.ts';
import { partnerOf } from './brackets.ts';
import {
  parseAsync,
  parseBlockExpression,
  parseFinish,
  parseFor,
  parseIf,
  parseUnsafe,
  parseWhile,
} from './control.ts';
import type { Cursor } from './cursor.ts';
import {
  accept,
  advance,
  atEnd,
  behind,
  describe,
  enter,
  expectClose,
  expectName,
  here,
  leave,
  peek,
  report,
} from './cursor.ts';
import { parseLet } from './let.ts';
import { parseChar, parseInterpolation, parseNumber, parseString } from './literal.ts';
import { atMatch, atUnsafe, parseMatch } from './match.ts';
import { parseNew } from './new.ts';
import { peekAssignment } from './operator.ts';
import { beginsExpression } from './recovery.ts';
import { reportUnsupported } from './unsupported.ts';
import { unusableToken } from './unusable-token.ts';

export function parsePrimary(cursor: Cursor): Expr {
  switch (peek(cursor)) {
    case Kind.int:
    case Kind.float:
      return parseNumber(cursor);
    case Kind.char:
      return parseChar(cursor);
    case Kind.string:
    case Kind.rawString:
      return parseString(cursor);
    case Kind.stringStart:
      return parseInterpolation(cursor);
    case Kind.true:
    case Kind.false: {
      const value = peek(cursor) === Kind.true;
      const at = advance(cursor);
      return { kind: 'bool', value, at, from: at, to: at };
    }
    case Kind.identifier:
      return parseName(cursor);
    case Kind.parenOpen:
      return parseParenthesized(cursor);
    case Kind.bracketOpen:
      return parseArray(cursor);
    case Kind.braceOpen:
      return parseBlockExpression(cursor);
    case Kind.new:
      return parseNew(cursor);
    case Kind.let:
      return parseLet(cursor);
    case Kind.var:
    case Kind.const:
      report(cursor, {
        code: 'E0138',
        message: 'A variable of a function is declared with `let`',
        notes: ['Write `let name = value;`. `var` and `const` belong to the fields of classes.'],
      });
      return parseLet(cursor);
    case Kind.if:
      return parseIf(cursor);
    case Kind.while:
      return parseWhile(cursor, undefined);
    case Kind.for:
      return parseFor(cursor, undefined);
    case Kind.finish:
      return parseFinish(cursor);
    case Kind.async:
      return parseAsync(cursor);
    case Kind.return:
      return parseReturn(cursor);
    case Kind.break:
      return parseJump(cursor, 'break');
    case Kind.continue:
      return parseJump(cursor, 'continue');
    default:
      return parseNothing(cursor);
  }
}

/** What begins no expression: stays there, unless nothing else could use the token either. */
function parseNothing(cursor: Cursor): Expr {
  const at = here(cursor);
  const node = { kind: 'error', at, from: at, to: at } as const;
  report(cursor, {
    code: isKeyword(peek(cursor)) && !atEnd(cursor) ? 'E0115' : 'E0110',
    message: `Expected an expression, found ${describe(cursor)}`,
  });
  if (unusableToken(cursor.tokens, cursor.index) !== undefined) advance(cursor);
  return node;
}

function parseName(cursor: Cursor): Expr {
  if (atMatch(cursor)) return parseMatch(cursor);
  if (atUnsafe(cursor)) return parseUnsafe(cursor);
  const name = textAt(cursor.tokens, cursor.index);
  const at = advance(cursor);
  if (peek(cursor) === Kind.fatArrow && cursor.index !== cursor.guardArrow) {
    return parseClosureBody(cursor, at);
  }
  const node = { at, from: at, to: at };
  return name === 'none' && !isUsedAsName(cursor)
    ? { kind: 'none', ...node }
    : { kind: 'name', name, ...node };
}

/** Behind the word `none`: whether it must be a variable or function of that name. */
function isUsedAsName(cursor: Cursor): boolean {
  switch (peek(cursor)) {
    case Kind.parenOpen:
    case Kind.bracketOpen:
    case Kind.dot:
      return true;
    default:
      return peekAssignment(cursor) !== undefined;
  }
}

/** At the arrow of `(x) => …`, whose parameters start at `from`. */
function parseClosureBody(cursor: Cursor, from: number): Expr {
  reportUnsupported(cursor, 'closures');
  const at = advance(cursor);
  cursor.grammar.expression(cursor);
  return { kind: 'error', at, from, to: behind(cursor) };
}

function parseParenthesized(cursor: Cursor): Expr {
  const from = here(cursor);
  if (cursor.hasArrow) {
    const close = partnerOf(cursor, cursor.index);
    if (kindAt(cursor.tokens, close + 1) === Kind.fatArrow && close + 1 !== cursor.guardArrow) {
      cursor.index = close + 1;
      return parseClosureBody(cursor, from);
    }
  }
  if (!enter(cursor)) return { kind: 'error', at: from, from, to: from };
  const opener = advance(cursor);
  const inner = cursor.grammar.expression(cursor);
  const elements = peek(cursor) === Kind.comma ? parseElements(cursor, inner) : undefined;
  expectClose(cursor, Kind.parenClose, { bracket: ')', opener });
  leave(cursor);
  const node = { at: from, from, to: behind(cursor) };
  if (elements === undefined) return { kind: 'parenthesized', inner, ...node };
  return elements.length < 2 ? { kind: 'error', ...node } : { kind: 'tuple', elements, ...node };
}

/** The elements of a tuple, at the first comma. */
function parseElements(cursor: Cursor, first: Expr): readonly Expr[] {
  const elements = [first];
  while (accept(cursor, Kind.comma)) {
    if (peek(cursor) === Kind.parenClose) break;
    elements.push(cursor.grammar.expression(cursor));
  }
  if (elements.length < 2) {
    report(cursor, {
      code: 'E0110',
      message: `Expected the second element of a tuple, found ${describe(cursor)}`,
    });
  }
  return elements;
}

/** `[a, b]`; a comma may follow the last element. */
function parseArray(cursor: Cursor): Expr {
  const from = here(cursor);
  if (!enter(cursor)) return { kind: 'error', at: from, from, to: from };
  const opener = advance(cursor);
  const elements: Expr[] = [];
  while (peek(cursor) !== Kind.bracketClose && !atEnd(cursor)) {
    elements.push(cursor.grammar.expression(cursor));
    if (!accept(cursor, Kind.comma)) break;
  }
  if (peek(cursor) === Kind.semicolon && elements.length === 1) rejectCount(cursor);
  expectClose(cursor, Kind.bracketClose, { bracket: ']', opener });
  leave(cursor);
  return { kind: 'array', elements, at: from, from, to: behind(cursor) };
}

/** `[0; 5]` */
function rejectCount(cursor: Cursor): void {
  report(cursor, {
    code: 'E0144',
    message: 'Expected `,` or `]` behind the element, found `;`',
    notes: ['`new int[5]` makes an array of five zeros.'],
  });
  // What stands between `;` and `]` is a number: anything else lost its `]`.
  if (peek(cursor, 2) === Kind.bracketClose) cursor.index += 2;
}

function parseReturn(cursor: Cursor): Expr {
  const at = advance(cursor);
  const value = beginsExpression(cursor) ? cursor.grammar.expression(cursor) : undefined;
  return { kind: 'return', value, at, from: at, to: value?.to ?? at };
}

function parseJump(cursor: Cursor, kind: 'break' | 'continue'): Expr {
  const at = advance(cursor);
  const hasLabel = peek(cursor) === Kind.identifier;
  const label = hasLabel ? expectName(cursor, 'the label of a loop') : undefined;
  return { kind, label, at, from: at, to: label?.to ?? at };
}
