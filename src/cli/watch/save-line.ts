/** The one line that a save gets: what changed, what was done about it, how long it took, what is wrong. */
import { assertNever } from '../../base/invariant.ts';
import type { BuildReport } from '../../build/report.ts';
import { totalOf } from '../../query/statistics.ts';
import type { WatchEvent } from '../../watch/watch-events.ts';
import { summarize } from '../output.ts';
import type { Facts } from './ledger.ts';
import type { Piece, StyledLine } from './styled-text.ts';
import { piece, plainText, printable, widthOf } from './styled-text.ts';

type Finished = Extract<WatchEvent, { readonly kind: 'finished' }>;

/** In `columns`, if it can be done by leaving out figures; the whole line without a limit. */
export function saveLine(event: Finished, facts: Facts, columns?: number): StyledLine {
  const whole = compose(event, facts, { phases: true, counts: true });
  if (columns === undefined || isAtMost(whole, columns)) return whole;
  const withoutPhases = compose(event, facts, { phases: false, counts: true });
  if (isAtMost(withoutPhases, columns)) return withoutPhases;
  return compose(event, facts, { phases: false, counts: false });
}

interface Shown {
  readonly phases: boolean;
  readonly counts: boolean;
}

function compose({ report, milliseconds }: Finished, facts: Facts, shown: Shown): StyledLine {
  const head = [
    piece(`[${facts.build}] `, 'dim'),
    piece(subject(facts.build, facts.paths), 'strong'),
    piece(': '),
  ];
  const tail = [...mistakes(report), ...fixed(facts)];
  if (facts.paths.length > 0 && changedNothing(report)) {
    return [...head, piece(`nothing changed (${duration(milliseconds)})`, 'dim'), ...tail];
  }
  const { executed, reused } = totalOf(Object.values(report.statistics));
  return [
    ...head,
    ...result(report),
    piece(` in ${duration(milliseconds)}`),
    ...(shown.phases ? [piece(phases(report), 'dim')] : []),
    ...(shown.counts ? [piece(`, executed ${executed}, reused ${reused}`)] : []),
    ...tail,
  ];
}

function isAtMost(line: StyledLine, columns: number): boolean {
  return widthOf(plainText(line)) <= columns;
}

/** A save without effect: no text changed as the compiler sees it, nothing ran, nothing was put in place. */
export function changedNothing(report: BuildReport): boolean {
  return (
    report.changedModules.length === 0 &&
    report.written.length === 0 &&
    totalOf(Object.values(report.statistics)).executed === 0
  );
}

/** What set a build off, in a few words. */
export function subject(build: number, paths: readonly string[]): string {
  const [first, second] = paths;
  if (first === undefined) return build <= 1 ? 'start' : 'everything';
  if (second === undefined) return printable(first);
  if (paths.length === 2) return `${printable(first)} and ${printable(second)}`;
  return `${printable(first)} and ${paths.length - 1} others`;
}

function result(report: BuildReport): readonly Piece[] {
  switch (report.outcome) {
    case 'succeeded':
      if (report.goal.kind === 'check') return [piece('checked', 'good')];
      return [piece(report.written.length > 0 ? 'built' : 'up to date', 'good')];
    case 'rejected':
      return [piece(report.goal.kind === 'check' ? 'checked' : 'not built', 'bad')];
    case 'cancelled':
      return [piece('cancelled', 'dim')];
    default:
      return assertNever(report.outcome);
  }
}

function phases(report: BuildReport): string {
  const parts = Object.entries(report.phases).map(([phase, ms]) => `${phase} ${number(ms)}`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function mistakes({ diagnostics }: BuildReport): readonly Piece[] {
  const summary = summarize(diagnostics);
  if (summary === undefined) return [piece(', no mistakes', 'good')];
  const isBad = diagnostics.some(({ severity }) => severity === 'error');
  return [piece(', '), piece(summary, isBad ? 'bad' : 'warning')];
}

function fixed({ fixedErrors }: Facts): readonly Piece[] {
  if (fixedErrors === 0) return [];
  return [piece(', '), piece(`fixed: ${fixedErrors} error${fixedErrors === 1 ? '' : 's'}`, 'good')];
}

function duration(milliseconds: number): string {
  return `${number(milliseconds)} ms`;
}

function number(value: number): string {
  return value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : String(Math.round(value));
}
