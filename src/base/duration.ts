/** Spans of time as people write them: `90s`, `30m`, `3h`. */

const unitsMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;
type Unit = keyof typeof unitsMs;

/** Timers count in 31 bits: some 24 days. */
const maxMs = 2 ** 31 - 1;

/** Milliseconds; undefined for what is no span of time, or a longer one than 24 days. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,10})(ms|s|m|h)$/.exec(text);
  if (match === null) return undefined;
  const milliseconds = Number(match[1]) * unitsMs[match[2] as Unit];
  return milliseconds >= 1 && milliseconds <= maxMs ? milliseconds : undefined;
}

/** In the two largest units: `2 h 5 min`, `12 s`. */
export function describeDuration(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 1) return `${Math.floor(milliseconds)} ms`;
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return join(minutes, 'min', seconds % 60, 's');
  return join(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

function join(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const first = `${large} ${largeUnit}`;
  return small === 0 ? first : `${first} ${small} ${smallUnit}`;
}
