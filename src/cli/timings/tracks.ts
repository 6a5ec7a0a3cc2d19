/**
 * Rows for the work of a lane: what overlaps stands below each other. A worker does one thing at a
 * time and has one row; links run side by side.
 */

export interface Track {
  readonly lane: string;
  /** From 0 within the lane. */
  readonly row: number;
}

export interface Tracks {
  readonly tracks: readonly Track[];
  /** For each span the index of its track. */
  readonly trackOf: readonly number[];
}

export interface LaneSpan {
  readonly lane: string;
  readonly startUs: number;
  readonly endUs: number;
}

/** Workers in order of their numbers, then everybody else. */
export function assignTracks(spans: readonly LaneSpan[]): Tracks {
  const ends = new Map<string, number[]>();
  const placed: { readonly lane: string; readonly row: number }[] = [];
  const order = spans.map((span, index) => ({ span, index }));
  order.sort((a, b) => a.span.startUs - b.span.startUs || a.index - b.index);
  for (const { span, index } of order) {
    const rows = ends.get(span.lane) ?? [];
    ends.set(span.lane, rows);
    const free = rows.findIndex((endUs) => endUs <= span.startUs);
    const row = free < 0 ? rows.length : free;
    rows[row] = span.endUs;
    placed[index] = { lane: span.lane, row };
  }
  const tracks = [...ends.keys()]
    .sort(byLane)
    .flatMap((lane) => (ends.get(lane) ?? []).map((_, row) => ({ lane, row })));
  const indices = new Map(tracks.map(({ lane, row }, index) => [`${lane}\0${row}`, index]));
  return {
    tracks,
    trackOf: placed.map(({ lane, row }) => indices.get(`${lane}\0${row}`) ?? 0),
  };
}

export function trackName({ lane, row }: Track): string {
  return row === 0 ? lane : `${lane} (${row + 1})`;
}

function byLane(left: string, right: string): number {
  const [a, b] = [workerNumber(left), workerNumber(right)];
  return a - b || (left < right ? -1 : 1);
}

function workerNumber(lane: string): number {
  const found = /^worker (\d+)$/.exec(lane);
  return found === null ? Number.MAX_SAFE_INTEGER : Number(found[1]);
}
