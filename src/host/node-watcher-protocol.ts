/** What the watching thread and the thread that started it say to each other. */
import type { WatchTrouble } from './watcher.ts';

/** What is to be watched; `workerData` of the thread. */
export interface WatchAssignment {
  readonly root: string;
  readonly folders: readonly string[];
  readonly files: readonly string[];
  readonly ignored: readonly string[];
  readonly limits: WatchLimits;
  /** One 32-bit number: the generation. */
  readonly counter: SharedArrayBuffer;
}

export interface WatchLimits {
  /** Folders that may be watched; the system may allow fewer. */
  readonly folders: number;
  /** Events at once that leave doubt whether the system's queue held all of them. */
  readonly eventsAtOnce: number;
}

export type WatchMessage =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'paths';
      readonly paths: readonly string[];
      readonly generation: number;
      /** Monotonic, the same for all threads. */
      readonly seenAtMs: number;
    }
  | { readonly kind: 'everything'; readonly generation: number; readonly seenAtMs: number }
  | { readonly kind: 'trouble'; readonly trouble: WatchTrouble };

/** Milliseconds of a clock that all threads share. */
export function sharedNowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
