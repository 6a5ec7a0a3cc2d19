/** Tokens that begin no declaration of this version: one message, whatever they are. */
import type { SignatureSyntax } from '../ast.ts';
import { isWord, Kind } from '../token.ts';
import type { Cursor } from './cursor.ts';
import { behind, describe, here, peek, report } from './cursor.ts';
import type { LaterFeature } from './unsupported.ts';
import { reportUnsupported } from './unsupported.ts';

const laterWords: readonly (readonly [word: string, feature: LaterFeature])[] = [
  ['struct', 'structs'],
  ['trait', 'traits'],
  ['implement', 'implementations'],
  ['type', 'type aliases and unions'],
  ['macro', 'macros'],
  ['test', 'tests'],
  ['extern', 'C functions'],
  ['locked', 'global variables'],
  ['local', 'global variables'],
];

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
  if (peek(cursor) === Kind.const) return 'constants';
  if (peek(cursor) === Kind.var) return 'global variables';
  const next = peek(cursor, 1);
  const mayDeclare =
    next === Kind.identifier || next === Kind.string || next === Kind.function || next === Kind.var;
  if (!mayDeclare) return undefined;
  return laterWords.find(([word]) => isWord(cursor.tokens, cursor.index, word))?.[1];
}

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
    default:
      report(cursor, {
        code: 'E0124',
        message: `Expected a declaration, found ${describe(cursor)}`,
        notes: ['A file consists of imports, functions and classes, and `void main()`.'],
      });
  }
}
