/**
 * Ends what has had nothing to do for long enough. Time is that of a monotonic clock: setting the system's
 * clock ends nothing and keeps nothing alive.
 */

export interface IdleTimer {
  /** Work begins; each `begin` has its `end`. */
  begin(): void;
  end(): void;
  /** For how long there has been nothing to do; undefined while there is. */
  idleMs(): number | undefined;
  close(): void;
}

export interface IdleTimerOptions {
  /** Asked whenever it matters: it may change. */
  readonly limitMs: () => number;
  readonly clock: TimerClock;
  /** Called at most once. */
  readonly onIdle: () => void;
}

/** Time as tests control it. */
export interface TimerClock {
  /** Monotonic milliseconds. */
  now(): number;
  /** Calls back once, not before `ms` have passed; returns what calls it off. */
  after(ms: number, callback: () => void): () => void;
}

export const systemTimerClock: TimerClock = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

export function createIdleTimer({ limitMs, clock, onIdle }: IdleTimerOptions): IdleTimer {
  let active = 0;
  let since = clock.now();
  let isClosed = false;
  let callOff: (() => void) | undefined;

  const arm = (): void => {
    callOff?.();
    callOff = undefined;
    if (isClosed || active > 0) return;
    const leftMs = since + limitMs() - clock.now();
    callOff = clock.after(Math.max(1, Math.ceil(leftMs)), () => {
      callOff = undefined;
      // Timers fire early by a fraction, and the limit may have grown.
      if (clock.now() - since < limitMs()) {
        arm();
        return;
      }
      isClosed = true;
      onIdle();
    });
  };
  arm();
  return {
    begin() {
      active += 1;
      arm();
    },
    end() {
      active -= 1;
      since = clock.now();
      arm();
    },
    idleMs: () => (active > 0 ? undefined : clock.now() - since),
    close() {
      isClosed = true;
      arm();
    },
  };
}
