/** Tokens that begin no declaration of this version: one message, whatever they are. */
import type { SignatureSyntax } from '../ast.ts';
import { isWord, Kind, textAt } from '../token.ts';
import type { Cursor } from './cursor.ts';
import { behind, describe, here, peek, report } from './cursor.ts';
import { foreignWordNotes } from './foreign-words.ts';
import type { LaterFeature } from './unsupported.ts';
import { reportUnsupported } from './unsupported.ts';

export function reportStray(cursor: Cursor): SignatureSyntax {
  const from = here(cursor);
  if (isWord(cursor.tokens, cursor.index, 'public')) cursor.index += 1;
  const feature = laterFeature(cursor);
  if (feature === undefined) reportUnknown(cursor);
  else reportUnsupported(cursor, feature, from);
  cursor.index = cursor.tokens.count;
  return { kind: 'error', from, to: behind(cursor) };
}

function laterFeature(cursor: Cursor): LaterFeature | undefined {
  if (peek(cursor, 1) !== Kind.identifier) return undefined;
  if (isWord(cursor.tokens, cursor.index, 'trait')) return 'traits';
  if (isWord(cursor.tokens, cursor.index, 'implement')) return 'traits';
  return isWord(cursor.tokens, cursor.index, 'macro') ? 'macros' : undefined;
}

const contents =
  'A file consists of imports, functions, classes, structs, types, constants and tests, and `void main()`.';

function reportUnknown(cursor: Cursor): void {
  switch (peek(cursor)) {
    case Kind.braceClose:
      report(cursor, {
        code: 'E0125',
        message: '`}` closes nothing',
        notes: ['There is one `}` too many here, or a `{` is missing before it.'],
      });
      return;
    case Kind.semicolon:
      report(cursor, {
        code: 'E0124',
        message: 'Expected a declaration, found `;`',
        notes: ['No `;` stands behind the `}` of a declaration.'],
      });
      return;
    case Kind.var:
    case Kind.const:
    case Kind.capability:
      report(cursor, {
        code: 'E0124',
        message: `Expected a method, found ${describe(cursor)}`,
        notes: ['An implementation holds methods; the fields of a struct stand in its braces.'],
      });
      return;
    default: {
      const notes = foreignWordNotes(textAt(cursor.tokens, cursor.index));
      report(cursor, {
        code: 'E0124',
        message: `Expected a declaration, found ${describe(cursor)}`,
        notes: notes.length > 0 ? notes : [contents],
      });
    }
  }
}
