/** Real files, a real watcher, a real workspace: what the loop says last is what a fresh check says. */
import { mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { openWorkspace } from '../../src/build/workspace.ts';
import type { Workspace } from '../../src/build/workspace-api.ts';
import type { LocatedDiagnostic } from '../../src/diagnostic/located.ts';
import { nodeHost } from '../../src/host/node-host.ts';
import { watchFiles } from '../../src/host/node-watcher.ts';
import { systemClock } from '../../src/host/timer-clock.ts';
import type { WatchEvent, WatchLoop } from '../../src/watch/watch-events.ts';
import { startWatchLoop } from '../../src/watch/watch-loop.ts';
import { repository } from '../harness/boltd.ts';
import {
  eventually,
  pause,
  replace,
  saveLikeVim,
  watcherEntry,
  writeDeep,
} from '../host/watched-folder.ts';

const goal = { kind: 'check', stage: 'type' } as const;

function manifest(dependencies = ''): string {
  return `[package]\nname = "sample"\nversion = "0.1.0"\n${dependencies}`;
}

/** A module with a mistake that tells which edit it is of. */
function module(edit: string): string {
  return `public function int value() { unknown_${edit} }\n`;
}

const main = 'import part;\nvoid main() { printf("%d", part.value()); }\n';

interface Watched {
  readonly root: string;
  readonly events: readonly WatchEvent[];
  readonly loop: WatchLoop;
  readonly workspace: Workspace;
  at(name: string): string;
  write(name: string, text: string): void;
  /** Waits until the last report is what a fresh check of the files, as they are, says. */
  agrees(): Promise<void>;
}

test('however an editor saves, the last report is right', async (t) => {
  const project = await watchedProject(t);
  const part = project.at('src/part.bolt');
  for (let round = 0; round < 6; round += 1) {
    writeFileSync(part, module(`in_place_${round}`));
    await project.agrees();
    replace(part, module(`renamed_${round}`));
    await project.agrees();
    saveLikeVim(part, module(`vim_${round}`));
    await project.agrees();
    // Truncated, and written a moment later.
    writeFileSync(part, '');
    await pause(5);
    writeFileSync(part, module(`truncated_${round}`));
    await project.agrees();
  }
  t.pass();
});

test('of two writes in short succession the second is what is reported', async (t) => {
  const project = await watchedProject(t);
  for (const gapMs of [0, 3, 10, 30, 50]) {
    for (let round = 0; round < 5; round += 1) {
      project.write('src/part.bolt', module(`first_${gapMs}_${round}`));
      await pause(gapMs);
      project.write('src/part.bolt', module(`second_${gapMs}_${round}`));
      await project.agrees();
    }
  }
  t.pass();
});

test('a save of 300 files and a checkout of 1,000 end with a right report', async (t) => {
  const project = await watchedProject(t);
  for (let index = 0; index < 300; index += 1) project.write(`src/m${index}.bolt`, module('made'));
  await project.agrees();
  for (let index = 0; index < 300; index += 1) project.write(`src/m${index}.bolt`, module('saved'));
  await project.agrees();
  for (let index = 0; index < 300; index += 1) unlinkSync(project.at(`src/m${index}.bolt`));
  for (let index = 0; index < 1000; index += 1) {
    project.write(`src/d${index % 30}/m${index}.bolt`, index % 50 === 0 ? module('checked') : '');
  }
  await project.agrees();
  t.pass();
});

test('modules that are renamed, removed, made again or become folders are followed', async (t) => {
  const project = await watchedProject(t);
  const part = project.at('src/part.bolt');
  renameSync(part, project.at('src/other.bolt'));
  await project.agrees();
  renameSync(project.at('src/other.bolt'), part);
  await project.agrees();
  for (let round = 0; round < 20; round += 1) {
    unlinkSync(part);
    await pause(round % 5);
    project.write('src/part.bolt', module(`again_${round}`));
    await pause(round % 7);
  }
  await project.agrees();
  unlinkSync(part);
  project.write('src/part.bolt/inner.bolt', module('inner'));
  await project.agrees();
  rmSync(part, { recursive: true });
  project.write('src/part.bolt', module('a_file_again'));
  await project.agrees();
  renameSync(project.at('src'), project.at('sources'));
  await project.agrees();
  renameSync(project.at('sources'), project.at('src'));
  await project.agrees();
  t.pass();
});

test('what a symbolic link points to is a source', async (t) => {
  const project = await watchedProject(t);
  const elsewhere = path.join(path.dirname(project.root), 'elsewhere.bolt');
  writeFileSync(elsewhere, module('elsewhere'));
  unlinkSync(project.at('src/part.bolt'));
  symlinkSync(elsewhere, project.at('src/part.bolt'));
  await project.agrees();
  writeFileSync(elsewhere, module('in_place'));
  await project.agrees();
  saveLikeVim(elsewhere, module('vim'));
  await project.agrees();
  t.pass();
});

test('an edit of a manifest changes what is watched, and a broken one can be mended', async (t) => {
  const project = await watchedProject(t);
  const library = path.join(path.dirname(project.root), 'library');
  writeDeep(path.join(library, 'bolt.toml'), '[package]\nname = "library"\nversion = "0.1.0"\n');
  writeDeep(path.join(library, 'src/tools.bolt'), module('library'));
  project.write('bolt.toml', manifest('[dependencies]\nlibrary = { path = "../library" }\n'));
  await project.agrees();
  writeFileSync(path.join(library, 'src/tools.bolt'), module('library_edited'));
  await project.agrees();
  writeFileSync(path.join(library, 'bolt.toml'), 'not a manifest');
  await project.agrees();
  writeFileSync(
    path.join(library, 'bolt.toml'),
    '[package]\nname = "library"\nversion = "0.2.0"\n',
  );
  await project.agrees();
  writeFileSync(path.join(library, 'src/tools.bolt'), module('library_after_all'));
  await project.agrees();
  project.write('bolt.toml', 'broken');
  await project.agrees();
  project.write('bolt.toml', manifest());
  await project.agrees();
  project.write('src/part.bolt', module('at_the_end'));
  await project.agrees();
  t.pass();
});

test('a manifest that is removed is missed, and the project found again when it is back', async (t) => {
  const project = await watchedProject(t);
  unlinkSync(project.at('bolt.toml'));
  await eventually(() => project.events.at(-1)?.kind === 'failed');
  project.write('src/part.bolt', module('meanwhile'));
  project.write('bolt.toml', manifest());
  await project.agrees();
  t.pass();
});

test('edits that were made while nothing watched are found at the start', async (t) => {
  const project = await watchedProject(t);
  await project.loop.close();
  await project.workspace.close();
  project.write('src/part.bolt', module('unwatched'));
  project.write('src/more.bolt', module('unwatched_too'));
  const { events } = startLoop(t, project.root);
  await eventually(() => events.some(({ kind }) => kind === 'finished'));
  const finished = events.find(({ kind }) => kind === 'finished');
  t.deepEqual(finished?.kind === 'finished' ? finished.report.changedModules : [], [
    'more',
    'part',
  ]);
});

test('a project that is moved away ends the loop with a message', async (t) => {
  const project = await watchedProject(t);
  renameSync(project.root, `${project.root}-elsewhere`);
  await project.loop.ended;
  t.deepEqual(project.events.at(-1), {
    kind: 'gone',
    message: `The project is gone: ${project.root} was removed or moved away`,
    remedy: 'start boltd watch where the project is now',
  });
});

test('a save that changes nothing is told as such', async (t) => {
  const project = await watchedProject(t);
  const before = project.events.length;
  project.write('src/part.bolt', module('first'));
  const finished = (): WatchEvent | undefined =>
    project.events.slice(before).find(({ kind }) => kind === 'finished');
  await eventually(() => finished() !== undefined);
  const event = finished();
  t.true(event?.kind === 'finished');
  if (event?.kind !== 'finished') return;
  t.deepEqual(event.paths, ['src/part.bolt']);
  t.deepEqual(event.report.changedModules, []);
  t.is(
    Object.values(event.report.statistics).reduce((sum, each) => sum + each.executed, 0),
    0,
  );
});

async function watchedProject(t: ExecutionContext): Promise<Watched> {
  const outside = mkdtempSync(path.join(os.tmpdir(), 'boltd-watch-'));
  t.teardown(() => rmSync(outside, { recursive: true, force: true }));
  const root = path.join(outside, 'project');
  writeDeep(path.join(root, 'bolt.toml'), manifest());
  writeDeep(path.join(root, 'src/main.bolt'), main);
  writeDeep(path.join(root, 'src/part.bolt'), module('first'));
  const { events, loop, workspace } = startLoop(t, root);
  await eventually(() => events.some(({ kind }) => kind === 'finished'));
  return {
    root,
    events,
    loop,
    workspace,
    at: (name) => path.join(root, name),
    write: (name, text) => writeDeep(path.join(root, name), text),
    async agrees() {
      const expected = JSON.stringify(await freshCheck(root));
      const found = (): string => JSON.stringify(lastDiagnostics(events));
      await eventually(
        () => found() === expected,
        () => `Expected ${expected}, found ${found()}: ${JSON.stringify(events.slice(-3))}`,
      );
    },
  };
}

function startLoop(
  t: ExecutionContext,
  root: string,
): Pick<Watched, 'events' | 'loop' | 'workspace'> {
  const events: WatchEvent[] = [];
  const workspace = workspaceOf(root);
  const loop = startWatchLoop({
    workspace,
    host: nodeHost,
    clock: systemClock,
    goal,
    program: { isReplaced: () => false },
    watch: (options) => watchFiles(options, { entry: watcherEntry }),
    onEvent: (event) => void events.push(event),
  });
  t.teardown(async () => {
    await loop.close();
    await workspace.close();
  });
  return { events, loop, workspace };
}

function workspaceOf(target: string, cache = ''): Workspace {
  return openWorkspace({
    host: nodeHost,
    target,
    environment: { BOLT_CACHE_DIR: cache },
    compiler: 'test',
    workerEntry: path.join(repository, 'build/bundle/worker.js'),
    runtimeFolder: path.join(repository, 'build/runtime'),
    onNotice: () => undefined,
  });
}

async function freshCheck(root: string): Promise<readonly LocatedDiagnostic[]> {
  const cache = mkdtempSync(path.join(os.tmpdir(), 'boltd-watch-'));
  const workspace = workspaceOf(root, cache);
  try {
    return (await workspace.perform({ goal })).diagnostics;
  } finally {
    await workspace.close();
    rmSync(cache, { recursive: true, force: true });
  }
}

function lastDiagnostics(events: readonly WatchEvent[]): readonly LocatedDiagnostic[] | undefined {
  const last = events.findLast(({ kind }) => kind === 'finished');
  return last?.kind === 'finished' ? last.report.diagnostics : undefined;
}
