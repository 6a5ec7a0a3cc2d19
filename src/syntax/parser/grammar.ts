/**
 * Ties the parser's files together, which need each other in a circle but import each other in a
 * tree.
 */

import { parseArmBlock, parseBlock } from './block.ts';
import type { Grammar } from './cursor.ts';
import { parseBound, parseExpression, parseRangeOrExpression } from './expression.ts';

export const grammar: Grammar = {
  expression: parseExpression,
  rangeOrExpression: parseRangeOrExpression,
  bound: parseBound,
  block: parseBlock,
  armBlock: parseArmBlock,
};
