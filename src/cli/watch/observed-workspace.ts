/** A workspace whose requests are listened to, for explanations, and can be ended from outside the loop. */
import type { RequestObserver, Workspace } from '../../build/workspace-api.ts';
import { totalOf } from '../../query/statistics.ts';
import type { Explanations } from '../show-explanations.ts';
import { createExplanations } from '../show-explanations.ts';

export interface ObservedWorkspace {
  readonly workspace: Workspace;
  /** Of the last request. */
  latest(): Explanations | undefined;
  /** Of the last request that executed anything. */
  lastEffective(): Explanations | undefined;
  /** Ends the request under way at its next query boundary, and every later one at its first. */
  cancel(): void;
}

export function observeWorkspace(
  workspace: Workspace,
  { explains }: { readonly explains: boolean },
): ObservedWorkspace {
  let isCancelled = false;
  let latest: Explanations | undefined;
  let lastEffective: Explanations | undefined;
  return {
    latest: () => latest,
    lastEffective: () => lastEffective,
    cancel() {
      isCancelled = true;
    },
    workspace: {
      roots: () => workspace.roots(),
      use: (work, observer) => workspace.use(work, observer),
      settle: () => workspace.settle(),
      close: () => workspace.close(),
      async perform(request) {
        const { observer = {}, isCancelled: isStale } = request;
        const explanations = explains ? createExplanations() : undefined;
        const report = await workspace.perform({
          ...request,
          observer: explanations === undefined ? observer : both(observer, explanations.observer),
          isCancelled: () => isCancelled || isStale?.() === true,
        });
        latest = explanations;
        if (totalOf(Object.values(report.statistics)).executed > 0) lastEffective = explanations;
        return report;
      },
    },
  };
}

function both(first: RequestObserver, second: RequestObserver): RequestObserver {
  return {
    ...first,
    onQuery(event, session) {
      first.onQuery?.(event, session);
      second.onQuery?.(event, session);
    },
    onDone(engine) {
      first.onDone?.(engine);
      second.onDone?.(engine);
    },
    onRestart() {
      first.onRestart?.();
      second.onRestart?.();
    },
  };
}
