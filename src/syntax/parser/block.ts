/** Blocks and what stands between their statements: where a `;` must be, may be, and is missing. */
import type { BlockSyntax, Expr } from '../ast.ts';
import { mayContinueOrBegin } from '../canonical-text.ts';
import { Kind, kindAt, textAt } from '../token.ts';
import { opensGroup, skipGroup } from './brackets.ts';
import { parseBlockExpression, parseFor, parseIf, parseWhile } from './control.ts';
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
  hasFailed,
  here,
  leave,
  onNewLine,
  peek,
  report,
  reportMissingSemicolon,
} from './cursor.ts';
import { continueExpression } from './expression.ts';
import { parseForeignLet, rejectForeignOperator, rejectForeignStatement } from './foreign.ts';
import { atMatch, atUnsafe } from './match.ts';
import { peekInfix } from './operator.ts';
import { parsePrimary } from './primary.ts';
import {
  beginsExpression,
  isBehindUnterminated,
  skipToBrace,
  skipToNextStatement,
} from './recovery.ts';
import { reportUnsupported } from './unsupported.ts';

export function parseBlock(cursor: Cursor): BlockSyntax {
  const from = here(cursor);
  if (peek(cursor) !== Kind.braceOpen) {
    report(cursor, { code: 'E0113', message: `Expected \`{\`, found ${describe(cursor)}` });
    if (!skipToBrace(cursor)) return parseBareStatement(cursor);
  }
  if (!enter(cursor)) {
    return { kind: 'block', statements: [], trailingSemicolon: false, from, to: from };
  }
  const opener = advance(cursor);
  const statements: Expr[] = [];
  let trailingSemicolon = false;
  while (!endsBlock(cursor)) {
    const start = cursor.index;
    const statement = rejectForeignStatement(cursor, parseStatement(cursor));
    statements.push(statement);
    trailingSemicolon = finishStatement(cursor, statement);
    // A token at which no statement begins or ends, such as `)`: it was reported.
    if (cursor.index === start && !endsBlock(cursor)) advance(cursor);
  }
  const isClosed = expectClose(cursor, Kind.braceClose, { bracket: '}', opener });
  // Nobody knows where the block was to end, hence what its value is.
  if (!isClosed) statements.push(errorNode(cursor));
  leave(cursor);
  return { kind: 'block', statements, trailingSemicolon, from, to: behind(cursor) };
}

/** `if (c) f();`: the statement that should stand in braces, if there is one. */
function parseBareStatement(cursor: Cursor): BlockSyntax {
  const from = here(cursor);
  const statements: Expr[] = [];
  if (beginsExpression(cursor) && enter(cursor)) {
    statements.push(parseStatement(cursor));
    // It belongs to the statement, so that an `else` behind it still finds its `if`.
    if (peek(cursor) === Kind.semicolon && peek(cursor, 1) === Kind.else) advance(cursor);
    leave(cursor);
  }
  const to = statements[0]?.to ?? from;
  return { kind: 'block', statements, trailingSemicolon: false, from, to };
}

/** At the end of the block, or of an interpolation or body that ends before it. */
function endsBlock(cursor: Cursor): boolean {
  switch (peek(cursor)) {
    case Kind.braceClose:
    case Kind.stringMiddle:
    case Kind.stringEnd:
      return true;
    default:
      return atEnd(cursor);
  }
}

function parseStatement(cursor: Cursor): Expr {
  switch (peek(cursor)) {
    case Kind.if:
    case Kind.while:
    case Kind.for:
    case Kind.finish:
    case Kind.braceOpen:
      return parseBlockLike(cursor);
    case Kind.identifier:
      return parseWordStatement(cursor);
    case Kind.function:
    case Kind.class:
      return parseNestedDeclaration(cursor);
    case Kind.else:
      return parseLooseElse(cursor);
    case Kind.semicolon:
      report(cursor, { code: 'E0110', message: 'Expected an expression, found `;`' });
      return errorNode(cursor);
    default:
      return cursor.grammar.expression(cursor);
  }
}

/**
 * A statement that ends in a block ends there, unless an operator follows on the same line: that
 * would surprise whichever way it were read.
 */
function parseBlockLike(cursor: Cursor): Expr {
  return endBlockLike(cursor, parsePrimary(cursor));
}

/** As the body of a `match` arm, behind which a pattern may follow without a `,`. */
export function parseArmBlock(cursor: Cursor): Expr {
  const body = parsePrimary(cursor);
  const next = peek(cursor);
  const beginsPattern = next === Kind.parenOpen || next === Kind.minus || next === Kind.identifier;
  if (beginsPattern || !mayContinue(cursor)) return body;
  return rejectContinuation(cursor, body);
}

function endBlockLike(cursor: Cursor, statement: Expr): Expr {
  if (!mayContinue(cursor)) return statement;
  if (mayContinueOrBegin(cursor.tokens, cursor.index) && onNewLine(cursor)) return statement;
  return rejectContinuation(cursor, statement);
}

function rejectContinuation(cursor: Cursor, statement: Expr): Expr {
  report(cursor, {
    code: 'E0121',
    message: `\`${textAt(cursor.tokens, cursor.index)}\` behind a block could belong to it or to a new statement`,
    notes: ['Put a `;` behind the `}`, or parentheses around what belongs together.'],
  });
  // Which of the two was meant decides about types: only the block is checked.
  const { to } = continueExpression(cursor, statement);
  return { ...statement, to };
}

function mayContinue(cursor: Cursor): boolean {
  switch (peek(cursor)) {
    case Kind.parenOpen:
    case Kind.bracketOpen:
    case Kind.dot:
    case Kind.question:
      return true;
    default:
      return peekInfix(cursor) !== undefined;
  }
}

function parseWordStatement(cursor: Cursor): Expr {
  const variable = parseForeignLet(cursor);
  if (variable !== undefined) return variable;
  if (peek(cursor, 1) === Kind.colon) return parseLabelled(cursor);
  if (atMatch(cursor) || atUnsafe(cursor)) return parseBlockLike(cursor);
  return cursor.grammar.expression(cursor);
}

function parseLabelled(cursor: Cursor): Expr {
  const label = expectName(cursor, 'a label');
  advance(cursor);
  switch (peek(cursor)) {
    case Kind.while:
      return endBlockLike(cursor, parseWhile(cursor, label));
    case Kind.for:
      return endBlockLike(cursor, parseFor(cursor, label));
    default:
      report(cursor, {
        code: 'E0136',
        message: `Expected a loop behind the label \`${label.text}\`, found ${describe(cursor)}`,
        from: label.from,
        notes: ['Labels name `for` and `while` loops, for `break` and `continue`.'],
      });
      return cursor.grammar.expression(cursor);
  }
}

/** Reads over a function or class inside a body. */
function parseNestedDeclaration(cursor: Cursor): Expr {
  reportUnsupported(cursor, 'declarations inside a body');
  const at = here(cursor);
  while (!endsBlock(cursor) && peek(cursor) !== Kind.semicolon) {
    const isBody = peek(cursor) === Kind.braceOpen;
    if (opensGroup(peek(cursor))) skipGroup(cursor);
    else advance(cursor);
    if (isBody) break;
  }
  return { kind: 'blockExpr', ...emptyBlock(at, behind(cursor)) };
}

function emptyBlock(
  at: number,
  to: number,
): { readonly block: BlockSyntax; at: number; from: number; to: number } {
  const block: BlockSyntax = {
    kind: 'block',
    statements: [],
    trailingSemicolon: false,
    from: at,
    to,
  };
  return { block, at, from: at, to };
}

function parseLooseElse(cursor: Cursor): Expr {
  report(cursor, {
    code: 'E0135',
    message: '`else` without an `if` before it',
    notes: ['A `;` between `}` and `else` ends the `if`.'],
  });
  advance(cursor);
  return peek(cursor) === Kind.if ? parseIf(cursor) : parseBlockExpression(cursor);
}

/** Moves behind the statement's `;`; true if there is one. */
function finishStatement(cursor: Cursor, statement: Expr): boolean {
  if (accept(cursor, Kind.semicolon)) return true;
  if (endsBlock(cursor)) return false;
  if (endsInBlock(cursor, statement) || isBehindUnterminated(cursor)) return false;
  if (hasFailed(cursor)) {
    skipToNextStatement(cursor);
    return accept(cursor, Kind.semicolon);
  }
  if (rejectForeignOperator(cursor)) return accept(cursor, Kind.semicolon);
  if (beginsExpression(cursor)) {
    reportMissingSemicolon(cursor, `Expected \`;\` before ${describe(cursor)}`);
    // The next statement may have mistakes of its own.
    cursor.errorIndex = -1;
    return false;
  }
  report(cursor, {
    code: 'E0113',
    message: `Expected \`;\` or \`}\`, found ${describe(cursor)}`,
  });
  skipToNextStatement(cursor);
  return accept(cursor, Kind.semicolon);
}

/** Statements that need no `;`. Errors that read over something end in it too. */
function endsInBlock(cursor: Cursor, statement: Expr): boolean {
  switch (statement.kind) {
    case 'if':
    case 'while':
    case 'for':
    case 'forIn':
    case 'finish':
    case 'async':
    case 'match':
    case 'unsafe':
    case 'blockExpr':
      return true;
    case 'error':
      return kindAt(cursor.tokens, cursor.index - 1) === Kind.braceClose;
    default:
      return false;
  }
}

function errorNode(cursor: Cursor): Expr {
  const at = here(cursor);
  return { kind: 'error', at, from: at, to: at };
}
