/** The top of the page: what was built, and the figures that matter first. */
import { formatCount, formatPart, formatUs } from '../view/format.ts';
import { groups, groupTitles } from '../view/groups.ts';
import { byId, dot, element } from './dom.ts';
import type { Model } from './model.ts';

export function showHeader({ data, lanes }: Model, onTheme: () => void): void {
  const { project, command, outcome, startedAt, boltd, wallUs, totals } = data;
  document.title = `${project}: ${formatUs(wallUs)} · boltd ${command}`;
  const theme = element('button', { type: 'button', title: 'Light or dark' }, '◐');
  theme.addEventListener('click', onTheme);
  const workers = lanes.filter(({ name }) => name.startsWith('worker'));
  const busy = workers.reduce((sum, lane) => sum + lane.busy, 0);
  const kind =
    totals.executed === 0 ? 'nothing to do' : totals.reused === 0 ? 'cold' : 'incremental';
  byId('header').append(
    element(
      'div',
      { class: 'title' },
      element('h1', {}, `boltd ${command} · `, element('b', {}, project)),
      element('span', { class: outcome === 'failed' ? 'badge failed' : 'badge' }, outcome),
      element(
        'span',
        { class: 'when' },
        `${kind}, ${startedAt.slice(0, 19).replace('T', ' ')} UTC`,
      ),
      theme,
    ),
    element(
      'div',
      { class: 'tiles' },
      tile(formatUs(wallUs), 'from start to end'),
      tile(formatCount(totals.executed), `executed, ${formatUs(totals.executedUs)} of work`),
      tile(formatCount(totals.heldResults - madeOf(totals)), 'results kept from before'),
      tile(formatUs(totals.savedUs), 'of work not done again'),
      tile(formatCount(totals.emitted), `modules emitted, ${formatCount(totals.links)} linked`),
      tile(
        formatPart(busy / Math.max(1, workers.length * wallUs)),
        `busy: ${workers.length} code workers`,
      ),
    ),
  );
  byId('legend').append(
    ...groups.map((group) => element('span', {}, dot(group), groupTitles[group])),
  );
  byId('footer').append(
    `boltd ${boltd}. Times are from the start of the process; the trace beside this page opens in ` +
      'Perfetto and chrome://tracing.',
  );
}

function madeOf({ executed, heldResults }: { executed: number; heldResults: number }): number {
  return Math.min(executed, heldResults);
}

function tile(value: string, name: string): HTMLElement {
  return element(
    'div',
    { class: 'tile' },
    element('div', { class: 'value' }, value),
    element('div', { class: 'name' }, name),
  );
}
