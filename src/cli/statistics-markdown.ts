/** The figures of a build as Markdown, for the summaries of continuous integration. */
import type { QueryStatistics } from '../query/statistics.ts';
import { shownShare, shownTime } from './size.ts';

export interface MarkdownFigures {
  /** By the query's name, in order of names. */
  readonly queries: Readonly<Record<string, QueryStatistics>>;
  readonly total: QueryStatistics;
  readonly modulesEmitted: number;
  readonly linked: boolean;
  /** Files that were put in place. */
  readonly written: number;
  /** By phase. */
  readonly milliseconds: Readonly<Record<string, number>>;
  /** What all results that hold took to compute, in this build and before; absent where nobody asked. */
  readonly costUs?: number;
}

export function renderMarkdown(figures: MarkdownFigures): string {
  const { queries, total, milliseconds, costUs } = figures;
  const looked = total.executed + total.reused;
  const wholeMs = Object.values(milliseconds).reduce((sum, ms) => sum + ms, 0);
  const savedUs = costUs === undefined ? undefined : Math.max(0, costUs - total.microseconds);
  return [
    '### boltd',
    '',
    '| | |',
    '|---|---:|',
    line('Queries executed', `${total.executed}, ${total.cutOff} with the result of before`),
    line('Results reused', `${total.reused} (${shownShare(total.reused, looked)})`),
    line('Modules emitted', String(figures.modulesEmitted)),
    line('Linked', figures.linked ? 'yes' : 'no'),
    line('Files written', String(figures.written)),
    line('Time', shownTime(wholeMs * 1000)),
    ...(savedUs === undefined ? [] : [line('Computing that was spared', shownTime(savedUs))]),
    '',
    '<details><summary>By query</summary>',
    '',
    '| query | executed | cut off | reused | from disk | ms |',
    '|---|---:|---:|---:|---:|---:|',
    ...Object.entries(queries).map(([name, counts]) => queryLine(`\`${name}\``, counts)),
    queryLine('total', total),
    '',
    Object.entries(milliseconds)
      .map(([phase, ms]) => `${phase} ${ms.toFixed(1)} ms`)
      .join(', '),
    '',
    '</details>',
    '',
  ].join('\n');
}

function line(name: string, value: string): string {
  return `| ${name} | ${value} |`;
}

function queryLine(name: string, counts: QueryStatistics): string {
  const { executed, cutOff, reused, readFromDisk, microseconds } = counts;
  const ms = (microseconds / 1000).toFixed(1);
  return `| ${name} | ${executed} | ${cutOff} | ${reused} | ${readFromDisk} | ${ms} |`;
}
