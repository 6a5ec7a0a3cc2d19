/**
 * The terminal's lines: what scrolls, and one status line below it that is always whole or not there.
 *
 * The cursor waits at the start of the status line, so that clearing from the cursor on removes it even
 * where the terminal was made narrower meanwhile and broke it into several lines. While the program's last
 * line is unfinished, or the user is typing, there is no status line.
 */
import type { Colors } from '../output.ts';
import type { StyledLine } from './styled-text.ts';
import { fit, paint } from './styled-text.ts';

export interface Screen {
  /** Lines of boltd's own, ended; they begin on a fresh line. */
  print(text: string): void;
  /** What the program prints, or the user types to it: anything. */
  pass(text: string): void;
  /** Replaces the status line; undefined: none. */
  status(line: StyledLine | undefined): void;
  /** Scrolls nothing away: empties the screen and what can be scrolled back to. */
  clear(): void;
  /** Draws again what may have been disturbed: the terminal's size changed, or boltd was suspended. */
  redraw(): void;
  /** Takes the status line away until `redraw`, and leaves the cursor on a fresh line. */
  leave(): void;
}

export interface ScreenOptions {
  /** All at once, so that nobody sees half of it. */
  write(text: string): void;
  columns(): number;
  readonly colors: Colors;
}

export function createScreen({ write, columns, colors }: ScreenOptions): Screen {
  let line: StyledLine | undefined;
  let isDrawn = false;
  let isAway = false;
  let isFreshLine = true;

  const erase = (): string => {
    if (!isDrawn) return '';
    isDrawn = false;
    return eraseBelow;
  };
  const draw = (): string => {
    if (line === undefined || isAway || !isFreshLine) return '';
    isDrawn = true;
    // The last column stays free: terminals differ in when they wrap.
    return `${paint(fit(line, columns() - 1), colors)}\r`;
  };
  const freshLine = (): string => {
    if (isFreshLine) return '';
    isFreshLine = true;
    return '\n';
  };
  return {
    print: (text) => write(erase() + freshLine() + text + draw()),
    pass(text) {
      if (text === '') return;
      const erased = erase();
      isFreshLine = text.endsWith('\n');
      write(erased + text + draw());
    },
    status(next) {
      const isSame = JSON.stringify(next) === JSON.stringify(line);
      line = next;
      if (isSame && isDrawn) return;
      const text = erase() + draw();
      if (text !== '') write(text);
    },
    clear() {
      isDrawn = false;
      isFreshLine = true;
      write(eraseAll + draw());
    },
    redraw() {
      isAway = false;
      const text = erase() + draw();
      if (text !== '') write(text);
    },
    leave() {
      const text = erase() + freshLine();
      isAway = true;
      if (text !== '') write(text);
    },
  };
}

const eraseBelow = '\u001b[J';
/** Cursor home, the screen, and the lines above it. */
const eraseAll = '\u001b[H\u001b[2J\u001b[3J';
