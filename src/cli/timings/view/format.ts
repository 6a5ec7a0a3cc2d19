/** How the timings page writes times, counts and names. */

/** Three digits: `812 µs`, `4.07 ms`, `23.4 ms`, `1.25 s`. */
export function formatUs(us: number): string {
  if (us < 999.5) return `${Math.round(us)} µs`;
  if (us < 999_500) return `${threeDigits(us / 1000)} ms`;
  return `${threeDigits(us / 1_000_000)} s`;
}

function threeDigits(value: number): string {
  if (value >= 99.95) return String(Math.round(value));
  return value.toFixed(value >= 9.995 ? 1 : 2);
}

/** `12 345`, with thin spaces. */
export function formatCount(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, '\u2009');
}

export function formatPart(part: number): string {
  const percent = part * 100;
  return `${percent > 0 && percent < 1 ? '<1' : Math.round(percent)} %`;
}

export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `shapes::class Circle.method area()` as module and rest. */
export function splitKey(key: string): { readonly module: string; readonly local: string } {
  const at = key.indexOf('::');
  return at < 0
    ? { module: '', local: key }
    : { module: key.slice(0, at), local: key.slice(at + 2) };
}

/** Of a task what fits on a bar: its module. */
export function shortTask(description: string): string {
  const name = description.replace(/^(code of|the object of) /, '');
  const { module } = splitKey(name);
  return module === '' ? name : module;
}

/** `Circle.area`: what fits on a bar. */
export function shortKey(key: string): string {
  const { local } = splitKey(key);
  const plain = local.replaceAll(/\b(class|method|function|field|import) /g, '');
  const open = plain.indexOf('(');
  return open < 0 ? plain : plain.slice(0, open);
}
