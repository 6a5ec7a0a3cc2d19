/** Escape sequences of strings and characters. */

import type { Cursor } from './cursor.ts';
import { report } from './cursor.ts';

const simple: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '0': '\0',
  b: '\b',
  f: '\f',
  '\\': '\\',
  '"': '"',
  "'": "'",
  $: '$',
  '/': '/',
};
const unicode = /u\{([0-9a-fA-F_]*)\}?/y;

/**
 * The text that the source from `start` to `end` stands for; reports unknown escapes at the current
 * token.
 */
export function decodeText(cursor: Cursor, start: number, end: number): string {
  const source = cursor.tokens.text.slice(start, end);
  let backslash = source.indexOf('\\');
  if (backslash < 0) return source;
  let text = '';
  let from = 0;
  while (backslash >= 0) {
    text += source.slice(from, backslash);
    const letter = source[backslash + 1] ?? '';
    const replacement = simple[letter];
    if (replacement !== undefined) {
      text += replacement;
      from = backslash + 2;
    } else if (letter === 'u') {
      unicode.lastIndex = backslash + 1;
      const match = unicode.exec(source);
      text += decodeCodePoint(cursor, match?.[0].endsWith('}') ? (match[1] ?? '') : undefined);
      from = match === null ? backslash + 2 : unicode.lastIndex;
    } else {
      reportEscape(cursor, letter);
      from = backslash + 1 + letter.length;
    }
    backslash = source.indexOf('\\', from);
  }
  return text + source.slice(from);
}

/** `digits` is undefined where the braces are missing. */
function decodeCodePoint(cursor: Cursor, digits: string | undefined): string {
  const hex = digits?.replaceAll('_', '');
  const value =
    hex !== undefined && /^[0-9a-fA-F]{1,6}$/.test(hex) ? Number.parseInt(hex, 16) : undefined;
  if (value === undefined) {
    report(cursor, {
      code: 'E0103',
      message: 'Expected one to six hexadecimal digits in braces after `\\u`',
      notes: ['Write a Unicode character as `\\u{1F600}`.'],
    });
    return '';
  }
  if (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) {
    report(cursor, {
      code: 'E0103',
      message: `\`\\u{${digits}}\` is not a Unicode character`,
      notes: ['Characters range from 0 to 10FFFF, without the surrogates D800 to DFFF.'],
    });
    return '';
  }
  return String.fromCodePoint(value);
}

function reportEscape(cursor: Cursor, letter: string): void {
  report(cursor, {
    code: 'E0103',
    message: `Unknown escape \`\\${letter}\``,
    notes: [
      'The escapes are \\n \\t \\r \\0 \\b \\f \\\\ \\/ \\" \\\' \\$ and \\u{…}. A backslash itself is written `\\\\`.',
    ],
  });
}
