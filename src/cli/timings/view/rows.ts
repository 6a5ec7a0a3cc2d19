/** Spans by row, so that only what is in view has to be drawn and looked through. */
import type { Range } from './range.ts';

export interface Placed {
  readonly start: number;
  readonly length: number;
}

/** Each row by start; its spans do not overlap. */
export type Rows<T extends Placed> = readonly (readonly T[])[];

/** What belongs below the last of `most` rows is left out. */
export function rowsOf<T extends Placed>(
  spans: readonly T[],
  rowOf: (span: T) => number,
  most: number,
): Rows<T> {
  const rows: T[][] = [];
  for (const span of spans) {
    const at = rowOf(span);
    if (at >= most) continue;
    const row = rows[at] ?? [];
    rows[at] = row;
    row.push(span);
  }
  return Array.from(rows, (row) => row ?? []);
}

/** Index of the first span that ends behind `time`. */
function firstBehind(row: readonly Placed[], time: number): number {
  let low = 0;
  let high = row.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const span = row[middle];
    if (span !== undefined && span.start + span.length <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Calls `draw` for what is in view; of spans that share a pixel only the longest. */
export function eachVisible<T extends Placed>(
  row: readonly T[],
  range: Range,
  pixel: number,
  draw: (span: T) => void,
): void {
  let best: T | undefined;
  let bestPixel = Number.NEGATIVE_INFINITY;
  for (let index = firstBehind(row, range.from); index < row.length; index += 1) {
    const span = row[index];
    if (span === undefined || span.start > range.to) break;
    const at = Math.floor((span.start - range.from) / pixel);
    if (at === bestPixel && best !== undefined) {
      if (span.length > best.length) best = span;
      continue;
    }
    if (best !== undefined) draw(best);
    best = span;
    bestPixel = at;
  }
  if (best !== undefined) draw(best);
}

/** The span at a time, or the nearest one not farther than `slack`. */
export function spanAt<T extends Placed>(
  row: readonly T[],
  time: number,
  slack: number,
): T | undefined {
  const index = firstBehind(row, time);
  const [before, behind] = [row[index - 1], row[index]];
  if (behind !== undefined && behind.start <= time) return behind;
  const toBefore = before === undefined ? slack : time - before.start - before.length;
  const toBehind = behind === undefined ? slack : behind.start - time;
  if (toBefore < slack && toBefore <= toBehind) return before;
  return toBehind < slack ? behind : undefined;
}
