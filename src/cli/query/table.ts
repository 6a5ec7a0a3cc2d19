/** Rows as an aligned table: numbers to the right, everything else to the left. */

export type TableCell = string | number | null;

export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly TableCell[])[];
}

export function renderTable({ header, rows }: Table): string {
  const widths = columnWidths({ header, rows });
  const isNumber = header.map((_, column) =>
    rows.every((row) => typeof row[column] === 'number' || row[column] === null),
  );
  return [header, ...rows].map((row) => renderRow(row, widths, isNumber)).join('');
}

export function columnWidths({ header, rows }: Table): readonly number[] {
  return header.map((name, column) =>
    rows.reduce((widest, row) => Math.max(widest, shown(row[column]).length), name.length),
  );
}

export function renderRow(
  row: readonly TableCell[],
  widths: readonly number[],
  isNumber: readonly boolean[],
): string {
  const cells = row.map((cell, column) => {
    const width = widths[column] ?? 0;
    return isNumber[column] ? shown(cell).padStart(width) : shown(cell).padEnd(width);
  });
  return `${cells.join('  ').trimEnd()}\n`;
}

/** On one line, whatever is in it. */
function shown(cell: TableCell | undefined): string {
  if (cell === null || cell === undefined) return '';
  return String(cell).replace(/[\n\r\t]/g, ' ');
}
