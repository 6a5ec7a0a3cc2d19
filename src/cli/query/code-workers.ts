/** A code generation worker for what a question needs and the cache has not; started when asked. */
import { present } from '../../base/invariant.ts';
import { openWorkers } from '../../build/code-generators.ts';
import { discoverToolchain } from '../../build/toolchain.ts';
import type {
  Fragment,
  FragmentOrder,
  ListingForm,
  ListingPart,
  ObjectOrder,
} from '../../llvm/protocol.ts';
import type { WorkerPool } from '../../llvm/worker-pool.ts';
import type { Timed } from '../../llvm/worker-protocol.ts';
import type { WorkOrder } from '../../query/engine-api.ts';
import { installation } from '../installation.ts';

export interface CodeWorkers {
  /** @throws MissingPieceError, as the other */
  fragment(order: WorkOrder<FragmentOrder>): Promise<Timed<Fragment>>;
  list(order: ObjectOrder, form: ListingForm): Promise<readonly ListingPart[]>;
  close(): Promise<void>;
}

export function createCodeWorkers(cacheFolder: string): CodeWorkers {
  let pool: WorkerPool | undefined;
  const workers = (): WorkerPool => {
    const { workerEntry } = installation();
    pool ??= openWorkers({ workerEntry, cacheFolder, workers: 1 }, discoverToolchain());
    return pool;
  };
  return {
    async fragment({ order, orderText, key }) {
      const task = { kind: 'fragments', orders: [order], texts: [orderText] } as const;
      const { fragments } = await workers().run(task);
      return present(fragments[0], `fragment of ${key}`);
    },
    async list(order, form) {
      const { parts } = await workers().run({ kind: 'listing', order, form } as const);
      return parts;
    },
    async close() {
      await pool?.close();
    },
  };
}
