/** `if`, loops, `finish`, `async` and blocks as expressions. */
import type { Ordinal } from '../../base/span.ts';
import type { BlockSyntax, Expr, Name } from '../ast.ts';
import { isWord, Kind, kindAt } from '../token.ts';
import { partnerOf, skipGroup } from './brackets.ts';
import type { Cursor } from './cursor.ts';
import {
  accept,
  advance,
  behind,
  describe,
  expect,
  expectClose,
  expectName,
  here,
  peek,
  report,
} from './cursor.ts';
import { parseForeignLet } from './foreign.ts';

export function parseBlockExpression(cursor: Cursor): Expr {
  const block = cursor.grammar.block(cursor);
  return { kind: 'blockExpr', block, at: block.from, from: block.from, to: block.to };
}

interface Branch {
  readonly at: Ordinal;
  readonly condition: Expr;
  readonly block: BlockSyntax;
}

/** A chain of `else if` is read in a loop and nested from its end. */
export function parseIf(cursor: Cursor): Expr {
  const branches: Branch[] = [];
  let otherwise: Expr | undefined;
  do {
    const at = advance(cursor);
    branches.push({ at, condition: parseCondition(cursor), block: cursor.grammar.block(cursor) });
    if (!accept(cursor, Kind.else)) break;
    if (peek(cursor) !== Kind.if) otherwise = parseBlockExpression(cursor);
  } while (otherwise === undefined);
  for (const { at, condition, block: then } of branches.reverse()) {
    const to = otherwise?.to ?? then.to;
    otherwise = { kind: 'if', condition, then, otherwise, at, from: at, to };
  }
  return otherwise ?? { kind: 'error', at: here(cursor), from: here(cursor), to: here(cursor) };
}

/**
 * Up to the block: where something else comes before it, what was read is not the whole condition.
 */
function parseCondition(cursor: Cursor): Expr {
  const at = here(cursor);
  if (peek(cursor) === Kind.braceOpen) {
    report(cursor, { code: 'E0110', message: 'Expected a condition, found `{`' });
    return { kind: 'error', at, from: at, to: at };
  }
  const condition = cursor.grammar.expression(cursor);
  if (peek(cursor) === Kind.braceOpen) return condition;
  return { kind: 'error', at, from: at, to: condition.to };
}

/** At the word; `label` is the one before it. */
export function parseWhile(cursor: Cursor, label: Name | undefined): Expr {
  const at = advance(cursor);
  const condition = parseCondition(cursor);
  const body = cursor.grammar.block(cursor);
  return { kind: 'while', label, condition, body, at, from: label?.from ?? at, to: body.to };
}

/** `for (let i = 0; i < n; i := i + 1) {}` and `for (x in xs) {}`. */
export function parseFor(cursor: Cursor, label: Name | undefined): Expr {
  const at = advance(cursor);
  const from = label?.from ?? at;
  const opener = here(cursor);
  const hasParen = accept(cursor, Kind.parenOpen);
  if (!hasParen) {
    report(cursor, {
      code: 'E0113',
      message: `Expected \`(\` behind \`for\`, found ${describe(cursor)}`,
      notes: ['`for (x in xs) { … }` takes one element after the other.'],
    });
  }
  if (atForIn(cursor)) {
    accept(cursor, Kind.let);
    const name = parseForName(cursor);
    expectIn(cursor);
    const subject = cursor.grammar.rangeOrExpression(cursor);
    if (hasParen) expectClose(cursor, Kind.parenClose, { bracket: ')', opener });
    const body = cursor.grammar.block(cursor);
    return { kind: 'forIn', label, name, subject, body, at, from, to: body.to };
  }
  const init = parseForeignLet(cursor) ?? cursor.grammar.expression(cursor);
  expect(cursor, Kind.semicolon, '`;` behind the start of the loop');
  const condition = cursor.grammar.expression(cursor);
  expect(cursor, Kind.semicolon, '`;` behind the condition of the loop');
  const step = cursor.grammar.expression(cursor);
  if (hasParen) expectClose(cursor, Kind.parenClose, { bracket: ')', opener });
  const body = cursor.grammar.block(cursor);
  return { kind: 'for', label, init, condition, step, body, at, from, to: body.to };
}

/** `x in`; a `let` before it is one too many, and so is a pattern in the place of the name. */
function atForIn(cursor: Cursor): boolean {
  const name = peek(cursor) === Kind.let ? 1 : 0;
  if (peek(cursor, name) === Kind.parenOpen) return atPatternIn(cursor, cursor.index + name);
  if (peek(cursor, name) !== Kind.identifier) return false;
  if (!atIn(cursor, cursor.index + name + 1)) return false;
  if (name === 1) {
    report(cursor, {
      code: 'E0113',
      message: 'Expected the name of a variable, found the word `let`',
      notes: ['`for (x in xs)` declares its variable without `let`.'],
    });
  }
  return true;
}

/** `in`, or what other languages write for it. */
function atIn({ tokens }: Cursor, index: number): boolean {
  return (
    isWord(tokens, index, 'in') ||
    (isWord(tokens, index, 'of') && kindAt(tokens, index + 1) === Kind.identifier) ||
    (kindAt(tokens, index) === Kind.colon && kindAt(tokens, index + 2) === Kind.parenClose)
  );
}

/** Moves behind the word `in`. */
function expectIn(cursor: Cursor): void {
  if (!isWord(cursor.tokens, cursor.index, 'in')) {
    report(cursor, {
      code: 'E0113',
      message: `Expected the word \`in\`, found ${describe(cursor)}`,
      notes: ['`for (x in xs)` takes one element after the other.'],
    });
  }
  advance(cursor);
}

/** `(a, b) in` */
function atPatternIn(cursor: Cursor, open: number): boolean {
  return isWord(cursor.tokens, partnerOf(cursor, open) + 1, 'in');
}

/** The variable of a `for … in`. */
function parseForName(cursor: Cursor): Name {
  if (peek(cursor) !== Kind.parenOpen) return expectName(cursor, 'the name of a variable');
  const from = here(cursor);
  report(cursor, {
    code: 'E0113',
    message: 'Expected the name of a variable, found `(`',
    notes: ['Take the element apart in the loop: `for (pair in pairs) { let (a, b) = pair; … }`.'],
  });
  skipGroup(cursor);
  return { text: '', from, to: behind(cursor) };
}

export function parseFinish(cursor: Cursor): Expr {
  const at = advance(cursor);
  const body = cursor.grammar.block(cursor);
  return { kind: 'finish', body, at, from: at, to: body.to };
}

/** At the word, with `{` behind it. */
export function parseUnsafe(cursor: Cursor): Expr {
  const at = advance(cursor);
  const body = cursor.grammar.block(cursor);
  return { kind: 'unsafe', body, at, from: at, to: body.to };
}

export function parseAsync(cursor: Cursor): Expr {
  const at = advance(cursor);
  const body = cursor.grammar.block(cursor);
  return { kind: 'async', body, at, from: at, to: body.to };
}
