/** A table that sorts by a click on a column's head, filters, and shows the first rows of many. */

import type { Filter } from '../view/filter.ts';
import { formatCount } from '../view/format.ts';
import { dot, element } from './dom.ts';

export interface Column<T> {
  readonly title: string;
  readonly hint?: string;
  /** Of the part of a bar that stands for the column. */
  readonly colour?: string;
  readonly className?: string;
  /** What to sort by; descending. Without it the column cannot be sorted by. */
  readonly order?: (row: T) => number;
  cell(row: T): Node | string;
  isZero?(row: T): boolean;
}

export interface TableOptions<T> {
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly shown: number;
  readonly empty: string;
  /** By which column it is sorted at first. */
  readonly sortedBy: number;
  texts(row: T): readonly string[];
  onClick?(row: T): void;
}

export interface TableView {
  readonly box: HTMLElement;
  search(filter: Filter | undefined): void;
}

export function createTable<T>(options: TableOptions<T>): TableView {
  const { columns } = options;
  const box = element('div');
  let sortedBy = options.sortedBy;
  let filter: Filter | undefined;
  let isWhole = false;

  const render = (): void => {
    const { order } = columns[sortedBy] ?? {};
    const found = options.rows.filter(
      (row) => filter === undefined || filter(...options.texts(row)),
    );
    const sorted = order === undefined ? found : [...found].sort((a, b) => order(b) - order(a));
    const shown = isWhole ? sorted : sorted.slice(0, options.shown);
    const table = element('table', {}, head(), body(shown));
    const parts: Node[] = [element('div', { class: 'scroll' }, table)];
    if (sorted.length === 0) parts.push(element('div', { class: 'empty' }, options.empty));
    if (sorted.length > shown.length || isWhole) parts.push(more(sorted.length));
    box.replaceChildren(...parts);
  };
  const head = (): HTMLElement => {
    const row = element('tr');
    for (const [index, { title, hint, colour, order }] of columns.entries()) {
      const cell = element('th', hint === undefined ? {} : { title: hint }, title);
      if (colour !== undefined) cell.prepend(dot(colour), ' ');
      if (order !== undefined) {
        cell.classList.add('sortable');
        if (index === sortedBy) cell.append(' ↓');
        cell.addEventListener('click', () => {
          sortedBy = index;
          render();
        });
      }
      row.append(cell);
    }
    return element('thead', {}, row);
  };
  const body = (rows: readonly T[]): HTMLElement => {
    const part = element('tbody');
    for (const row of rows) {
      const line = element('tr');
      for (const column of columns) {
        const cell = element('td', { class: column.className ?? '' }, column.cell(row));
        if (column.isZero?.(row) === true) cell.classList.add('zero');
        line.append(cell);
      }
      if (options.onClick !== undefined) {
        line.classList.add('link');
        line.addEventListener('click', () => options.onClick?.(row));
      }
      part.append(line);
    }
    return part;
  };
  const more = (count: number): HTMLElement => {
    const text = isWhole ? 'Show fewer' : `Show all ${formatCount(count)}`;
    const button = element('button', { type: 'button', class: 'more' }, text);
    button.addEventListener('click', () => {
      isWhole = !isWhole;
      render();
    });
    return button;
  };

  render();
  return {
    box,
    search(next) {
      filter = next;
      render();
    },
  };
}
