/** What a terminal in raw mode sends, as keys. Those that mean nothing here (arrows, function keys) are left out. */

export type Key =
  | { readonly kind: 'character'; readonly text: string }
  | { readonly kind: ControlKey };

export type ControlKey =
  | 'interrupt'
  | 'suspend'
  | 'quit'
  | 'enter'
  | 'backspace'
  | 'end'
  | 'erase line'
  | 'erase word'
  | 'redraw'
  | 'command';

const controls: ReadonlyMap<string, ControlKey> = new Map([
  ['\u0003', 'interrupt'],
  ['\u0004', 'end'],
  ['\b', 'backspace'],
  ['\u007f', 'backspace'],
  ['\n', 'enter'],
  ['\r', 'enter'],
  ['\f', 'redraw'],
  ['\u0014', 'command'],
  ['\u0015', 'erase line'],
  ['\u0017', 'erase word'],
  ['\u001a', 'suspend'],
  ['\u001c', 'quit'],
]);

/** Sequences after an escape character: CSI and SS3 ones, and a character with the Alt key. */
const escapeSequence = new RegExp(`${'\u001b'}(?:\\[[0-?]*[ -/]*[@-~]?|O[ -~]?|[^\\[O])?`, 'gu');

export function readKeys(text: string): readonly Key[] {
  const keys: Key[] = [];
  for (const character of text.replace(escapeSequence, '')) {
    const control = controls.get(character);
    if (control !== undefined) keys.push({ kind: control });
    else if (character === '\t' || !/\p{Cc}/u.test(character)) {
      keys.push({ kind: 'character', text: character });
    }
  }
  return keys;
}
