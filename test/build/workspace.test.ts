/** A workspace that is kept: what it looks at, what it lets others do, and what it finds afterwards. */
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { tryLock } from '../../cache/lock.ts';
import type { BuildReport, Goal } from '../../src/build/report.ts';
import { openWorkspace } from '../../src/build/workspace.ts';
import type { WorkRequest, Workspace } from '../../src/build/workspace-api.ts';
import { MissingProjectError } from '../../src/build/workspace-api.ts';
import { nodeHost } from '../../src/host/node-host.ts';
import { edit, printed, sampleProject, temporaryFolder } from '../cli/kit.ts';
import { execute, repository } from '../harness/boltd.ts';

const goal: Goal = { kind: 'build', key: 'sharded' };

function workspaceOf(
  t: ExecutionContext,
  root: string,
  notices: string[] = [],
): {
  readonly workspace: Workspace;
  perform(request?: Partial<WorkRequest>): Promise<BuildReport>;
} {
  const workspace = openWorkspace({
    host: nodeHost,
    target: root,
    environment: {},
    compiler: 'test',
    workers: 1,
    workerEntry: path.join(repository, 'build/bundle/worker.js'),
    runtimeFolder: path.join(repository, 'build/runtime'),
    onNotice: (message) => notices.push(message),
  });
  t.teardown(() => workspace.close());
  return { workspace, perform: (request) => workspace.perform({ goal, ...request }) };
}

function moduleFile(root: string, index: number): string {
  return path.join(root, `src/m${index}.bolt`);
}

function executed({ statistics }: BuildReport): number {
  return Object.values(statistics).reduce((sum, each) => sum + each.executed, 0);
}

async function outputOf({ executable }: BuildReport): Promise<string> {
  return (await execute(executable ?? '', [])).stdout;
}

test('a request looks at the paths that it names, and without them at everything', async (t) => {
  const root = sampleProject(t, [1, 2]);
  const { perform } = workspaceOf(t, root);
  await perform();
  edit(root, [10, 20]);
  const first = await perform({ changed: new Set([moduleFile(root, 0)]) });
  t.deepEqual(first.changedModules, ['m0']);
  t.is(await outputOf(first), printed([10, 2]));
  const second = await perform();
  t.deepEqual(second.changedModules, ['m1']);
  t.is(await outputOf(second), printed([10, 20]));
});

test('a path that is no known source makes everything be looked at', async (t) => {
  const root = sampleProject(t, [1]);
  const { perform } = workspaceOf(t, root);
  await perform();
  edit(root, [1, 7]);
  const added = await perform({ changed: new Set([moduleFile(root, 1)]) });
  t.deepEqual([...added.changedModules].sort(), ['m1', 'main']);
  t.is(await outputOf(added), printed([1, 7]));
  rmSync(moduleFile(root, 1));
  const removed = await perform({ changed: new Set([moduleFile(root, 1)]) });
  t.is(removed.outcome, 'rejected');
  t.deepEqual(removed.changedModules, ['m1']);
});

test('a saved file with the same bytes executes nothing', async (t) => {
  const root = sampleProject(t, [1]);
  const { perform } = workspaceOf(t, root);
  await perform();
  edit(root, [2]);
  await perform({ changed: new Set([moduleFile(root, 0)]) });
  edit(root, [1]);
  edit(root, [2]);
  const report = await perform({ changed: new Set([moduleFile(root, 0)]) });
  t.deepEqual(report.changedModules, []);
  t.is(executed(report), 0);
});

test('a settled workspace lets another process have the cache, and finds what that did', async (t) => {
  const root = sampleProject(t, [1, 2]);
  const here = workspaceOf(t, root);
  const there = workspaceOf(t, root);
  await here.perform();
  t.is(tryLock(path.join(root, '.bolt')), undefined);
  here.workspace.settle();

  edit(root, [3, 2]);
  t.is(await outputOf(await there.perform()), printed([3, 2]));
  there.workspace.settle();

  // Nothing is left to be done, whoever did it.
  const after = await here.perform({ changed: new Set([moduleFile(root, 0)]) });
  t.is(executed(after), 0);
  t.is(await outputOf(after), printed([3, 2]));
  edit(root, [3, 4]);
  t.is(
    await outputOf(await here.perform({ changed: new Set([moduleFile(root, 1)]) })),
    printed([3, 4]),
  );
});

test('a cache that is removed while its workspace rests is made again', async (t) => {
  const root = sampleProject(t, [1]);
  const { workspace, perform } = workspaceOf(t, root);
  await perform();
  workspace.settle();
  rmSync(path.join(root, '.bolt'), { recursive: true });
  edit(root, [5]);
  const report = await perform({ changed: new Set([moduleFile(root, 0)]) });
  t.is(await outputOf(report), printed([5]));
});

test('a cancelled request loses nothing, and the next one does the rest', async (t) => {
  const root = sampleProject(t, [1, 2, 3]);
  const { perform } = workspaceOf(t, root);
  let asked = 0;
  const cancelled = await perform({
    isCancelled() {
      asked += 1;
      return asked > 40;
    },
  });
  t.is(cancelled.outcome, 'cancelled');
  const done = executed(cancelled);
  t.true(done > 0);
  const rest = await perform({ changed: new Set() });
  t.is(await outputOf(rest), printed([1, 2, 3]));
  const clean = workspaceOf(t, sampleProject(t, [1, 2, 3]));
  t.is(executed(rest) + done, executed(await clean.perform()));
});

test('a cancelled request tells which modules it found changed: the next one does not', async (t) => {
  const root = sampleProject(t, [1, 2]);
  const { perform } = workspaceOf(t, root);
  await perform();
  const goals: readonly Goal[] = [goal, { kind: 'check', stage: 'type' }];
  for (const [index, each] of goals.entries()) {
    edit(root, [1, 3 + index]);
    const changed = new Set([moduleFile(root, 1)]);
    const cancelled = await perform({ goal: each, changed, isCancelled: () => true });
    t.is(cancelled.outcome, 'cancelled');
    t.deepEqual(cancelled.changedModules, ['m1']);
    t.deepEqual((await perform({ goal: each, changed })).changedModules, []);
  }
});

test('what checking found is told before code is made', async (t) => {
  const root = sampleProject(t, [1]);
  const { perform } = workspaceOf(t, root);
  await perform();
  const told: string[] = [];
  const observer: WorkRequest['observer'] = {
    onChecked: (diagnostics) => told.push(`checked ${diagnostics.length}`),
    onOrder: () => told.push('order'),
  };
  edit(root, [2]);
  await perform({ changed: new Set([moduleFile(root, 0)]), observer });
  t.deepEqual(told, ['checked 0', 'order']);
  told.length = 0;
  writeFileSync(moduleFile(root, 0), 'public function int value(int n) { m }\n');
  const broken = await perform({ changed: new Set([moduleFile(root, 0)]), observer });
  t.is(broken.outcome, 'rejected');
  t.deepEqual(told, [`checked ${broken.diagnostics.length}`]);
});

test('an edited manifest takes effect; one with mistakes is a rejected report, not an end', async (t) => {
  const root = sampleProject(t, [1]);
  const manifest = path.join(root, 'bolt.toml');
  const { workspace, perform } = workspaceOf(t, root);
  t.is(path.basename((await perform()).executable ?? ''), 'sample');
  t.deepEqual(workspace.roots().sourceFolders, [path.join(root, 'src')]);
  const changed = new Set([manifest]);
  writeFileSync(manifest, '[package]\nname = 3\n');
  const broken = await perform({ changed });
  t.is(broken.outcome, 'rejected');
  t.true(broken.diagnostics.length > 0);
  writeFileSync(manifest, '[package]\nname = "other"\nversion = "0.1.0"\n');
  t.is(path.basename((await perform({ changed })).executable ?? ''), 'other');
});

test('a project that is gone is told apart from one with mistakes', async (t) => {
  const { perform } = workspaceOf(t, path.join(temporaryFolder(t), 'nothing'));
  await t.throwsAsync(perform(), { instanceOf: MissingProjectError });
});
