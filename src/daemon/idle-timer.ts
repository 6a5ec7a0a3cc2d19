/**
 * Ends what has had nothing to do for long enough. Time is that of a monotonic clock: setting the system's
 * clock ends nothing and keeps nothing alive.
 */
import type { TimerClock } from '../host/timer-clock.ts';

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

export function createIdleTimer({ limitMs, clock, onIdle }: IdleTimerOptions): IdleTimer {
  let active = 0;
  let since = clock.nowMs();
  let isClosed = false;
  let callOff: (() => void) | undefined;

  const arm = (): void => {
    callOff?.();
    callOff = undefined;
    if (isClosed || active > 0) return;
    const leftMs = since + limitMs() - clock.nowMs();
    callOff = clock.after(Math.max(1, Math.ceil(leftMs)), () => {
      callOff = undefined;
      // Timers fire early by a fraction, and the limit may have grown.
      if (clock.nowMs() - since < limitMs()) {
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
      since = clock.nowMs();
      arm();
    },
    idleMs: () => (active > 0 ? undefined : clock.nowMs() - since),
    close() {
      isClosed = true;
      arm();
    },
  };
}
