/** What a command did: queries executed, reused, cut off and read from disk, modules emitted, links, times. */
import type { BuildReport } from '../build/report.ts';
import type { QueryStatistics } from '../query/statistics.ts';
import { totalOf } from '../query/statistics.ts';
import type { Output } from './output.ts';
import { renderMarkdown } from './statistics-markdown.ts';

/** A report, and what all results that hold took to compute where that is to be shown. */
export interface ReportedFigures extends BuildReport {
  readonly costUs?: number;
}

export async function figuresOf(format: unknown, report: BuildReport): Promise<ReportedFigures> {
  if (format !== 'markdown') return report;
  const { costOfCache } = await import('./cache-cost.ts');
  return { ...report, costUs: costOfCache(report.cache) };
}

/** `format`: the value of `--stats`; undefined: nothing. */
export function showStatistics(output: Output, format: unknown, report: ReportedFigures): void {
  const { statistics, written } = report;
  const executions = (query: string): number => statistics[query]?.executed ?? 0;
  const summary = {
    queries: statistics,
    total: totalOf(Object.values(statistics)),
    modulesEmitted: executions('object'),
    linked: executions('library') + executions('executable') > 0,
    written,
    milliseconds: report.phases,
  };
  output.event('statistics', summary);
  if (format === 'markdown' && !output.options.json) {
    const { costUs } = report;
    const more = { written: written.length, ...(costUs !== undefined && { costUs }) };
    output.result(renderMarkdown({ ...summary, ...more }));
  }
  if (format === 'json' && !output.options.json) output.result(`${JSON.stringify(summary)}\n`);
  if (format !== 'text') return;
  const { bold } = output.colors;
  const lines = [
    bold(row('query', ['executed', 'cut off', 'reused', 'from disk', 'ms'])),
    ...Object.entries(statistics).map(([name, counts]) => row(name, columns(counts))),
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
