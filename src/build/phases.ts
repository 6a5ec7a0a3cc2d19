/** Times by phase of a build, in the order in which the phases began. */

export type Phase = 'open' | 'inputs' | 'check and code' | 'link' | 'save';

export interface PhaseClock {
  /** Adds the time that `work` takes to a phase; phases do not nest. */
  measure<T>(phase: Phase, work: () => T): T;
  measureAsync<T>(phase: Phase, work: () => Promise<T>): Promise<T>;
  add(phase: Phase, microseconds: number): void;
  /** Milliseconds by phase. */
  totals(): Readonly<Partial<Record<Phase, number>>>;
  /** Begins anew. */
  clear(): void;
}

/** `now` is monotonic, in microseconds; `onSpan` is told of each stretch of a phase. */
export function createPhaseClock(
  now: () => number,
  onSpan?: (phase: Phase, startUs: number, endUs: number) => void,
): PhaseClock {
  const totals = new Map<Phase, number>();
  const add = (phase: Phase, microseconds: number): void => {
    totals.set(phase, (totals.get(phase) ?? 0) + microseconds);
  };
  const close = (phase: Phase, startUs: number): void => {
    const endUs = now();
    add(phase, endUs - startUs);
    onSpan?.(phase, startUs, endUs);
  };
  return {
    add,
    clear: () => totals.clear(),
    measure(phase, work) {
      const start = now();
      try {
        return work();
      } finally {
        close(phase, start);
      }
    },
    async measureAsync(phase, work) {
      const start = now();
      try {
        return await work();
      } finally {
        close(phase, start);
      }
    },
    totals: () =>
      Object.fromEntries([...totals].map(([phase, us]) => [phase, Math.round(us) / 1000])),
  };
}
