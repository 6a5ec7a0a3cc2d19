/** The workers that outlive sessions: most of an edit's time would be to start one. */
import path from 'node:path';
import type { TaskSpan, WorkerPool } from '../llvm/worker-pool.ts';
import { createWorkerPool } from '../llvm/worker-pool.ts';
import { describeTask } from '../llvm/worker-protocol.ts';
import type { WorkSpan } from './timeline.ts';
import type { Toolchain } from './toolchain.ts';

export interface WorkersOptions {
  readonly workerEntry: string;
  readonly cacheFolder: string;
  /** One a core if absent. */
  readonly workers?: number | undefined;
  /** Growth of resident memory after which a worker is replaced. */
  readonly growthBytes?: number | undefined;
  /** Told of what workers did. */
  onWork?(span: WorkSpan): void;
}

export function openWorkers(options: WorkersOptions, { libLlvm }: Toolchain): WorkerPool {
  const { workerEntry, cacheFolder, workers, growthBytes, onWork } = options;
  return createWorkerPool({
    entry: workerEntry,
    setup: { cacheFolder, libLlvm },
    failureFolder: path.join(cacheFolder, 'failures'),
    ...(workers !== undefined && { size: workers }),
    ...(growthBytes !== undefined && { growthBytes }),
    ...(onWork !== undefined && { onTask: (span) => onWork(workOf(span)) }),
  });
}

function workOf({ worker, task, startedUs, endedUs, ...times }: TaskSpan): WorkSpan {
  const { orderedUs, givenUs } = times;
  return {
    lane: `worker ${worker}`,
    name: describeTask(task),
    kind: task.kind,
    orderedUs,
    givenUs,
    startUs: startedUs,
    endUs: endedUs,
  };
}

/** Opens a pool when it is first needed, and another one when the cache or the tools are others. */
export class CodeGenerators {
  #open: { readonly pool: WorkerPool; readonly purpose: string } | undefined;

  pool(options: WorkersOptions, toolchain: Toolchain): WorkerPool {
    const purpose = `${options.cacheFolder}\0${toolchain.libLlvm}`;
    if (this.#open?.purpose !== purpose) {
      void this.#open?.pool.close();
      this.#open = { pool: openWorkers(options, toolchain), purpose };
    }
    return this.#open.pool;
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.pool.close();
  }
}
