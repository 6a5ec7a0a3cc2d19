/** `new Cell<int>(v: 1)` */
import type { Expr, Name } from '../ast.ts';
import { Kind } from '../token.ts';
import type { Cursor } from './cursor.ts';
import {
  accept,
  advance,
  behind,
  expect,
  expectClose,
  expectName,
  here,
  peek,
  report,
} from './cursor.ts';
import { beginsExpression } from './recovery.ts';
import { parseTypePath } from './type.ts';
import { reportUnsupported } from './unsupported.ts';

export function parseNew(cursor: Cursor): Expr {
  const at = advance(cursor);
  const type = parseTypePath(cursor);
  if (peek(cursor) === Kind.bracketOpen) {
    reportUnsupported(cursor, 'arrays');
    const opener = advance(cursor);
    if (peek(cursor) !== Kind.bracketClose) cursor.grammar.expression(cursor);
    expectClose(cursor, Kind.bracketClose, { bracket: ']', opener });
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
