/**
 * Two builders of the same files: one that keeps its cache from step to step, one that starts from nothing
 * each time. Whatever the steps were, they have to agree, byte for byte.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openObjects } from '../../cache/objects.ts';
import { openWorkers } from '../../src/build/code-generators.ts';
import type { BuildOutcome } from '../../src/build/compile.ts';
import { buildProject, positionsOf } from '../../src/build/compile.ts';
import { openMakers } from '../../src/build/makers.ts';
import { createPhaseClock } from '../../src/build/phases.ts';
import { openProject } from '../../src/build/project.ts';
import type { Session } from '../../src/build/session.ts';
import { openSession } from '../../src/build/session.ts';
import { discoverToolchain } from '../../src/build/toolchain.ts';
import { objectKey, objectQuery } from '../../src/compiler/queries/output.ts';
import { shardModulesInput } from '../../src/compiler/queries/standard.ts';
import { allShards } from '../../src/compiler/shard.ts';
import { compareLocated, locateDiagnostic } from '../../src/diagnostic/located.ts';
import { renderJson } from '../../src/diagnostic/render-json.ts';
import { nodeHost } from '../../src/host/node-host.ts';
import type { WorkerPool } from '../../src/llvm/worker-pool.ts';
import { locate } from '../../src/syntax/positions.ts';

/** Everything about a build that a user can see. */
export interface Seen {
  readonly kind: BuildOutcome['kind'];
  /** JSON lines. */
  readonly diagnostics: readonly string[];
  /** `module fingerprint` of the objects, where the build succeeded. */
  readonly objects: readonly string[];
}

export interface BuildWorld {
  readonly root: string;
  /** Makes the project's files exactly these. */
  write(files: ReadonlyMap<string, string>): void;
  /** Builds with the cache of the earlier steps. */
  buildIncrementally(): Promise<Seen>;
  /** Builds in an empty cache. */
  buildCleanly(): Promise<Seen>;
  /** Ends the process's hold on the incremental cache, as a new process would begin. */
  restart(): void;
  close(): Promise<void>;
}

export interface WorldOptions {
  /** Bound of the incremental cache; with one, all objects are lost with each restart as well. */
  readonly cacheLimitBytes?: number;
}

/** `workerEntry`, `runtimeFolder`: of an installation that is built. */
export async function openBuildWorld(
  installation: { readonly workerEntry: string; readonly runtimeFolder: string },
  { cacheLimitBytes }: WorldOptions = {},
): Promise<BuildWorld> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'boltd-fuzz-'));
  const root = path.join(folder, 'project');
  const shared = path.join(folder, 'shared');
  mkdirSync(root);
  const pool = openWorkers(
    { workerEntry: installation.workerEntry, cacheFolder: shared },
    discoverToolchain(),
  );
  let session: Session | undefined;
  let cleanBuilds = 0;
  let written: ReadonlyMap<string, string> = new Map();

  const open = (cache: string): Promise<Session> => {
    const opened = openProject(nodeHost, root);
    if (opened.kind !== 'project') throw new Error(`No project: ${JSON.stringify(opened)}`);
    return openSession({
      host: nodeHost,
      project: opened.project,
      paths: {
        cache,
        output: path.join(cache, 'out'),
        ...(cacheLimitBytes !== undefined && { cacheLimitBytes }),
      },
      compiler: 'fuzz',
      onNotice: (message) => {
        throw new Error(message);
      },
    });
  };
  const build = (from: Session): Promise<Seen> =>
    see(from, { ...installation, pool, cacheFolder: shared });

  return {
    root,
    write(files) {
      for (const name of written.keys()) if (!files.has(name)) rmSync(path.join(root, name));
      for (const [name, text] of files) {
        if (written.get(name) === text) continue;
        const target = path.join(root, name);
        mkdirSync(path.dirname(target), { recursive: true });
        writeFileSync(target, text);
      }
      written = files;
    },
    async buildIncrementally() {
      session ??= await open(path.join(folder, 'incremental'));
      return build(session);
    },
    async buildCleanly() {
      const cache = path.join(folder, `clean-${cleanBuilds}`);
      cleanBuilds += 1;
      const clean = await open(cache);
      try {
        return await build(clean);
      } finally {
        clean.close();
        rmSync(cache, { recursive: true, force: true });
      }
    },
    restart() {
      session?.close();
      session = undefined;
      if (cacheLimitBytes === undefined) return;
      rmSync(path.join(shared, 'objects'), { recursive: true, force: true });
      rmSync(path.join(folder, 'incremental/cache.bound'), { force: true });
    },
    async close() {
      session?.close();
      await pool.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function see(
  session: Session,
  parts: {
    readonly runtimeFolder: string;
    readonly pool: WorkerPool;
    readonly cacheFolder: string;
  },
): Promise<Seen> {
  const clock = createPhaseClock(() => nodeHost.monotonicUs());
  // Objects are named by their bytes, so both builders may keep them in one place.
  const objects = openObjects(parts.cacheFolder);
  const makers = openMakers({
    ...parts,
    pool: () => parts.pool,
    objects,
    engine: session.engine,
    clock,
  });
  const outcome = await buildProject(
    {
      session: { ...session, objects },
      makers,
      clock,
      runtimeFolder: parts.runtimeFolder,
      hasChangedInputs: () => true,
    },
    { key: 'sharded' },
  );
  const located = outcome.diagnostics.map((diagnostic) =>
    locateDiagnostic(diagnostic, (span) => {
      if (span.kind === 'file') return { ...span, endLine: span.line, endColumn: span.column };
      const positions = positionsOf(session, span.decl);
      if (positions === undefined) throw new Error(`No positions of ${span.decl}`);
      return locate(positions, span);
    }),
  );
  return {
    kind: outcome.kind,
    diagnostics: [...located].sort(compareLocated).map(renderJson),
    objects: outcome.kind === 'built' ? objectsOf(session) : [],
  };
}

function objectsOf({ engine }: Session): readonly string[] {
  return allShards
    .flatMap((shard) => engine.get(shardModulesInput, shard))
    .map((module) => `${module} ${engine.get(objectQuery, objectKey(module, 'dev')).fingerprint}`)
    .sort();
}
