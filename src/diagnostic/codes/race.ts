/** E06xx: data races, and the uses of capabilities that could lead to one. */
import type { CodeEntry } from './entry.ts';
import { raceAccessCodes } from './race-access.ts';
import { raceClassCodes } from './race-class.ts';
import { raceMoveCodes } from './race-move.ts';

/**
 * E0601 to E0607: an access lacks a capability. E0608 to E0616: an object moves, is lent or is kept
 * against the rules. E0617: two tasks meet. E0620 to E0625: declarations on which the others rely.
 */
export const raceCodes: readonly CodeEntry[] = [
  ...raceAccessCodes,
  ...raceMoveCodes,
  ...raceClassCodes,
];
