/**
 * The daemon without its socket: one workspace, the requests of all clients, one at a time. A request that
 * fails takes the workspace with it; the next one opens another. Between requests the workspace lets other
 * processes have the cache.
 */
import type { BuildReport } from '../build/report.ts';
import type { Workspace } from '../build/workspace-api.ts';
import type { TimerClock } from '../host/timer-clock.ts';
import type { DaemonActions, RequestClient } from './client-session.ts';
import { RequestError } from './client-session.ts';
import { messageOf } from './errors.ts';
import { differenceOf } from './identity.ts';
import type { IdleTimer } from './idle-timer.ts';
import type { DaemonLog } from './log.ts';
import type { DaemonPlace } from './place.ts';
import { memoryOfChildren } from './processes.ts';
import type { DaemonStatus, Identity, LastRequest, PerformParams } from './protocol.ts';
import { errorCode } from './protocol.ts';
import { createRequestQueue, QueueFullError } from './request-queue.ts';
import type { Vitals } from './vitals.ts';

export interface DaemonOptions {
  readonly place: DaemonPlace;
  readonly identity: Identity;
  /** `onNotice` takes lines for the user. */
  readonly openWorkspace: (onNotice: (message: string) => void) => Workspace;
  readonly log: DaemonLog;
  readonly idle: IdleTimer;
  readonly idleLimitMs: () => number;
  readonly vitals: Vitals;
  readonly clock: TimerClock;
  /** Another one may take this one's place; the requests under way are finished. */
  readonly onStop: (reason: string) => void;
}

/** What becomes of the requests under way. */
export type Ending = 'finish' | 'cancel';

export interface Daemon {
  readonly actions: DaemonActions;
  /** Accepts no request any more; those under way are finished, or cancelled. */
  refuse(how: Ending): void;
  /** Resolves when nothing is under way and all is closed. */
  close(): Promise<void>;
}

const maxWaiting = 16;

export function createDaemon(options: DaemonOptions): Daemon {
  const { place, identity, log, idle, vitals, clock } = options;
  const queue = createRequestQueue(maxWaiting);
  const startedMs = clock.nowMs();
  let ending: Ending | undefined;
  let workspace: Workspace | undefined;
  let current: RequestClient | undefined;
  let last: LastRequest | undefined;
  let requests = 0;

  const onNotice = (message: string): void => {
    log.write(message);
    current?.notice(message);
  };
  /** Whatever goes wrong with that, the next request gets another one. */
  const closeWorkspace = async (): Promise<void> => {
    const closed = workspace;
    workspace = undefined;
    try {
      await closed?.close();
    } catch (error) {
      log.write(`Could not close the project: ${describeError(error)}`);
    }
  };
  const settle = (): void => {
    if (!queue.isIdle()) return;
    try {
      workspace?.settle();
    } catch (error) {
      log.write(`Could not settle the cache: ${messageOf(error)}`);
      void closeWorkspace();
    }
  };

  const carryOut = async (params: PerformParams, client: RequestClient): Promise<BuildReport> => {
    const { goal, changed } = params;
    const isCancelled = (): boolean => ending === 'cancel' || client.isCancelled();
    if (isCancelled()) throw refusal('It was cancelled before its turn came');
    const began = clock.nowMs();
    current = client;
    requests += 1;
    try {
      workspace ??= options.openWorkspace(onNotice);
      // Why things ran is asked of the cache, or of a process that builds by itself.
      const { history: _, ...report } = await workspace.perform({
        goal,
        ...(changed !== undefined && { changed: new Set(changed) }),
        isCancelled,
        observer: {
          onModule: client.progress,
          onChecked: client.checked,
          onRestart: client.restarted,
        },
      });
      last = lastOf(report, clock.nowMs() - began);
      // What was made where nothing is kept belongs to the client, which removes it.
      if (report.temporaryFolder !== undefined) await closeWorkspace();
      if (report.outcome === 'cancelled' && !client.isCancelled()) throw refusal('It is ending');
      return report;
    } catch (error) {
      if (error instanceof RequestError) throw error;
      const milliseconds = clock.nowMs() - began;
      last = {
        goal: goal.kind,
        outcome: 'failed',
        milliseconds,
        executed: 0,
        finishedAtMs: Date.now(),
      };
      log.write(`A request failed: ${describeError(error)}`);
      await closeWorkspace();
      throw new RequestError(errorCode.failed, messageOf(error));
    } finally {
      current = undefined;
      if (last !== undefined) {
        log.write(`${last.goal} ${last.outcome} in ${Math.round(last.milliseconds)} ms`);
      }
    }
  };

  const actions: DaemonActions = {
    log: log.write,
    greet(client) {
      const reason = ending === undefined ? vitals.check() : 'is ending';
      const difference = reason ?? differenceOf(identity, client);
      return difference === undefined
        ? { kind: 'accepted', pid: process.pid }
        : { kind: 'different', pid: process.pid, reason: difference };
    },
    async perform(params, client) {
      if (ending !== undefined) throw refusal('It is ending');
      idle.begin();
      try {
        return await queue.run(
          () => carryOut(params, client),
          (ahead) => client.notice(waitingMessage(ahead)),
        );
      } catch (error) {
        throw error instanceof QueueFullError ? refusal(error.message) : error;
      } finally {
        idle.end();
        // After the answer: the client need not wait for this.
        setImmediate(settle);
      }
    },
    status(): DaemonStatus {
      const idleMs = idle.idleMs();
      return {
        pid: process.pid,
        version: identity.version,
        project: place.target,
        cache: place.cache,
        socket: place.socket,
        log: log.file,
        uptimeMs: clock.nowMs() - startedMs,
        idleLimitMs: options.idleLimitMs(),
        ...(idleMs !== undefined && { idleMs }),
        requests,
        waiting: queue.waiting(),
        memoryBytes: process.memoryUsage.rss(),
        workers: memoryOfChildren(process.pid),
        ...(last !== undefined && { last }),
      };
    },
    stop(reason) {
      options.onStop(reason);
      return process.pid;
    },
  };

  return {
    actions,
    refuse(how) {
      if (ending !== 'cancel') ending = how;
    },
    async close() {
      await queue.drained();
      await closeWorkspace();
    },
  };
}

function waitingMessage(ahead: number): string {
  const others = ahead === 1 ? 'another request' : `${ahead} other requests`;
  return `Waiting for ${others} to the daemon (process ${process.pid})`;
}

function lastOf({ goal, outcome, statistics }: BuildReport, milliseconds: number): LastRequest {
  const executed = Object.values(statistics).reduce((sum, each) => sum + each.executed, 0);
  return { goal: goal.kind, outcome, milliseconds, executed, finishedAtMs: Date.now() };
}

function refusal(message: string): RequestError {
  return new RequestError(errorCode.refused, message);
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
