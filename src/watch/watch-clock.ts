/** Time as the watch loop sees it; tests have one of their own. */
export interface WatchClock {
  /** Monotonic. */
  nowMs(): number;
  /** Calls `action` once, in `waitMs`; the result calls it off. */
  after(waitMs: number, action: () => void): () => void;
}

export const systemClock: WatchClock = {
  nowMs: () => performance.now(),
  after(waitMs, action) {
    const timer = setTimeout(action, waitMs);
    return () => clearTimeout(timer);
  },
};
