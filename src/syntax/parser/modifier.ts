/** Words before a declaration that mean something only there. */
import { isWord } from '../token.ts';
import type { Cursor } from './cursor.ts';
import { advance } from './cursor.ts';

/** Moves behind the word if it stands here. */
export function acceptWord(cursor: Cursor, word: string): boolean {
  if (!isWord(cursor.tokens, cursor.index, word)) return false;
  advance(cursor);
  return true;
}
