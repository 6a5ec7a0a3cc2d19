/**
 * Code generation in child processes. Tasks wait in one queue; a worker is given two at a time, so
 * that it need not wait for a busy parent. A worker that has grown is replaced between tasks; one
 * that dies costs its task a second attempt, and a second death is reported with the order that
 * caused it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fingerprintOf } from '../base/fingerprint.ts';
import { assertNever, InternalError, invariant } from '../base/invariant.ts';
import type { PoolClock, WorkerLimits } from './worker-process.ts';
import { systemClock, taskError, WorkerProcess } from './worker-process.ts';
import type {
  ResultOf,
  WorkerAnswer,
  WorkerResult,
  WorkerSetup,
  WorkerTask,
} from './worker-protocol.ts';
import { describeTask, systemUs } from './worker-protocol.ts';

export interface WorkerPoolOptions {
  /** Module that a worker runs: worker-main, compiled or bundled. */
  readonly entry: string;
  readonly setup: WorkerSetup;
  /** Where orders that cannot be carried out are left. */
  readonly failureFolder: string;
  /** Number of workers; one a core if absent. */
  readonly size?: number;
  readonly limits?: Partial<WorkerLimits>;
  /** Growth of resident memory after which a worker is replaced. */
  readonly growthBytes?: number;
  readonly clock?: PoolClock;
  /** Told of every answer, as it comes in. */
  onTask?(span: TaskSpan): void;
}

/** A task in a worker's hands, in microseconds of this process's `performance.now`. */
export interface TaskSpan {
  /** Counts workers from 1, in the order in which they were started. */
  readonly worker: number;
  readonly task: WorkerTask;
  /** When the pool was asked; a task waits for a worker to start, or to end the task before. */
  readonly orderedUs: number;
  /** When it was sent to the worker. */
  readonly givenUs: number;
  readonly startedUs: number;
  readonly endedUs: number;
}

export interface WorkerPool {
  /** Starts a worker before there is a task, so that it loads LLVM while the front end runs. */
  warm(): void;
  /**
   * @throws InternalError when no worker can carry the task out; the error names the saved order.
   * @throws ResultUnwritableError
   */
  run<T extends WorkerTask>(task: T): Promise<ResultOf<T>>;
  /** Ends all workers. Tasks that are not done are rejected. */
  close(): Promise<void>;
}

/** A worker could not put its result on the disk. */
export class ResultUnwritableError extends Error {
  override readonly name = 'ResultUnwritableError';
}

/** Tasks in a worker's hands at a time. */
const pipelineDepth = 2;
const maxAttempts = 2;
const defaultLimits: WorkerLimits = { answerMs: 120_000, memoryBytes: 4 * 2 ** 30 };
const defaultGrowthBytes = 512 * 2 ** 20;

interface Job {
  readonly task: WorkerTask;
  readonly resolve: (result: WorkerResult) => void;
  readonly reject: (error: Error) => void;
  readonly orderedUs: number;
  givenUs: number;
  attempts: number;
}

interface Worker {
  readonly number: number;
  readonly process: WorkerProcess;
  /** Resident memory after the first task. */
  firstRssBytes: number | undefined;
  /** Another one has been started in its place. */
  hasSuccessor: boolean;
  /** Gets no more tasks. */
  isRetiring: boolean;
}

export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const size = Math.max(1, options.size ?? availableParallelism());
  const limits = { ...defaultLimits, ...options.limits };
  const growthBytes = options.growthBytes ?? defaultGrowthBytes;
  const queue: Job[] = [];
  const jobs = new Map<WorkerTask, Job>();
  const workers = new Set<Worker>();
  const ends = new Set<Promise<void>>();
  let isClosed = false;
  let started = 0;

  const start = (): Worker => {
    const process = new WorkerProcess({
      entry: options.entry,
      setup: options.setup,
      limits,
      clock: options.clock ?? systemClock,
      onAnswer: (task, answer) => finish(worker, task, answer),
      onEnd: (unanswered, reason) => bury(worker, unanswered, reason),
    });
    started += 1;
    const worker: Worker = {
      number: started,
      process,
      firstRssBytes: undefined,
      hasSuccessor: false,
      isRetiring: false,
    };
    workers.add(worker);
    const end: Promise<void> = process.ended.finally(() => ends.delete(end));
    ends.add(end);
    return worker;
  };

  /**
   * Gives waiting tasks to the least busy workers. Another one starts only when all have their
   * hands full: to start costs more than the few small tasks that follow an edit.
   */
  const dispatch = (): void => {
    while (queue.length > 0) {
      const active = [...workers].filter((worker) => !worker.isRetiring);
      const room = size + active.filter((worker) => worker.hasSuccessor).length;
      let worker = leastBusy(active);
      if (worker === undefined || worker.process.load >= pipelineDepth) {
        if (active.length >= room) return;
        worker = start();
      }
      const job = queue.shift();
      if (job === undefined) return;
      job.givenUs = performance.now() * 1000;
      worker.process.give(job.task);
    }
  };

  const finish = (worker: Worker, task: WorkerTask, answer: WorkerAnswer): void => {
    const { outcome, rssBytes } = answer;
    // Its task was rejected; the answer was on its way.
    if (isClosed) return;
    worker.firstRssBytes ??= rssBytes;
    if (rssBytes - worker.firstRssBytes > growthBytes) replace(worker);
    const job = take(task);
    if (options.onTask !== undefined) {
      const toOwnClock = performance.now() * 1000 - systemUs();
      options.onTask({
        worker: worker.number,
        task,
        orderedUs: job.orderedUs,
        givenUs: job.givenUs,
        startedUs: answer.startedUs + toOwnClock,
        endedUs: answer.endedUs + toOwnClock,
      });
    }
    if (outcome.kind === 'failure') job.reject(report(task, outcome.message));
    else if (outcome.kind === 'unwritable') job.reject(new ResultUnwritableError(outcome.message));
    else job.resolve(outcome);
    if (worker.isRetiring && worker.process.load === 0) retire(worker);
    dispatch();
  };

  const bury = (worker: Worker, unanswered: readonly WorkerTask[], reason: string): void => {
    workers.delete(worker);
    const [culprit] = unanswered;
    for (const task of unanswered.toReversed()) {
      const job = jobs.get(task);
      // Tasks of a closing pool have been rejected already.
      if (job === undefined) continue;
      if (task === culprit) job.attempts++;
      if (job.attempts < maxAttempts) queue.unshift(job);
      else take(task).reject(report(task, `a worker ended twice: ${reason}`));
    }
    if (!isClosed) dispatch();
  };

  /** Goes on with a worker that has grown until another one is ready: no task waits for LLVM to be loaded. */
  const replace = (worker: Worker): void => {
    if (worker.hasSuccessor) return;
    worker.hasSuccessor = true;
    const task = { kind: 'warmUp' } as const;
    const ready = (): void => {
      worker.isRetiring = true;
      if (worker.process.load === 0 && workers.has(worker)) retire(worker);
    };
    const orderedUs = performance.now() * 1000;
    jobs.set(task, {
      task,
      resolve: ready,
      reject: ready,
      orderedUs,
      givenUs: orderedUs,
      attempts: 0,
    });
    start().process.give(task);
  };

  const retire = (worker: Worker): void => {
    workers.delete(worker);
    worker.process.stop();
  };

  const take = (task: WorkerTask): Job => {
    const job = jobs.get(task);
    invariant(job !== undefined, 'A worker answered an unknown task');
    jobs.delete(task);
    return job;
  };

  const report = (task: WorkerTask, reason: string): InternalError =>
    taskError(describeTask(task), reason, saveOrder(options.failureFolder, task));

  return {
    warm() {
      if (workers.size === 0) start();
    },
    async run<T extends WorkerTask>(task: T): Promise<ResultOf<T>> {
      invariant(!isClosed, 'The worker pool is closed');
      const result = await new Promise<WorkerResult>((resolve, reject) => {
        // A task may be given twice: each call has its own.
        const own = { ...task };
        const orderedUs = performance.now() * 1000;
        const job = { task: own, resolve, reject, orderedUs, givenUs: orderedUs, attempts: 0 };
        jobs.set(own, job);
        queue.push(job);
        dispatch();
      });
      invariant(result.kind === task.kind, `A worker answered ${task.kind} with ${result.kind}`);
      return result as ResultOf<T>;
    },
    async close() {
      isClosed = true;
      queue.length = 0;
      for (const job of jobs.values()) job.reject(new InternalError('The worker pool was closed'));
      jobs.clear();
      for (const { process } of workers) process.kill();
      workers.clear();
      await Promise.all(ends);
    },
  };
}

function leastBusy(workers: readonly Worker[]): Worker | undefined {
  let best: Worker | undefined;
  for (const worker of workers) {
    if (best === undefined || worker.process.load < best.process.load) best = worker;
  }
  return best;
}

/** Leaves the task's order in a file: IR where there is some, else JSON. Returns where it is. */
function saveOrder(folder: string, task: WorkerTask): string {
  const text = textOf(task);
  const name = `${task.kind}-${fingerprintOf(text)}.${task.kind === 'object' ? 'll' : 'json'}`;
  const file = join(folder, name);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
    return file;
  } catch (error) {
    // The failure that is being reported matters more.
    return `no file: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function textOf(task: WorkerTask): string {
  switch (task.kind) {
    case 'object':
      return task.order.ir;
    case 'fragments':
      return JSON.stringify(task.orders, null, 2);
    case 'warmUp':
      return '';
    default:
      return assertNever(task);
  }
}
