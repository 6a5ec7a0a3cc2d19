/**
 * What a build did, as plain data: which inputs had changed, and which queries were executed for
 * it and why. Recorded by src/build/history.ts, kept by the cache, read by explanations.
 *
 * The lists are bounded: they may lack what was executed for the first time, and of very large
 * edits the less telling part. `executed` counts all.
 */
import type { Fingerprint } from '../base/fingerprint.ts';
import type { Cause, NodeName } from './events.ts';

export interface BuildHistory {
  readonly changes: readonly InputChange[];
  /** In the order in which they ended: what an execution read comes before it. */
  readonly executions: readonly ExecutionRecord[];
  /** How many there were. */
  readonly executed: number;
  /** Older results that hold again, after an edit was taken back or a branch switched. */
  readonly adopted: readonly Adoption[];
}

export interface Adoption {
  readonly query: string;
  readonly key: string;
  readonly value: Fingerprint;
}

export interface InputChange {
  readonly node: NodeName;
  readonly change: 'added' | 'changed' | 'removed';
  /**
   * Canonical texts of inputs that are texts; of long ones the part that differs, between two `…`.
   */
  readonly before?: string;
  readonly after?: string;
}

export interface ExecutionRecord {
  readonly query: string;
  readonly key: string;
  readonly cause: Cause;
  /** Of its own, without what it read. */
  readonly microseconds: number;
  /** It gave what it had given before. */
  readonly unchanged: boolean;
  /** Fingerprint of the result. */
  readonly value?: Fingerprint;
}

export const noHistory: BuildHistory = { changes: [], executions: [], executed: 0, adopted: [] };
