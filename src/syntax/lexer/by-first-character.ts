/** Tables of words by the code of their first character, which is ASCII. */

export function byFirstCharacter<T>(
  words: readonly (readonly [string, T])[],
): readonly (readonly (readonly [string, T])[])[] {
  const table: (readonly [string, T])[][] = Array.from({ length: 128 }, () => []);
  for (const word of words) table[word[0].charCodeAt(0)]?.push(word);
  return table;
}
