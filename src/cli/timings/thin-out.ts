/**
 * Fewer spans for a large build: the longest are kept as they are, the others are put together with
 * their neighbours of the same depth. Sums stay what they were.
 */
import type { QuerySpan } from '../../build/timeline.ts';

/** Consecutive executions of one depth, of which one stands alone or several are put together. */
export interface SpanGroup {
  readonly startUs: number;
  readonly endUs: number;
  readonly ownUs: number;
  readonly depth: number;
  /** The one that took longest by itself. */
  readonly longest: QuerySpan;
  readonly count: number;
}

export interface ThinOutOptions {
  /** How many spans may stay as they are. */
  readonly keep: number;
  /** Groups are not longer than this, nor are gaps within them. */
  readonly groupUs: number;
}

/** By start; of two that start together the outer one is first. */
export function thinOut(
  spans: readonly QuerySpan[],
  { keep, groupUs }: ThinOutOptions,
): readonly SpanGroup[] {
  const limitUs = shortestKept(spans, keep);
  const groups: SpanGroup[] = [];
  /** By depth: the group that the next short span may join. */
  const open: (SpanGroup | undefined)[] = [];
  for (const span of spans) {
    const alone = groupOf(span);
    if (span.endUs - span.startUs >= limitUs) {
      flush(open, span.depth, groups);
      groups.push(alone);
      continue;
    }
    const before = open[span.depth];
    const fits =
      before !== undefined &&
      span.endUs - before.startUs <= groupUs &&
      span.startUs - before.endUs <= groupUs / 8;
    if (!fits) flush(open, span.depth, groups);
    open[span.depth] = fits ? join(before, alone) : alone;
  }
  for (const depth of open.keys()) flush(open, depth, groups);
  return groups.sort((a, b) => a.startUs - b.startUs || a.depth - b.depth);
}

/** A length that at most `keep` spans reach. */
function shortestKept(spans: readonly QuerySpan[], keep: number): number {
  if (spans.length <= keep) return 0;
  const lengths = spans.map(({ startUs, endUs }) => endUs - startUs).sort((a, b) => b - a);
  return (lengths[keep] ?? 0) + 1e-9;
}

function flush(open: (SpanGroup | undefined)[], depth: number, into: SpanGroup[]): void {
  const group = open[depth];
  if (group !== undefined) into.push(group);
  open[depth] = undefined;
}

function groupOf(span: QuerySpan): SpanGroup {
  const { startUs, endUs, ownUs, depth } = span;
  return { startUs, endUs, ownUs, depth, longest: span, count: 1 };
}

function join(left: SpanGroup, right: SpanGroup): SpanGroup {
  return {
    startUs: left.startUs,
    endUs: right.endUs,
    ownUs: left.ownUs + right.ownUs,
    depth: left.depth,
    longest: right.longest.ownUs > left.longest.ownUs ? right.longest : left.longest,
    count: left.count + right.count,
  };
}
