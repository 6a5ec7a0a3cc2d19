/** `new Cell<int>(v: 1)` */
import type { Ordinal } from '../../base/span.ts';
import type { Expr, Name, TypeSyntax } from '../ast.ts';
import { Kind } from '../token.ts';
import { skipGroup } from './brackets.ts';
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
import { beginsExpression } from './recovery.ts';
import { parseNewType } from './type.ts';

export function parseNew(cursor: Cursor): Expr {
  const at = advance(cursor);
  const type = parseNewType(cursor);
  if (peek(cursor) === Kind.bracketOpen) return parseNewArray(cursor, type, at);
  if (type.kind === 'array' && peek(cursor) === Kind.braceOpen) {
    rejectElements(cursor);
    return { kind: 'error', at, from: at, to: behind(cursor) };
  }
  if (type.kind !== 'path' && type.kind !== 'error') {
    report(cursor, {
      code: 'E0144',
      message: `Expected \`[\` and the length of the array, found ${describe(cursor)}`,
      notes: ['`new T[n]` makes an array of `n` values, `new C(field: value)` an object.'],
    });
    return { kind: 'error', at, from: at, to: behind(cursor) };
  }
  const inits: Initializer[] = [];
  const opener = here(cursor);
  if (expect(cursor, Kind.parenOpen, '`(` behind the class of `new`')) {
    if (peek(cursor) !== Kind.parenClose) {
      do {
        inits.push(parseInitializer(cursor, inits));
      } while (accept(cursor, Kind.comma));
    }
    expectClose(cursor, Kind.parenClose, { bracket: ')', opener });
  }
  return { kind: 'new', type, inits, at, from: at, to: behind(cursor) };
}

/** At the `[` before the length. */
function parseNewArray(cursor: Cursor, element: TypeSyntax, at: Ordinal): Expr {
  const opener = advance(cursor);
  const length = cursor.grammar.expression(cursor);
  expectClose(cursor, Kind.bracketClose, { bracket: ']', opener });
  const node = { at, from: at, to: behind(cursor) };
  if (peek(cursor) === Kind.braceOpen && !beginsBlock(cursor)) {
    rejectElements(cursor);
    return { kind: 'error', at, from: at, to: behind(cursor) };
  }
  if (peek(cursor) !== Kind.bracketOpen) return { kind: 'newArray', element, length, ...node };
  report(cursor, {
    code: 'E0144',
    message: 'An array of arrays is not made in one step',
    notes: ['`new int[][n]` makes an array of `n` empty arrays, to which others can be assigned.'],
  });
  skipGroup(cursor);
  return { kind: 'error', ...node, to: behind(cursor) };
}

/** Whether the `{` may be that of a loop: nothing but the elements of an array has a `,` there. */
function beginsBlock(cursor: Cursor): boolean {
  return peek(cursor, 2) !== Kind.comma && peek(cursor, 2) !== Kind.braceClose;
}

/** `new int[3]{1, 2, 3}` */
function rejectElements(cursor: Cursor): void {
  report(cursor, {
    code: 'E0144',
    message: 'An array of given elements is not made by `new`',
    notes: ['Write `[1, 2, 3]`.'],
  });
  skipGroup(cursor);
}

/** `field: value`; one message for all values without a field. */
function parseInitializer(cursor: Cursor, before: readonly Initializer[]): Initializer {
  const at = here(cursor);
  if (peek(cursor, 1) === Kind.colon || !beginsExpression(cursor)) {
    const name = expectName(cursor, 'the name of a field');
    expect(cursor, Kind.colon, '`:` behind the name of the field');
    return { name, value: cursor.grammar.expression(cursor) };
  }
  if (before.every(({ name }) => name.text !== '')) {
    report(cursor, {
      code: 'E0139',
      message: 'A value in `new` needs the name of its field',
      notes: ['Write `name: value`, for example `new Point(x: 1, y: 2)`.'],
    });
  }
  return { name: { text: '', from: at, to: at }, value: cursor.grammar.expression(cursor) };
}

interface Initializer {
  readonly name: Name;
  readonly value: Expr;
}
