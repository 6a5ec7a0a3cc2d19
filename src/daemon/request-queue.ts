/** One request at a time; a few may wait, and are told how many are before them. */

export interface RequestQueue {
  /**
   * Runs `work` when its turn comes.
   * @param onWait called once, when it has to wait
   * @throws QueueFullError
   */
  run<T>(work: () => Promise<T>, onWait: (ahead: number) => void): Promise<T>;
  /** Requests that wait. */
  waiting(): number;
  isIdle(): boolean;
  /** Resolves when nothing is under way and nothing waits. */
  drained(): Promise<void>;
}

/** Too many wait already. */
export class QueueFullError extends Error {
  override readonly name = 'QueueFullError';
}

export function createRequestQueue(maxWaiting: number): RequestQueue {
  /** Those that wait for their turn, and those that wait for the end. */
  const turns: (() => void)[] = [];
  let ends: (() => void)[] = [];
  let isBusy = false;

  const next = (): void => {
    const turn = turns.shift();
    isBusy = turn !== undefined;
    if (turn !== undefined) {
      turn();
      return;
    }
    const resolved = ends;
    ends = [];
    for (const resolve of resolved) resolve();
  };

  return {
    async run(work, onWait) {
      if (isBusy) {
        if (turns.length >= maxWaiting) {
          throw new QueueFullError(`${turns.length} requests are waiting already`);
        }
        const turn = new Promise<void>((resolve) => turns.push(resolve));
        onWait(turns.length);
        await turn;
      }
      isBusy = true;
      try {
        return await work();
      } finally {
        next();
      }
    },
    waiting: () => turns.length,
    isIdle: () => !isBusy,
    drained: () => (isBusy ? new Promise((resolve) => ends.push(resolve)) : Promise.resolve()),
  };
}
