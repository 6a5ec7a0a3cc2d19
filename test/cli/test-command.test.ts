/** `boltd test` as a user meets it: what is run, what is not, what is said, and the exit status. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { Ran } from '../harness/boltd.ts';
import { boltd } from '../harness/boltd.ts';
import { eventOf, eventsOf, manifest, projectOf } from './kit.ts';

const shapes = `public class Shape { int area() { 1 } }
public class Square extends Shape { int area() { 2 } }
public function int areaOf(Shape s) { s.area() }
function int twice(int n) { n + n }
public const int LIMIT = 3;
locked var int hits = 7;
function int readHits() { hits }

test "areas are virtual" { assertEqual(areaOf(new Square()), 2) }
test "twice adds" { assertEqual(twice(2), 4) }
test "the limit is three" { assertEqual(LIMIT, 3) }
test "hits begin at seven" { assertEqual(readHits(), 7) }
`;

const main = `import shapes;
void main() { printf("%d\\n", shapes.areaOf(new shapes.Square())) }
test "main is tested too" { assertEqual(shapes.areaOf(new shapes.Shape()), 1) }
`;

function testedProject(t: ExecutionContext, text: string = shapes): string {
  return projectOf(t, [
    { path: 'bolt.toml', text: manifest },
    { path: 'src/main.bolt', text: main },
    { path: 'src/shapes.bolt', text },
  ]);
}

/** Replaces the only place of `before` in a file. */
function change(root: string, file: string, before: string, after: string): void {
  const full = path.join(root, file);
  const text = readFileSync(full, 'utf8');
  const [head, tail, ...others] = text.split(before);
  if (tail === undefined || others.length > 0) throw new Error(`Not once in ${file}: ${before}`);
  writeFileSync(full, head + after + tail);
}

/** Titles of tests by what became of them. */
function titles(ran: Ran, outcome: string): readonly unknown[] {
  return eventsOf(ran)
    .filter((event) => event['reason'] === 'test-finished' && event['outcome'] === outcome)
    .map((event) => event['title'])
    .sort();
}

/** Titles of the tests that were run; fails where one failed. */
async function rerun(t: ExecutionContext, root: string): Promise<readonly unknown[]> {
  const ran = await boltd(['--json', 'test'], { cwd: root });
  t.is(ran.status, 0, ran.stdout + ran.stderr);
  return titles(ran, 'passed');
}

const all = [
  'areas are virtual',
  'hits begin at seven',
  'main is tested too',
  'the limit is three',
  'twice adds',
];

test('what passed is unchanged until its code changes, or whatever it reaches', async (t) => {
  const root = testedProject(t);
  t.deepEqual(await rerun(t, root), all);
  t.deepEqual(await rerun(t, root), []);
  change(root, 'src/shapes.bolt', 'n + n', 'n * 2');
  t.deepEqual(await rerun(t, root), ['twice adds']);
  // A method that is only called through its class's table.
  change(root, 'src/shapes.bolt', 'area() { 2 }', 'area() { readHits() - 5 }');
  t.deepEqual(await rerun(t, root), ['areas are virtual']);
  // Another module's code.
  change(root, 'src/shapes.bolt', '{ s.area() }', '{ s.area() + 0 }');
  t.deepEqual(await rerun(t, root), ['areas are virtual', 'main is tested too']);
  change(root, 'src/shapes.bolt', 'assertEqual(LIMIT, 3)', 'assertEqual(twice(LIMIT), 6)');
  t.deepEqual(await rerun(t, root), ['the limit is three']);
  change(root, 'src/shapes.bolt', 'hits }', 'hits + 0 }');
  t.deepEqual(await rerun(t, root), ['areas are virtual', 'hits begin at seven']);
});

test('neither lines that move nor other tests nor code that is not reached run a test again', async (t) => {
  const root = testedProject(t);
  await rerun(t, root);
  change(root, 'src/shapes.bolt', 'public class Shape', '// A shape.\n\npublic class Shape');
  t.deepEqual(await rerun(t, root), []);
  change(root, 'src/shapes.bolt', 'test "twice', 'test "a new one" { assert(true) }\ntest "twice');
  t.deepEqual(await rerun(t, root), ['a new one']);
  change(root, 'src/main.bolt', 'printf("%d\\n"', 'printf("area: %d\\n"');
  t.deepEqual(await rerun(t, root), []);
});

test('an edit that is taken back finds the tests as they passed', async (t) => {
  const root = testedProject(t);
  await rerun(t, root);
  change(root, 'src/shapes.bolt', 'n + n', 'n + n + 1');
  t.is((await boltd(['test'], { cwd: root })).status, 1);
  change(root, 'src/shapes.bolt', 'n + n + 1', 'n + n');
  t.deepEqual(await rerun(t, root), []);
});

test('the value that a global begins with, and a constant, are reached', async (t) => {
  const root = testedProject(t);
  await rerun(t, root);
  change(root, 'src/shapes.bolt', 'hits = 7', 'hits = 8');
  change(root, 'src/shapes.bolt', 'LIMIT = 3', 'LIMIT = 4');
  const ran = await boltd(['--json', 'test'], { cwd: root });
  t.deepEqual(titles(ran, 'failed'), ['hits begin at seven', 'the limit is three']);
  t.is(ran.status, 1);
});

test('a failing test shows both values and the place, and fails again until it is mended', async (t) => {
  const root = testedProject(t, shapes.replace('twice(2), 4', 'twice(2), 5'));
  const first = await boltd(['test'], { cwd: root });
  t.is(first.status, 1);
  t.is(
    first.stdout.replace(/\(\d+ ms\)/, '(N ms)'),
    `FAILED     shapes: twice adds (src/shapes.bolt:10)
    panic: assertion failed: 4 is not equal to 5
      at src/shapes.bolt:10:21
      in test twice adds at src/shapes.bolt:10
5 tests: 1 failed, 4 passed (N ms)
`,
  );
  t.regex(first.stderr, /^passed {5}shapes: the limit is three \(\d+ ms\)$/m);
  const second = await boltd(['test'], { cwd: root });
  t.is(second.status, 1);
  t.regex(second.stdout, /5 tests: 1 failed, 4 unchanged since they passed/);
  change(root, 'src/shapes.bolt', 'twice(2), 5', 'twice(2), 4');
  t.deepEqual(await rerun(t, root), ['twice adds']);
});

test('a filter takes part of the name, and --all runs what is unchanged', async (t) => {
  const root = testedProject(t);
  const some = await boltd(['--json', 'test', 'shapes: t'], { cwd: root });
  t.deepEqual(titles(some, 'passed'), ['the limit is three', 'twice adds']);
  t.is(eventOf(some, 'tests-finished')['leftOut'], 3);
  const again = await boltd(['--json', 'test', '--all', 'twice'], { cwd: root });
  t.deepEqual(titles(again, 'passed'), ['twice adds']);
  const none = await boltd(['test', 'nothing of the kind'], { cwd: root });
  t.is(none.status, 0);
  t.regex(none.stdout, /^0 tests: 5 left out by the filter/);
});

test('each test has a process of its own: one that exits, hangs or dies harms no other', async (t) => {
  const text = `locked var int count = 0;
function int next() { count := count + 1; count }
function int sink(int n) { if n == 0 { 0 } else { 1 + sink(n + 1) } }
test "a counts alone" { assertEqual(next(), 1) }
test "b counts alone" { assertEqual(next(), 1) }
test "overflows" { printf("%d", sink(1)) }
test "hangs" { printf("so far"); while true { next(); } }
test "divides" { let n = 0; printf("%d", 1 / n) }
`;
  const root = testedProject(t, `${text}${shapes}`);
  const ran = await boltd(['--json', 'test', '--timeout', '1'], { cwd: root });
  t.deepEqual(titles(ran, 'failed'), ['divides', 'hangs', 'overflows']);
  t.deepEqual(titles(ran, 'passed'), ['a counts alone', 'b counts alone', ...all].sort());
  const outputs = new Map(eventsOf(ran).map((event) => [event['title'], String(event['output'])]));
  t.regex(outputs.get('hangs') ?? '', /It did not end within 1 s\n$/);
  t.regex(outputs.get('divides') ?? '', /^panic: /);
  t.is(ran.status, 1);
});

test('optimised code is tested by itself', async (t) => {
  const root = testedProject(t);
  t.deepEqual(await rerun(t, root), all);
  const ran = await boltd(['--json', 'test', '--release'], { cwd: root });
  t.is(ran.status, 0, ran.stdout);
  t.deepEqual(titles(ran, 'passed'), all);
  const again = await boltd(['--json', 'test', '--release'], { cwd: root });
  t.deepEqual(titles(again, 'unchanged'), all);
});

test('a program without tests contains nothing of them, and is not built by them', async (t) => {
  const root = testedProject(t);
  const out = path.join(root, 'app');
  t.is((await boltd(['build', '-q', '-o', out], { cwd: root })).status, 0);
  const program = readFileSync(out, 'latin1');
  t.true(program.includes('function areaOf'));
  t.false(program.includes('twice adds'));
  const tested = await boltd(['--json', 'test'], { cwd: root });
  t.is(tested.status, 0);
  const rebuilt = await boltd(['--json', 'build', '-o', out], { cwd: root });
  t.deepEqual(eventOf(rebuilt, 'build-finished')['written'], []);
});

test('modules without a main function can be tested, and a file by itself', async (t) => {
  const root = projectOf(t, [
    { path: 'bolt.toml', text: manifest },
    { path: 'src/only.bolt', text: 'test "alone" { assert(true) }\n' },
    { path: 'one.bolt', text: 'test "in a file" { assert(1 + 1 == 2) }\n' },
  ]);
  const ran = await boltd(['--json', 'test'], { cwd: root });
  t.deepEqual(titles(ran, 'passed'), ['alone']);
  const file = await boltd(['--json', 'test', '--target', 'one.bolt'], {
    cwd: root,
    env: { XDG_CACHE_HOME: path.join(root, 'cache') },
  });
  t.deepEqual(titles(file, 'passed'), ['in a file']);
});

test('titles may hold any text', async (t) => {
  const text = 'test "a \\"b\\" $1 <é> / # @ 😀" { assert(true) }\ntest "" { }\n';
  const wrong = testedProject(t, `${text}${shapes}`);
  const refused = await boltd(['test'], { cwd: wrong });
  t.is(refused.status, 1);
  t.regex(refused.stderr, /error\[E0147\]: A test needs a title/);
  const root = testedProject(t, `${text.split('\n')[0] ?? ''}\n${shapes}`);
  const ran = await boltd(['--json', 'test', '😀'], { cwd: root });
  t.deepEqual(titles(ran, 'passed'), ['a "b" $1 <é> / # @ 😀']);
});

test('mistakes in tests are mistakes of the program, and no test runs', async (t) => {
  const root = testedProject(t, `${shapes}test "wrong" { assertEqual(twice("a"), 4) }\n`);
  const ran = await boltd(['test'], { cwd: root });
  t.is(ran.status, 1);
  t.is(ran.stdout, '');
  t.regex(ran.stderr, /^error\[E03\d\d\]/m);
  t.is((await boltd(['check', '-q'], { cwd: root })).status, 1);
});

test('two tests of a module have two titles', async (t) => {
  const root = testedProject(t, `${shapes}test "twice adds" { assert(true) }\n`);
  const ran = await boltd(['check'], { cwd: root });
  t.is(ran.status, 1);
  t.regex(ran.stderr, /error\[E0201\]: A test of the title `twice adds` is declared twice/);
});

test('outcomes go into a JUnit file', async (t) => {
  const root = testedProject(
    t,
    `${shapes}test "a < b & \\"c\\"" { printf("<out>"); assertEqual(1, 2) }\n`,
  );
  const report = path.join(root, 'report.xml');
  const ran = await boltd(['test', '-q', '--junit', report], { cwd: root });
  t.is(ran.status, 1);
  const xml = readFileSync(report, 'utf8');
  t.regex(xml, /<testsuite name="shapes" tests="5" failures="1" time="[\d.]+">/);
  t.regex(xml, /name="a &lt; b &amp; &quot;c&quot;" file="src\/shapes.bolt" line="13"/);
  t.regex(xml, /<failure message="[^"]*">[\s\S]*assertion failed: 1 is not equal to 2/);
  t.regex(xml, /<testcase classname="main" name="main is tested too"[^>]*\/>/);
});

test('options that make no sense are refused', async (t) => {
  const root = testedProject(t);
  const bad = await boltd(['test', '--timeout', 'soon'], { cwd: root });
  t.is(bad.status, 2);
  t.is(bad.stderr, 'error: --timeout takes a number of seconds\n');
  t.is((await boltd(['test', '--jobs', '0'], { cwd: root })).status, 2);
  t.is((await boltd(['watch', '--test', '--run'], { cwd: root })).status, 2);
});
