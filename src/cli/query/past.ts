/** The recorded builds, newest first; what each did is read when it is asked for. */
import type { BuildRecord, Cache } from '../../../cache/cache.ts';
import type { BuildHistory } from '../../query/build-history.ts';
import type { Explainer } from '../../query/explain.ts';
import { createExplainer } from '../../query/explain.ts';
import { UsageError } from '../exit.ts';

export interface Past {
  readonly builds: readonly BuildRecord[];
  /** By the place in `builds`. Empty where the record is damaged. */
  historyAt(index: number): BuildHistory;
  explainerAt(index: number): Explainer;
}

/** @throws UsageError where there is no past */
export function openPast(cache: Cache): Past {
  const builds = cache.builds(mostBuilds);
  if (builds.length === 0) {
    throw new UsageError('No build is recorded yet; `boltd build` records what it does');
  }
  const histories = new Map<number, BuildHistory>();
  const explainers = new Map<number, Explainer>();
  const past: Past = {
    builds,
    historyAt(index) {
      const known = histories.get(index);
      if (known !== undefined) return known;
      const id = builds[index]?.id;
      const history = (id === undefined ? undefined : cache.historyOf(id)) ?? nothingDone;
      histories.set(index, history);
      return history;
    },
    explainerAt(index) {
      const known = explainers.get(index);
      if (known !== undefined) return known;
      const explainer = createExplainer(past.historyAt(index));
      explainers.set(index, explainer);
      return explainer;
    },
  };
  return past;
}

const mostBuilds = 1_000;

const nothingDone: BuildHistory = { changes: [], executions: [], executed: 0, adopted: [] };

/** The place of the build with this number. @throws UsageError */
export function indexOfBuild({ builds }: Past, id: number): number {
  const index = builds.findIndex((build) => build.id === id);
  if (index >= 0) return index;
  const [newest, oldest] = [builds[0]?.id, builds.at(-1)?.id];
  throw new UsageError(`Build ${id} is not recorded; there are ${oldest} to ${newest}`);
}

/** `build 12 (check, failed, 2026-01-31 10:20:30 UTC)`. */
export function describeBuild({ id, goal, profile, outcome, startedAtMs }: BuildRecord): string {
  const time = new Date(startedAtMs).toISOString().replace('T', ' ').slice(0, 19);
  const what = profile === 'release' ? `${goal} --release` : goal;
  return `build ${id} (${what}, ${outcome}, ${time} UTC)`;
}
