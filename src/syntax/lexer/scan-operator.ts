/** Punctuation and operators, the longest first; `>` is always a token of its own. */

import type { TokenKind } from '../token.ts';
import { Kind } from '../token.ts';
import { byFirstCharacter } from './by-first-character.ts';
import type { Lexer } from './lexer-state.ts';
import { addToken } from './lexer-state.ts';

const operators: readonly (readonly [string, TokenKind])[] = [
  ['<<=', Kind.lessLessEqual],
  ['..=', Kind.dotDotEqual],
  ['..', Kind.dotDot],
  ['??', Kind.questionQuestion],
  ['==', Kind.equalEqual],
  ['=>', Kind.fatArrow],
  ['!=', Kind.bangEqual],
  ['<=', Kind.lessEqual],
  ['<<', Kind.lessLess],
  ['&&', Kind.andAnd],
  ['||', Kind.orOr],
  [':=', Kind.colonEqual],
  ['+=', Kind.plusEqual],
  ['->', Kind.arrow],
  ['-=', Kind.minusEqual],
  ['*=', Kind.starEqual],
  ['/=', Kind.slashEqual],
  ['%=', Kind.percentEqual],
  ['&=', Kind.ampersandEqual],
  ['|=', Kind.pipeEqual],
  ['^=', Kind.caretEqual],
  ['(', Kind.parenOpen],
  [')', Kind.parenClose],
  ['[', Kind.bracketOpen],
  [']', Kind.bracketClose],
  [',', Kind.comma],
  [';', Kind.semicolon],
  [':', Kind.colon],
  ['.', Kind.dot],
  ['?', Kind.question],
  ['+', Kind.plus],
  ['-', Kind.minus],
  ['*', Kind.star],
  ['/', Kind.slash],
  ['%', Kind.percent],
  ['&', Kind.ampersand],
  ['|', Kind.pipe],
  ['^', Kind.caret],
  ['~', Kind.tilde],
  ['!', Kind.bang],
  ['<', Kind.less],
  ['>', Kind.greater],
  ['=', Kind.equal],
];

/** Operators by their first character, the longest first. */
const byFirst = byFirstCharacter(operators);

export function scanOperator(lexer: Lexer, first: number): void {
  const { text, position } = lexer;
  for (const [operator, kind] of byFirst[first] ?? []) {
    if (operator.length === 1 || text.startsWith(operator, position)) {
      addToken(lexer, kind, position + operator.length);
      return;
    }
  }
}
