/**
 * Operators as the parser sees them: `>` joined with what touches it, and how tightly each binds.
 */
import type { AssignmentOperator, BinaryOperatorSyntax } from '../ast.ts';
import type { TokenKind } from '../token.ts';
import { isWord, Kind, kindAt, touchesNext } from '../token.ts';
import type { Cursor } from './cursor.ts';
import { peek } from './cursor.ts';

/** How tightly operators bind, from loosest to tightest. */
export const Level = {
  range: 1,
  coalesce: 2,
  or: 3,
  and: 4,
  comparison: 5,
  bitOr: 6,
  bitXor: 7,
  bitAnd: 8,
  shift: 9,
  sum: 10,
  product: 11,
  conversion: 12,
} as const;

export type InfixOperator =
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperatorSyntax;
      readonly level: number;
      readonly width: number;
    }
  | {
      readonly kind: 'range';
      readonly inclusive: boolean;
      readonly level: number;
      readonly width: number;
    }
  | { readonly kind: 'as' | 'is' | 'coalesce'; readonly level: number; readonly width: number };

const infixByKind = new Map<TokenKind, InfixOperator>();

function addBinary(kind: TokenKind, operator: BinaryOperatorSyntax, level: number): void {
  infixByKind.set(kind, { kind: 'binary', operator, level, width: 1 });
}

addBinary(Kind.orOr, '||', Level.or);
addBinary(Kind.andAnd, '&&', Level.and);
addBinary(Kind.equalEqual, '==', Level.comparison);
addBinary(Kind.bangEqual, '!=', Level.comparison);
addBinary(Kind.less, '<', Level.comparison);
addBinary(Kind.lessEqual, '<=', Level.comparison);
addBinary(Kind.greater, '>', Level.comparison);
addBinary(Kind.pipe, '|', Level.bitOr);
addBinary(Kind.caret, '^', Level.bitXor);
addBinary(Kind.ampersand, '&', Level.bitAnd);
addBinary(Kind.lessLess, '<<', Level.shift);
addBinary(Kind.plus, '+', Level.sum);
addBinary(Kind.minus, '-', Level.sum);
addBinary(Kind.star, '*', Level.product);
addBinary(Kind.slash, '/', Level.product);
addBinary(Kind.percent, '%', Level.product);
infixByKind.set(Kind.dotDot, { kind: 'range', inclusive: false, level: Level.range, width: 1 });
infixByKind.set(Kind.dotDotEqual, { kind: 'range', inclusive: true, level: Level.range, width: 1 });
infixByKind.set(Kind.questionQuestion, { kind: 'coalesce', level: Level.coalesce, width: 1 });

const greaterEqual: InfixOperator = {
  kind: 'binary',
  operator: '>=',
  level: Level.comparison,
  width: 2,
};
const shiftRight: InfixOperator = { kind: 'binary', operator: '>>', level: Level.shift, width: 2 };
const conversion: InfixOperator = { kind: 'as', level: Level.conversion, width: 1 };
const typeTest: InfixOperator = { kind: 'is', level: Level.conversion, width: 1 };

/** The infix operator at the cursor, assignments left out. */
export function peekInfix(cursor: Cursor): InfixOperator | undefined {
  const kind = peek(cursor);
  if (kind === Kind.greater) {
    if (greaterEqualAt(cursor, cursor.index)) return greaterEqual;
    if (!doubleGreaterAt(cursor)) return infixByKind.get(kind);
    return greaterEqualAt(cursor, cursor.index + 1) ? undefined : shiftRight;
  }
  if (kind === Kind.identifier) {
    if (isWord(cursor.tokens, cursor.index, 'as')) return conversion;
    return isWord(cursor.tokens, cursor.index, 'is') ? typeTest : undefined;
  }
  return infixByKind.get(kind);
}

function doubleGreaterAt({ tokens, index }: Cursor): boolean {
  return touchesNext(tokens, index) && kindAt(tokens, index + 1) === Kind.greater;
}

function greaterEqualAt({ tokens }: Cursor, index: number): boolean {
  return touchesNext(tokens, index) && kindAt(tokens, index + 1) === Kind.equal;
}

interface Assignment {
  readonly operator: AssignmentOperator;
  readonly width: number;
}

const assignmentByKind: ReadonlyMap<TokenKind, Assignment> = new Map<TokenKind, Assignment>([
  [Kind.colonEqual, { operator: ':=', width: 1 }],
  [Kind.plusEqual, { operator: '+=', width: 1 }],
  [Kind.minusEqual, { operator: '-=', width: 1 }],
  [Kind.starEqual, { operator: '*=', width: 1 }],
  [Kind.slashEqual, { operator: '/=', width: 1 }],
  [Kind.percentEqual, { operator: '%=', width: 1 }],
  [Kind.ampersandEqual, { operator: '&=', width: 1 }],
  [Kind.pipeEqual, { operator: '|=', width: 1 }],
  [Kind.caretEqual, { operator: '^=', width: 1 }],
  [Kind.lessLessEqual, { operator: '<<=', width: 1 }],
]);
const shiftRightAssignment: Assignment = { operator: '>>=', width: 3 };

export function peekAssignment(cursor: Cursor): Assignment | undefined {
  const kind = peek(cursor);
  if (kind !== Kind.greater) return assignmentByKind.get(kind);
  return doubleGreaterAt(cursor) && greaterEqualAt(cursor, cursor.index + 1)
    ? shiftRightAssignment
    : undefined;
}
