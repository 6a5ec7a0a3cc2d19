/** The part of the time that is in view: zooming, panning, and where the ruler's ticks stand. */

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Nothing shorter can be looked at, in microseconds. */
const shortest = 20;

/** Keeps `at` where it is on the screen. A factor below 1 shows less. */
export function zoom(range: Range, whole: Range, factor: number, at: number): Range {
  const length = range.to - range.from;
  const wanted = Math.min(whole.to - whole.from, Math.max(shortest, length * factor));
  const part = length > 0 ? (at - range.from) / length : 0;
  return within({ from: at - part * wanted, to: at + (1 - part) * wanted }, whole);
}

export function pan(range: Range, whole: Range, by: number): Range {
  return within({ from: range.from + by, to: range.to + by }, whole);
}

/** A range around a span, with some room beside it. */
export function around(span: Range, whole: Range): Range {
  const room = Math.max((span.to - span.from) * 0.15, shortest / 2);
  return within({ from: span.from - room, to: span.to + room }, whole);
}

function within({ from, to }: Range, whole: Range): Range {
  const length = Math.min(to - from, whole.to - whole.from);
  const start = Math.min(Math.max(from, whole.from), whole.to - length);
  return { from: start, to: start + length };
}

/** Round times in the range, at least `minGap` pixels apart. */
export function ticks(range: Range, width: number, minGap: number): readonly number[] {
  const length = range.to - range.from;
  if (length <= 0 || width <= 0) return [];
  const step = roundUp((length * minGap) / width);
  const found: number[] = [];
  for (let n = Math.ceil(range.from / step); n * step <= range.to; n += 1) found.push(n * step);
  return found;
}

/** The next of 1, 2, 5, 10, 20, 50 … */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  for (const digit of [1, 2, 5]) {
    if (digit * power >= value) return digit * power;
  }
  return 10 * power;
}
