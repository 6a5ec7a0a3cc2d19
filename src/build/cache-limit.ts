/** How large a cache may grow: `BOLT_CACHE_SIZE`, or a default that few projects ever meet. */

export const sizeVariable = 'BOLT_CACHE_SIZE';

const defaultLimitBytes: number = 2 * 2 ** 30;

/** The environment holds something that cannot be meant. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

/** In bytes; infinite for no bound. @throws SettingError */
export function cacheLimitBytes(environment: Readonly<Record<string, string | undefined>>): number {
  const text = environment[sizeVariable];
  if (text === undefined || text === '') return defaultLimitBytes;
  const bytes = parseSizeBytes(text);
  if (bytes === undefined)
    throw new SettingError(`BOLT_CACHE_SIZE is \`${text}\`, which is no size`);
  return bytes === 0 ? Number.POSITIVE_INFINITY : bytes;
}

/** A number of bytes, or one with K, M, G or T: `500M`, `1.5G`, `2GiB`. Undefined for anything else. */
export function parseSizeBytes(text: string): number | undefined {
  const match = /^(\d{1,15}(?:\.\d{1,6})?)\s*([KMGT]?)(?:i?B)?$/i.exec(text.trim());
  if (match === null) return undefined;
  const [, digits = '', unit = ''] = match;
  return Math.floor(
    Number(digits) * 1024 ** ' KMGT'.indexOf(unit === '' ? ' ' : unit.toUpperCase()),
  );
}
