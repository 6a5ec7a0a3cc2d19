/**
 * Checksums of rows. They tell bits that flipped on the disk from rows that were written; they are
 * no defence against a forger. Every function mirrors what schema.sql says of the column it fills
 * or checks.
 *
 * CRC-32 by zlib costs a microsecond a row, warm or cold. A hash in JavaScript is faster once it is
 * compiled and ten times slower before that, which is when a build with nothing to do reads its
 * file manifest.
 */
import { crc32 } from 'node:zlib';

/** `row_check` of a row in `file`, `output` or `build`: its primary key and the record's text. */
export function recordCheck(key: string | number, record: string): number {
  return crc32(`${key} ${record}`);
}

/** `row_check` of a row in `query`. */
export function nameCheck(id: number, name: string): number {
  return crc32(`${id} ${name}`);
}

/** `row_check` of a row in `node`; the state has a checksum of its own. */
export function nodeCheck(number: number, query: number, key: string): number {
  return crc32(`${number} ${query} ${key}`);
}

/**
 * `row_check` of a row in `trace`: of all of it, but of the value's text only that it is there; the
 * text has a fingerprint. `numbers` are the id, `used`, the microseconds and 1 for a stored text.
 */
export function traceCheck(
  numbers: string,
  dependencies: string,
  fingerprints: string,
  reportsText: string,
): number {
  return crc32(`${numbers} ${dependencies} ${fingerprints} ${reportsText}`);
}

/** `state_check` of a row in `node`. Exact in doubles up to 10^10 ticks. */
export function stateCheck(number: number, dirty: number, current: number, input: number): number {
  return ((number * 61 + dirty * 17 + current * 3 + input) * 65537) % 4294967291;
}

/** `row_check` of the row in `counter`. */
export function counterCheck(nextNumber: number, tick: number): number {
  return ((nextNumber * 61 + tick * 17 + 1) * 65537) % 4294967291;
}
