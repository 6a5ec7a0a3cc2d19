/** Puts the page together. Everything it needs is in the file: nothing is fetched. */
import type { PageData } from '../page-data.ts';
import { createFilter } from '../view/filter.ts';
import { formatCount } from '../view/format.ts';
import { showPath, showReuse } from './breakdown.ts';
import { byId } from './dom.ts';
import { showHeader } from './header.ts';
import { createModel } from './model.ts';
import { showDeclarations, showQueries } from './tables.ts';
import { createTimeline } from './timeline.ts';
import { createTooltip } from './tooltip.ts';

const root = document.documentElement;
const prefersDark = matchMedia('(prefers-color-scheme: dark)');
root.dataset['theme'] = prefersDark.matches ? 'dark' : 'light';

const model = createModel(JSON.parse(byId('data').textContent ?? '') as PageData);
const timeline = createTimeline(model, createTooltip());

const setTheme = (isDark: boolean): void => {
  root.dataset['theme'] = isDark ? 'dark' : 'light';
  timeline.refresh();
};
prefersDark.addEventListener('change', ({ matches }) => setTheme(matches));

showHeader(model, () => setTheme(root.dataset['theme'] !== 'dark'));
byId('timeline').append(timeline.canvas);
showPath(model);
showReuse(model);

const search = byId('search') as HTMLInputElement;
const find = (text: string): void => {
  search.value = text;
  apply();
  byId('timeline').scrollIntoView({ block: 'center', behavior: 'smooth' });
};
const tables = [showDeclarations(model, find), showQueries(model, find)];

function apply(): void {
  const filter = createFilter(search.value);
  timeline.search(filter);
  for (const table of tables) table.search(filter);
}

search.addEventListener('input', apply);
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && document.activeElement !== search) {
    event.preventDefault();
    search.focus();
  } else if (event.key === 'Escape') {
    search.value = '';
    apply();
    search.blur();
  }
});

const { spans, shownSpans } = model.data.totals;
if (shownSpans < spans) {
  byId('timeline-note').textContent =
    `Of ${formatCount(spans)} executions the short ones are put together; all sums are exact.`;
}
