/** What a page and a trace hold, and the part of the page that needs no browser. */
import test from 'ava';
import { createChromeTrace } from '../../src/cli/timings/chrome-trace.ts';
import type { BuildRecordOfPage } from '../../src/cli/timings/create-page-data.ts';
import { createPageData } from '../../src/cli/timings/create-page-data.ts';
import { fillIn, outdated } from '../../src/cli/timings/files.ts';
import type { PageData } from '../../src/cli/timings/page-data.ts';
import { packSpans, unpackSpans } from '../../src/cli/timings/page-data.ts';
import { createFilter } from '../../src/cli/timings/view/filter.ts';
import {
  formatCount,
  formatPart,
  formatUs,
  shortKey,
  shortTask,
} from '../../src/cli/timings/view/format.ts';
import { groupOf } from '../../src/cli/timings/view/groups.ts';
import { around, pan, ticks, zoom } from '../../src/cli/timings/view/range.ts';
import { eachVisible, rowsOf, spanAt } from '../../src/cli/timings/view/rows.ts';
import { allQueries } from '../../src/compiler/catalogue.ts';
import { createWorld, emptyTimeline, span, task } from './timings-kit.ts';

function record(): BuildRecordOfPage {
  const { recorder, pass, wait, will, did } = createWorld();
  pass(100);
  recorder.onPhase('open', 40, 100);
  will('mir', 'm::function </script>()');
  pass(50);
  will('bodySyntax', 'm::function f()');
  pass(30);
  did('bodySyntax', 'm::function f()', 30, true);
  did('mir', 'm::function </script>()', 50);
  will('object', 'm@dev');
  wait(200);
  recorder.onWork(task('worker 1', 180, 200, 370));
  did('object', 'm@dev', 170);
  recorder.step('flush', () => pass(20));
  recorder.onPhase('check and code', 100, 400);
  const counts = { cutOff: 0, reused: 0, readFromDisk: 0 };
  return {
    project: 'sample',
    command: 'build',
    outcome: 'succeeded',
    startedAt: '2026-01-02T03:04:05.678Z',
    boltd: '0.1.0',
    timeline: recorder.finish(),
    statistics: new Map([
      ['bodySyntax', { ...counts, executed: 1, cutOff: 1, microseconds: 30 }],
      ['mir', { ...counts, executed: 1, reused: 4, microseconds: 50 }],
      ['object', { ...counts, executed: 1, microseconds: 170 }],
    ]),
    stored: new Map([
      ['mir', { memos: 5, microseconds: 450 }],
      ['object', { memos: 1, microseconds: 170 }],
    ]),
  };
}

/** The data that a browser finds in a page. */
function embedded(html: string): PageData {
  const [, text = ''] =
    /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html) ?? [];
  return JSON.parse(text) as PageData;
}

test('the data of a page come out as they went in, whatever names hold', (t) => {
  const data = createPageData(record());
  const html = fillIn('<html><!--data--><script>run()</script></html>', data);
  t.deepEqual(embedded(html), data);
  t.true(html.endsWith('</script><script>run()</script></html>'));
  t.throws(() => fillIn('<html></html>', data));
});

test('the same record gives the same page', (t) => {
  t.is(JSON.stringify(createPageData(record())), JSON.stringify(createPageData(record())));
});

test('a page says what was executed, what was saved and what the end waited for', (t) => {
  const data = createPageData(record());
  t.like(data.totals, {
    executed: 3,
    cutOff: 1,
    reused: 4,
    executedUs: 250,
    savedUs: 400,
    heldResults: 6,
    emitted: 1,
    spans: 2,
  });
  t.deepEqual(data.phases[0], { name: 'start', start: 0, end: 40 });
  t.is(
    data.pathParts.reduce((sum, { us }) => sum + us, 0),
    data.wallUs,
  );
  const us = (where: string, name: string): number | undefined =>
    data.pathParts.find((part) => part.where === where && part.name === name)?.us;
  t.is(us('query', 'mir'), 50);
  t.is(us('query', 'bodySyntax'), 30);
  t.is(us('work', 'fragments'), 170);
  t.is(us('step', 'flush'), 20);
  t.is(us('phase', 'start'), 40);
});

test('a build of very many executions has a page of bounded size, and exact sums', (t) => {
  const queries = Array.from({ length: 200_000 }, (_, index) => span(index * 50, index * 50 + 40));
  const statistics = new Map([
    ['mir', { executed: 200_000, cutOff: 0, reused: 0, readFromDisk: 0, microseconds: 8_000_000 }],
  ]);
  const timeline = { ...emptyTimeline, queries, endUs: 10_000_000 };
  const data = createPageData({ ...record(), timeline, statistics });
  t.true(JSON.stringify(data).length < 4_000_000);
  t.true(data.totals.shownSpans < 50_000);
  const spans = unpackSpans(data.spans);
  t.is(
    spans.reduce((sum, { own }) => sum + own, 0),
    8_000_000,
  );
  t.is(
    spans.reduce((sum, { count }) => sum + count, 0),
    200_000,
  );
  const rows = [...data.declarations, data.otherDeclarations];
  t.is(
    rows.reduce((sum, { frontUs }) => sum + frontUs, 0),
    8_000_000,
  );
});

test('spans are unpacked as they were packed', (t) => {
  const spans = [3, 3, 10, 500].map((start, index) => ({
    start,
    length: index * 7,
    own: index,
    depth: index % 2,
    query: index,
    key: index - 1,
    cause: -1,
    count: index + 1,
  }));
  t.deepEqual(unpackSpans(packSpans(spans)), spans);
});

test('a trace is what viewers of Chrome traces read', (t) => {
  const trace = createChromeTrace(record().timeline, 'sample');
  t.deepEqual(JSON.parse(JSON.stringify(trace)), trace);
  const threads = new Map<number, string>();
  for (const event of trace.traceEvents) {
    t.true(Number.isInteger(event.pid) && Number.isInteger(event.tid));
    if (event.ph === 'M') {
      if (event.name === 'thread_name') threads.set(event.tid, String(event.args['name']));
      continue;
    }
    t.is(event.ph, 'X');
    t.true(Number.isInteger(event.ts) && event.ts >= 0, event.name);
    t.true(Number.isInteger(event.dur) && event.dur >= 0, event.name);
    t.true(threads.has(event.tid), event.name);
  }
  t.deepEqual([...threads.values()], ['phases', 'compiler', 'worker 1']);
  // Events of a thread lie within each other or apart: viewers refuse to draw others.
  for (const tid of threads.keys()) {
    const open: number[] = [];
    const events = trace.traceEvents.flatMap((event) =>
      event.ph === 'X' && event.tid === tid ? [event] : [],
    );
    for (const { ts, dur, name } of events.sort((a, b) => a.ts - b.ts || b.dur - a.dur)) {
      while ((open.at(-1) ?? Number.POSITIVE_INFINITY) <= ts) open.pop();
      t.true(ts + dur <= (open.at(-1) ?? Number.POSITIVE_INFINITY), name);
      open.push(ts + dur);
    }
  }
});

test('old pages go with their traces, the newest stay', (t) => {
  const names = Array.from({ length: 13 }, (_, index) => `build-${String(index).padStart(2, '0')}`);
  const files = names.flatMap((name) => [`${name}.trace.json`, `${name}.html`]);
  t.deepEqual(outdated([...files, 'latest.html', 'notes.txt']), [
    'build-00.html',
    'build-00.trace.json',
    'build-01.html',
    'build-01.trace.json',
    'build-02.html',
    'build-02.trace.json',
  ]);
});

test('times have three digits and a unit', (t) => {
  t.deepEqual(
    [0, 812, 999.7, 4071, 9996, 23_449, 99_960, 999_600, 1_254_000, 61_000_000].map(formatUs),
    [
      '0 µs',
      '812 µs',
      '1.00 ms',
      '4.07 ms',
      '10.0 ms',
      '23.4 ms',
      '100 ms',
      '1.00 s',
      '1.25 s',
      '61.0 s',
    ],
  );
  t.is(formatCount(1234567), '1\u2009234\u2009567');
  t.deepEqual([0, 0.004, 0.5, 1].map(formatPart), ['0 %', '<1 %', '50 %', '100 %']);
  t.is(shortTask('code of shapes::main, shapes::class Circle …'), 'shapes');
  t.is(shortTask('the object of shapes (dev)'), 'shapes (dev)');
  t.is(shortKey('shapes::class Circle.method area(int)'), 'Circle.area');
});

test('zooming keeps what is under the pointer, and never leaves the build', (t) => {
  const whole = { from: 0, to: 1000 };
  t.deepEqual(zoom(whole, whole, 0.5, 250), { from: 125, to: 625 });
  t.deepEqual(zoom({ from: 125, to: 625 }, whole, 4, 600), whole);
  t.deepEqual(zoom({ from: 0, to: 40 }, whole, 0.01, 0), { from: 0, to: 20 });
  t.deepEqual(pan({ from: 100, to: 300 }, whole, -500), { from: 0, to: 200 });
  t.deepEqual(pan({ from: 100, to: 300 }, whole, 5000), { from: 800, to: 1000 });
  t.deepEqual(around({ from: 400, to: 500 }, whole), { from: 385, to: 515 });
});

test('ticks are round and far enough apart', (t) => {
  t.deepEqual(ticks({ from: 130, to: 1010 }, 500, 90), [200, 400, 600, 800, 1000]);
  t.deepEqual(ticks({ from: 0, to: 0 }, 500, 90), []);
});

test('of what shares a pixel the longest is drawn, and what is out of view is not', (t) => {
  const row = [0, 1, 2, 50, 90].map((start, index) => ({ start, length: index === 1 ? 0.9 : 0.5 }));
  const drawn: number[] = [];
  eachVisible(row, { from: 0, to: 60 }, 10, ({ start }) => drawn.push(start));
  t.deepEqual(drawn, [1, 50]);
  t.is(spanAt(row, 50.2, 1)?.start, 50);
  t.is(spanAt(row, 48, 3)?.start, 50);
  t.is(spanAt(row, 30, 3), undefined);
  const rows = rowsOf(row, ({ start }) => (start < 50 ? 0 : 2), 2);
  t.deepEqual(
    rows.map((each) => each.length),
    [3],
  );
});

test('a search finds what has all its words', (t) => {
  const filter = createFilter(' Area  mir ');
  t.true(filter?.('mir', 'shapes::class Circle.method area()'));
  t.false(filter?.('typedBody', 'shapes::class Circle.method area()'));
  t.is(createFilter('  '), undefined);
});

test('every query that makes something elsewhere has a colour of its own kind', (t) => {
  const external = allQueries.filter(({ kind }) => kind === 'external');
  t.deepEqual(
    external.map(({ name }) => groupOf(name)),
    ['code', 'object', 'link', 'link', 'object', 'tests'],
  );
});
