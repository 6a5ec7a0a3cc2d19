import test from 'ava';
import type { BuildReport } from '../../src/build/report.ts';
import { MissingProjectError } from '../../src/build/workspace-api.ts';
import type { WatchEvent } from '../../src/watch/watch-events.ts';
import { drain, idleWorld, startedWorld } from './fake-world.ts';

function reportOf(event: WatchEvent | undefined): BuildReport {
  if (event?.kind !== 'finished') throw new Error(`No request has finished: ${event?.kind}`);
  return event.report;
}

const a = '/p/src/a.bolt';
const b = '/p/src/b.bolt';

test('the first request looks at everything, with the watcher open before it', async (t) => {
  const world = await startedWorld();
  t.is(world.watchers.length, 1);
  t.is(world.request().changed, undefined);
  t.deepEqual(world.told(), ['started', 'building']);
  world.request().checked();
  await world.request().finish();
  t.deepEqual(world.told(), ['checked', 'finished']);
});

test('a change is acted upon two milliseconds after its last sign', async (t) => {
  const world = await idleWorld();
  await world.watcher().tell(a);
  await world.pass(1);
  await world.watcher().tell(a);
  await world.pass(1);
  t.is(world.requests.length, 1);
  await world.pass(1);
  t.deepEqual(world.request().changed, [a]);
  await world.request().finish();
  const event = world.events.at(-1);
  t.true(event?.kind === 'finished' && event.milliseconds === 3);
  t.deepEqual(event?.kind === 'finished' ? event.paths : [], ['src/a.bolt']);
});

test('signs without end are waited for no longer than twenty milliseconds', async (t) => {
  const world = await idleWorld();
  for (let step = 0; step < 20; step += 1) {
    await world.watcher().tell(a);
    await world.pass(1);
  }
  t.deepEqual(world.request().changed, [a]);
});

test('the files of a checkout that trickle in are one request', async (t) => {
  const world = await idleWorld();
  for (let index = 0; index < 100; index += 1) {
    await world.watcher().tell(`/p/src/m${index}.bolt`);
    if (index % 2 === 0) await world.pass(1);
  }
  const paths = new Set(Array.from({ length: 300 }, (_, index) => `/p/src/n${index}.bolt`));
  await world.watcher().tell({ kind: 'paths', paths });
  await world.pass(100);
  t.is(world.requests.length, 2);
  t.is(world.request().changed?.length, 400);
});

test('where something was missed, everything is looked at', async (t) => {
  const world = await idleWorld();
  await world.watcher().tell({ kind: 'everything' });
  await world.pass(50);
  t.is(world.request().changed, undefined);
});

test('a newer change cancels a request before it is told, and the next one includes both', async (t) => {
  const world = await idleWorld();
  await world.watcher().tell(a);
  await world.pass(5);
  t.false(world.request().isCancelled());
  world.watcher().see();
  t.true(world.request().isCancelled());
  await world.request().finish({ outcome: 'cancelled' });
  t.deepEqual(world.told(), ['building', 'cancelled']);
  // It does not begin again before it knows what was seen.
  await world.pass(500);
  t.is(world.requests.length, 2);
  await world.watcher().tell(b);
  await world.pass(5);
  t.deepEqual(world.request().changed, [a, b]);
  t.false(world.request().isCancelled());
});

test('modules that a cancelled request found changed are told with the next one', async (t) => {
  const world = await idleWorld();
  await world.watcher().tell(a);
  await world.pass(5);
  await world.watcher().tell(b);
  await world.request().finish({ outcome: 'cancelled', changedModules: ['a'] });
  await world.pass(5);
  await world.request().finish({ changedModules: ['b'] });
  t.deepEqual(reportOf(world.events.at(-1)).changedModules, ['a', 'b']);
});

test('modules that a cancelled second look found changed are told with the next request', async (t) => {
  const world = await idleWorld();
  await world.watcher().tell(a);
  await world.pass(5);
  await world.request().finish({ changedModules: ['a'] });
  // Within the echo of the save: a second look, which a save elsewhere ends.
  await world.watcher().tell(a);
  await world.pass(5);
  await world.watcher().tell(b);
  await world.request().finish({ outcome: 'cancelled', changedModules: ['a'] });
  await world.pass(5);
  await world.request().finish({ changedModules: ['b'] });
  t.deepEqual(reportOf(world.events.at(-1)).changedModules, ['a', 'b']);
});

test('a change that is told while a request ends by itself is the next request', async (t) => {
  const world = await idleWorld();
  await world.watcher().tell(a);
  await world.pass(5);
  await world.watcher().tell(b);
  await world.request().finish();
  await world.pass(5);
  t.deepEqual(world.request().changed, [b]);
});

test('edits without end do not put a result off forever', async (t) => {
  const world = await idleWorld();
  await world.watcher().tell(a);
  await world.pass(5);
  for (let round = 0; round < 50; round += 1) {
    await world.watcher().tell(a);
    if (!world.request().isCancelled()) break;
    await world.request().finish({ outcome: 'cancelled' });
    await world.pass(100);
  }
  await world.watcher().tell(a);
  t.false(world.request().isCancelled());
  await world.request().finish();
  await world.pass(5);
  await world.watcher().tell(a);
  t.true(world.request().isCancelled());
});

test('a file that was truncated gets time to be written', async (t) => {
  const world = await idleWorld();
  world.host.put(a, '');
  await world.watcher().tell(a);
  await world.pass(20);
  t.is(world.requests.length, 1);
  world.host.put(a, 'written');
  await world.watcher().tell(a);
  await world.pass(2);
  t.is(world.requests.length, 2);
});

test('a file that stays empty or missing is believed after forty milliseconds, and at once thereafter', async (t) => {
  const world = await idleWorld();
  world.host.put(a, undefined);
  await world.watcher().tell(a);
  await world.pass(39);
  t.is(world.requests.length, 1);
  await world.pass(1);
  t.deepEqual(world.request().changed, [a]);
  await world.request().finish();
  await world.pass(500);
  const before = world.requests.length;
  await world.watcher().tell(a);
  await world.pass(2);
  t.is(world.requests.length, before + 1);
});

test('a young file is looked at once more, and nobody hears of it if it is as it was', async (t) => {
  const world = await idleWorld();
  const young = { sizeBytes: 1, inode: '1', mtimeNs: world.host.nowNs() };
  world.host.state = () => young;
  await world.watcher().tell(a);
  await world.pass(2);
  await world.request().finish();
  t.deepEqual(world.told(), ['building', 'finished']);
  await world.pass(59);
  t.is(world.requests.length, 2);
  world.host.state = () => ({ ...young, mtimeNs: '1' });
  await world.pass(1);
  t.deepEqual(world.request().changed, [a]);
  await world.request().finish();
  await world.pass(500);
  t.is(world.requests.length, 3);
  t.deepEqual(world.told(), []);
});

test('signs right behind a save that change nothing are not told as another save', async (t) => {
  const world = await idleWorld();
  await world.watcher().tell(a);
  await world.pass(2);
  await world.request().finish({ changedModules: ['a'] });
  await world.pass(5);
  world.told();
  await world.watcher().tell(a);
  await world.pass(2);
  t.deepEqual(world.request().changed, [a]);
  await world.request().finish();
  t.deepEqual(world.told(), []);
  await world.watcher().tell(a);
  await world.pass(2);
  await world.request().finish({ changedModules: ['a'] });
  t.deepEqual(world.told(), ['building', 'finished']);
  await world.pass(500);
  await world.watcher().tell(a);
  await world.pass(2);
  await world.request().finish();
  t.deepEqual(world.told(), ['building', 'finished']);
});

test('what a second look finds is told like an edit', async (t) => {
  const world = await idleWorld();
  const young = { sizeBytes: 1, inode: '1', mtimeNs: world.host.nowNs() };
  world.host.state = () => young;
  await world.watcher().tell(a);
  await world.pass(2);
  await world.request().finish();
  await world.pass(60);
  world.told();
  world.request().checked();
  await world.request().finish({ changedModules: ['a'] });
  t.deepEqual(world.told(), ['building', 'checked', 'finished']);
});

test('the workspace settles once there is nothing to do', async (t) => {
  const world = await startedWorld();
  await world.request().finish();
  await world.pass(99);
  t.is(world.settled.count, 0);
  await world.pass(500);
  t.is(world.settled.count, 1);
});

test('when the manifest names other sources, these are watched, and looked at for what was missed', async (t) => {
  const world = await idleWorld();
  await world.watcher().tell('/p/bolt.toml');
  await world.pass(50);
  world.roots = { ...world.roots, sourceFolders: ['/p/src', '/geo/src'] };
  await world.request().finish();
  t.is(world.watchers.length, 2);
  t.deepEqual(world.watcher().options.folders, ['/p/src', '/geo/src']);
  t.true(world.watchers[0]?.isClosed);
  t.is(world.request().changed, undefined);
  await world.request().finish();
  t.deepEqual(world.told(), ['building', 'finished']);
  await world.watcher().tell('/geo/src/g.bolt');
  t.is(world.requests.length, 3);
  await world.pass(50);
  t.is(world.requests.length, 4);
});

test('a request that fails is told, and the next one looks at everything', async (t) => {
  const world = await idleWorld();
  await world.watcher().tell(a);
  await world.pass(5);
  await world.request().fail(new Error('No space left on device'));
  t.deepEqual(world.told(), ['building', 'failed']);
  await world.watcher().tell(b);
  await world.pass(5);
  t.is(world.request().changed, undefined);
  await world.request().finish();
  await world.watcher().tell(b);
  await world.pass(5);
  t.deepEqual(world.request().changed, [b]);
});

test('the loop ends when the project is gone, and says so', async (t) => {
  const world = await idleWorld();
  await world.watcher().trouble({ kind: 'gone', folder: '/p' });
  await world.loop.ended;
  t.deepEqual(world.events.at(-1), {
    kind: 'gone',
    message: 'The project is gone: /p was removed or moved away',
    remedy: 'start boltd watch where the project is now',
  });
  t.true(world.watcher().isClosed);
});

test('the loop ends where there is no project to begin with', async (t) => {
  const world = await startedWorld();
  await world.request().fail(new MissingProjectError('No bolt.toml'));
  await world.loop.ended;
  t.deepEqual(world.events.at(-1), {
    kind: 'gone',
    message: 'No bolt.toml',
    remedy: 'start boltd watch where the project is now',
  });
});

test('where another build of boltd is installed meanwhile, the loop builds nothing more', async (t) => {
  const world = await idleWorld();
  world.isReplaced = true;
  await world.watcher().tell(a);
  await world.pass(5);
  await world.loop.ended;
  t.is(world.requests.length, 1);
  t.deepEqual(world.events.at(-1), {
    kind: 'gone',
    message: 'boltd itself was replaced by another build of it',
    remedy: 'start boltd watch again',
  });
});

test('a project that lacks its manifest is told, and goes on when it has one again', async (t) => {
  const world = await idleWorld();
  await world.watcher().tell('/p/bolt.toml');
  await world.pass(50);
  await world.request().fail(new MissingProjectError('No bolt.toml'));
  t.is(world.told().at(-1), 'failed');
  world.host.put('/p/bolt.toml', '[package]');
  await world.watcher().tell('/p/bolt.toml');
  await world.pass(50);
  await world.request().finish();
  t.is(world.told().at(-1), 'finished');
});

test('when watching ends, it is begun again, and everything is looked at', async (t) => {
  const world = await idleWorld();
  world.watcher().see();
  await world.watcher().trouble({ kind: 'failed', reason: 'The watching thread ended' });
  t.deepEqual(world.told(), ['trouble']);
  await world.pass(1000);
  t.is(world.watchers.length, 2);
  t.is(world.request().changed, undefined);
  t.false(world.request().isCancelled());
});

test('that files are polled is said once', async (t) => {
  const world = await idleWorld();
  const polling = { kind: 'polling', reason: 'Too many', intervalMs: 100 } as const;
  await world.watcher().trouble(polling);
  await world.watcher().trouble(polling);
  t.deepEqual(world.told(), ['trouble']);
});

test('a rebuild looks at everything at once', async (t) => {
  const world = await idleWorld();
  world.loop.rebuild();
  await drain();
  t.is(world.requests.length, 2);
  t.is(world.request().changed, undefined);
});

test('the end cancels the request under way and waits for it', async (t) => {
  const world = await idleWorld();
  await world.watcher().tell(a);
  await world.pass(5);
  let hasEnded = false;
  void world.loop.close().then(() => {
    hasEnded = true;
  });
  await drain();
  t.true(world.request().isCancelled());
  t.false(hasEnded);
  await world.request().finish({ outcome: 'cancelled' });
  t.true(hasEnded);
  t.true(world.watcher().isClosed);
});
