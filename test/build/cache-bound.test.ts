/** A workspace that is kept, and what happens to its cache meanwhile. */
import { statSync } from 'node:fs';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { exportCache } from '../../cache/export.ts';
import { importCache } from '../../cache/import.ts';
import { acquireLock } from '../../cache/lock.ts';
import { openObjects } from '../../cache/objects.ts';
import { parseSizeBytes } from '../../src/build/cache-limit.ts';
import type { BuildReport } from '../../src/build/report.ts';
import { cacheIdentity } from '../../src/build/session.ts';
import { openWorkspace } from '../../src/build/workspace.ts';
import type { Workspace } from '../../src/build/workspace-api.ts';
import { installation } from '../../src/cli/installation.ts';
import { blobQueries } from '../../src/compiler/queries/output.ts';
import { nodeHost } from '../../src/host/node-host.ts';
import { edit, printed, sampleProject, temporaryFolder } from '../cli/kit.ts';
import { execute } from '../harness/boltd.ts';

function workspaceOf(
  t: ExecutionContext,
  root: string,
  environment: Readonly<Record<string, string>>,
): Workspace {
  const workspace = openWorkspace({
    ...installation(),
    host: nodeHost,
    target: root,
    environment,
    compiler: 'test',
    workers: 1,
    onNotice: (message) => t.fail(message),
  });
  t.teardown(() => workspace.close());
  return workspace;
}

function build(workspace: Workspace): Promise<BuildReport> {
  return workspace.perform({ goal: { kind: 'build', key: 'sharded' } });
}

function executed({ statistics }: BuildReport): number {
  return Object.values(statistics).reduce((sum, each) => sum + each.executed, 0);
}

async function outputOf({ executable }: BuildReport): Promise<string> {
  return (await execute(executable ?? '', [])).stdout;
}

test('a workspace makes room when it settles, and goes on with what is left', async (t) => {
  const root = sampleProject(t, [1, 2]);
  const workspace = workspaceOf(t, root, { BOLT_CACHE_SIZE: '1K' });
  await build(workspace);
  workspace.settle();
  const objectBytes = (): number =>
    [...openObjects(path.join(root, '.bolt')).sizes().values()].reduce(
      (sum, each) => sum + each,
      0,
    );
  const fresh = objectBytes();
  for (const value of [10, 20, 30, 40]) {
    edit(root, [value, 2]);
    const report = await build(workspace);
    t.is(await outputOf(report), printed([value, 2]));
    workspace.settle();
    t.is(executed(await build(workspace)), 0, 'the current state is still known');
  }
  workspace.settle();
  // Growth of the whole by a tenth is left alone.
  const database = statSync(path.join(root, '.bolt/cache.db')).size;
  t.true(objectBytes() <= fresh + (fresh + database) * 0.1);
});

test('a workspace at rest finds that its cache was replaced by an import', async (t) => {
  const first = sampleProject(t, [5, 6]);
  const source = workspaceOf(t, first, {});
  await build(source);
  source.settle();
  const file = path.join(temporaryFolder(t), 'cache.bolt');
  const identity = cacheIdentity('test');
  const lock = (folder: string) => acquireLock(folder, { waitMs: 60_000 });
  await exportCache({ folder: path.join(first, '.bolt'), file, identity, blobQueries, lock });

  const root = sampleProject(t, [1, 2]);
  const workspace = workspaceOf(t, root, {});
  await build(workspace);
  workspace.settle();
  const held = await lock(path.join(root, '.bolt'));
  t.like(await importCache({ lock: held, file, identity, onNotice: (each) => t.fail(each) }), {
    kind: 'imported',
  });
  held.release();
  edit(root, [5, 6]);
  const report = await build(workspace);
  t.is(executed(report), 0);
  t.is(await outputOf(report), printed([5, 6]));
});

test('sizes are read as people write them', (t) => {
  const sizes: readonly (readonly [string, number | undefined])[] = [
    ['0', 0],
    ['1024', 1024],
    ['500M', 500 * 2 ** 20],
    ['1.5g', 1.5 * 2 ** 30],
    ['2GiB', 2 * 2 ** 30],
    ['2 GB', 2 * 2 ** 30],
    ['1T', 2 ** 40],
    ['64KB', 2 ** 16],
    ['', undefined],
    ['M', undefined],
    ['-1', undefined],
    ['1e9', undefined],
    ['12X', undefined],
    ['9'.repeat(30), undefined],
  ];
  for (const [text, bytes] of sizes) t.is(parseSizeBytes(text), bytes, text);
});
