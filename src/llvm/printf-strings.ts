/**
 * Formats of `printf` with strings: C would read one up to a NUL, which Bolt's strings need not have
 * behind them. Each gets its length as an argument, by way of the precision: `%-5s` becomes `%-5.*s`.
 */

export interface StringFormat {
  readonly format: string;
  /** For each argument that is printed by `%s`: how many bytes may be shown at most. */
  readonly limits: ReadonlyMap<number, number>;
}

/** What a C int can count. */
const longest = 0x7fff_ffff;

const conversion = /%(?:%|([-+ #0]*\d*)(?:\.(\d*))?([a-zA-Z]+))/g;

export function withLengths(format: string): StringFormat {
  const limits = new Map<number, number>();
  let argument = 0;
  const rewritten = format.replace(
    conversion,
    (whole: string, head: string | undefined, precision: string | undefined, letter: string) => {
      if (whole === '%%') return whole;
      const index = argument;
      argument += 1;
      if (letter !== 's') return whole;
      limits.set(index, precision === undefined ? longest : Number(precision));
      return `%${head ?? ''}.*s`;
    },
  );
  return { format: rewritten, limits };
}
