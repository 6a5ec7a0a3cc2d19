/**
 * "Did you mean": the nearest name by edit distance. Asked only while an error is being reported.
 */

/**
 * The candidate that `name` is most likely a misspelling of; the first in code unit order among
 * equally near ones, undefined where none is near enough (about a third of the name's length).
 */
export function closestName(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.floor((name.length + 1) / 3) + 1;
  for (const candidate of candidates) {
    if (candidate === name || Math.abs(candidate.length - name.length) >= bestDistance + 1)
      continue;
    const distance = editDistance(name, candidate);
    const isNearer = distance < bestDistance;
    if (isNearer || (distance === bestDistance && best !== undefined && candidate < best)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** The note for a diagnostic, or none. */
export function didYouMean(name: string, candidates: Iterable<string>): readonly string[] {
  const closest = closestName(name, candidates);
  return closest === undefined ? [] : [`Did you mean \`${closest}\`?`];
}

/**
 * Damerau-Levenshtein distance with adjacent transpositions, in code units; a difference in case
 * alone counts as one edit for the whole name.
 */
function editDistance(a: string, b: string): number {
  if (a.toLowerCase() === b.toLowerCase()) return 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
      );
      const isSwapped =
        row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (isSwapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
