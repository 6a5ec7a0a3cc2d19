/** The page's search: every word has to occur, in any order, whatever the case. */

export type Filter = (...texts: readonly string[]) => boolean;

/** Undefined for a search for nothing: everything counts. */
export function createFilter(search: string): Filter | undefined {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return undefined;
  return (...texts) => {
    const text = texts.join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  };
}
