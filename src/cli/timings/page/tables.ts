/** The slowest declarations, and what each query did. */
import type { DeclarationRow, QueryRow } from '../page-data.ts';
import { formatCount, formatUs, plural, splitKey } from '../view/format.ts';
import { groupOf } from '../view/groups.ts';
import { byId, dot, element } from './dom.ts';
import type { Model } from './model.ts';
import type { Column, TableView } from './table.ts';
import { createTable } from './table.ts';

export function showDeclarations({ data }: Model, search: (text: string) => void): TableView {
  const { declarations, otherDeclarations: others } = data;
  const total = (row: DeclarationRow): number => row.frontUs + row.codeUs + row.emissionUs;
  const longest = Math.max(1, ...declarations.map(total));
  if (others.count > 0) {
    const us = others.frontUs + others.codeUs + others.emissionUs;
    byId('declarations-sum').textContent =
      `${plural(declarations.length, 'declaration')}; ${formatCount(others.count)} others took ${formatUs(us)}`;
  }
  const table = createTable<DeclarationRow>({
    columns: [
      { title: 'Declaration', className: 'name', cell: ({ name }) => nameOf(name) },
      {
        title: '',
        className: 'wide',
        cell: (row) =>
          meter(
            [
              ['types', row.frontUs],
              ['code', row.codeUs],
              ['object', row.emissionUs],
            ],
            longest,
          ),
      },
      { ...time('Total', total), hint: 'Work, wherever it ran' },
      {
        ...time('Front end', ({ frontUs }) => frontUs),
        colour: 'types',
        hint: 'Own time of all queries in the main process',
      },
      { ...time('LLVM IR', ({ codeUs }) => codeUs), colour: 'code', hint: 'In a worker' },
      {
        ...time('Emission', ({ emissionUs }) => emissionUs),
        colour: 'object',
        hint: "Its share of its module's object code, by the time that its LLVM IR took among what was compiled again",
      },
      count('Queries', ({ executed }) => executed),
      {
        title: 'Slowest query',
        cell: ({ slowestQuery, slowestUs }) =>
          element(
            'span',
            {},
            `${slowestQuery} `,
            element('span', { class: 'module' }, formatUs(slowestUs)),
          ),
      },
    ],
    rows: declarations,
    shown: 15,
    empty: 'No declaration was compiled.',
    sortedBy: 2,
    texts: ({ name }) => [name],
    onClick: ({ name }) => search(name),
  });
  byId('declarations').append(table.box);
  return table;
}

export function showQueries({ data }: Model, search: (text: string) => void): TableView {
  const { byQuery } = data;
  const longest = Math.max(1, ...byQuery.map(({ us }) => us));
  const saved = ({ heldUs, us }: QueryRow): number => Math.max(0, heldUs - us);
  byId('queries-sum').textContent = plural(data.totals.executed, 'execution');
  const table = createTable<QueryRow>({
    columns: [
      {
        title: 'Query',
        className: 'name',
        cell: ({ name }) => {
          const swatch = dot(groupOf(name));
          swatch.classList.add('swatch');
          return element('span', {}, swatch, name);
        },
      },
      {
        title: '',
        className: 'wide',
        cell: ({ name, us }) => meter([[groupOf(name), us]], longest),
      },
      { ...time('Time', ({ us }) => us), hint: 'Own time of all executions' },
      count('Executed', ({ executed }) => executed),
      count('Cut off', ({ cutOff }) => cutOff),
      count('Found to hold', ({ reused }) => reused),
      count('From disk', ({ fromDisk }) => fromDisk),
      { ...time('Mean', ({ us, executed }) => (executed === 0 ? 0 : us / executed)) },
      {
        title: 'Slowest',
        order: ({ slowestUs }) => slowestUs,
        cell: ({ slowestUs, slowestKey }) =>
          element('span', { title: slowestKey }, slowestUs === 0 ? '–' : formatUs(slowestUs)),
        isZero: ({ slowestUs }) => slowestUs === 0,
      },
      { ...count('Up to date', ({ held }) => held), hint: 'Results that hold at the end' },
      { ...time('Saved', saved), hint: 'What the results took that were not made in this build' },
    ],
    rows: byQuery,
    shown: 15,
    empty: 'No query ran.',
    sortedBy: 2,
    texts: ({ name }) => [name],
    onClick: ({ name }) => search(name),
  });
  byId('queries').append(table.box);
  return table;
}

function time<T>(title: string, of: (row: T) => number): Column<T> {
  const isZero = (row: T): boolean => of(row) === 0;
  return { title, order: of, isZero, cell: (row) => (isZero(row) ? '–' : formatUs(of(row))) };
}

function count<T>(title: string, of: (row: T) => number): Column<T> {
  const isZero = (row: T): boolean => of(row) === 0;
  return { title, order: of, isZero, cell: (row) => (isZero(row) ? '–' : formatCount(of(row))) };
}

function nameOf(name: string): HTMLElement {
  const { module, local } = splitKey(name);
  return element(
    'span',
    { title: name },
    element('span', { class: 'module' }, module === '' ? '' : `${module}::`),
    local,
  );
}

function meter(
  parts: readonly (readonly [colour: string, us: number])[],
  whole: number,
): HTMLElement {
  const box = element('div', { class: 'meter' });
  for (const [colour, us] of parts) {
    const style = `width: ${((us / whole) * 100).toFixed(2)}%; background: var(--${colour})`;
    if (us > 0) box.append(element('i', { style }));
  }
  return box;
}
