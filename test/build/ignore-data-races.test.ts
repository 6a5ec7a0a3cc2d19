/** A build whose checks find a data race: what the race policy makes of it, over one cache. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { declId, moduleId } from '../../src/base/ids.ts';
import { openWorkers } from '../../src/build/code-generators.ts';
import type { BuildOutcome } from '../../src/build/compile.ts';
import { buildProject, checkProject } from '../../src/build/compile.ts';
import { openMakers } from '../../src/build/makers.ts';
import { createPhaseClock } from '../../src/build/phases.ts';
import { openProject } from '../../src/build/project.ts';
import type { RacePolicy } from '../../src/build/race-policy.ts';
import type { Session } from '../../src/build/session.ts';
import { openSession } from '../../src/build/session.ts';
import { discoverToolchain } from '../../src/build/toolchain.ts';
import {
  diagnosticsQuery,
  moduleDiagnosticsQuery,
} from '../../src/compiler/queries/diagnostics.ts';
import type { ExecutableKey } from '../../src/compiler/queries/output.ts';
import { programDiagnosticsQuery } from '../../src/compiler/queries/program.ts';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { nodeHost } from '../../src/host/node-host.ts';
import type { Engine } from '../../src/query/engine-api.ts';
import { execute, repository, temporaryProject } from '../harness/boltd.ts';

const race: Diagnostic = {
  code: 'E0600',
  severity: 'error',
  message: 'Two tasks write `n`',
  span: { kind: 'tokens', decl: declId(moduleId('main'), 'main'), from: 0, to: 1 },
  labels: [],
  notes: [],
};

/** As if the analysis had found the race: every question about diagnostics is answered with it. */
function racing(engine: Engine): Engine {
  const racy: ReadonlySet<string> = new Set([
    diagnosticsQuery.name,
    moduleDiagnosticsQuery.name,
    programDiagnosticsQuery.name,
  ]);
  return {
    set: (input, key, value) => engine.set(input, key, value),
    get: (query, key) => {
      const value = engine.get(query, key);
      return racy.has(query.name) && Array.isArray(value) ? Object.assign([...value, race]) : value;
    },
    reports: (query, key) => engine.reports(query, key),
    prepare: (query, key) => engine.prepare(query, key),
    complete: (query, order, value, us) => engine.complete(query, order, value, us),
    forget: (query, key) => engine.forget(query, key),
    flush: () => engine.flush(),
  };
}

interface World {
  readonly session: Session;
  build(key: ExecutableKey, races?: RacePolicy): Promise<BuildOutcome>;
}

async function openWorld(t: ExecutionContext): Promise<World> {
  const { root, dispose } = temporaryProject([
    { path: 'bolt.toml', text: '[package]\nname = "sample"\nversion = "0.1.0"\n' },
    { path: 'src/main.bolt', text: 'void main() { printf("ran\\n") }\n' },
  ]);
  t.teardown(dispose);
  const opened = openProject(nodeHost, root);
  if (opened.kind !== 'project') throw new Error(JSON.stringify(opened));
  const cache = path.join(root, '.bolt');
  const real = await openSession({
    host: nodeHost,
    project: opened.project,
    paths: { cache, output: path.join(cache, 'out') },
    compiler: 'test',
    onNotice: (message) => t.fail(message),
  });
  const session = { ...real, engine: racing(real.engine) };
  const runtimeFolder = path.join(repository, 'build/runtime');
  const workerEntry = path.join(repository, 'build/bundle/worker.js');
  const pool = openWorkers({ workerEntry, cacheFolder: cache, workers: 1 }, discoverToolchain());
  t.teardown(async () => {
    await pool.close();
    real.close();
  });
  const clock = createPhaseClock(() => nodeHost.monotonicUs());
  const { engine, objects } = session;
  const makers = openMakers({
    objects,
    engine,
    clock,
    cacheFolder: cache,
    runtimeFolder,
    pool: () => pool,
  });
  const context = { session, makers, clock, runtimeFolder, hasChangedInputs: () => true };
  return {
    session,
    build: (key, races) => buildProject(context, { key, ...(races !== undefined && { races }) }),
  };
}

for (const key of ['sharded', 'whole@release', 'whole@dev+thread'] as const) {
  test(`a race is ignored where that is asked for, and forbids the next build again (${key})`, async (t) => {
    const { build } = await openWorld(t);
    const first = await build(key);
    t.is(first.kind, 'rejected');
    t.deepEqual(first.diagnostics, [race]);

    const ignored = await build(key, 'ignore');
    t.deepEqual(ignored.diagnostics, [{ ...race, severity: 'warning' }]);
    if (ignored.kind !== 'built') return t.fail();
    t.true(existsSync(ignored.executable));
    t.is((await execute(ignored.executable, [])).stdout, 'ran\n');

    const again = await build(key, 'reject');
    t.is(again.kind, 'rejected');
    t.deepEqual(again.diagnostics, [race]);
  });
}

test('a check shows an ignored race as a warning', async (t) => {
  const { session } = await openWorld(t);
  const clock = createPhaseClock(() => 0);
  t.deepEqual(checkProject(session, clock, { stage: 'type' }).diagnostics, [race]);
  const { diagnostics } = checkProject(session, clock, { stage: 'type', races: 'ignore' });
  t.deepEqual(diagnostics, [{ ...race, severity: 'warning' }]);
});
