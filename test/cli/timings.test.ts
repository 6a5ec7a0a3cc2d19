/** `--timings` as a user meets it. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type { ChromeTrace } from '../../src/cli/timings/chrome-trace.ts';
import type { PageData } from '../../src/cli/timings/page-data.ts';
import { boltd, writeFiles } from '../harness/boltd.ts';
import { edit, eventOf, executedBy, outputsOf, sampleProject, temporaryFolder } from './kit.ts';

function pageOf(file: string): { readonly html: string; readonly data: PageData } {
  const html = readFileSync(file, 'utf8');
  const [, text = ''] =
    /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html) ?? [];
  return { html, data: JSON.parse(text) as PageData };
}

test('a cold build and the build after an edit each have a page and a trace', async (t) => {
  const root = sampleProject(t, [1, 2, 3]);
  const cold = await boltd(['build', '--timings', root], { cwd: root });
  t.is(cold.status, 0, cold.stderr);
  const [, shown = ''] = /timings in (\S+\.html)/.exec(cold.stderr) ?? [];
  const { html, data } = pageOf(path.resolve(root, shown));
  t.is(pageOf(path.join(root, '.bolt/timings/latest.html')).html, html);

  // One file is all it takes.
  t.false(/<(script|link|img)[^>]*\b(src|href)=/.test(html));
  t.false(/https?:|@import|url\(/.test(html.slice(0, html.indexOf('id="data"'))));
  t.like(data, { project: 'sample', command: 'build', outcome: 'succeeded' });
  t.is(data.totals.emitted, 4);
  // A new cache begins with the standard library compiled; only that is saved, and none of it is linked.
  const linked = data.byQuery.filter(({ name }) => name === 'library' || name === 'executable');
  t.is(linked.length, 2);
  t.true(linked.every(({ us, heldUs }) => heldUs > 0 && heldUs <= us));
  const lanes = new Set(data.work.map(({ lane }) => lane));
  t.true(lanes.has('worker 1') && lanes.has('linker'), [...lanes].join());
  t.true(data.declarations.some(({ name, codeUs }) => name === 'main::main' && codeUs > 0));
  for (const { start, end, ordered } of data.work) {
    t.true(ordered <= start && start <= end && end <= data.wallUs);
  }
  const lengths = data.path.map(([, start, end]) => end - start);
  t.is(
    lengths.reduce((sum, length) => sum + length, 0),
    data.wallUs,
  );
  const trace = JSON.parse(
    readFileSync(path.resolve(root, shown.replace('.html', '.trace.json')), 'utf8'),
  ) as ChromeTrace;
  t.true(trace.traceEvents.some(({ name }) => name === 'typedBody'));

  edit(root, [1, 2, 7]);
  const again = await boltd(['--json', 'build', '--timings', root]);
  const { page } = eventOf(again, 'timings');
  const { data: after } = pageOf(String(page));
  t.is(after.totals.executed, executedBy(again));
  t.is(after.totals.emitted, 1);
  t.true(after.totals.savedUs > data.totals.savedUs, 'what was saved beside the library');
  t.true(after.declarations.every(({ name }) => name.startsWith('m2::')));
  t.true(
    after.causes.some((cause) => cause.startsWith('bodyText(m2::')),
    after.causes.join('\n'),
  );
  const pages = readdirSync(path.join(root, '.bolt/timings')).filter((name) =>
    /^build-/.test(name),
  );
  t.is(pages.length, 4, 'two pages with their traces');
});

test('a page goes where the user wants it, and `--timings` before the target is not its value', async (t) => {
  const root = sampleProject(t, [1]);
  const folder = temporaryFolder(t);
  const file = path.join(folder, 'deep/page.html');
  const built = await boltd(['build', `--timings=${file}`, root], { cwd: folder });
  t.is(built.status, 0, built.stderr);
  t.true(built.stderr.includes('timings in deep/page.html'), built.stderr);
  t.is(pageOf(file).data.totals.emitted, 2);
  t.true(existsSync(file.replace('.html', '.trace.json')));
  t.false(existsSync(path.join(root, '.bolt/timings')));
});

test('a program with mistakes has a page, too, and a check', async (t) => {
  const root = sampleProject(t, [1]);
  const good = await boltd(['--json', 'check', '--timings', root]);
  t.is(good.status, 0, good.stdout);
  const checked = pageOf(String(eventOf(good, 'timings')['page'])).data;
  t.like(checked, { command: 'check', outcome: 'succeeded', work: [] });
  t.true(checked.totals.executed > 0);

  const file = { path: 'src/main.bolt', text: 'void main() { nothing() }\n' };
  writeFiles(root, [file]);
  const bad = await boltd(['--json', 'build', '--timings', root]);
  t.is(bad.status, 1, bad.stdout);
  t.is(pageOf(String(eventOf(bad, 'timings')['page'])).data.outcome, 'failed');
});

test('a page that cannot be written is a failure that names the file', async (t) => {
  const root = sampleProject(t, [1]);
  const taken = path.join(temporaryFolder(t), 'taken');
  writeFileSync(taken, '');
  const built = await boltd(['build', `--timings=${taken}/page.html`, root]);
  t.is(built.status, 70);
  t.true(built.stderr.includes(taken), built.stderr);
  t.false(built.stderr.includes('internal error'), built.stderr);
});

test('timings change nothing of what is built, and cost nothing where nobody asks', async (t) => {
  const [observed, plain] = [sampleProject(t, [4, 5]), sampleProject(t, [4, 5])];
  await boltd(['build', '--timings', observed]);
  await boltd(['build', plain]);
  t.deepEqual(outputsOf(observed), outputsOf(plain));
  t.false(existsSync(path.join(plain, '.bolt/timings')));
});
