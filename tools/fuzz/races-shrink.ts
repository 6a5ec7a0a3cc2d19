/** A smaller program that fails in the same way: lines and blocks are left out as long as it does. */

/** The text, made smaller until nothing can be left out without `fails` being false. */
export async function shrink(
  text: string,
  fails: (text: string) => Promise<boolean>,
): Promise<string> {
  let smallest = text;
  let from = 0;
  for (;;) {
    const variants = variantsOf(smallest);
    const smaller = await firstFailing(variants.slice(from), fails);
    if (smaller !== undefined) {
      // What could not be left out before is tried again only at the end.
      from += smaller.index;
      smallest = smaller.text;
    } else if (from > 0) {
      from = 0;
    } else {
      return smallest;
    }
  }
}

async function firstFailing(
  variants: readonly string[],
  fails: (text: string) => Promise<boolean>,
): Promise<{ readonly text: string; readonly index: number } | undefined> {
  for (const [index, text] of variants.entries()) if (await fails(text)) return { text, index };
  return undefined;
}

/** Without one line or block each, the longest first. */
function variantsOf(text: string): readonly string[] {
  const lines = text.split('\n');
  const cuts = lines.flatMap((line, from): readonly (readonly [number, number])[] => {
    const to = endOf(lines, from);
    return line.trim() === '' || to === undefined ? [] : [[from, to]];
  });
  return [...cuts]
    .sort(([a, b], [c, d]) => d - c - (b - a))
    .map(([from, to]) => [...lines.slice(0, from), ...lines.slice(to + 1)].join('\n'));
}

/** The last line of the block that begins here; undefined where a line only closes one. */
function endOf(lines: readonly string[], from: number): number | undefined {
  let open = 0;
  for (let at = from; at < lines.length; at += 1) {
    for (const char of lines[at] ?? '') {
      if (char === '{') open += 1;
      if (char === '}') open -= 1;
      if (open < 0) return undefined;
    }
    if (open === 0) return at;
  }
  return undefined;
}
