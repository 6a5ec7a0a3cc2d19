/** Questions that the recorded builds answer: `why`, `diff`, `slow`, `hot`. */
import { parseDeclId } from '../../base/ids.ts';
import { exitCode, UsageError } from '../exit.ts';
import type { Output } from '../output.ts';
import { showDescription } from './ask-declaration.ts';
import type { Asking } from './asking.ts';
import { askCache } from './asking.ts';
import { describeCodeDiff } from './code-diff.ts';
import type { Cost } from './costs.ts';
import { findHot, findSlow } from './costs.ts';
import { labelOf, parseLabel, renderDot } from './dot.ts';
import type { NodePattern } from './edges.ts';
import type { QueryOptions } from './options.ts';
import type { Past } from './past.ts';
import { describeBuild, indexOfBuild, openPast } from './past.ts';
import { dataOf, graphOf, renderWhy } from './show-why.ts';
import { findDeclarations } from './symbols.ts';
import { renderTable } from './table.ts';
import type { Reason } from './why.ts';
import { findWhy } from './why.ts';

const shownRows = 20;

export async function askWhy(
  output: Output,
  symbol: string,
  options: QueryOptions,
): Promise<number> {
  return askPast(output, options, async (asking, past) => {
    const from = options.build === undefined ? 0 : indexOfBuild(past, options.build);
    const all: Reason[] = [];
    for (const pattern of patternsInPast(asking, symbol)) {
      const shown = pattern.kind === 'node' ? labelOf(pattern.node) : pattern.decl;
      const why = findWhy(past, pattern, { from, isOnly: options.build !== undefined });
      const build = why === undefined ? undefined : past.builds[why.index];
      if (why === undefined || build === undefined) {
        const when = options.build === undefined ? 'on record' : `${options.build}`;
        const reason = `No query of it was executed in ${options.build === undefined ? 'the builds' : 'build'} ${when}`;
        showDescription(output, 'why', shown, { kind: 'nothing', reason, isMistake: false });
        continue;
      }
      const { reasons } = why;
      all.push(...reasons);
      output.event('query', {
        what: 'why',
        symbol: shown,
        build: briefly(build),
        reasons: reasons.map(dataOf),
      });
      if (output.options.json || options.dot) continue;
      output.result(
        `${output.resultColors.bold(shown)}\n${renderWhy(output.resultColors, build, reasons)}`,
      );
    }
    if (options.dot && !output.options.json) output.result(renderDot(graphOf(all)));
    return exitCode.done;
  });
}

export async function askDiff(
  output: Output,
  symbol: string,
  options: QueryOptions,
): Promise<number> {
  return askPast(output, options, async (asking, past) => {
    const { from, to, llvm } = options;
    for (const entry of findDeclarations(asking, symbol)) {
      const form = llvm ? 'llvm' : 'ir';
      const description = describeCodeDiff(asking.cache, past, entry, { form, from, to });
      showDescription(output, 'diff', entry.id, description);
    }
    return exitCode.done;
  });
}

export async function askSlow(output: Output, options: QueryOptions): Promise<number> {
  return askPast(output, options, async (_, past) => {
    // A question costs next to nothing; what is slow is the last build or check.
    const last = Math.max(
      0,
      past.builds.findIndex(({ goal }) => goal !== 'query'),
    );
    const index = options.build === undefined ? last : indexOfBuild(past, options.build);
    const slow = findSlow(past, index);
    if (slow === undefined) return exitCode.done;
    const { build, builds } = slow;
    const limit = options.limit ?? shownRows;
    const queries = slow.queries.slice(0, limit);
    const declarations = slow.declarations.slice(0, limit);
    output.event('query', {
      what: 'slow',
      build: { ...briefly(build), milliseconds: build.durationMs, phases: build.phases },
      builds,
      queries,
      declarations,
    });
    if (output.options.json) return exitCode.done;
    const phases = Object.entries(build.phases).map(([name, ms]) => `${name} ${ms.toFixed(1)}`);
    const header = ['executed', 'ms', `in all ${builds}`, 'ms'];
    output.result(
      [
        `${output.resultColors.bold(describeBuild(build))}: ${Math.round(build.durationMs)} ms (${phases.join(', ')})\n`,
        renderTable({ header: ['query', ...header], rows: queries.map(costRow) }),
        renderTable({ header: ['declaration', ...header], rows: declarations.map(costRow) }),
      ].join('\n'),
    );
    return exitCode.done;
  });
}

export async function askHot(output: Output, options: QueryOptions): Promise<number> {
  return askPast(output, options, async (_, past) => {
    const limit = options.limit ?? shownRows;
    const declarations = findHot(past, 'declaration').slice(0, limit);
    const queries = findHot(past, 'query').slice(0, limit);
    const builds = past.builds.length;
    output.event('query', { what: 'hot', builds, declarations, queries });
    if (output.options.json) return exitCode.done;
    if (declarations.length === 0) {
      output.notice(
        `${output.colors.yellow('note')}: Nothing was executed again in the ${builds} builds on record`,
      );
      return exitCode.done;
    }
    const rows = (list: typeof queries): (string | number)[][] =>
      list.map(({ name, executed, unchanged, builds: own, causes }) => [
        name,
        executed,
        unchanged,
        own,
        causes
          .slice(0, 3)
          .map((cause) => `${cause.input} ×${cause.builds}`)
          .join(', '),
      ]);
    const header = ['executed again', 'for nothing', 'builds', 'because of'];
    output.result(
      [
        renderTable({ header: ['declaration', ...header], rows: rows(declarations) }),
        renderTable({ header: ['query', ...header], rows: rows(queries) }),
      ].join('\n'),
    );
    return exitCode.done;
  });
}

function askPast(
  output: Output,
  { target }: QueryOptions,
  work: (asking: Asking, past: Past) => Promise<number>,
): Promise<number> {
  return askCache(output, target, (asking) => work(asking, openPast(asking.cache)));
}

/** Also of what is gone by now, if it is named in full. */
function patternsInPast(asking: Asking, symbol: string): readonly NodePattern[] {
  const node = parseLabel(symbol);
  if (node !== undefined) return [{ kind: 'node', node }];
  try {
    return findDeclarations(asking, symbol).map(({ id }) => ({ kind: 'declaration', decl: id }));
  } catch (error) {
    if (!(error instanceof UsageError) || !symbol.includes('::')) throw error;
    return [{ kind: 'declaration', decl: parseDeclId(symbol) }];
  }
}

function briefly({ id, goal, profile, outcome, startedAtMs }: Past['builds'][number]): object {
  const startedAt = new Date(startedAtMs).toISOString();
  return { id, goal, ...(profile !== undefined && { profile }), outcome, startedAt };
}

function costRow(cost: Cost): readonly (string | number)[] {
  const { name, executed, milliseconds, totalExecuted, totalMilliseconds } = cost;
  return [name, executed, rounded(milliseconds), totalExecuted, rounded(totalMilliseconds)];
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
