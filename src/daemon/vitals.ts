/** What a daemon stands on: when one of these is gone, or another than at its start, it has no use. */
import type { BigIntStats } from 'node:fs';
import fs from 'node:fs';
import path from 'node:path';
import { codeOf } from './errors.ts';
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
  const programs = programFiles(home).map((file) => ({ file, content: stateOf(file, contentOf) }));
  return {
    check() {
      if (stateOf(place.target, presenceOrPlace) !== project) {
        return 'lost its project, which was removed or moved away';
      }
      if (stateOf(place.cache, presenceOrPlace) !== cache) {
        return 'lost its cache, which was removed or moved away';
      }
      if (stateOf(place.socket, placeOf) !== socket) return 'lost its socket';
      const isReplaced = programs.some(({ file, content }) => stateOf(file, contentOf) !== content);
      return isReplaced ? 'is not what is installed any more' : undefined;
    },
  };
}

/** What another build of boltd would replace. */
function programFiles(home: string): readonly string[] {
  return ['boltd.cjs', 'worker.js'].map((name) => path.join(home, 'build/bundle', name));
}

/** Undefined when the file cannot be looked at, for whatever reason. */
function stateOf(file: string, describe: (stat: BigIntStats) => string): string | undefined {
  try {
    const stat = fs.statSync(file, { throwIfNoEntry: false, bigint: true });
    return stat === undefined ? undefined : describe(stat);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return undefined;
  }
}

function placeOf({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`;
}

/** A project that is a file may be replaced by an editor; a folder that is another one was moved. */
function presenceOrPlace(stat: BigIntStats): string {
  return stat.isDirectory() ? placeOf(stat) : 'file';
}

function contentOf(stat: BigIntStats): string {
  return `${placeOf(stat)}:${stat.size}:${stat.mtimeNs}`;
}
