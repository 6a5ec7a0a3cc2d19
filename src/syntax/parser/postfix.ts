/** What follows an operand directly: calls, members, indices, slices, `?`. */
import type { Expr, Name, TypeSyntax } from '../ast.ts';
import { Kind, textAt } from '../token.ts';
import type { Cursor } from './cursor.ts';
import {
  accept,
  advance,
  behind,
  enter,
  expectClose,
  expectName,
  here,
  leave,
  peek,
  report,
} from './cursor.ts';
import {
  atConditionalOperator,
  atForeignLiteral,
  rejectConditionalOperator,
  rejectElvis,
  rejectForeignLiteral,
} from './foreign-operand.ts';
import { parseInterpolation, parseString } from './literal.ts';
import { isBehindUnterminated } from './recovery.ts';
import { parseTypeArguments } from './type.ts';
import { atGenericCall } from './type-ahead.ts';
import { reportUnsupported } from './unsupported.ts';

/** Behind an operand that was refused, nothing is refused once more. */
export function parsePostfix(cursor: Cursor, operand: Expr): Expr {
  let expr = operand;
  for (;;) {
    switch (peek(cursor)) {
      case Kind.dot:
        expr = parseMember(cursor, expr);
        break;
      case Kind.parenOpen:
        expr = parseCall(cursor, expr, []);
        break;
      case Kind.less:
        if (!isCallee(expr) || !atGenericCall(cursor)) return expr;
        expr = parseCall(cursor, expr, parseTypeArguments(cursor));
        break;
      case Kind.braceOpen:
        if (!isCallee(expr) || !atForeignLiteral(cursor)) return expr;
        expr = rejectForeignLiteral(cursor, expr);
        break;
      case Kind.bracketOpen:
        expr = parseIndex(cursor, expr);
        break;
      case Kind.question:
        if (peek(cursor, 1) === Kind.colon) return rejectElvis(cursor, expr);
        if (atConditionalOperator(cursor)) return rejectConditionalOperator(cursor, expr);
        expr = {
          kind: 'try',
          operand: expr,
          at: advance(cursor),
          from: expr.from,
          to: behind(cursor),
        };
        break;
      case Kind.bang:
        if (!isCallee(expr) || peek(cursor, 1) !== Kind.parenOpen) return expr;
        reportUnsupported(cursor, 'macros');
        advance(cursor);
        parseCall(cursor, expr, []);
        expr = { kind: 'error', at: expr.at, from: expr.from, to: behind(cursor) };
        break;
      default:
        return expr;
    }
  }
}

function isCallee(expr: Expr): boolean {
  return expr.kind === 'name' || expr.kind === 'member';
}

/** At the dot. */
function parseMember(cursor: Cursor, object: Expr): Expr {
  advance(cursor);
  if (peek(cursor) === Kind.int) return parseElement(cursor, object);
  const name = expectName(cursor, 'the name of a field or method');
  return { kind: 'member', object, name, at: name.from, from: object.from, to: behind(cursor) };
}

/** `t.0`, at the number. */
function parseElement(cursor: Cursor, object: Expr): Expr {
  const text = textAt(cursor.tokens, cursor.index);
  const at = here(cursor);
  const node = { at, from: object.from, to: at };
  const isIndex = /^(?:0|[1-9][0-9]*)$/.test(text);
  if (!isIndex) {
    report(cursor, {
      code: 'E0105',
      message: `\`${text.slice(0, 30)}\` is not the number of an element`,
      notes: ['The elements of a tuple are `t.0`, `t.1` and so on.'],
    });
  }
  advance(cursor);
  if (!isIndex) return { kind: 'error', ...node };
  return { kind: 'member', object, name: { text, from: at, to: at }, ...node };
}

/** At the opening parenthesis. */
function parseCall(cursor: Cursor, callee: Expr, typeArgs: readonly TypeSyntax[]): Expr {
  const { at } = callee;
  if (!enter(cursor)) return { kind: 'error', at, from: callee.from, to: behind(cursor) };
  const opener = advance(cursor);
  const args: Expr[] = [];
  const names: (Name | undefined)[] = [];
  if (callee.kind === 'name' && callee.name === 'printf') parseFormat(cursor, args);
  if (peek(cursor) !== Kind.parenClose && !isBehindUnterminated(cursor)) {
    do {
      const name = parseArgumentName(cursor);
      if (name !== undefined) names[args.length] = name;
      args.push(cursor.grammar.expression(cursor));
    } while (accept(cursor, Kind.comma));
  }
  expectClose(cursor, Kind.parenClose, { bracket: ')', opener });
  leave(cursor);
  const node = { at, from: callee.from, to: behind(cursor) };
  if (names.length === 0) return { kind: 'call', callee, typeArgs, args, ...node };
  const argNames = args.map((_, index) => names[index]);
  return { kind: 'call', callee, typeArgs, args, argNames, ...node };
}

/** The comma behind the format of a `printf` may be missing, or end the list: `printf("x",)`. */
function parseFormat(cursor: Cursor, args: Expr[]): void {
  switch (peek(cursor)) {
    case Kind.string:
    case Kind.rawString:
      args.push(parseString(cursor));
      break;
    case Kind.stringStart:
      args.push(parseInterpolation(cursor));
      break;
    default:
      return;
  }
  accept(cursor, Kind.comma);
}

/** `x:` before an argument. */
function parseArgumentName(cursor: Cursor): Name | undefined {
  if (peek(cursor) !== Kind.identifier || peek(cursor, 1) !== Kind.colon) return undefined;
  const name = expectName(cursor, 'the name of a field');
  advance(cursor);
  return name;
}

/** `xs[i]` and `xs[a..b]`, at the opening bracket. */
function parseIndex(cursor: Cursor, object: Expr): Expr {
  const at = here(cursor);
  const { from } = object;
  if (!enter(cursor)) return { kind: 'error', at, from, to: behind(cursor) };
  const opener = advance(cursor);
  const content = parseIndexContent(cursor);
  if (peek(cursor) === Kind.comma) rejectSecondIndex(cursor);
  if (peek(cursor) === Kind.colon) rejectColon(cursor);
  expectClose(cursor, Kind.bracketClose, { bracket: ']', opener });
  leave(cursor);
  return { ...content, object, at, from, to: behind(cursor) };
}

type IndexContent =
  | { readonly kind: 'index'; readonly index: Expr }
  | {
      readonly kind: 'slice';
      readonly start: Expr | undefined;
      readonly end: Expr | undefined;
      readonly inclusive: boolean;
    };

function parseIndexContent(cursor: Cursor): IndexContent {
  const start = atRange(cursor) ? undefined : cursor.grammar.bound(cursor);
  if (!atRange(cursor)) return { kind: 'index', index: start ?? cursor.grammar.bound(cursor) };
  const inclusive = peek(cursor) === Kind.dotDotEqual;
  advance(cursor);
  const isOpen = peek(cursor) === Kind.bracketClose && !inclusive;
  const end = isOpen ? undefined : cursor.grammar.bound(cursor);
  if (atRange(cursor)) {
    report(cursor, { code: 'E0118', message: 'A range has one start and one end' });
    advance(cursor);
    cursor.grammar.bound(cursor);
  }
  return { kind: 'slice', start, end, inclusive };
}

function atRange(cursor: Cursor): boolean {
  return peek(cursor) === Kind.dotDot || peek(cursor) === Kind.dotDotEqual;
}

/** `xs[1:2]` */
function rejectColon(cursor: Cursor): void {
  report(cursor, {
    code: 'E0113',
    message: 'Expected `]` behind the index, found `:`',
    notes: ['A slice is `xs[a..b]`.'],
  });
  advance(cursor);
  if (peek(cursor) !== Kind.bracketClose) cursor.grammar.bound(cursor);
}

/** `xs[i, j]` */
function rejectSecondIndex(cursor: Cursor): void {
  report(cursor, {
    code: 'E0113',
    message: 'Expected `]` behind the index, found `,`',
    notes: ['An element of an array of arrays is `xs[i][j]`.'],
  });
  while (accept(cursor, Kind.comma)) cursor.grammar.expression(cursor);
}
