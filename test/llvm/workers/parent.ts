/** Starts a pool, prints the id of its one worker, and waits to be killed. */
import { tmpdir } from 'node:os';
import { createWorkerPool } from '../../../src/llvm/worker-pool.ts';

const pool = createWorkerPool({
  entry: process.argv[2] ?? '',
  setup: { cacheFolder: tmpdir(), libLlvm: '' },
  failureFolder: tmpdir(),
  size: 1,
});
const order = { module: 'fine', ir: '', profile: 'dev' } as const;
const { object } = await pool.run({ kind: 'object', order });
process.stdout.write(`${object.result.fingerprint}\n`);
setInterval(() => undefined, 1000);
