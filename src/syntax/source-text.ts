/**
 * Tokens as a person would write them, from canonical text: for messages that quote code. Where blanks belong
 * is judged by the tokens on both sides; the tokens themselves are the user's.
 */
import type { Range } from './ast.ts';
import { lex } from './lexer/lex.ts';
import { endOf, Kind, kindAt, startOf } from './token.ts';

/** The tokens of `range` in the canonical text of a declaration's body. */
export function sourceText(canonical: string, { from, to }: Range): string {
  const tokens = lex(canonical);
  let result = '';
  let previous = '';
  for (let index = from; index <= Math.min(to, tokens.count - 1); index += 1) {
    const text = canonical.slice(startOf(tokens, index), endOf(tokens, index));
    const kind = kindAt(tokens, index);
    const isInText = kind === Kind.stringMiddle || kind === Kind.stringEnd;
    const isBound = index === from || isInText || touches(previous, text, before(result));
    result += isBound ? text : ` ${text}`;
    previous = text;
  }
  return result;
}

/** The token before the last, whose kind says whether a sign has one operand or two. */
function before(text: string): string {
  return /(\S+)\s\S+$/.exec(text)?.[1] ?? '';
}

function touches(left: string, right: string, earlier: string): boolean {
  if (left.endsWith('${') || '([.!~'.includes(left)) return true;
  if (',;.)]?'.includes(right)) return true;
  if (right === '(' || right === '[') return /[\w)\]>"]$/.test(left) && !keywords.has(left);
  // A sign behind an operator, or at the beginning, belongs to what follows.
  return left === '-' && (earlier === '' || /[-+*/%<>=&|^(,]$/.test(earlier));
}

const keywords: ReadonlySet<string> = new Set(['if', 'else', 'return', 'match', 'in', 'is', 'as']);
