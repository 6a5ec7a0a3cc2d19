/** `boltd query` about code: places, assembly, passes, signatures, and what it needs for an answer. */
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { tryLock } from '../../cache/lock.ts';
import type { Ran } from '../harness/boltd.ts';
import { boltd, writeFiles } from '../harness/boltd.ts';
import { eventOf, eventsOf, executedBy, manifest, projectOf } from './kit.ts';

const shapes = [
  '/// A circle around the origin.',
  'public class Circle {',
  '  capability local Own;',
  '  var int radius : Own;',
  '  int area() : Own { this.radius * this.radius * 3 }',
  '  int area(int factor) : Own {',
  '    this.radius * factor',
  '  }',
  '}',
  'class Plain { var int x; int get() { this.x } }',
  'public function T same<T>(T x) { x }',
  'public function int ratio(int a, int b) { a / b }',
  '',
].join('\n');

function project(t: ExecutionContext): string {
  return projectOf(t, [
    { path: 'bolt.toml', text: manifest },
    {
      path: 'src/main.bolt',
      text: [
        'import shapes.{Circle, ratio};',
        'void main() {',
        '  let c = new Circle(radius: 3);',
        '  printf("%d %d\\n", c.area(), ratio(c.area(2), 2))',
        '}',
        '',
      ].join('\n'),
    },
    { path: 'src/shapes.bolt', text: shapes },
  ]);
}

function ask(root: string, ...question: readonly string[]): Promise<Ran> {
  return boltd(['-C', root, 'query', ...question]);
}

async function symbolsOf(root: string, place: string): Promise<readonly unknown[]> {
  return eventsOf(await ask(root, 'signature', place, '--json')).map(({ symbol }) => symbol);
}

test('a place means the innermost declaration around it', async (t) => {
  const root = project(t);
  t.deepEqual(await symbolsOf(root, 'src/shapes.bolt:7:10'), [
    'shapes::class Circle.method area(int)',
  ]);
  t.deepEqual(await symbolsOf(root, 'src/shapes.bolt:4'), ['shapes::class Circle.field radius']);
  t.deepEqual(await symbolsOf(root, 'src/shapes.bolt:3:3'), ['shapes::class Circle']);
  const file = path.join(root, 'src/main.bolt');
  t.deepEqual(await symbolsOf(root, `${file}:3`), ['main::main']);
  const cases: readonly (readonly [string, string])[] = [
    ['src/shapes.bolt:99', 'There is no declaration at src/shapes.bolt:99'],
    [
      'src/shape.bolt:1',
      'No module of the project lies in src/shape.bolt; did you mean src/shapes.bolt?',
    ],
  ];
  for (const [place, says] of cases) {
    const ran = await ask(root, 'ir', place);
    t.is(ran.status, 2);
    t.is(ran.stderr, `error: ${says}\n`);
  }
});

test('a class’s member needs no module where it is clear', async (t) => {
  const root = project(t);
  t.deepEqual(await symbolsOf(root, 'Circle.area'), [
    'shapes::class Circle.method area()',
    'shapes::class Circle.method area(int)',
  ]);
  writeFiles(root, [{ path: 'src/other.bolt', text: shapes }]);
  const ran = await ask(root, 'signature', 'Circle.area');
  t.is(ran.stderr, 'error: Circle.area may be other.Circle.area or shapes.Circle.area\n');
});

test('signatures read as they are written, overloads and comments included', async (t) => {
  const root = project(t);
  const shown = (await ask(root, 'signature', 'shapes.Circle.area')).stdout;
  t.regex(shown, /^int area\(\) : Own$/m);
  t.regex(shown, /^int area\(int factor\) : Own$/m);
  t.regex(
    (await ask(root, 'signature', 'shapes.Circle')).stdout,
    /^\/\/\/ A circle around the origin\.\nclass Circle \{ capability local Own; … \}$/m,
  );
  t.regex((await ask(root, 'signature', 'shapes.same')).stdout, /^function T same<T>\(T x\)$/m);
  t.regex((await ask(root, 'signature', 'shapes.Circle.radius')).stdout, /^var int radius : Own$/m);
  // In a class without capabilities everything belongs to one that has no name.
  t.regex((await ask(root, 'signature', 'shapes.Plain.x')).stdout, /^var int x$/m);
  t.regex((await ask(root, 'signature', 'shapes.Plain.get')).stdout, /^int get\(\)$/m);
});

test('assembly is that of one declaration, in either profile', async (t) => {
  const root = project(t);
  const dev = (await ask(root, 'asm', 'shapes.ratio')).stdout;
  t.regex(dev, /^"shapes::function ratio\(int,int\)":$/m);
  t.regex(dev, /idivl/);
  const release = (await ask(root, 'asm', 'shapes.ratio', '--release')).stdout;
  t.regex(release, /idivl/);
  t.not(dev, release);
  t.regex((await ask(root, 'asm', 'shapes.same')).stderr, /It is generic/);
});

test('LLVM IR is shown optimised, and after each pass that changes it', async (t) => {
  const root = project(t);
  const optimised = (await ask(root, 'llvm', 'shapes.Circle.area', '--release')).stdout;
  t.regex(optimised, /^define i32 @"shapes::class Circle\.method area\(\)"\(i8\* .*readonly/m);
  const passes = await ask(root, 'llvm', 'shapes.ratio', '--passes');
  t.regex(passes.stdout, /^; --- before all passes ---\n; ModuleID = 'shapes'$/m);
  t.regex(passes.stdout, /^; --- 1\. \S+ ---\n@@ /m);
  t.regex(passes.stderr, /^note: .*: \d+ of the passes of `default<O2>` change it/);
  const full = await ask(root, 'llvm', 'shapes.ratio', '--passes', '--full', '--json');
  const { passes: list } = eventOf(full, 'query') as {
    readonly passes: readonly { readonly isWhole: boolean; readonly text: string }[];
  };
  t.true(list.length > 2);
  t.true(list.every(({ isWhole, text }) => isWhole && text.includes('define i32')));
});

test('of boltd’s own IR there is one pass, and that is said', async (t) => {
  const root = project(t);
  const ran = await ask(root, 'ir', 'shapes.ratio', '--passes');
  t.regex(ran.stdout, /^fn shapes::function ratio/m);
  t.regex(ran.stderr, /Lowering is the only pass that makes boltd's IR/);
});

test('an option that a question does not take is refused', async (t) => {
  const root = project(t);
  const cases: readonly (readonly [readonly string[], string])[] = [
    [['ir', 'main.main', '--dot'], '`boltd query ir` takes no --dot; it takes --passes'],
    [['types', 'main.main', '--release'], '`boltd query types` takes no --release'],
    [['path', 'main.main'], 'Which other symbol? Usage: boltd query path <symbol> <other symbol>'],
    [['hot', 'main.main'], 'Too many arguments: main.main; usage: boltd query hot'],
    [['hot', '--limit', '0'], '--limit takes a number from 1'],
  ];
  for (const [question, says] of cases) {
    const ran = await ask(root, ...question);
    t.is(ran.status, 2);
    t.is(ran.stderr, `error: ${says}\n`);
  }
});

test('after a build answers need neither toolchain nor computation', async (t) => {
  const root = project(t);
  t.is((await boltd(['build', root])).status, 0);
  // No linker is found without a path.
  const env = { PATH: '/nowhere' };
  for (const question of [
    ['ir', 'shapes.ratio'],
    ['llvm', 'shapes.ratio'],
    ['types', 'main.main'],
    ['rdeps', 'shapes.ratio'],
  ]) {
    const ran = await boltd(['-C', root, 'query', ...question], { env });
    t.is(ran.status, 0, ran.stderr);
    t.not(ran.stdout, '');
  }
  const rows = eventsOf(
    await ask(root, 'sql', 'SELECT goal FROM v_builds ORDER BY id', '--json'),
  ).flatMap(({ row }) => (row === undefined ? [] : [row]));
  t.deepEqual(rows, [{ goal: 'build' }], 'nothing was computed for the answers');
});

test('beside another process the answer is as of the last build', async (t) => {
  const root = project(t);
  t.is((await boltd(['build', root])).status, 0);
  writeFiles(root, [{ path: 'src/shapes.bolt', text: shapes.replace('a / b', 'b / a') }]);
  const lock = tryLock(path.join(root, '.bolt'));
  t.teardown(() => lock?.release());
  for (const question of [
    ['ir', 'shapes.ratio'],
    ['llvm', 'shapes.ratio'],
    ['asm', 'shapes.ratio', '--release'],
    ['deps', 'shapes.ratio'],
    ['path', 'main.main', 'shapes.ratio'],
  ]) {
    const ran = await ask(root, ...question);
    t.is(ran.status, 0, ran.stderr);
    t.is(
      ran.stderr,
      `note: Process ${process.pid} is using the cache; the answer is as of the last build\n`,
    );
    t.not(ran.stdout, '');
  }
  t.regex((await ask(root, 'ir', 'shapes.ratio')).stdout, /div .*\n/);
  for (const question of [['why', 'shapes.ratio'], ['slow'], ['size'], ['sql', 'SELECT 1']]) {
    const ran = await ask(root, ...question);
    t.is(ran.status, 0, ran.stderr);
    t.is(ran.stderr, '');
  }
  lock?.release();
  // Nothing was written, so the build has the edit still before it.
  t.true(executedBy(await boltd(['--json', 'build', root])) > 0);
});

test('a path leads from the reader to what it reads, whichever is named first', async (t) => {
  const root = project(t);
  const there = (await ask(root, 'path', 'main.main', 'shapes.ratio')).stdout;
  t.regex(
    there,
    /^typedBody\(main::main\)\n {2}reads [\s\S]*shapes::function ratio\(int,int\)\)\n$/,
  );
  t.is((await ask(root, 'path', 'shapes.ratio', 'main.main')).stdout, there);
  const dot = (await ask(root, 'path', 'main.main', 'shapes.ratio', '--dot')).stdout;
  t.regex(dot, /^digraph \{[\s\S]*"typedBody\(main::main\)" -> /);
  t.regex(
    (await ask(root, 'path', 'shapes.ratio', 'Circle.area')).stderr,
    /^note: Nothing of shapes\.ratio depends on Circle\.area, nor the other way round$/m,
  );
  t.is(
    (await ask(root, 'path', 'mir(nowhere)', 'main.main')).stderr,
    'error: The cache has no mir(nowhere)\n',
  );
  const graph = (await ask(root, 'rdeps', 'shapes.ratio', '--dot')).stdout;
  t.regex(graph, /"typedBody\(main::main\)" -> /);
});
