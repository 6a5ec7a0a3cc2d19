/** `boltd query` about the past: why something ran, how its code changed, what is slow and what is hot. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { Ran } from '../harness/boltd.ts';
import { boltd } from '../harness/boltd.ts';
import { eventOf, manifest, projectOf } from './kit.ts';

interface Texts {
  /** What `price` adds. */
  readonly added: number;
}

function shop({ added }: Texts): string {
  return [
    'public function int price(int n) {',
    `  let tax = n * ${added};`,
    '  n + tax',
    '}',
    'public function int half(int n) { 8 / n }',
    '',
  ].join('\n');
}

const main = [
  'import shop;',
  'void main() {',
  '  printf("%d\\n", shop.price(10) + shop.half(4))',
  '}',
  '',
].join('\n');

function project(t: ExecutionContext): string {
  return projectOf(t, [
    { path: 'bolt.toml', text: manifest },
    { path: 'src/main.bolt', text: main },
    { path: 'src/shop.bolt', text: shop({ added: 2 }) },
  ]);
}

function edit(root: string, added: number): void {
  writeFileSync(path.join(root, 'src/shop.bolt'), shop({ added }));
}

async function build(t: ExecutionContext, root: string): Promise<void> {
  const ran = await boltd(['-C', root, 'build']);
  t.is(ran.status, 0, ran.stderr);
}

function ask(root: string, ...question: readonly string[]): Promise<Ran> {
  return boltd(['-C', root, 'query', ...question]);
}

function dataOf(ran: Ran): Readonly<Record<string, unknown>> {
  return eventOf(ran, 'query');
}

test('why shows the edit first, and what it led to', async (t) => {
  const root = project(t);
  await build(t, root);
  t.regex((await ask(root, 'why', 'shop.price')).stdout, /^typedBody\(.*price\(int\)\) is new$/m);
  edit(root, 3);
  await build(t, root);
  const ran = await ask(root, 'why', 'shop.price');
  const lines = ran.stdout.split('\n');
  t.is(lines[0], 'shop::function price(int)');
  t.regex(lines[1] ?? '', /^build 2 \(build, succeeded, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\)$/);
  t.is(lines[2], 'bodyText(shop::function price(int)) changed');
  t.true(lines.includes('  -  let tax = n * 2 ;'), ran.stdout);
  t.true(lines.includes('  +  let tax = n * 3 ;'), ran.stdout);
  t.true(lines.includes('  → bodySyntax(shop::function price(int)) ran'), ran.stdout);
  t.regex(ran.stdout, /instanceReferences\(.*\) ran and gave what it had given$/m);
  // What did not run again last ran in the first build.
  t.regex((await ask(root, 'why', 'shop.half')).stdout, /^build 1 /m);
  t.regex((await ask(root, 'why', 'shop.half', '--build', '2')).stderr, /executed in build 2$/m);
  t.regex((await ask(root, 'why', 'shop.price', '--build', '1')).stdout, /^build 1 /m);
  const unknown = await ask(root, 'why', 'shop.price', '--build', '9');
  t.is(unknown.stderr, 'error: Build 9 is not recorded; there are 1 to 2\n');
  t.is(unknown.status, 2);
});

test('a chain goes on in the build before, where a check came first', async (t) => {
  const root = project(t);
  await build(t, root);
  edit(root, 3);
  t.is((await boltd(['-C', root, 'check'])).status, 0);
  await build(t, root);
  const { build: last, reasons } = dataOf(await ask(root, 'why', 'shop.price', '--json')) as {
    readonly build: { readonly id: number; readonly goal: string };
    readonly reasons: readonly {
      readonly node: { readonly query: string };
      readonly chain: readonly { readonly query: string; readonly build: number }[];
      readonly origin: { readonly kind: string };
      readonly change: { readonly before: string; readonly after: string };
    }[];
  };
  t.like(last, { id: 3, goal: 'build' });
  const fragment = reasons.find(({ node }) => node.query === 'fragment');
  t.deepEqual(
    fragment?.chain.map((link) => [link.query, link.build]),
    [
      ['bodyText', 2],
      ['bodySyntax', 2],
      ['typedBody', 2],
      ['mir', 3],
      ['fragment', 3],
    ],
  );
  t.is(fragment?.origin.kind, 'input');
  t.regex(fragment?.change.after ?? '', /n \* 3/);
});

test('why is asked of a single query, of what is gone, and drawn as a graph', async (t) => {
  const root = project(t);
  await build(t, root);
  // Only what may panic has positions that matter.
  writeFileSync(path.join(root, 'src/shop.bolt'), `// One line more.\n${shop({ added: 2 })}`);
  await build(t, root);
  const text = await ask(root, 'why', 'moduleText(shop)');
  t.regex(text.stdout, /^positions\(.*half\(int\)\) changed\n {2}→ moduleText\(shop\) ran$/m);
  const dot = (await ask(root, 'why', 'moduleText(shop)', '--dot')).stdout;
  t.regex(dot, /^digraph \{[\s\S]*"positions\(.*half\(int\)\)" -> "moduleText\(shop\)";\n\}\n$/);
  writeFileSync(path.join(root, 'src/shop.bolt'), shop({ added: 2 }).replace(/.*half.*\n/, ''));
  writeFileSync(path.join(root, 'src/main.bolt'), main.replace(' + shop.half(4)', ''));
  await build(t, root);
  t.regex((await ask(root, 'why', 'shop::function half(int)')).stdout, /^build 1 /m);
});

test('diff shows the code of two builds, also after an edit was taken back', async (t) => {
  const root = project(t);
  await build(t, root);
  const none = await ask(root, 'diff', 'shop.price');
  t.regex(none.stderr, /^note: shop::function price\(int\): No build on record had another IR/);
  for (const added of [3, 4]) {
    edit(root, added);
    await build(t, root);
  }
  const last = (await ask(root, 'diff', 'shop.price')).stdout;
  t.regex(last, /^--- build 2 \(.*\)\n\+\+\+ the last build\n@@/m);
  t.regex(last, /^- .*mul .*3$/m);
  t.regex(last, /^\+ .*mul .*4$/m);
  const first = await ask(root, 'diff', 'shop.price', '--from', '1', '--to', '2');
  t.regex(first.stdout, /^- .*mul .*2$/m);
  t.regex(first.stdout, /^\+ .*mul .*3$/m);
  t.regex((await ask(root, 'diff', 'shop.price', '--llvm')).stdout, /^\+ .*mul i32 %n, 4$/m);
  t.regex((await ask(root, 'diff', 'shop.half', '--from', '1', '--to', '3')).stderr, /is the same/);
  edit(root, 2);
  await build(t, root);
  const back = (await ask(root, 'diff', 'shop.price')).stdout;
  t.regex(back, /^\+ .*mul .*2$/m);
  const same = await ask(root, 'diff', 'shop.price', '--from', '1', '--to', '4');
  t.regex(same.stderr, /Its IR is the same in build 1 .* and build 4/);
});

test('code of builds that are too many edits ago is gone, and that is said', async (t) => {
  const root = project(t);
  await build(t, root);
  for (let added = 10; added < 19; added += 1) {
    edit(root, added);
    t.is((await ask(root, 'ir', 'shop.price')).status, 0);
  }
  const ran = await ask(root, 'diff', 'shop.price', '--from', '1');
  t.is(ran.status, 0);
  t.regex(ran.stderr, /The IR of build 1 \(.*\) is gone: the cache keeps the last eight$/m);
});

test('hot names what is executed again most, and the edits that are to blame', async (t) => {
  const root = project(t);
  await build(t, root);
  t.regex((await ask(root, 'hot')).stderr, /Nothing was executed again in the 1 builds on record/);
  for (const added of [3, 4, 5]) {
    edit(root, added);
    await build(t, root);
  }
  const { declarations, queries } = dataOf(await ask(root, 'hot', '--json')) as {
    readonly declarations: readonly {
      readonly name: string;
      readonly builds: number;
      readonly causes: readonly unknown[];
    }[];
    readonly queries: readonly { readonly name: string; readonly executed: number }[];
  };
  t.like(declarations[0], { name: 'shop::function price(int)', builds: 3 });
  t.deepEqual(declarations[0]?.causes, [
    { input: 'bodyText(shop::function price(int))', builds: 3 },
  ]);
  t.is(queries.find(({ name }) => name === 'typedBody')?.executed, 3);
  const text = (await ask(root, 'hot', '--limit', '1')).stdout;
  t.regex(text, /^declaration +executed again +for nothing +builds +because of$/m);
  t.regex(text, /^shop::function price\(int\) .* bodyText\(shop::function price\(int\)\) ×3$/m);
});

test('slow tells the time of the last build and of all', async (t) => {
  const root = project(t);
  await build(t, root);
  edit(root, 3);
  await build(t, root);
  const slow = dataOf(await ask(root, 'slow', '--json', '--limit', '100')) as {
    readonly build: { readonly id: number; readonly phases: Readonly<Record<string, number>> };
    readonly builds: number;
    readonly queries: readonly Readonly<Record<string, number | string>>[];
    readonly declarations: readonly Readonly<Record<string, number | string>>[];
  };
  t.is(slow.build.id, 2);
  t.is(slow.builds, 2);
  t.true((slow.build.phases['check and code'] ?? 0) > 0);
  t.like(
    slow.queries.find(({ name }) => name === 'typedBody'),
    { executed: 1, totalExecuted: 4 },
  );
  t.true(slow.declarations.some(({ name }) => name === 'shop::function price(int)'));
  const text = (await ask(root, 'slow', '--build', '1')).stdout;
  t.regex(text, /^build 1 \(build, succeeded, .*\): \d+ ms \(open /);
  t.regex(text, /^typedBody +3 /m);
});

test('size counts code by module and declaration, and the cache', async (t) => {
  const root = project(t);
  t.is((await ask(root, 'size')).status, 2);
  await build(t, root);
  const { modules, declarations, missing } = dataOf(await ask(root, 'size', '--json')) as Readonly<
    Record<
      'modules' | 'declarations',
      readonly {
        readonly name: string;
        readonly codeBytes: number;
        readonly cacheBytes: number;
      }[]
    >
  > & { readonly missing: readonly string[] };
  t.deepEqual(modules.map(({ name }) => name).sort(), ['main', 'shop']);
  const inShop = declarations.filter(({ name }) => name.startsWith('shop::'));
  const sum = inShop.reduce((total, { codeBytes }) => total + codeBytes, 0);
  t.true(sum > 0);
  t.is(modules.find(({ name }) => name === 'shop')?.codeBytes, sum);
  t.deepEqual(
    declarations.filter(({ cacheBytes }) => cacheBytes === 0),
    [],
  );
  t.deepEqual(missing, []);
  const release = await ask(root, 'size', '--release');
  t.regex(release.stderr, /there is no up-to-date release object of main, shop$/m);
  t.regex((await ask(root, 'size')).stdout, /^shop::function price\(int\) +\d+ +\d+ +\d+$/m);
});

test('before anything was built there is no past, and that is said', async (t) => {
  const root = project(t);
  for (const what of ['hot', 'slow']) {
    const ran = await ask(root, what);
    t.is(ran.status, 2);
    t.is(ran.stderr, 'error: No build is recorded yet; `boltd build` records what it does\n');
  }
});

test('builds and checks are recorded, failed ones too, and those with nothing to do are not', async (t) => {
  const root = project(t);
  const run = async (...command: readonly string[]): Promise<void> => {
    await boltd(['-C', root, ...command]);
  };
  await run('check');
  await run('check');
  await run('build');
  await run('build');
  await run('build', '--release');
  writeFileSync(path.join(root, 'src/shop.bolt'), shop({ added: 2 }).replace('n + tax', 'n + tox'));
  await run('build');
  edit(root, 2);
  await run('build');
  const sql = `SELECT goal, profile, outcome, executed > 0 AS ran, duration_ms >= 0 AS timed
    FROM v_builds ORDER BY id`;
  const ran = await ask(root, 'sql', sql, '--csv');
  t.is(
    ran.stdout,
    [
      'goal,profile,outcome,ran,timed',
      'check,,succeeded,1,1',
      'build,dev,succeeded,1,1',
      'build,release,succeeded,1,1',
      'build,dev,failed,1,1',
      // The edit was taken back: older results hold again.
      'build,dev,succeeded,0,1',
      '',
    ].join('\n'),
  );
  const adopted = await ask(root, 'sql', 'SELECT query FROM v_adoptions WHERE build = 5', '--csv');
  t.true(adopted.stdout.split('\n').includes('typedBody'));
});
