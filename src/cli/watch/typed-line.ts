/**
 * The line that a user types to the program, edited as a terminal would: keys are read one by one, so
 * nobody else does it.
 */
import type { Key } from './keys.ts';
import { widthOf } from './styled-text.ts';

export interface Typing {
  /** The line so far. */
  readonly text: string;
  /** For the screen. */
  readonly echo: string;
  /** For the program. */
  readonly sent: string;
  /** Its input ends. */
  readonly ends: boolean;
}

export function typeKey(text: string, key: Key): Typing {
  switch (key.kind) {
    case 'character':
      return { text: text + key.text, echo: key.text, sent: '', ends: false };
    case 'enter':
      return { text: '', echo: '\n', sent: `${text}\n`, ends: false };
    // As everywhere: at the start of a line the input ends, elsewhere the line is sent as it is.
    case 'end':
      return { text: '', echo: '', sent: text, ends: text === '' };
    case 'backspace':
      return shorten(text, [...text].slice(0, -1).join(''));
    case 'erase line':
      return shorten(text, '');
    case 'erase word':
      return shorten(text, text.replace(/\S*\s*$/u, ''));
    default:
      return { text, echo: '', sent: '', ends: false };
  }
}

function shorten(text: string, rest: string): Typing {
  const columns = widthOf(text.slice(rest.length));
  return { text: rest, echo: '\b \b'.repeat(columns), sent: '', ends: false };
}
