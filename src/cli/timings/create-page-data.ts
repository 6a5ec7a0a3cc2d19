/** From the record of a build to what its page shows. The same record gives the same page. */
import type { PhaseSpan, Timeline } from '../../build/timeline.ts';
import type { Cause } from '../../query/events.ts';
import type { QueryStatistics } from '../../query/statistics.ts';
import type { PathStep } from './critical-path.ts';
import { criticalPath, timeByQuery } from './critical-path.ts';
import { figuresByDeclaration, figuresByQuery } from './figures.ts';
import type { PageData, PageSpan, PageStep, PageStretch, PathPart } from './page-data.ts';
import { packSpans } from './page-data.ts';
import type { StoredCost } from './stored-costs.ts';
import { thinOut } from './thin-out.ts';

export interface BuildRecordOfPage {
  readonly project: string;
  readonly command: string;
  readonly outcome: string;
  readonly startedAt: string;
  readonly boltd: string;
  readonly timeline: Timeline;
  readonly statistics: ReadonlyMap<string, QueryStatistics>;
  readonly stored: ReadonlyMap<string, StoredCost>;
}

/** Spans that are shown as they are, and rows of declarations: what keeps a page below some MB. */
const keptSpans = 30_000;
const keptDeclarations = 400;
/** Parts of the whole time that a group of short spans may take. */
const groupsPerBuild = 3000;

export function createPageData(record: BuildRecordOfPage): PageData {
  const { project, command, outcome, startedAt, boltd, timeline, statistics, stored } = record;
  const { endUs, phases, idle, work } = timeline;
  const groups = thinOut(timeline.queries, { keep: keptSpans, groupUs: endUs / groupsPerBuild });
  const queries = createIndex();
  const keys = createIndex();
  const causes = createIndex();
  const spans: PageSpan[] = groups.map(({ startUs, endUs: end, ownUs, depth, longest, count }) => {
    const start = Math.round(startUs);
    const isOne = count === 1;
    return {
      start,
      length: Math.max(0, Math.round(end) - start),
      own: Math.round(ownUs),
      depth,
      query: queries.indexOf(longest.query),
      key: isOne ? keys.indexOf(longest.key) : -1,
      cause: isOne ? causes.indexOf(describeCause(longest.cause, longest.isCutOff)) : -1,
      count,
    };
  });
  const path = criticalPath(timeline);
  const byQuery = figuresByQuery(timeline, statistics, stored);
  const { rows, others } = figuresByDeclaration(timeline, keptDeclarations);
  const sum = (of: (row: (typeof byQuery)[number]) => number): number =>
    byQuery.reduce((total, row) => total + of(row), 0);
  return {
    version: 1,
    project,
    command,
    outcome,
    startedAt,
    boltd,
    wallUs: Math.round(endUs),
    phases: withStart(phases).map(stretch),
    steps: timeline.steps.map(stretch),
    idle: idle.flatMap(({ startUs, endUs: end }) => [Math.round(startUs), Math.round(end)]),
    queries: queries.texts,
    keys: keys.texts,
    causes: causes.texts,
    spans: packSpans(spans),
    work: work.map(({ lane, name, kind, startUs, endUs: end, orderedUs }) => ({
      lane,
      name,
      kind,
      start: Math.round(startUs),
      end: Math.round(end),
      ordered: Math.round(orderedUs ?? startUs),
    })),
    path: path.map(pageStep),
    pathParts: partsOf(path, timeline),
    byQuery,
    declarations: rows,
    otherDeclarations: others,
    totals: {
      executed: sum(({ executed }) => executed),
      cutOff: sum(({ cutOff }) => cutOff),
      reused: sum(({ reused }) => reused),
      fromDisk: sum(({ fromDisk }) => fromDisk),
      executedUs: sum(({ us }) => us),
      savedUs: sum(({ heldUs, us }) => Math.max(0, heldUs - us)),
      heldResults: sum(({ held }) => held),
      emitted: statistics.get('object')?.executed ?? 0,
      links:
        (statistics.get('library')?.executed ?? 0) + (statistics.get('executable')?.executed ?? 0),
      spans: timeline.queries.length,
      shownSpans: groups.length,
    },
  };
}

function stretch({ name, startUs, endUs }: PhaseSpan): PageStretch {
  return { name, start: Math.round(startUs), end: Math.round(endUs) };
}

/** What the process did before there was a clock: it loaded Node and boltd. */
function withStart(phases: Timeline['phases']): Timeline['phases'] {
  const first = phases[0]?.startUs ?? 0;
  return [...(first > 0 ? [{ name: 'start', startUs: 0, endUs: first }] : []), ...phases];
}

function pageStep(step: PathStep): PageStep {
  const start = Math.round(step.startUs);
  const end = Math.round(step.endUs);
  return step.kind === 'work' ? ['work', start, end, step.work] : [step.kind, start, end];
}

/** The path's time by what it was spent on, longest first. */
function partsOf(path: readonly PathStep[], timeline: Timeline): readonly PathPart[] {
  const parts = new Map<string, PathPart>();
  const add = (where: PathPart['where'], name: string, us: number): void => {
    const id = `${where} ${name}`;
    parts.set(id, { where, name, us: (parts.get(id)?.us ?? 0) + us });
  };
  const compiler = path.filter(({ kind }) => kind === 'compiler');
  let elsewhere = lengthOf(compiler);
  for (const phase of withStart(timeline.phases)) {
    const within = overlap(compiler, phase);
    let rest = lengthOf(within);
    elsewhere -= rest;
    for (const [query, us] of timeByQuery(timeline.queries, within)) {
      add('query', query, us);
      rest -= us;
    }
    for (const step of timeline.steps) {
      const us = lengthOf(overlap(within, step));
      add('step', step.name, us);
      rest -= us;
    }
    add('phase', phase.name, rest);
  }
  add('phase', 'between', elsewhere);
  for (const step of path) {
    const us = step.endUs - step.startUs;
    if (step.kind === 'work') add('work', timeline.work[step.work]?.kind ?? '', us);
    else if (step.kind !== 'compiler') add(step.kind, '', us);
  }
  return [...parts.values()]
    .map((part) => ({ ...part, us: Math.round(part.us) }))
    .filter(({ us }) => us > 0)
    .sort((a, b) => b.us - a.us || (a.name < b.name ? -1 : 1));
}

interface Stretch {
  readonly startUs: number;
  readonly endUs: number;
}

function overlap(stretches: readonly Stretch[], other: Stretch): readonly Stretch[] {
  return stretches.flatMap((each) => {
    const startUs = Math.max(each.startUs, other.startUs);
    const endUs = Math.min(each.endUs, other.endUs);
    return endUs > startUs ? [{ startUs, endUs }] : [];
  });
}

function lengthOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { startUs, endUs }) => sum + endUs - startUs, 0);
}

export function describeCause(cause: Cause, isCutOff: boolean): string {
  const result = isCutOff ? ', with the result that was there before' : '';
  switch (cause.kind) {
    case 'new':
      return `it is new${result}`;
    case 'lost':
      return `its value was not kept${result}`;
    case 'changed': {
      const { dependency, channel } = cause;
      const what = channel === 'reports' ? 'reports of ' : '';
      return `${what}${dependency.query}(${dependency.key}) changed${result}`;
    }
    default:
      return cause satisfies never;
  }
}

interface TextIndex {
  readonly texts: readonly string[];
  indexOf(text: string): number;
}

function createIndex(): TextIndex {
  const texts: string[] = [];
  const indices = new Map<string, number>();
  return {
    texts,
    indexOf(text) {
      let index = indices.get(text);
      if (index === undefined) {
        index = texts.length;
        indices.set(text, index);
        texts.push(text);
      }
      return index;
    },
  };
}
