/** Tokens that have no place in the grammar: wherever one stands, it is the mistake. */
import type { TokenTable } from '../token.ts';
import { Kind, kindAt, textAt } from '../token.ts';

export interface UnusableToken {
  readonly code: 'E0100' | 'E0102';
  readonly message: string;
  readonly notes: readonly string[];
}

/** What is wrong with the token itself; undefined for tokens of the grammar. */
export function unusableToken(tokens: TokenTable, index: number): UnusableToken | undefined {
  switch (kindAt(tokens, index)) {
    case Kind.error:
      return unexpectedCharacter(textAt(tokens, index));
    case Kind.openComment:
      return {
        code: 'E0102',
        message: 'Expected `*/` at the end of the comment',
        notes: ['Comments between `/*` and `*/` nest: each needs its own end.'],
      };
    default:
      return undefined;
  }
}

function unexpectedCharacter(text: string): UnusableToken {
  const shown = text.length > 30 ? `${text.slice(0, 30)}…` : text;
  const code = text.codePointAt(0) ?? 0;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const isVisible = code > 32 && code !== 127 && !/^[\s\p{C}]/u.test(text);
  return {
    code: 'E0100',
    message: isVisible
      ? `\`${shown}\` is not a word or sign of Bolt`
      : `Unexpected character ${name}`,
    notes: /^[\p{L}\p{N}_]+$/u.test(text)
      ? ['Names consist of the letters A to Z and a to z, digits and `_`.']
      : [],
  };
}
