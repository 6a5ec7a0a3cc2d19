/** Several observers of one request, as one. */
import type { RequestObserver } from '../build/workspace-api.ts';

/** Each is told everything, in order; at most one of them may stand around flushes. */
export function observeAll(observers: readonly (RequestObserver | undefined)[]): RequestObserver {
  const all = observers.filter((each) => each !== undefined);
  const some = <K extends keyof RequestObserver>(name: K): boolean =>
    all.some((each) => each[name] !== undefined);
  const around = all.find((each) => each.aroundFlush !== undefined)?.aroundFlush;
  return {
    ...(some('onQuery') && {
      onQuery: (event, session) => {
        for (const each of all) each.onQuery?.(event, session);
      },
    }),
    ...(some('onOrder') && {
      onOrder: (order) => {
        for (const each of all) each.onOrder?.(order);
      },
    }),
    ...(some('onFragment') && {
      onFragment: (fragment) => {
        for (const each of all) each.onFragment?.(fragment);
      },
    }),
    ...(some('onModule') && {
      onModule: (done, total) => {
        for (const each of all) each.onModule?.(done, total);
      },
    }),
    ...(some('onChecked') && {
      onChecked: (diagnostics) => {
        for (const each of all) each.onChecked?.(diagnostics);
      },
    }),
    ...(some('onPhase') && {
      onPhase: (phase, startUs, endUs) => {
        for (const each of all) each.onPhase?.(phase, startUs, endUs);
      },
    }),
    ...(some('onWork') && {
      onWork: (span) => {
        for (const each of all) each.onWork?.(span);
      },
    }),
    ...(around !== undefined && { aroundFlush: around }),
    onDone: (report, session) => {
      for (const each of all) each.onDone?.(report, session);
    },
    onRestart: () => {
      for (const each of all) each.onRestart?.();
    },
  };
}
