/** Operands: literals, names, parentheses, `new`, `let`, jumps. */
import type { Expr, Name, TypeSyntax } from '../ast.ts';
import { Kind, isKeyword, isWord, kindAt, textAt } from '../token.ts';
import { partnerOf, skipGroup } from './brackets.ts';
import {
  accept,
  advance,
  atEnd,
  behind,
  describe,
  enter,
  expect,
  expectClose,
  expectName,
  here,
  leave,
  peek,
  report,
} from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { parseAsync, parseBlockExpression, parseFinish, parseFor, parseIf, parseWhile } from './control.ts';
import { parseChar, parseInterpolation, parseNumber, parseString } from './literal.ts';
import { beginsExpression } from './recovery.ts';
import { parseType, parseTypePath } from './type.ts';
import { reportUnsupported } from './unsupported.ts';

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
  switch (peek(cursor)) {
    case Kind.error:
      report(cursor, unexpectedCharacter(textAt(cursor.tokens, cursor.index)));
      advance(cursor);
      return node;
    case Kind.openComment:
      report(cursor, {
        code: 'E0102',
        message: 'Expected `*/` at the end of the comment',
        notes: ['Comments between `/*` and `*/` nest: each needs its own end.'],
      });
      advance(cursor);
      cursor.errorIndex = cursor.index;
      return node;
    default:
      report(cursor, {
        code: isKeyword(peek(cursor)) && !atEnd(cursor) ? 'E0115' : 'E0110',
        message: `Expected an expression, found ${describe(cursor)}`,
      });
      return node;
  }
}

export function unexpectedCharacter(text: string): {
  readonly code: 'E0100';
  readonly message: string;
  readonly notes: readonly string[];
} {
  const shown = text.length > 30 ? `${text.slice(0, 30)}…` : text;
  const code = text.codePointAt(0) ?? 0;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const isVisible = code > 32 && code !== 127 && !/^[\s\p{C}]/u.test(text);
  return {
    code: 'E0100',
    message: isVisible ? `\`${shown}\` is not a word or sign of Bolt` : `Unexpected character ${name}`,
    notes: /^[\p{L}\p{N}_]+$/u.test(text)
      ? ['Names consist of the letters A to Z and a to z, digits and `_`.']
      : [],
  };
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

function parseNew(cursor: Cursor): Expr {
  const at = advance(cursor);
  const type = parseTypePath(cursor);
  if (peek(cursor) === Kind.bracketOpen) {
    reportUnsupported(cursor, 'arrays');
    const opener = advance(cursor);
    if (peek(cursor) !== Kind.bracketClose) cursor.grammar.expression(cursor);
    expectClose(cursor, Kind.bracketClose, { bracket: ']', opener });
    return { kind: 'error', at, from: at, to: behind(cursor) };
  }
  const inits: { name: Name; value: Expr }[] = [];
  const opener = here(cursor);
  if (expect(cursor, Kind.parenOpen, '`(` behind the class of `new`')) {
    if (peek(cursor) !== Kind.parenClose) {
      do {
        inits.push(parseInitializer(cursor));
      } while (accept(cursor, Kind.comma));
    }
    expectClose(cursor, Kind.parenClose, { bracket: ')', opener });
  }
  return { kind: 'new', type, inits, at, from: at, to: behind(cursor) };
}

/** `field: value` */
function parseInitializer(cursor: Cursor): { readonly name: Name; readonly value: Expr } {
  const isUnnamed = peek(cursor, 1) !== Kind.colon && beginsExpression(cursor);
  if (!isUnnamed) {
    const name = expectName(cursor, 'the name of a field');
    expect(cursor, Kind.colon, '`:` behind the name of the field');
    return { name, value: cursor.grammar.expression(cursor) };
  }
  const at = here(cursor);
  report(cursor, {
    code: 'E0139',
    message: 'A value in `new` needs the name of its field',
    notes: ['Write `name: value`, for example `new Point(x: 1, y: 2)`.'],
  });
  return { name: { text: '', from: at, to: at }, value: cursor.grammar.expression(cursor) };
}

/** At `let`, or at a word that stands in its place. */
function parseLet(cursor: Cursor): Expr {
  const at = advance(cursor);
  if (peek(cursor) === Kind.parenOpen) return parseLetPattern(cursor, at);
  // `var int x = 1`: the type is not looked at.
  const next = peek(cursor, 1);
  if (peek(cursor) === Kind.identifier && next === Kind.identifier) {
    report(cursor, {
      code: 'E0138',
      message: 'The type of a variable stands behind its name',
      notes: ['Write `let name: type = value;`.'],
    });
    return parseTypedLet(cursor, at);
  }
  const name = expectName(cursor, 'the name of a variable');
  const type = accept(cursor, Kind.colon) ? parseType(cursor) : undefined;
  return finishLet(cursor, { at, name, type });
}

/** `int x = 1`, at the type. */
export function parseTypedLet(cursor: Cursor, at: number): Expr {
  const type = parseType(cursor);
  return finishLet(cursor, { at, name: expectName(cursor, 'the name of a variable'), type });
}

function finishLet(
  cursor: Cursor,
  { at, name, type }: { at: number; name: Name; type: TypeSyntax | undefined },
): Expr {
  if (peek(cursor) === Kind.colonEqual) {
    report(cursor, {
      code: 'E0113',
      message: 'Expected `=`, found `:=`',
      notes: ['`=` gives a new variable its value, `:=` assigns to one that exists.'],
    });
    advance(cursor);
  } else if (!expect(cursor, Kind.equal, '`=` and a value')) {
    const to = behind(cursor);
    const value: Expr = { kind: 'error', at: to, from: to, to };
    return { kind: 'let', name, type, value, at, from: at, to };
  }
  const value = cursor.grammar.expression(cursor);
  return { kind: 'let', name, type, value, at, from: at, to: value.to };
}

/** Reads over `let (a, b) = value`. */
function parseLetPattern(cursor: Cursor, at: number): Expr {
  reportUnsupported(cursor, 'patterns in `let`');
  skipGroup(cursor);
  if (accept(cursor, Kind.equal)) cursor.grammar.expression(cursor);
  return { kind: 'error', at, from: at, to: behind(cursor) };
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
