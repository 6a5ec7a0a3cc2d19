/** `boltd cache stats`: how large a cache is, what is in it, and what it was good for. Changes nothing. */
import { existsSync } from 'node:fs';
import type { BuildRecord, Cache } from '../../cache/cache.ts';
import { openObjects } from '../../cache/objects.ts';
import { databasePath, openCache } from '../../cache/open.ts';
import type { ProjectPaths } from '../build/paths.ts';
import { cacheIdentity } from '../build/session.ts';
import type { Output } from './output.ts';
import { shownShare, shownSize, shownTime } from './size.ts';
import { compilerFingerprint } from './version.ts';

export function showCacheFigures(
  output: Output,
  { cache: folder, cacheLimitBytes }: ProjectPaths,
): void {
  if (!existsSync(databasePath(folder))) {
    output.event('cache-stats', { folder, exists: false });
    if (!output.options.json) output.result(`There is no cache in ${folder} yet\n`);
    return;
  }
  const cache = openCache({
    folder,
    identity: cacheIdentity(compilerFingerprint),
    access: { kind: 'readonly' },
    onNotice: (message) => output.notice(`${output.colors.yellow('note')}: ${message}`),
  });
  try {
    const figures = figuresOf(cache, folder, cacheLimitBytes);
    output.event('cache-stats', { folder, exists: true, ...figures });
    if (!output.options.json) output.result(render(output, folder, figures));
  } finally {
    cache.close();
  }
}

interface BuildFigures {
  /** UTC. */
  readonly startedAt: string;
  readonly goal: BuildRecord['goal'];
  readonly outcome: string;
  readonly milliseconds: number;
  readonly executed: number;
  readonly reused: number;
  /** Part of the results that the build looked at and did not have to compute. */
  readonly hitRate: number;
  /** What the executions took, without what else a build does. */
  readonly executedUs: number;
}

interface CacheFigures {
  readonly databaseBytes: number;
  readonly objects: number;
  readonly objectBytes: number;
  /** Absent without a bound. */
  readonly limitBytes?: number;
  readonly inputs: number;
  readonly memos: number;
  readonly dirtyMemos: number;
  readonly olderTraces: number;
  /** What the results that hold took to compute: what a build from nothing would have to spend. */
  readonly costUs: number;
  /** That without what the last build did execute. Absent before the first build. */
  readonly savedUs?: number;
  /** Newest first. */
  readonly builds: readonly BuildFigures[];
}

const shownBuilds = 10;

function figuresOf(cache: Cache, folder: string, limitBytes: number | undefined): CacheFigures {
  const sizes = openObjects(folder).sizes();
  const summary = cache.summary();
  const builds = cache.builds(shownBuilds).map(buildFigures);
  // A question computes what it needs; it says nothing of what builds are spared.
  const last = builds.find(({ goal }) => goal !== 'query');
  return {
    databaseBytes: cache.sizeBytes(),
    objects: sizes.size,
    objectBytes: [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0),
    ...(limitBytes !== undefined && Number.isFinite(limitBytes) && { limitBytes }),
    ...summary,
    ...(last !== undefined && { savedUs: Math.max(0, summary.costUs - last.executedUs) }),
    builds,
  };
}

function buildFigures(record: BuildRecord): BuildFigures {
  const { startedAtMs, goal, outcome, durationMs, statistics } = record;
  const executed = totalOf(statistics, 'executed');
  const reused = totalOf(statistics, 'reused');
  return {
    startedAt: new Date(startedAtMs).toISOString(),
    goal,
    outcome,
    milliseconds: durationMs,
    executed,
    reused,
    hitRate: executed + reused === 0 ? 1 : reused / (executed + reused),
    executedUs: totalOf(statistics, 'microseconds'),
  };
}

/** The sum of a figure over all queries; records are plain data of whatever version of boltd. */
function totalOf(statistics: unknown, figure: string): number {
  if (typeof statistics !== 'object' || statistics === null) return 0;
  return Object.values(statistics)
    .map((counts: unknown) =>
      typeof counts === 'object' && counts !== null && figure in counts
        ? Number(Reflect.get(counts, figure))
        : 0,
    )
    .reduce((sum, count) => sum + (Number.isFinite(count) ? count : 0), 0);
}

function render(output: Output, folder: string, figures: CacheFigures): string {
  const { bold } = output.resultColors;
  const { databaseBytes, objects, objectBytes, limitBytes, builds, costUs, savedUs } = figures;
  const total = databaseBytes + objectBytes;
  const lines: (readonly [string, string])[] = [
    ['database', shownSize(databaseBytes)],
    ['objects', `${shownSize(objectBytes)} in ${objects} files`],
    [
      'together',
      limitBytes === undefined
        ? `${shownSize(total)}, without bound`
        : `${shownSize(total)}, ${shownShare(total, limitBytes)} of the bound of ${shownSize(limitBytes)}`,
    ],
    ['inputs', String(figures.inputs)],
    [
      'results',
      `${figures.memos}, ${figures.dirtyMemos} of them out of date, and ${figures.olderTraces} of earlier states`,
    ],
    ['computed for', shownTime(costUs)],
    ...(savedUs === undefined
      ? []
      : [['saved last', `${shownTime(savedUs)}, ${shownShare(savedUs, costUs)}`] as const]),
  ];
  return [
    bold(folder),
    ...lines.map(([name, text]) => `  ${name.padEnd(14)}${text}`),
    ...(builds.length === 0 ? [] : ['', bold(row('last builds', columnNames))]),
    ...builds.map((build) =>
      row(`  ${build.startedAt.slice(0, 19).replace('T', ' ')}`, [
        build.goal,
        build.outcome,
        `${build.milliseconds} ms`,
        String(build.executed),
        String(build.reused),
        `${(build.hitRate * 100).toFixed(1)} %`,
      ]),
    ),
    '',
  ].join('\n');
}

const columnNames = ['goal', 'outcome', 'time', 'executed', 'reused', 'hit rate'] as const;

function row(name: string, cells: readonly string[]): string {
  return name.padEnd(22) + cells.map((cell) => cell.padStart(11)).join('');
}
