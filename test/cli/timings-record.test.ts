/** From a build's events to the record of it, and what is computed of the record. */
import test from 'ava';
import { criticalPath, timeByQuery } from '../../src/cli/timings/critical-path.ts';
import { declarationOf, figuresByDeclaration } from '../../src/cli/timings/figures.ts';
import { thinOut } from '../../src/cli/timings/thin-out.ts';
import { assignTracks } from '../../src/cli/timings/tracks.ts';
import { createWorld, emptyTimeline, span, task } from './timings-kit.ts';

test('executions lie within those that asked for them', (t) => {
  const { recorder, pass, will, did } = createWorld();
  pass(10);
  will('typedBody', 'f');
  pass(5);
  will('bodySyntax', 'f', {
    kind: 'changed',
    dependency: { query: 'bodyText', key: 'f' },
    channel: 'value',
  });
  pass(7);
  did('bodySyntax', 'f', 7, true);
  pass(3);
  did('typedBody', 'f', 8);
  pass(2);
  const { queries, endUs } = recorder.finish();
  t.deepEqual(
    queries.map(({ query, startUs, endUs: end, ownUs, depth, isCutOff }) => [
      query,
      startUs,
      end,
      ownUs,
      depth,
      isCutOff,
    ]),
    [
      ['typedBody', 10, 25, 8, 0, false],
      ['bodySyntax', 15, 22, 7, 1, true],
    ],
  );
  t.is(queries[1]?.cause.kind, 'changed');
  t.is(endUs, 27);
});

test('an execution that was given up encloses nothing', (t) => {
  const { recorder, pass, will, did } = createWorld();
  will('moduleText', 'm');
  pass(4);
  will('units', 'm');
  pass(1);
  did('units', 'm', 1);
  // It needs a fragment that is not there, and has said nothing when this one begins.
  will('mir', 'f');
  pass(2);
  did('mir', 'f', 2);
  will('moduleText', 'm');
  pass(6);
  did('moduleText', 'm', 6);
  t.deepEqual(
    recorder.finish().queries.map(({ query, depth, startUs }) => [query, depth, startUs]),
    [
      ['units', 0, 4],
      ['mir', 0, 5],
      ['moduleText', 0, 7],
    ],
  );
});

test('results of workers are no spans of the compiler, and keep their cause', (t) => {
  const { recorder, pass, will, did } = createWorld();
  will('fragment', 'f', { kind: 'lost' });
  pass(100);
  recorder.onWork(task('worker 1', 0, 20, 90));
  did('fragment', 'f', 70);
  const { queries, results, work } = recorder.finish();
  t.deepEqual(queries, []);
  t.deepEqual(results, [
    { query: 'fragment', key: 'f', microseconds: 70, cause: { kind: 'lost' }, isCutOff: false },
  ]);
  t.is(work.length, 1);
});

test('what the compiler waited for is known', (t) => {
  const { recorder, pass, wait, will, did } = createWorld();
  pass(100);
  wait(400);
  recorder.onWork(task('worker 1', 100, 150, 480));
  pass(50);
  recorder.onWork(task('worker 2', 100, 150, 490));
  wait(200);
  will('mir', 'f');
  pass(10);
  did('mir', 'f', 10);
  t.deepEqual(recorder.finish().idle, [
    { startUs: 100, endUs: 500, endedBy: 0 },
    { startUs: 550, endUs: 750, endedBy: undefined },
  ]);
});

test('a record that begins again forgets all but the phases', (t) => {
  const { recorder, pass, will, did } = createWorld();
  recorder.onPhase('open', 0, 5);
  will('mir', 'f');
  pass(5);
  recorder.step('flush', () => pass(5));
  recorder.clear();
  did('mir', 'f', 10);
  const { queries, steps, phases } = recorder.finish();
  t.deepEqual([queries, steps], [[], []]);
  t.is(phases.length, 1);
});

test('without workers the critical path is the compiler', (t) => {
  t.deepEqual(criticalPath({ idle: [], work: [], endUs: 70 }), [
    { kind: 'compiler', startUs: 0, endUs: 70 },
  ]);
});

test('the critical path goes through the task that ended a wait, to when it was handed over', (t) => {
  const steps = criticalPath({
    idle: [{ startUs: 200, endUs: 500, endedBy: 1 }],
    work: [task('worker 1', 100, 120, 300), task('worker 2', 150, 180, 490)],
    endUs: 600,
  });
  t.deepEqual(steps, [
    { kind: 'compiler', startUs: 0, endUs: 150 },
    { kind: 'start', startUs: 150, endUs: 180 },
    { kind: 'work', work: 1, startUs: 180, endUs: 490 },
    { kind: 'wait', startUs: 490, endUs: 500 },
    { kind: 'compiler', startUs: 500, endUs: 600 },
  ]);
});

test('a task that lay behind another one waited for that one', (t) => {
  const steps = criticalPath({
    idle: [{ startUs: 130, endUs: 500, endedBy: 1 }],
    work: [task('worker 1', 100, 110, 300), task('worker 1', 120, 300, 500)],
    endUs: 500,
  });
  t.deepEqual(
    steps.map(({ kind, startUs }) => [kind, startUs]),
    [
      ['compiler', 0],
      ['start', 100],
      ['work', 110],
      ['work', 300],
    ],
  );
});

test('a worker that had to wait for the compiler leads back to the compiler', (t) => {
  const steps = criticalPath({
    idle: [{ startUs: 420, endUs: 500, endedBy: 1 }],
    work: [task('worker 1', 100, 110, 300), task('worker 1', 400, 405, 500)],
    endUs: 500,
  });
  t.deepEqual(
    steps.map(({ kind, startUs }) => [kind, startUs]),
    [
      ['compiler', 0],
      ['wait', 400],
      ['work', 405],
    ],
  );
});

test('the steps of a critical path fill the whole time, whatever overlaps', (t) => {
  const work = Array.from({ length: 40 }, (_, index) => {
    const startUs = index * 10 + 5;
    return task(`worker ${index % 3}`, startUs - 5 * (index % 4), startUs, startUs + 25);
  });
  const idle = work.map(({ endUs }, endedBy) => ({
    startUs: endUs - 3,
    endUs: endUs + 1,
    endedBy,
  }));
  let at = 0;
  for (const { startUs, endUs } of criticalPath({ idle, work, endUs: 1000 })) {
    t.is(startUs, at);
    t.true(endUs > startUs);
    at = endUs;
  }
  t.is(at, 1000);
});

test('time by query is the time of no other query, within the stretches asked for', (t) => {
  const queries = [
    span(10, 100, 0, 'outer'),
    span(20, 40, 1, 'inner'),
    span(50, 60, 1, 'inner'),
    span(120, 150, 0, 'outer'),
  ];
  const whole = timeByQuery(queries, [{ startUs: 0, endUs: 200 }]);
  t.deepEqual(Object.fromEntries(whole), { outer: 90, inner: 30 });
  const parts = timeByQuery(queries, [
    { startUs: 30, endUs: 55 },
    { startUs: 140, endUs: 145 },
  ]);
  t.deepEqual(Object.fromEntries(parts), { outer: 15, inner: 15 });
});

test('short executions are put together, long ones stay, and no time is lost', (t) => {
  const spans = [span(0, 5), span(6, 10), span(11, 500), span(20, 24, 1), span(25, 28, 1)];
  spans.push(span(501, 504), span(900, 905));
  const groups = thinOut(spans, { keep: 1, groupUs: 100 });
  t.deepEqual(
    groups.map(({ startUs, endUs, depth, count }) => [startUs, endUs, depth, count]),
    [
      [0, 10, 0, 2],
      [11, 500, 0, 1],
      [20, 28, 1, 2],
      [501, 504, 0, 1],
      [900, 905, 0, 1],
    ],
  );
  const sum = (all: readonly { readonly ownUs: number }[]): number =>
    all.reduce((total, { ownUs }) => total + ownUs, 0);
  t.is(sum(groups), sum(spans));
  t.is(thinOut(spans, { keep: 7, groupUs: 100 }).length, 7);
});

test('what overlaps on a lane stands below each other', (t) => {
  const { tracks, trackOf } = assignTracks([
    task('linker', 0, 0, 50),
    task('linker', 0, 10, 30),
    task('linker', 0, 30, 60),
    task('worker 10', 0, 0, 10),
    task('worker 9', 0, 0, 10),
  ]);
  t.deepEqual(
    tracks.map(({ lane, row }) => `${lane} ${row}`),
    ['worker 9 0', 'worker 10 0', 'linker 0', 'linker 1'],
  );
  t.deepEqual(trackOf, [2, 3, 3, 1, 0]);
});

test('keys of members and instances belong to their declaration', (t) => {
  const method = 'a.b::class Box.method put(List<int>)';
  t.is(declarationOf(method), method);
  t.is(declarationOf(`${method}<int>`), method);
  t.is(declarationOf('m::class Box<int>'), 'm::class Box');
  t.is(declarationOf('m::class Box/put'), 'm::class Box');
  t.is(declarationOf('m::main'), 'm::main');
  t.is(declarationOf('m@dev'), undefined);
});

test('the emission of a module is shared out over what was compiled of it', (t) => {
  const result = (query: string, key: string, microseconds: number) =>
    ({ query, key, microseconds, cause: { kind: 'new' }, isCutOff: false }) as const;
  const timeline = {
    ...emptyTimeline,
    queries: [{ ...span(0, 10), key: 'm::function f()' }],
    results: [
      result('fragment', 'm::function f()', 30),
      result('fragment', 'm::function g()', 10),
      result('object', 'm@dev', 100),
      result('object', 'n@dev', 7),
    ],
  };
  const { rows, others } = figuresByDeclaration(timeline, 1);
  t.deepEqual(rows, [
    {
      name: 'm::function f()',
      frontUs: 10,
      codeUs: 30,
      emissionUs: 75,
      executed: 2,
      slowestQuery: 'fragment',
      slowestUs: 30,
    },
  ]);
  t.deepEqual(others, { count: 1, frontUs: 0, codeUs: 10, emissionUs: 25, executed: 1 });
});
