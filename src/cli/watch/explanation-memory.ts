/** Explanations of the last builds of a watch, for `--explain` and for the key that asks afterwards. */
import type { RequestObserver } from '../../build/workspace-api.ts';
import type { Explanations } from '../show-explanations.ts';
import { createExplanations } from '../show-explanations.ts';

export interface ExplanationMemory {
  /** Another request begins; it is to be watched by the result. */
  begin(): RequestObserver;
  /** It is done; `hasExecuted`: whether there is anything to explain. */
  finish(hasExecuted: boolean): Explanations | undefined;
  /** Of the last request that executed anything. */
  last(): Explanations | undefined;
}

export function createExplanationMemory(): ExplanationMemory {
  let current: Explanations | undefined;
  let last: Explanations | undefined;
  return {
    begin() {
      current = createExplanations();
      return current.observer;
    },
    finish(hasExecuted) {
      const finished = current;
      current = undefined;
      if (hasExecuted && finished !== undefined) last = finished;
      return finished;
    },
    last: () => last,
  };
}
