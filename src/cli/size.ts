/** Sizes, shares and times for people. */

/** `512 bytes`, `1.5 MB`: in powers of 1024. */
export function shownSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} byte${bytes === 1 ? '' : 's'}`;
  let size = bytes;
  let unit = -1;
  do {
    size /= 1024;
    unit += 1;
  } while (size >= 999.5 && unit < units.length - 1);
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}

const units = ['KB', 'MB', 'GB', 'TB'] as const;

/** `93.8 %`; a dash where there is nothing to take a share of. */
export function shownShare(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((part / whole) * 100).toFixed(1)} %`;
}

/** `12 ms`, `3.4 s`. */
export function shownTime(microseconds: number): string {
  const ms = microseconds / 1000;
  return ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
