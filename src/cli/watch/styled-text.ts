/**
 * Text with styles apart, so that what is said can be tested without colours and cut to a width without
 * counting them.
 */
import { assertNever } from '../../base/invariant.ts';
import type { Colors } from '../output.ts';

export type Style = 'plain' | 'strong' | 'dim' | 'good' | 'bad' | 'warning' | 'accent';

export interface Piece {
  readonly text: string;
  readonly style: Style;
}

/** One line, not ended. */
export type StyledLine = readonly Piece[];

export function piece(text: string, style: Style = 'plain'): Piece {
  return { text, style };
}

export function plainText(line: StyledLine): string {
  return line.map(({ text }) => text).join('');
}

export function paint(line: StyledLine, colors: Colors): string {
  return line.map(({ text, style }) => paintPiece(text, style, colors)).join('');
}

function paintPiece(text: string, style: Style, colors: Colors): string {
  switch (style) {
    case 'plain':
      return text;
    case 'strong':
      return colors.bold(text);
    case 'dim':
      return colors.dim(text);
    case 'good':
      return colors.green(text);
    case 'bad':
      return colors.red(text);
    case 'warning':
      return colors.yellow(text);
    case 'accent':
      return colors.cyan(text);
    default:
      return assertNever(style);
  }
}

/** At most `columns` wide; what is cut off is replaced by an ellipsis. */
export function fit(line: StyledLine, columns: number): StyledLine {
  if (widthOf(plainText(line)) <= columns) return line;
  const fitted: Piece[] = [];
  let room = columns - 1;
  for (const { text, style } of line) {
    let kept = '';
    for (const character of text) {
      const width = widthOf(character);
      if (width > room) return columns < 1 ? [] : [...fitted, piece(`${kept}…`, style)];
      kept += character;
      room -= width;
    }
    fitted.push(piece(kept, style));
  }
  return fitted;
}

/** Names of files and the like, which may hold anything, without what a terminal would obey. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '\u{FFFD}');
}

/** Columns that a terminal gives `text`, which has no control characters. */
export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) {
    if (/^[\p{Mn}\p{Me}\p{Cf}]$/u.test(character)) continue;
    width += isWide(character.codePointAt(0) ?? 0) ? 2 : 1;
  }
  return width;
}

/** The blocks that Unicode's East Asian Width calls wide, roughly: a status line needs no more. */
function isWide(code: number): boolean {
  return wideBlocks.some(([first, last]) => code >= first && code <= last);
}

const wideBlocks: readonly (readonly [first: number, last: number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
];
