/** What is embedded in the page, decoded once. */
import type { PageData, PageSpan, PageStep, PageStretch } from '../page-data.ts';
import { unpackSpans } from '../page-data.ts';
import { assignTracks } from '../tracks.ts';
import type { Group } from '../view/groups.ts';
import { groupOf, stepTitles } from '../view/groups.ts';
import type { Placed, Rows } from '../view/rows.ts';
import { rowsOf } from '../view/rows.ts';

/** Something on the timeline. */
export interface Bar extends Placed {
  readonly group: Group;
  readonly what:
    | {
        readonly kind: 'query';
        readonly span: PageSpan;
        readonly name: string;
        readonly key: string;
      }
    | {
        readonly kind: 'step';
        readonly name: string;
      }
    | {
        readonly kind: 'work';
        readonly name: string;
        readonly task: string;
        readonly lane: string;
        readonly waited: number;
      };
  readonly isOnPath: boolean;
}

export interface Lane {
  readonly name: string;
  readonly rows: Rows<Bar>;
  readonly busy: number;
}

export interface Model {
  readonly data: PageData;
  readonly lanes: readonly Lane[];
  readonly idle: readonly Placed[];
  readonly phases: readonly PageStretch[];
  readonly path: readonly (Placed & { readonly where: PageStep[0] })[];
}

/** Deeper executions are not drawn: the rows would leave the screen. */
const mostRows = 14;

export function createModel(data: PageData): Model {
  const onPath = new Set(data.path.map((step) => step[3]));
  const tasks = data.work.map((work, index): Bar & { readonly index: number } => ({
    index,
    start: work.start,
    length: work.end - work.start,
    group: groupOf(work.kind),
    isOnPath: onPath.has(index),
    what: {
      kind: 'work',
      name: work.name,
      task: work.kind,
      lane: work.lane,
      waited: work.start - work.ordered,
    },
  }));
  const { tracks, trackOf } = assignTracks(
    data.work.map(({ lane, start, end }) => ({ lane, startUs: start, endUs: end })),
  );
  const inOrder = [...tasks].sort((a, b) => a.start - b.start);
  const workRows = rowsOf(inOrder, ({ index }) => trackOf[index] ?? 0, tracks.length);
  const workLanes = new Map<string, (readonly Bar[])[]>();
  for (const [index, { lane }] of tracks.entries()) {
    const rows = workLanes.get(lane) ?? [];
    workLanes.set(lane, rows);
    rows.push(workRows[index] ?? []);
  }
  const idle: Placed[] = [];
  for (let index = 0; index + 1 < data.idle.length; index += 2) {
    const start = data.idle[index] ?? 0;
    idle.push({ start, length: (data.idle[index + 1] ?? 0) - start });
  }
  return {
    data,
    lanes: [
      {
        name: 'compiler',
        rows: rowsOf(compilerBars(data), depthOf, mostRows),
        busy: data.wallUs - sum(idle),
      },
      ...[...workLanes].map(([name, rows]) => ({ name, rows, busy: covered(rows.flat()) })),
    ],
    idle,
    phases: data.phases,
    path: data.path.map(([where, start, end]) => ({ where, start, length: end - start })),
  };
}

/** Queries and what is done between them, by start. */
function compilerBars(data: PageData): readonly Bar[] {
  const queries = unpackSpans(data.spans).map((span) => barOf(data, span));
  const steps = data.steps.map(({ name, start, end }): Bar => {
    const what = { kind: 'step', name: stepTitles.get(name) ?? name } as const;
    return { start, length: end - start, group: groupOf(name), isOnPath: false, what };
  });
  return [...queries, ...steps].sort((a, b) => a.start - b.start);
}

function barOf(data: PageData, span: PageSpan): Bar {
  const name = data.queries[span.query] ?? '';
  const key = span.key < 0 ? '' : (data.keys[span.key] ?? '');
  const { start, length } = span;
  const what = { kind: 'query', span, name, key } as const;
  return { start, length, group: groupOf(name), isOnPath: false, what };
}

function depthOf({ what }: Bar): number {
  return what.kind === 'query' ? what.span.depth : 0;
}

function sum(spans: readonly Placed[]): number {
  return spans.reduce((total, { length }) => total + length, 0);
}

/** Time in which at least one of them is there. */
function covered(spans: readonly Placed[]): number {
  let total = 0;
  let until = 0;
  for (const { start, length } of [...spans].sort((a, b) => a.start - b.start)) {
    total += Math.max(0, start + length - Math.max(until, start));
    until = Math.max(until, start + length);
  }
  return total;
}
