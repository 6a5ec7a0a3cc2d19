/** `--ignore-data-races`, of every command that checks. */
import type { RacePolicy } from '../build/race-policy.ts';

/** A part of the goal, so that it is the same as without the option where that is not given. */
export function racePolicy(options: Readonly<Record<string, unknown>>): {
  readonly races?: RacePolicy;
} {
  return options['ignoreDataRaces'] === true ? { races: 'ignore' } : {};
}
