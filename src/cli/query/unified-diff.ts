/**
 * Differences between two texts, by lines, in the form of `diff -u`. The longest common subsequence
 * of what is left when both ends are cut off that are alike; texts without a reasonable one are
 * replaced whole.
 */

/** Empty where the texts are equal. */
export function unifiedDiff(
  before: string,
  after: string,
  options: { readonly context?: number } = {},
): string {
  const { context = 3 } = options;
  const edits = editsOf(linesOf(before), linesOf(after));
  return hunksOf(edits, context).map(printHunk).join('');
}

export interface Edit {
  readonly kind: 'same' | 'removed' | 'added';
  readonly line: string;
}

/** Cells of the table that is filled at most; beyond that the texts have little in common. */
const mostCells = 4_000_000;

/** Both texts, line by line: what goes stands before what comes. */
export function editsOf(before: readonly string[], after: readonly string[]): readonly Edit[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return [
    ...before.slice(0, start).map(same),
    ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ];
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function same(line: string): Edit {
  return { kind: 'same', line };
}

function middle(before: readonly string[], after: readonly string[]): readonly Edit[] {
  const removed = before.map((line): Edit => ({ kind: 'removed', line }));
  const added = after.map((line): Edit => ({ kind: 'added', line }));
  const width = after.length + 1;
  if (before.length === 0 || after.length === 0 || before.length * width > mostCells) {
    return [...removed, ...added];
  }
  // lengths[i * width + j]: of the longest common subsequence of before[i..] and after[j..].
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const at = i * width + j;
      lengths[at] =
        before[i] === after[j]
          ? (lengths[at + width + 1] ?? 0) + 1
          : Math.max(lengths[at + width] ?? 0, lengths[at + 1] ?? 0);
    }
  }
  const edits: Edit[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length && j < after.length) {
    const at = i * width + j;
    if (before[i] === after[j]) {
      edits.push(same(before[i] ?? ''));
      i += 1;
      j += 1;
    } else if ((lengths[at + width] ?? 0) >= (lengths[at + 1] ?? 0)) {
      edits.push({ kind: 'removed', line: before[i] ?? '' });
      i += 1;
    } else {
      edits.push({ kind: 'added', line: after[j] ?? '' });
      j += 1;
    }
  }
  return [...edits, ...removed.slice(i), ...added.slice(j)];
}

interface Hunk {
  /** Lines before it, of either text. */
  readonly beforeStart: number;
  readonly afterStart: number;
  readonly edits: readonly Edit[];
}

/** Changes with their surroundings; those that touch are one. */
function hunksOf(edits: readonly Edit[], context: number): readonly Hunk[] {
  const shown = edits.map(() => false);
  edits.forEach(({ kind }, index) => {
    if (kind === 'same') return;
    const last = Math.min(edits.length - 1, index + context);
    for (let near = Math.max(0, index - context); near <= last; near += 1) shown[near] = true;
  });
  const hunks: Hunk[] = [];
  let beforeStart = 0;
  let afterStart = 0;
  for (let index = 0; index < edits.length; ) {
    if (!shown[index]) {
      beforeStart += 1;
      afterStart += 1;
      index += 1;
      continue;
    }
    const end = shown.indexOf(false, index);
    const part = edits.slice(index, end < 0 ? edits.length : end);
    hunks.push({ beforeStart, afterStart, edits: part });
    beforeStart += part.filter(({ kind }) => kind !== 'added').length;
    afterStart += part.filter(({ kind }) => kind !== 'removed').length;
    index += part.length;
  }
  return hunks;
}

const signs = { same: ' ', removed: '-', added: '+' } as const;

function printHunk({ beforeStart, afterStart, edits }: Hunk): string {
  const before = edits.filter(({ kind }) => kind !== 'added').length;
  const after = edits.filter(({ kind }) => kind !== 'removed').length;
  const range = (start: number, count: number): string =>
    `${count === 0 ? start : start + 1}${count === 1 ? '' : `,${count}`}`;
  const lines = edits.map(({ kind, line }) => `${signs[kind]}${line}\n`).join('');
  return `@@ -${range(beforeStart, before)} +${range(afterStart, after)} @@\n${lines}`;
}
