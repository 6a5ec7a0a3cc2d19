/** Carries out the driver's orders: fragments and objects by the worker pool, links by the system's linkers. */
import { readFileSync, rmSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { CacheUnwritableError, translateError } from '../../cache/errors.ts';
import type { ObjectStore } from '../../cache/objects.ts';
import type { Blob, ExecutableOrder, LibraryOrder } from '../compiler/queries/output.ts';
import { sanitizerOf, variantOf } from '../compiler/queries/output.ts';
import { toolchainInput } from '../compiler/queries/toolchain.ts';
import type { ShardId } from '../compiler/shard.ts';
import type { Fragment, FragmentOrder } from '../llvm/protocol.ts';
import type { WorkerPool } from '../llvm/worker-pool.ts';
import { ResultUnwritableError } from '../llvm/worker-pool.ts';
import type { ResultOf, WorkerTask } from '../llvm/worker-protocol.ts';
import type { Engine } from '../query/engine-api.ts';
import type { Made, Makers } from './driver.ts';
import { warmLauncher } from './launcher.ts';
import { checkDefined, linkDevExecutable, linkExecutable, linkLibrary } from './link.ts';
import { LinkError } from './link-process.ts';
import type { PhaseClock } from './phases.ts';
import type { ThreadSanitizer } from './thread-sanitizer.ts';
import { findThreadSanitizer, linkSanitized, sanitizerIdentity } from './thread-sanitizer.ts';
import type { WorkSpan } from './timeline.ts';
import type { Toolchain } from './toolchain.ts';
import {
  checkRuntime,
  discoverToolchain,
  findLibrary,
  runtimeArchive,
  runtimeLibrary,
} from './toolchain.ts';
import { toolchainIdentity } from './toolchain-identity.ts';

export interface MakersOptions {
  readonly objects: ObjectStore;
  readonly engine: Engine;
  readonly clock: PhaseClock;
  readonly cacheFolder: string;
  readonly runtimeFolder: string;
  /** Code generators, asked for when there is something to make; not ended by the makers. */
  pool(toolchain: Toolchain): WorkerPool;
  onOrder?(order: FragmentOrder): void;
  onFragment?(fragment: Fragment): void;
  /** Told of what linkers did. */
  onWork?(span: WorkSpan): void;
}

/** File name and soname of a shard's library. */
export function libraryName(shard: ShardId): string {
  return `lib${shard}.so`;
}

/**
 * Finds the tools and tells the engine what they are. Workers start with the first order.
 * @throws MissingPieceError
 */
export function openMakers(options: MakersOptions): Makers {
  const { engine, runtimeFolder } = options;
  const toolchain = discoverToolchain();
  checkRuntime(runtimeFolder);
  const identity = toolchainIdentity(toolchain, runtimeFolder);
  engine.set(toolchainInput, 'emit', identity.emit);
  engine.set(toolchainInput, 'link', identity.link);

  const workers = (): WorkerPool => options.pool(toolchain);
  const link = createLinker(options);
  const sanitizer = (): ThreadSanitizer => findThreadSanitizer(toolchain, runtimeFolder);
  const linking: Linking = { objects: options.objects, toolchain, runtimeFolder, sanitizer };
  return {
    require(key) {
      if (sanitizerOf(variantOf(key)) === undefined) return;
      engine.set(toolchainInput, 'sanitize', sanitizerIdentity(sanitizer()));
    },
    warm() {
      warmLauncher();
      workers().warm();
    },
    async fragments(written) {
      const orders = written.map(({ order }) => order);
      const texts = written.map(({ orderText }) => orderText);
      for (const order of orders) options.onOrder?.(order);
      const { fragments } = await inWorker(workers(), { kind: 'fragments', orders, texts });
      for (const { result } of fragments) options.onFragment?.(result);
      return fragments;
    },
    async object({ order, orderText: text }) {
      return (await inWorker(workers(), { kind: 'object', order, text })).object;
    },
    library: (order) =>
      link(libraryName(order.shard), (output) => linkShard(linking, order, output)),
    executable: (order, shards) =>
      link('program', (output) => linkProgram(linking, order, shards, output)),
  };
}

async function inWorker<T extends WorkerTask>(pool: WorkerPool, task: T): Promise<ResultOf<T>> {
  try {
    return await pool.run(task);
  } catch (error) {
    if (!(error instanceof ResultUnwritableError)) throw error;
    throw new CacheUnwritableError(error.message, { cause: error });
  }
}

/** What links need: where files are, and the tools. */
interface Linking {
  readonly objects: ObjectStore;
  readonly toolchain: Toolchain;
  readonly runtimeFolder: string;
  readonly sanitizer: () => ThreadSanitizer;
}

function linkShard(
  { objects, toolchain }: Linking,
  order: LibraryOrder,
  output: string,
): Promise<void> {
  return linkLibrary(toolchain, {
    objects: order.objects.map((each) => objects.pathOf(each)),
    soname: libraryName(order.shard),
    output,
  });
}

async function linkProgram(
  { objects, toolchain, runtimeFolder, sanitizer }: Linking,
  order: ExecutableOrder,
  shards: readonly Blob[],
  output: string,
): Promise<void> {
  if ('objects' in order) {
    const files = order.objects.map((each) => objects.pathOf(each));
    const cLibraries = (order.libraries ?? []).map(findLibrary);
    if (order.sanitizer !== undefined) {
      return linkSanitized(toolchain, sanitizer(), { objects: files, cLibraries, output });
    }
    return linkExecutable(toolchain, {
      objects: files,
      cLibraries,
      runtime: path.join(runtimeFolder, runtimeArchive),
      output,
    });
  }
  const libraries = shards.map(({ fingerprint }) => objects.pathOf(fingerprint));
  const runtime = path.join(runtimeFolder, runtimeLibrary);
  checkDefined(libraries, runtime, output);
  const cLibraries = (order.libraries ?? []).map(findLibrary);
  return linkDevExecutable(toolchain, { libraries, cLibraries, runtime, output });
}

/** Runs links into temporary files, and moves their results into the object store. */
function createLinker({
  objects,
  clock,
  cacheFolder,
  onWork,
}: MakersOptions): (name: string, work: (output: string) => Promise<void>) => Promise<Made<Blob>> {
  let links = 0;
  return async (name, work) => {
    const start = performance.now();
    links += 1;
    const output = path.join(cacheFolder, 'tmp', `${process.pid}-${links}-${name}`);
    try {
      await work(output);
      const { fingerprint, sizeBytes } = objects.put(readFileSync(output));
      const microseconds = Math.round((performance.now() - start) * 1000);
      clock.add('link', microseconds);
      const startUs = start * 1000;
      onWork?.({ lane: 'linker', name, kind: 'link', startUs, endUs: startUs + microseconds });
      return { result: { fingerprint, sizeBytes }, microseconds };
    } catch (error) {
      throw isOutOfSpace(error, cacheFolder) ? unwritable(error) : translateError(error);
    } finally {
      rmSync(output, { force: true });
    }
  };
}

/**
 * Linkers say in their own words that they could not write, or are killed for it (a full disk under a
 * mapped file); so the disk is asked, too.
 */
function isOutOfSpace(error: unknown, folder: string): boolean {
  if (!(error instanceof LinkError)) return false;
  if (/No space left|Read-only file system|quota exceeded/i.test(error.said)) return true;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < leastRoomBytes;
}

/** What a link may need; with less the disk counts as full when one fails. */
const leastRoomBytes = 4 * 2 ** 20;

function unwritable(error: unknown): CacheUnwritableError {
  const said = error instanceof Error ? error.message : String(error);
  return new CacheUnwritableError(`Cannot write the cache: ${said}`, { cause: error });
}
