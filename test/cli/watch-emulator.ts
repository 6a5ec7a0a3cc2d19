/** As much of a terminal as boltd speaks to: what a person would see, from the bytes that were written. */

export interface Emulator {
  write(text: string): void;
  /** Of lines that are too long the terminal makes several, as many do. */
  resize(columns: number): void;
  /** Everything from the first line to the last that has text; blanks at the ends of lines left out. */
  lines(): readonly string[];
  /** The line with the cursor. */
  cursorLine(): string;
}

const escapeCharacter = '\u001b';
const sequences = new RegExp(`${escapeCharacter}\\[[0-?]*[ -/]*[@-~]|.`, 'gsu');
const colour = new RegExp(`^${escapeCharacter}\\[[\\d;]*m$`);

interface Row {
  readonly cells: string[];
  /** Whether the next row is the rest of this line. */
  isContinued: boolean;
}

export function createEmulator(width: number): Emulator {
  let columns = width;
  let rows: Row[] = [emptyRow()];
  let row = 0;
  let column = 0;

  const newLine = (isContinued: boolean): void => {
    rowAt(rows, row).isContinued = isContinued;
    row += 1;
    if (row === rows.length) rows.push(emptyRow());
  };
  const put = (character: string): void => {
    if (column === columns) {
      newLine(true);
      column = 0;
    }
    rowAt(rows, row).cells[column] = character;
    column += 1;
  };
  const control = (sequence: string): void => {
    if (sequence === '\r') column = 0;
    else if (sequence === '\n') {
      newLine(false);
      // As a terminal driver that makes CR LF of it.
      column = 0;
    } else if (sequence === '\b') column = Math.max(0, column - 1);
    else if (sequence === '\u001b[J') {
      rowAt(rows, row).cells.length = Math.min(column, rowAt(rows, row).cells.length);
      rowAt(rows, row).isContinued = false;
      rows.length = row + 1;
    } else if (sequence === '\u001b[H') [row, column] = [0, 0];
    else if (sequence === '\u001b[2J' || sequence === '\u001b[3J') {
      rows = [emptyRow()];
      [row, column] = [0, 0];
    } else if (!colour.test(sequence)) {
      throw new Error(`The terminal knows no ${JSON.stringify(sequence)}`);
    }
  };
  return {
    write(text) {
      for (const [sequence] of text.matchAll(sequences)) {
        if (/^[\p{Cc}]/u.test(sequence)) control(sequence);
        else put(sequence);
      }
    },
    resize(next) {
      const lines = joinRows(rows);
      const cursor = { line: lineOf(rows, row), offset: offsetOf(rows, row) + column };
      columns = next;
      rows = [];
      for (const [index, text] of lines.entries()) {
        const start = rows.length;
        const cells = [...text];
        do {
          rows.push({ cells: cells.splice(0, columns), isContinued: cells.length > 0 });
        } while (cells.length > 0);
        if (index !== cursor.line) continue;
        row = Math.min(rows.length - 1, start + Math.floor(cursor.offset / columns));
        column = cursor.offset - (row - start) * columns;
      }
    },
    lines() {
      const lines = joinRows(rows).map((line) => line.trimEnd());
      while (lines.at(-1) === '') lines.pop();
      return lines;
    },
    cursorLine: () => (joinRows(rows)[lineOf(rows, row)] ?? '').trimEnd(),
  };
}

function emptyRow(): Row {
  return { cells: [], isContinued: false };
}

function rowAt(rows: readonly Row[], index: number): Row {
  const row = rows[index];
  if (row === undefined) throw new Error(`No row ${index}`);
  return row;
}

function joinRows(rows: readonly Row[]): readonly string[] {
  const lines: string[] = [];
  let text = '';
  for (const { cells, isContinued } of rows) {
    text += Array.from(cells, (cell) => cell ?? ' ').join('');
    if (isContinued) continue;
    lines.push(text);
    text = '';
  }
  return lines;
}

/** Index of the line that a row belongs to. */
function lineOf(rows: readonly Row[], index: number): number {
  return rows.slice(0, index).filter(({ isContinued }) => !isContinued).length;
}

/** Cells of the same line in the rows before. */
function offsetOf(rows: readonly Row[], index: number): number {
  let offset = 0;
  for (let at = index - 1; at >= 0 && rows[at]?.isContinued === true; at -= 1) {
    offset += rowAt(rows, at).cells.length;
  }
  return offset;
}
