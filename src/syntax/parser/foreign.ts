/**
 * What programmers bring along from other languages: each of these habits is one mistake with a hint, not
 * one for every token that Bolt has no use for.
 */
import type { Expr } from '../ast.ts';
import { Kind, textAt } from '../token.ts';
import { opensGroup, skipGroup } from './brackets.ts';
import type { Cursor } from './cursor.ts';
import { advance, behind, describe, hasFailed, here, peek, report } from './cursor.ts';
import { foreignWordNotes, isForeignOperator } from './foreign-words.ts';
import { parseLetWithoutWord, parseTypedLet } from './let.ts';
import { beginsExpression, beginsStatement, braceAhead } from './recovery.ts';

/** `int x = 1` and `x: int = 1`; undefined where neither stands here. */
export function parseForeignLet(cursor: Cursor): Expr | undefined {
  const second = peek(cursor, 1);
  const third = peek(cursor, 2);
  const fourth = peek(cursor, 3);
  const isTyped = second === Kind.identifier && third === Kind.equal;
  const isNamed =
    second === Kind.colon &&
    third === Kind.identifier &&
    (fourth === Kind.equal || fourth === Kind.colonEqual);
  if (peek(cursor) !== Kind.identifier || (!isTyped && !isNamed)) return undefined;
  report(cursor, {
    code: 'E0138',
    message: 'A variable is declared with `let`',
    notes: ['Write `let name = value;`, or `let name: type = value;`.'],
  });
  return isTyped ? parseTypedLet(cursor, here(cursor)) : parseLetWithoutWord(cursor);
}

/**
 * A word with something behind it that Bolt cannot put together, as in `elsif c { … }`, `try { … }`,
 * `switch (n) { … }` or `print "x"`: reads over it.
 */
export function rejectForeignStatement(cursor: Cursor, statement: Expr): Expr {
  const isWord = statement.kind === 'name';
  const isHeader =
    statement.kind === 'call' &&
    statement.callee.kind === 'name' &&
    peek(cursor) === Kind.braceOpen;
  if ((!isWord && !isHeader) || hasFailed(cursor)) return statement;
  if (!beginsExpression(cursor) || beginsStatement(peek(cursor))) return statement;
  // Two words may as well be two statements, unless a block follows: `elsif done { … }`.
  if (peek(cursor) === Kind.identifier && braceAhead(cursor) === undefined) return statement;
  const word = textAt(cursor.tokens, cursor.index - 1);
  report(cursor, {
    code: 'E0113',
    message: `Expected \`;\` or an operator behind ${isWord ? `\`${word}\`` : 'the call'}, found ${describe(cursor)}`,
    notes: notesFor(statement),
  });
  skipPhrase(cursor);
  return { kind: 'error', at: statement.at, from: statement.from, to: behind(cursor) };
}

function notesFor(statement: Expr): readonly string[] {
  const name = statement.kind === 'call' ? statement.callee : statement;
  const notes = name.kind === 'name' ? foreignWordNotes(name.name) : [];
  if (notes.length > 0 || statement.kind === 'call') return notes;
  return ['The arguments of a call stand in parentheses.'];
}

/** `a and b`, at the word where a `;` is missing: reads over the rest. */
export function rejectForeignOperator(cursor: Cursor): boolean {
  const word = textAt(cursor.tokens, cursor.index);
  if (peek(cursor) !== Kind.identifier || !isForeignOperator(word)) return false;
  report(cursor, {
    code: 'E0113',
    message: `\`${word}\` is not an operator`,
    notes: foreignWordNotes(word),
  });
  skipPhrase(cursor);
  return true;
}

/** To the `;`, or behind the block before it. */
function skipPhrase(cursor: Cursor): void {
  while (cursor.index < cursor.tokens.count) {
    const kind = peek(cursor);
    if (kind === Kind.semicolon || kind === Kind.braceClose) return;
    if (kind === Kind.stringMiddle || kind === Kind.stringEnd) return;
    if (opensGroup(kind)) skipGroup(cursor);
    else advance(cursor);
    if (kind === Kind.braceOpen) return;
  }
}
