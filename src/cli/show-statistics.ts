/** What a command did: queries executed, reused, cut off and read from disk, modules emitted, links, times. */
import type { Cache } from '../../cache/cache.ts';
import type { PhaseClock } from '../build/phases.ts';
import type { QueryStatistics, Statistics } from '../query/statistics.ts';
import type { Output } from './output.ts';
import { renderMarkdown } from './statistics-markdown.ts';

export interface BuildFigures {
  readonly statistics: Statistics;
  readonly clock: PhaseClock;
  /** Files that were put in place. */
  readonly written: readonly string[];
  /** What all results that hold took to compute; see `costOfCache`. */
  readonly costUs?: number;
}

/** Looks at the whole cache, so only where it is shown. */
export function costOfCache(cache: Pick<Cache, 'summary'>, format: unknown): { costUs?: number } {
  return format === 'markdown' ? { costUs: cache.summary().costUs } : {};
}

/** `format`: the value of `--stats`; undefined: nothing. */
export function showStatistics(output: Output, format: unknown, figures: BuildFigures): void {
  const { statistics, clock, written } = figures;
  const byQuery = statistics.byQuery();
  const summary = {
    queries: Object.fromEntries(byQuery),
    total: statistics.total(),
    modulesEmitted: byQuery.get('object')?.executed ?? 0,
    linked:
      (byQuery.get('library')?.executed ?? 0) + (byQuery.get('executable')?.executed ?? 0) > 0,
    written,
    milliseconds: clock.totals(),
  };
  output.event('statistics', summary);
  if (format === 'markdown' && !output.options.json) {
    const { costUs } = figures;
    const more = { byQuery, written: written.length, ...(costUs !== undefined && { costUs }) };
    output.result(renderMarkdown({ ...summary, ...more }));
  }
  if (format === 'json' && !output.options.json) output.result(`${JSON.stringify(summary)}\n`);
  if (format !== 'text') return;
  const { bold } = output.colors;
  const lines = [
    bold(row('query', ['executed', 'cut off', 'reused', 'from disk', 'ms'])),
    ...[...byQuery].map(([name, counts]) => row(name, columns(counts))),
    bold(row('total', columns(summary.total))),
    '',
    `modules emitted: ${summary.modulesEmitted}   linked: ${summary.linked ? 'yes' : 'no'}   files written: ${written.length}`,
    `milliseconds: ${Object.entries(summary.milliseconds)
      .map(([phase, ms]) => `${phase} ${ms.toFixed(1)}`)
      .join(', ')}`,
  ];
  output.notice(lines.join('\n'));
}

function columns(counts: QueryStatistics): readonly string[] {
  const { executed, cutOff, reused, readFromDisk, microseconds } = counts;
  return [executed, cutOff, reused, readFromDisk, (microseconds / 1000).toFixed(1)].map(String);
}

function row(name: string, cells: readonly string[]): string {
  return name.padEnd(24) + cells.map((cell) => cell.padStart(10)).join('');
}
