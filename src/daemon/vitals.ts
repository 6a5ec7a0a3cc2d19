/** What a daemon stands on: when one of these is gone, or another than at its start, it has no use. */
import type { BigIntStats } from 'node:fs';
import { placeOf, recordProgram, stateOf } from '../host/running-program.ts';
import type { DaemonPlace } from './place.ts';

export interface Vitals {
  /** The end of a sentence about the daemon; undefined while all is well. */
  check(): string | undefined;
}

/** Compares with how things are now. */
export function recordVitals(place: DaemonPlace, home: string): Vitals {
  const project = stateOf(place.target, presenceOrPlace);
  const cache = stateOf(place.cache, presenceOrPlace);
  const socket = stateOf(place.socket, placeOf);
  const program = recordProgram(home);
  return {
    check() {
      if (stateOf(place.target, presenceOrPlace) !== project) {
        return 'lost its project, which was removed or moved away';
      }
      if (stateOf(place.cache, presenceOrPlace) !== cache) {
        return 'lost its cache, which was removed or moved away';
      }
      if (stateOf(place.socket, placeOf) !== socket) return 'lost its socket';
      return program.isReplaced() ? 'is not what is installed any more' : undefined;
    },
  };
}

/** A project that is a file may be replaced by an editor; a folder that is another one was moved. */
function presenceOrPlace(stat: BigIntStats): string {
  return stat.isDirectory() ? placeOf(stat) : 'file';
}
