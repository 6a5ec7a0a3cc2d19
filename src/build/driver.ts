/**
 * The driver of a build: asks the engine what is out of date, has it made by workers and linkers, and
 * hands the results back. It decides nothing about validity; that is the engine's alone.
 */
import type { ModuleId } from '../base/ids.ts';
import { InternalError, invariant, present } from '../base/invariant.ts';
import { fragmentQuery } from '../compiler/queries/code.ts';
import { moduleDiagnosticsQuery } from '../compiler/queries/diagnostics.ts';
import { importedUnitsQuery } from '../compiler/queries/imported-code.ts';
import type {
  Blob,
  CodeVariant,
  ExecutableKey,
  ExecutableOrder,
  LibraryOrder,
  TestsKey,
} from '../compiler/queries/output.ts';
import {
  executableQuery,
  isOfTests,
  libraryQuery,
  objectKey,
  objectQuery,
  profileOf,
  variantOf,
} from '../compiler/queries/output.ts';
import { programDiagnosticsQuery } from '../compiler/queries/program.ts';
import { modulesOfShard } from '../compiler/queries/standard.ts';
import {
  testedModulesQuery,
  testObjectKey,
  testObjectQuery,
  testUnitsQuery,
} from '../compiler/queries/tests.ts';
import { codeUnitsQuery } from '../compiler/queries/units.ts';
import type { ShardId } from '../compiler/shard.ts';
import { allShards } from '../compiler/shard.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { hasErrors } from '../diagnostic/severity.ts';
import type { UnitKey } from '../ir/unit-key.ts';
import type { Fragment, FragmentOrder, ObjectOrder } from '../llvm/protocol.ts';
import type { Engine, WorkOrder } from '../query/engine-api.ts';
import type { ExternalQuery } from '../query/query.ts';

/** Whatever can carry out orders; times are in microseconds. */
export interface Makers {
  /** Told that there will be orders soon. */
  warm(): void;
  /** Finds what such an executable needs beyond the usual; before it is asked what is out of date. */
  require(key: ExecutableKey): void;
  fragments(orders: readonly Written<FragmentOrder>[]): Promise<readonly Made<Fragment>[]>;
  object(order: Written<ObjectOrder>): Promise<Made<Blob>>;
  library(order: LibraryOrder): Promise<Made<Blob>>;
  /** `shards`: the libraries of the order's shards, in its order. */
  executable(order: ExecutableOrder, shards: readonly Blob[]): Promise<Made<Blob>>;
}

/** An order with its JSON, which the engine has made for the fingerprint. */
export type Written<O> = Pick<WorkOrder<O>, 'order' | 'orderText'>;

export interface Made<T> {
  readonly result: T;
  readonly microseconds: number;
}

export interface DriverContext {
  readonly engine: Engine;
  readonly makers: Makers;
  /** Whether the store really has the file that a memo names, all of it. */
  hasBlob(blob: Blob): boolean;
  /** Whether that file still holds what its name says; asked before it is linked or handed out. */
  isIntact(blob: Blob): boolean;
  /** What stands in the way of code, of what was found: see race-policy.ts. */
  judge(diagnostics: readonly Diagnostic[]): readonly Diagnostic[];
  /** Told as modules get done, for progress lines. */
  onModule?(done: number, total: number): void;
}

export type DriverResult =
  | {
      readonly kind: 'done';
      readonly executable: Blob;
      readonly libraries: ReadonlyMap<ShardId, Blob>;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly kind: 'rejected'; readonly diagnostics: readonly Diagnostic[] };

/** Modules worked on between two writes to the store: what a kill costs at most. */
const modulesPerFlush = 64;

/** Brings the executable up to date, and everything below it. */
export async function makeExecutable(
  context: DriverContext,
  key: ExecutableKey,
): Promise<DriverResult> {
  const { engine, judge } = context;
  const stale = staleModules(context, key);
  const codeDiagnostics = await makeObjects(context, stale, variantOf(key));
  if (isOfTests(key)) codeDiagnostics.push(...(await makeTestObjects(context, key)));
  const diagnostics = judge([...engine.get(programDiagnosticsQuery, ''), ...codeDiagnostics]);
  if (hasErrors(diagnostics)) return { kind: 'rejected', diagnostics };

  const shards = key === 'sharded' ? usedShards(engine) : [];
  const libraries = await Promise.all(
    shards.map(
      async (shard): Promise<[ShardId, Blob]> => [
        shard,
        await bring(context, libraryQuery, shard, ({ order }) => context.makers.library(order)),
      ],
    ),
  );
  // What is about to be linked has to be intact; what is not has been removed, and is made again.
  const isLinked = !isReady(context, executableQuery, key, context.hasBlob);
  const damaged = isLinked ? libraries.filter(([, blob]) => !context.isIntact(blob)) : [];
  if (damaged.length > 0) return makeExecutable(context, key);
  const executable = await bring(context, executableQuery, key, ({ order }) =>
    context.makers.executable(
      order,
      libraries.map(([, blob]) => blob),
    ),
  );
  return { kind: 'done', executable, libraries: new Map(libraries), diagnostics };
}

function usedShards(engine: Engine): readonly ShardId[] {
  return allShards.filter((shard) => modulesOfShard(engine, shard).length > 0);
}

/** Modules below something that is not up to date; those of an up-to-date library are not looked at. */
function staleModules(context: DriverContext, key: ExecutableKey): readonly ModuleId[] {
  const { engine } = context;
  const shards =
    key === 'sharded'
      ? usedShards(engine).filter(
          (shard) => !isReady(context, libraryQuery, shard, context.hasBlob),
        )
      : isReady(context, executableQuery, key, context.hasBlob)
        ? []
        : usedShards(engine);
  return shards.flatMap((shard) => modulesOfShard(engine, shard)).sort();
}

function isReady<K extends string>(
  context: DriverContext,
  query: ExternalQuery<K, unknown, Blob>,
  key: K,
  isThere: (blob: Blob) => boolean,
): boolean {
  const prepared = context.engine.prepare(query, key);
  if (prepared.kind !== 'ready') return false;
  if (isThere(prepared.value)) return true;
  context.engine.forget(query, key);
  return false;
}

/**
 * Checks every module and has objects made of those without errors. The front end of one module runs while
 * workers make code of the modules before it.
 */
async function makeObjects(
  context: DriverContext,
  modules: readonly ModuleId[],
  variant: CodeVariant,
): Promise<Diagnostic[]> {
  const { engine, judge } = context;
  const failures: unknown[] = [];
  const diagnostics: Diagnostic[] = [];
  const running = new Set<Promise<void>>();
  try {
    for (const [index, module] of modules.entries()) {
      if (!hasErrors(judge(engine.get(moduleDiagnosticsQuery, module)))) {
        const work: Promise<void> = makeObject(context, module, variant)
          .then((reports) => void diagnostics.push(...reports))
          .catch((error: unknown) => void failures.push(error))
          .finally(() => running.delete(work));
        running.add(work);
      }
      if (index % modulesPerFlush === modulesPerFlush - 1) engine.flush();
      context.onModule?.(index + 1, modules.length);
      // Lets answers of the workers in, and bounds what waits for them.
      await (running.size > maxModulesInFlight ? Promise.race(running) : nextTurn());
      if (failures.length > 0) break;
    }
  } finally {
    // When the work is cancelled, too: nothing may go on behind the back of whoever is told of it.
    await Promise.all(running);
  }
  engine.flush();
  if (failures.length > 0) throw failures[0];
  return diagnostics;
}

const maxModulesInFlight = 64;

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What stands in the way of a module's code (an endless instantiation), or nothing and its object is there. */
async function makeObject(
  context: DriverContext,
  module: ModuleId,
  variant: CodeVariant,
): Promise<readonly Diagnostic[]> {
  const { engine, makers } = context;
  const key = objectKey(module, variant);
  // It is about to be linked.
  if (isReady(context, objectQuery, key, context.isIntact)) return [];
  const units = engine.get(codeUnitsQuery, module);
  const reports = engine.reports(codeUnitsQuery, module);
  // Without units the program has errors: these reports, or those of another module.
  if (units === null) return reports;
  const imported = profileOf(variant) === 'release' ? engine.get(importedUnitsQuery, module) : [];
  if (!(await makeUnitFragments(context, [...units, ...imported]))) return [];
  await bring(context, objectQuery, key, ({ order, orderText }) => {
    invariant(order !== null, `${module} has units but no text`);
    return makers.object({ order, orderText });
  });
  return [];
}

/** The objects of tests, those that are not up to date; what stands in the way of one, if anything does. */
async function makeTestObjects(
  context: DriverContext,
  key: TestsKey,
): Promise<readonly Diagnostic[]> {
  const { engine, makers } = context;
  const diagnostics: Diagnostic[] = [];
  for (const module of ['' as const, ...engine.get(testedModulesQuery, '')]) {
    const object = testObjectKey(module, profileOf(variantOf(key)));
    if (isReady(context, testObjectQuery, object, context.isIntact)) continue;
    if (module !== '') {
      const units = engine.get(testUnitsQuery, module);
      diagnostics.push(...engine.reports(testUnitsQuery, module));
      if (units === null || !(await makeUnitFragments(context, units))) continue;
    }
    await bring(context, testObjectQuery, object, ({ order, orderText }) => {
      invariant(order !== null, `The tests of ${module} have units but no text`);
      return makers.object({ order, orderText });
    });
  }
  engine.flush();
  return diagnostics;
}

/** Has all missing fragments made in one go; false where one cannot be, because of mistakes somewhere. */
async function makeUnitFragments(
  { engine, makers }: Pick<DriverContext, 'engine' | 'makers'>,
  units: readonly UnitKey[],
): Promise<boolean> {
  const open: WorkOrder<FragmentOrder | null>[] = [];
  const orders: Written<FragmentOrder>[] = [];
  for (const unit of units) {
    const prepared = engine.prepare(fragmentQuery, unit);
    if (prepared.kind !== 'order') continue;
    const { order, orderText } = prepared.order;
    if (order === null) return false;
    open.push(prepared.order);
    orders.push({ order, orderText });
  }
  if (orders.length === 0) return true;
  const made = await makers.fragments(orders);
  for (const [index, order] of open.entries()) {
    const { result, microseconds } = present(made[index], `fragment of ${order.key}`);
    engine.complete(fragmentQuery, order, result, microseconds);
  }
  return true;
}

/** The up-to-date result of an external query whose dependencies are all there. */
async function bring<K extends string, O>(
  context: DriverContext,
  query: ExternalQuery<K, O, Blob>,
  key: K,
  make: (order: Written<O>) => Promise<Made<Blob>>,
): Promise<Blob> {
  const { engine } = context;
  let prepared = engine.prepare(query, key);
  if (prepared.kind === 'ready' && !context.hasBlob(prepared.value)) {
    engine.forget(query, key);
    prepared = engine.prepare(query, key);
  }
  if (prepared.kind === 'ready') return prepared.value;
  if (prepared.kind === 'blocked') {
    throw new InternalError(
      `${query.name}(${key}) waits for ${prepared.on.query}(${prepared.on.key})`,
    );
  }
  const { result, microseconds } = await make(prepared.order);
  engine.complete(query, prepared.order, result, microseconds);
  return result;
}
