/** `boltd watch`: builds or checks again whenever a file is saved, until it is told to end. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { openProject } from '../../build/project.ts';
import type { BuildReport, Goal } from '../../build/report.ts';
import type { Workspace } from '../../build/workspace-api.ts';
import { nodeHost } from '../../host/node-host.ts';
import { watchFiles } from '../../host/node-watcher.ts';
import { recordProgram } from '../../host/running-program.ts';
import { systemClock } from '../../host/timer-clock.ts';
import { startWatchLoop } from '../../watch/watch-loop.ts';
import { UsageError } from '../exit.ts';
import { installation } from '../installation.ts';
import type { Output } from '../output.ts';
import { showSummary, summaryOf } from '../test/show-tests.ts';
import { isLive, openConsole } from '../watch/console.ts';
import { createController } from '../watch/controller.ts';
import { workerGrowthBytes, workspaceOf } from '../workspace.ts';
import type { BuildOptions } from './build.ts';
import { goalOf, settingsOf } from './build.ts';
import type { RunOptions } from './test.ts';
import { runWanted, testGoal, testOptions } from './test.ts';

/** What a program gets to end in when a new one is there. */
const graceMs = 2000;

/** `args`: of the program that `--run` runs. */
export async function watch(
  output: Output,
  target: string,
  args: readonly string[],
  options: BuildOptions,
): Promise<number> {
  const runs = options['run'] === true;
  if (args.length > 0 && !runs) {
    throw new UsageError(
      `Only \`boltd watch --run\` runs a program that could take ${args.join(' ')}`,
    );
  }
  const settings = settingsOf(options);
  requireProject(target);

  const console = openConsole(output.options, isLive(output.options));
  const workspace = workspaceOf(console.output, target, { ...settings, workerGrowthBytes });
  const controller = createController({
    console,
    run: runs ? args : undefined,
    clears: options['clear'] === true,
    stats: options['stats'],
    explains: options['explain'] === true,
    root: () => workspace.roots().root,
    graceMs,
  });
  const { home, watcherEntry } = installation();
  const loop = startWatchLoop({
    workspace,
    host: nodeHost,
    watch: (watched) => watchFiles(watched, { entry: watcherEntry }),
    clock: systemClock,
    goal: watchGoal(options),
    ...(options['test'] === true && {
      afterSuccess: (report, isCancelled) =>
        testAfter(console.output, workspace, report, {
          ...testOptions(undefined, options),
          isCancelled,
        }),
    }),
    program: recordProgram(home),
    onEvent: controller.onEvent,
  });
  controller.attach(loop);
  try {
    return await Promise.race([controller.ended, loop.ended.then(() => controller.ended)]);
  } finally {
    await controller.close();
    await loop.close();
    await workspace.close();
    for (const folder of controller.temporaryFolders()) {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** Runs what the build may have affected; a change of a file ends it. */
async function testAfter(
  output: Output,
  workspace: Workspace,
  { executable }: BuildReport,
  options: Omit<RunOptions, 'executable'>,
): Promise<void> {
  if (executable === undefined) return;
  const start = performance.now();
  const { outcomes, leftOut } = await runWanted(output, workspace, { ...options, executable });
  if (options.isCancelled?.() === true) return;
  const milliseconds = Math.round(performance.now() - start);
  showSummary(output, summaryOf(outcomes), { milliseconds, leftOut });
}

function watchGoal(options: BuildOptions): Goal {
  if (options['test'] === true) return testGoal(testOptions(undefined, options), options);
  return options['check'] === true ? { kind: 'check', stage: 'race' } : goalOf(options);
}

/** A project that was never there is a mistake of the command line; mistakes in its manifest may be mended. */
function requireProject(target: string): void {
  const result = openProject(nodeHost, path.resolve(target));
  if (result.kind === 'missing') throw new UsageError(result.message);
}
