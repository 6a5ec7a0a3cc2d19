/** Bars that say what a whole is made of: the critical path, and what was reused. */
import type { PathPart } from '../page-data.ts';
import { formatCount, formatPart, formatUs } from '../view/format.ts';
import { groupOf, groupTitles, stepTitles } from '../view/groups.ts';
import { byId, dot, element } from './dom.ts';
import type { Model } from './model.ts';

interface Part {
  readonly name: string;
  readonly colour: string;
  readonly us: number;
}

const mostParts = 12;

export function showPath({ data }: Model): void {
  const whole = data.path.reduce((sum, [, start, end]) => sum + end - start, 0);
  const share = (...where: readonly PathPart['where'][]): number =>
    data.pathParts
      .filter((part) => where.includes(part.where))
      .reduce((sum, { us }) => sum + us, 0);
  const shares = [
    ['compiler', share('query', 'step', 'phase')],
    ['workers and linker', share('work')],
    ['waiting', share('start', 'wait')],
  ] as const;
  byId('path-sum').textContent = shares
    .filter(([, us]) => us > 0)
    .map(([name, us]) => `${name} ${formatPart(us / Math.max(1, whole))}`)
    .join(' · ');
  byId('path').append(...breakdown(data.pathParts.map(partOf), whole));
}

function partOf({ where, name, us }: PathPart): Part {
  switch (where) {
    case 'query':
      return { name, colour: groupOf(name), us };
    case 'step':
      return { name: stepTitles.get(name) ?? name, colour: groupOf(name), us };
    case 'phase':
      return { name: phaseTitles.get(name) ?? name, colour: 'other', us };
    case 'work': {
      const who = name === 'link' ? 'by linkers' : 'in workers';
      return { name: `${groupTitles[groupOf(name)]} ${who}`, colour: groupOf(name), us };
    }
    case 'start':
      return { name: 'waiting for a worker to start', colour: 'waiting', us };
    case 'wait':
      return { name: 'orders and answers under way', colour: 'waiting', us };
    default:
      return where satisfies never;
  }
}

/** What the compiler does in a phase beside queries. */
const phaseTitles: ReadonlyMap<string, string> = new Map([
  ['start', 'start: loading Node.js and boltd'],
  ['open', 'opening the cache'],
  ['inputs', 'inputs: files, and what changed in them'],
  ['check and code', 'between queries: verifying, orders, events'],
  ['save', 'saving and putting in place'],
  ['between', 'between phases'],
]);

export function showReuse({ data }: Model): void {
  const { totals } = data;
  const { executed, cutOff, reused, fromDisk, executedUs, savedUs, heldResults } = totals;
  const clean = executedUs + savedUs;
  byId('reuse-sum').textContent =
    savedUs > 0
      ? `a clean build does ${formatUs(clean)} of work, this one did ${formatUs(executedUs)}`
      : 'everything was made in this build';
  const parts: readonly Part[] = [
    { name: 'executed in this build', colour: 'code', us: executedUs },
    { name: 'kept from earlier builds', colour: 'ir', us: savedUs },
  ];
  const facts: readonly (readonly [string, number, string])[] = [
    ['executed', executed, 'ran, because something they read had changed or they were new'],
    [
      'of these cut off',
      cutOff,
      'gave the result that was there before, so that nothing behind them had to run',
    ],
    ['found to hold', reused, 'were looked at and hold'],
    ['read from disk', fromDisk, 'values that others needed'],
    ['up to date', heldResults, 'results hold at the end, whether or not anybody asked for them'],
  ];
  const list = element('table');
  for (const [name, count, meaning] of facts) {
    const cell = element('td', {}, meaning);
    cell.style.textAlign = 'left';
    list.append(
      element('tr', {}, element('td', {}, name), element('td', {}, formatCount(count)), cell),
    );
  }
  const legend = element('div', { class: 'legend more' });
  for (const { name, colour, us } of parts) {
    legend.append(element('span', {}, dot(colour), `${name}: ${formatUs(us)}`));
  }
  byId('reuse').append(bar(parts, clean), legend, element('div', { class: 'scroll more' }, list));
}

function breakdown(parts: readonly Part[], whole: number): readonly HTMLElement[] {
  const shown = parts.slice(0, mostParts);
  const rest = parts.slice(mostParts).reduce((sum, { us }) => sum + us, 0);
  const all = rest > 0 ? [...shown, { name: 'others', colour: 'other', us: rest }] : shown;
  const columns = element('div', { class: 'columns' });
  const half = Math.ceil(all.length / 2);
  for (const some of [all.slice(0, half), all.slice(half)]) {
    const table = element('table');
    for (const { name, colour, us } of some) {
      const swatch = dot(colour);
      swatch.classList.add('swatch');
      table.append(
        element(
          'tr',
          {},
          element('td', {}, swatch, name),
          element('td', {}, formatUs(us)),
          element('td', {}, formatPart(us / Math.max(1, whole))),
        ),
      );
    }
    if (some.length > 0) columns.append(table);
  }
  return [bar(all, whole), columns];
}

function bar(parts: readonly Part[], whole: number): HTMLElement {
  const box = element('div', { class: 'bar' });
  for (const { name, colour, us } of parts) {
    const part = us / Math.max(1, whole);
    if (part <= 0) continue;
    const style = `width: ${(part * 100).toFixed(3)}%; background: var(--${colour})`;
    const title = `${name}: ${formatUs(us)}`;
    box.append(element('i', { style, title }, part > 0.06 ? formatPart(part) : ''));
  }
  return box;
}
