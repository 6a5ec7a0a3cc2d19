/**
 * What one request to a workspace came to, as plain data: made in this process or by a daemon, shown by
 * whoever asked for it.
 */
import type { ExecutableKey } from '../compiler/queries/output.ts';
import type { LocatedDiagnostic } from '../diagnostic/located.ts';
import type { BuildHistory } from '../query/build-history.ts';
import type { QueryStatistics } from '../query/statistics.ts';
import type { CheckStage } from './compile.ts';
import type { Phase } from './phases.ts';
import type { RacePolicy } from './race-policy.ts';

/** What is wanted of a project. */
export type Goal =
  | {
      readonly kind: 'build';
      readonly key: ExecutableKey;
      /** Absolute path for the executable; in the project's output folder by default. */
      readonly output?: string;
      /** `reject` by default. */
      readonly races?: RacePolicy;
    }
  | { readonly kind: 'check'; readonly stage: CheckStage; readonly races?: RacePolicy };

export interface BuildReport {
  readonly goal: Goal;
  /** `rejected`: the program has mistakes. `cancelled`: an input changed; nothing that was computed is lost. */
  readonly outcome: 'succeeded' | 'rejected' | 'cancelled';
  /** Absolute; of a build that succeeded. */
  readonly executable?: string;
  /** Files put in place: none when everything was there. */
  readonly written: readonly string[];
  /** In the order of their places. */
  readonly diagnostics: readonly LocatedDiagnostic[];
  /** Absolute: what the paths of diagnostics are relative to. */
  readonly root: string;
  /** Absolute: the folder of the cache. */
  readonly cache: string;
  /** Modules whose text changed, appeared or vanished. */
  readonly changedModules: readonly string[];
  readonly milliseconds: number;
  readonly phases: Readonly<Partial<Record<Phase, number>>>;
  /** By the query's name, in order of names. */
  readonly statistics: Readonly<Record<string, QueryStatistics>>;
  /** What was changed, executed and why; not of requests that a daemon carried out. */
  readonly history?: BuildHistory;
  /** Holds the executable where the cache cannot; for whoever uses it to remove. */
  readonly temporaryFolder?: string;
}
