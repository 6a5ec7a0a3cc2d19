/** Operands: literals, names, parentheses, jumps. */
import type { Expr } from '../ast.ts';
import { isKeyword, isWord, Kind, kindAt, textAt } from '../token.ts';
import { partnerOf, skipGroup } from './brackets.ts';
import {
  parseAsync,
  parseBlockExpression,
  parseFinish,
  parseFor,
  parseIf,
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
import { parseNew } from './new.ts';
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
  if (isWord(cursor.tokens, cursor.index, 'match') && atMatch(cursor)) return parseMatch(cursor);
  if (isWord(cursor.tokens, cursor.index, 'unsafe') && peek(cursor, 1) === Kind.braceOpen) {
    reportUnsupported(cursor, '`unsafe` blocks');
    advance(cursor);
    return parseBlockExpression(cursor);
  }
  const name = textAt(cursor.tokens, cursor.index);
  const at = advance(cursor);
  if (peek(cursor) === Kind.fatArrow) return parseClosureBody(cursor, at);
  return { kind: 'name', name, at, from: at, to: at };
}

/** `match x {`: the word is a name where it is called, assigned or part of another expression. */
function atMatch(cursor: Cursor): boolean {
  switch (peek(cursor, 1)) {
    case Kind.identifier:
      return peek(cursor, 2) !== Kind.equal && !isInfixWord(cursor);
    case Kind.int:
    case Kind.string:
    case Kind.stringStart:
    case Kind.char:
    case Kind.true:
    case Kind.false:
    case Kind.consume:
      return true;
    case Kind.parenOpen: {
      const close = partnerOf(cursor, cursor.index + 1);
      return kindAt(cursor.tokens, close + 1) === Kind.braceOpen;
    }
    default:
      return false;
  }
}

function isInfixWord({ tokens, index }: Cursor): boolean {
  return isWord(tokens, index + 1, 'as') || isWord(tokens, index + 1, 'is');
}

/** Reads over `match subject { arms }`. */
function parseMatch(cursor: Cursor): Expr {
  reportUnsupported(cursor, '`match` expressions');
  const at = advance(cursor);
  cursor.grammar.expression(cursor);
  if (peek(cursor) === Kind.braceOpen) skipGroup(cursor);
  return { kind: 'error', at, from: at, to: behind(cursor) };
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
    if (kindAt(cursor.tokens, close + 1) === Kind.fatArrow) {
      cursor.index = close + 1;
      return parseClosureBody(cursor, from);
    }
  }
  if (!enter(cursor)) return { kind: 'error', at: from, from, to: from };
  const opener = advance(cursor);
  const inner = cursor.grammar.expression(cursor);
  const isTuple = peek(cursor) === Kind.comma;
  if (isTuple) {
    reportUnsupported(cursor, 'tuples', from);
    while (accept(cursor, Kind.comma)) cursor.grammar.expression(cursor);
  }
  expectClose(cursor, Kind.parenClose, { bracket: ')', opener });
  leave(cursor);
  const node = { at: from, from, to: behind(cursor) };
  return isTuple ? { kind: 'error', ...node } : { kind: 'parenthesized', inner, ...node };
}

/** Reads over `[a, b]`. */
function parseArray(cursor: Cursor): Expr {
  reportUnsupported(cursor, 'arrays');
  const opener = advance(cursor);
  if (peek(cursor) !== Kind.bracketClose) {
    do {
      cursor.grammar.expression(cursor);
    } while (accept(cursor, Kind.comma));
  }
  expectClose(cursor, Kind.bracketClose, { bracket: ']', opener });
  return { kind: 'error', at: opener, from: opener, to: behind(cursor) };
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
