/** Rows of a result as they come: an aligned table, CSV (RFC 4180), or JSON lines. */
import type { Cell } from '../../../cache/select.ts';
import { InternalError } from '../../base/invariant.ts';
import type { Output } from '../output.ts';
import { columnWidths, renderRow } from './table.ts';

export interface RowWriter {
  columns(names: readonly string[]): void;
  rows(rows: readonly (readonly Cell[])[]): void;
  /** Writes what is left, and says how many rows there were. */
  end(): number;
}

export function createRowWriter(output: Output, format: 'table' | 'csv'): RowWriter {
  const sink = output.options.json
    ? jsonSink(output)
    : format === 'csv'
      ? csvSink(output)
      : tableSink(output);
  let header: readonly string[] | undefined;
  let count = 0;
  const known = (): readonly string[] => {
    if (header === undefined) throw new InternalError('Rows came before their columns');
    return header;
  };
  return {
    columns(names) {
      header = names;
      sink.columns(names);
    },
    rows(rows) {
      count += rows.length;
      sink.rows(known(), rows);
    },
    end() {
      sink.end(known());
      return count;
    },
  };
}

interface Sink {
  columns(names: readonly string[]): void;
  rows(names: readonly string[], rows: readonly (readonly Cell[])[]): void;
  end(names: readonly string[]): void;
}

function jsonSink(output: Output): Sink {
  return {
    columns: () => undefined,
    rows(names, rows) {
      for (const row of rows) {
        const named = names.map((name, index) => [name, row[index] ?? null] as const);
        output.event('sql-row', { row: Object.fromEntries(named) });
      }
    },
    end: () => undefined,
  };
}

function csvSink(output: Output): Sink {
  const write = (cells: readonly Cell[]): void =>
    output.result(`${cells.map(csvCell).join(',')}\n`);
  return {
    columns: write,
    rows: (_, rows) => rows.forEach(write),
    end: () => undefined,
  };
}

function csvCell(cell: Cell): string {
  const text = cell === null ? '' : String(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows that the widths of columns are taken from; later ones may stick out. */
const measuredRows = 1_000;

/** The widest that a column gets for the sake of one cell. */
const widestColumn = 80;

function tableSink(output: Output): Sink {
  let waiting: (readonly Cell[])[] = [];
  let layout:
    | { readonly widths: readonly number[]; readonly isNumber: readonly boolean[] }
    | undefined;
  const flush = (names: readonly string[]): void => {
    if (layout === undefined) {
      const measured = columnWidths({ header: names, rows: waiting });
      const widths = measured.map((width) => Math.min(width, widestColumn));
      const isNumber = names.map((_, column) =>
        waiting.every((row) => typeof row[column] === 'number' || row[column] === null),
      );
      layout = { widths, isNumber };
      output.result(`${output.resultColors.bold(renderRow(names, widths, isNumber).trimEnd())}\n`);
    }
    const { widths, isNumber } = layout;
    output.result(waiting.map((row) => renderRow(row, widths, isNumber)).join(''));
    waiting = [];
  };
  return {
    columns: () => undefined,
    rows(names, rows) {
      waiting.push(...rows);
      if (waiting.length >= measuredRows) flush(names);
    },
    end: (names) => flush(names),
  };
}
