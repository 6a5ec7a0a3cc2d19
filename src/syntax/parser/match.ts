/** `match subject { pattern if guard => body, … }`: arms end with `,`, which a body in braces needs not. */
import type { Expr, MatchArmSyntax } from '../ast.ts';
import type { TokenKind } from '../token.ts';
import { isWord, Kind, kindAt } from '../token.ts';
import { opensGroup, partnerOf, skipGroup } from './brackets.ts';
import type { Cursor } from './cursor.ts';
import {
  accept,
  advance,
  atEnd,
  behind,
  describe,
  enter,
  expectClose,
  hasFailed,
  here,
  leave,
  peek,
  report,
} from './cursor.ts';
import { parsePattern } from './pattern.ts';

/** `match x {`: the word is a name where it is called, assigned or part of another expression. */
export function atMatch(cursor: Cursor): boolean {
  const { tokens, index } = cursor;
  if (!isWord(tokens, index, 'match')) return false;
  switch (peek(cursor, 1)) {
    case Kind.identifier:
      return (
        peek(cursor, 2) !== Kind.equal &&
        !isWord(tokens, index + 1, 'as') &&
        !isWord(tokens, index + 1, 'is')
      );
    case Kind.int:
    case Kind.string:
    case Kind.stringStart:
    case Kind.char:
    case Kind.true:
    case Kind.false:
    case Kind.consume:
    case Kind.new:
      return true;
    case Kind.parenOpen:
    case Kind.bracketOpen: {
      const close = partnerOf(cursor, index + 1);
      return kindAt(tokens, close + 1) === Kind.braceOpen && holdsArms(cursor, close + 1);
    }
    default:
      return false;
  }
}

/** Whether the braces behind `match(x)`, which may be a call in a condition, hold arms. */
function holdsArms(cursor: Cursor, open: number): boolean {
  const { tokens } = cursor;
  const first = open + 1;
  if (kindAt(tokens, first) === Kind.braceClose) return true;
  if (isWord(tokens, first, 'case') || isWord(tokens, first, 'default')) return true;
  let index = first;
  while (cursor.hasArrow && index < tokens.count) {
    const kind = kindAt(tokens, index);
    if (kind === Kind.fatArrow) return true;
    if (kind === Kind.semicolon || kind === Kind.braceClose) return false;
    index = (opensGroup(kind) ? partnerOf(cursor, index) : index) + 1;
  }
  return false;
}

/** `unsafe {` */
export function atUnsafe({ tokens, index }: Cursor): boolean {
  return isWord(tokens, index, 'unsafe') && kindAt(tokens, index + 1) === Kind.braceOpen;
}

export function parseMatch(cursor: Cursor): Expr {
  const at = advance(cursor);
  const node = { at, from: at };
  if (!enter(cursor)) return { kind: 'error', ...node, to: at };
  const subject = cursor.grammar.expression(cursor);
  const opener = here(cursor);
  const arms: MatchArmSyntax[] = [];
  if (!accept(cursor, Kind.braceOpen)) {
    report(cursor, {
      code: 'E0113',
      message: `Expected \`{\` and the arms of the \`match\`, found ${describe(cursor)}`,
    });
    leave(cursor);
    return { kind: 'error', ...node, to: behind(cursor) };
  }
  let isWhole = true;
  // `case x:` and `x -> y` are the same mistake in all arms.
  const habits: Habits = { isReported: false };
  while (!endsArms(cursor)) {
    const start = cursor.index;
    arms.push(parseArm(cursor, habits));
    if (!finishArm(cursor, habits)) isWhole = false;
    if (cursor.index === start && !endsArms(cursor)) advance(cursor);
  }
  const isClosed = expectClose(cursor, Kind.braceClose, { bracket: '}', opener });
  leave(cursor);
  const to = behind(cursor);
  // What a `match` lacks of its arms would be missed once more by the check of its cases.
  return isWhole && isClosed
    ? { kind: 'match', subject, arms, ...node, to }
    : { kind: 'error', ...node, to };
}

function endsArms(cursor: Cursor): boolean {
  const kind = peek(cursor);
  return (
    kind === Kind.braceClose ||
    kind === Kind.stringMiddle ||
    kind === Kind.stringEnd ||
    atEnd(cursor)
  );
}

/** Whether a habit of other languages was reported in the arms before. */
interface Habits {
  isReported: boolean;
}

function reportHabit(cursor: Cursor, habits: Habits, message: string): void {
  if (!habits.isReported) {
    report(cursor, { code: 'E0142', message, notes: ['An arm is `pattern => value,`.'] });
  }
  habits.isReported = true;
}

function parseArm(cursor: Cursor, habits: Habits): MatchArmSyntax {
  const from = here(cursor);
  rejectCase(cursor, habits);
  const pattern = parsePattern(cursor);
  const outer = cursor.guardArrow;
  cursor.guardArrow = arrowAhead(cursor);
  const guard = accept(cursor, Kind.if) ? cursor.grammar.expression(cursor) : undefined;
  cursor.guardArrow = outer;
  const body = parseArmBody(cursor, habits);
  return { pattern, guard, body, from, to: behind(cursor) };
}

/** `case x:` and `default:` of other languages. */
function rejectCase(cursor: Cursor, habits: Habits): void {
  const { tokens, index } = cursor;
  const next = peek(cursor, 1);
  const isCase =
    isWord(tokens, index, 'case') &&
    next !== Kind.fatArrow &&
    next !== Kind.pipe &&
    next !== Kind.if &&
    next !== Kind.braceOpen;
  if (!isCase) return;
  reportHabit(cursor, habits, 'An arm of `match` begins with its pattern, without `case`');
  advance(cursor);
}

/** Index of the `=>` that ends the guard here: what stands before it is no parameter of a closure. */
function arrowAhead(cursor: Cursor): number {
  return peek(cursor) === Kind.if ? arrowBefore(cursor, cursor.index + 1) : -1;
}

/** Index of the first `=>` from `start` that no group holds and no separator precedes; else -1. */
function arrowBefore(cursor: Cursor, start: number): number {
  let index = start;
  while (index < cursor.tokens.count) {
    const kind = kindAt(cursor.tokens, index);
    if (kind === Kind.fatArrow) return index;
    if (endsGuard(kind)) return -1;
    index = (opensGroup(kind) ? partnerOf(cursor, index) : index) + 1;
  }
  return -1;
}

function endsGuard(kind: TokenKind): boolean {
  switch (kind) {
    case Kind.comma:
    case Kind.semicolon:
    case Kind.braceClose:
    case Kind.parenClose:
    case Kind.bracketClose:
    case Kind.stringMiddle:
    case Kind.stringEnd:
      return true;
    default:
      return false;
  }
}

function parseArmBody(cursor: Cursor, habits: Habits): Expr {
  if (accept(cursor, Kind.fatArrow)) return parseArmValue(cursor);
  const kind = peek(cursor);
  const isOther =
    kind === Kind.arrow || kind === Kind.colon || kind === Kind.equal || kind === Kind.braceOpen;
  const message = `Expected \`=>\` behind the pattern, found ${describe(cursor)}`;
  if (isOther) {
    reportHabit(cursor, habits, message);
  } else {
    const isGuard =
      isWord(cursor.tokens, cursor.index, 'where') || isWord(cursor.tokens, cursor.index, 'when');
    const notes = isGuard ? ['A guard begins with `if`: `pattern if condition => value,`.'] : [];
    report(cursor, { code: 'E0142', message, notes });
  }
  if (!isOther) return errorHere(cursor);
  if (kind !== Kind.braceOpen) advance(cursor);
  return parseArmValue(cursor);
}

/** A body that ends in a block ends there, as a statement does. */
function parseArmValue(cursor: Cursor): Expr {
  if (atMatch(cursor) || atUnsafe(cursor)) return cursor.grammar.armBlock(cursor);
  switch (peek(cursor)) {
    case Kind.braceOpen:
    case Kind.if:
    case Kind.while:
    case Kind.for:
    case Kind.finish:
    case Kind.async:
      return cursor.grammar.armBlock(cursor);
    default:
      return cursor.grammar.expression(cursor);
  }
}

/** Moves behind the arm's `,`; false where nobody knows where the next arm begins. */
function finishArm(cursor: Cursor, { isReported }: Habits): boolean {
  if (accept(cursor, Kind.comma) || endsArms(cursor)) return true;
  if (hasFailed(cursor)) return skipToNextArm(cursor);
  if (kindAt(cursor.tokens, cursor.index - 1) === Kind.braceClose) return true;
  // `case a: f() case b: g()`
  if (isReported && isWord(cursor.tokens, cursor.index, 'case')) return true;
  const isSemicolon = peek(cursor) === Kind.semicolon;
  report(cursor, {
    code: 'E0142',
    message: `Expected \`,\` or \`}\` behind the arm, found ${describe(cursor)}`,
    notes: isSemicolon
      ? ['Several statements of an arm stand in braces: `pattern => { a; b },`.']
      : [],
  });
  return skipToNextArm(cursor);
}

/** Behind the next `,` or `;` that an arm follows, as far as its `=>` shows; false if the arms end before. */
function skipToNextArm(cursor: Cursor): boolean {
  while (!endsArms(cursor)) {
    if (accept(cursor, Kind.comma)) return true;
    if (accept(cursor, Kind.semicolon)) {
      if (arrowBefore(cursor, cursor.index) >= 0) return true;
    } else if (opensGroup(peek(cursor))) {
      skipGroup(cursor);
    } else {
      advance(cursor);
    }
  }
  return false;
}

function errorHere(cursor: Cursor): Expr {
  const at = here(cursor);
  return { kind: 'error', at, from: at, to: at };
}
