/** Time for what waits: loops and timers; tests have one of their own. */
export interface TimerClock {
  /** Monotonic. */
  nowMs(): number;
  /** Calls `action` once, in `waitMs`; the result calls it off. */
  after(waitMs: number, action: () => void): () => void;
}

export const systemClock: TimerClock = {
  nowMs: () => performance.now(),
  after(waitMs, action) {
    const timer = setTimeout(action, waitMs);
    return () => clearTimeout(timer);
  },
};
