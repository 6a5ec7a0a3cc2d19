/** What follows an operand directly: calls, members, indices. */
import type { Expr, TypeSyntax } from '../ast.ts';
import { Kind, kindAt } from '../token.ts';
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
} from './cursor.ts';
import { atConditionalOperator, rejectConditionalOperator } from './foreign.ts';
import { parseInterpolation, parseString } from './literal.ts';
import { isBehindUnterminated } from './recovery.ts';
import { parseTypeArguments } from './type.ts';
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
      case Kind.bracketOpen:
        expr = parseIndex(cursor, expr);
        break;
      case Kind.question:
        if (atConditionalOperator(cursor)) return rejectConditionalOperator(cursor, expr);
        if (expr.kind !== 'error') reportUnsupported(cursor, 'optional values');
        advance(cursor);
        expr = { kind: 'error', at: expr.at, from: expr.from, to: behind(cursor) };
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
  if (peek(cursor) === Kind.int) {
    if (object.kind !== 'error') reportUnsupported(cursor, 'tuples');
    const at = advance(cursor);
    return { kind: 'error', at, from: object.from, to: at };
  }
  const name = expectName(cursor, 'the name of a field or method');
  return { kind: 'member', object, name, at: name.from, from: object.from, to: behind(cursor) };
}

/** At the opening parenthesis. */
function parseCall(cursor: Cursor, callee: Expr, typeArgs: readonly TypeSyntax[]): Expr {
  const { at } = callee;
  if (!enter(cursor)) return { kind: 'error', at, from: callee.from, to: behind(cursor) };
  const opener = advance(cursor);
  const args: Expr[] = [];
  if (callee.kind === 'name' && callee.name === 'printf') parseFormat(cursor, args);
  if (peek(cursor) !== Kind.parenClose && !isBehindUnterminated(cursor)) {
    do {
      args.push(parseArgument(cursor));
    } while (accept(cursor, Kind.comma));
  }
  expectClose(cursor, Kind.parenClose, { bracket: ')', opener });
  leave(cursor);
  return { kind: 'call', callee, typeArgs, args, at, from: callee.from, to: behind(cursor) };
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

function parseArgument(cursor: Cursor): Expr {
  if (peek(cursor) === Kind.identifier && peek(cursor, 1) === Kind.colon) {
    reportUnsupported(cursor, 'named arguments');
    advance(cursor);
    advance(cursor);
  }
  return cursor.grammar.expression(cursor);
}

/** At the opening bracket. */
function parseIndex(cursor: Cursor, object: Expr): Expr {
  const at = here(cursor);
  if (object.kind !== 'error') reportUnsupported(cursor, 'slices and indices');
  const opener = advance(cursor);
  if (peek(cursor) !== Kind.bracketClose) cursor.grammar.expression(cursor);
  expectClose(cursor, Kind.bracketClose, { bracket: ']', opener });
  return { kind: 'error', at, from: object.from, to: behind(cursor) };
}

/** Tokens that a list of type arguments may have before the look-ahead gives up. */
const maxTypeArgumentTokens = 256;

/** Whether `<` starts a list of types with `>(` at its end. Looks at a bounded number of tokens. */
function atGenericCall(cursor: Cursor): boolean {
  const { tokens } = cursor;
  let depth = 0;
  for (let ahead = 0; ahead < maxTypeArgumentTokens; ahead += 1) {
    const index = cursor.index + ahead;
    switch (kindAt(tokens, index)) {
      case Kind.less:
        depth += 1;
        break;
      case Kind.greater:
        depth -= 1;
        if (depth === 0) return ahead > 1 && kindAt(tokens, index + 1) === Kind.parenOpen;
        break;
      case Kind.identifier:
        if (kindAt(tokens, index + 1) === Kind.identifier) return false;
        break;
      case Kind.comma:
      case Kind.dot:
      case Kind.question:
      case Kind.bracketOpen:
      case Kind.bracketClose:
        break;
      default:
        return false;
    }
  }
  return false;
}
