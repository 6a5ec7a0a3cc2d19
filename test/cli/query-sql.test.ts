/** `boltd query sql` and the public views, as docs/cache.md describes them. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import Database from 'better-sqlite3';
import type { Ran } from '../harness/boltd.ts';
import { boltd, repository } from '../harness/boltd.ts';
import { childrenOf, edit, eventsOf, sampleProject, until } from './kit.ts';

function ask(root: string, ...question: readonly string[]): Promise<Ran> {
  return boltd(['-C', root, 'query', 'sql', ...question]);
}

async function built(t: ExecutionContext): Promise<string> {
  const root = sampleProject(t, [1, 2]);
  t.is((await boltd(['build', root])).status, 0);
  return root;
}

const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n';

test('every query of docs/cache.md runs, and the ten have answers', async (t) => {
  const root = await built(t);
  for (const number of [3, 4, 5]) {
    edit(root, [number, 2]);
    await boltd(['build', root]);
  }
  const text = readFileSync(path.join(repository, 'docs/cache.md'), 'utf8');
  const ten = [...text.slice(text.indexOf('## Ten useful')).matchAll(/```sql\n([\s\S]*?)```/g)];
  t.is(ten.length, 10);
  const database = new Database(path.join(root, '.bolt/cache.db'), { readonly: true });
  t.teardown(() => database.close());
  for (const [, sql = ''] of ten) {
    // The declarations that the examples name are not of this project.
    const own = sql.replace('shapes::function describe(Shape)', 'm0::function value(int)');
    const ran = await ask(root, own, '--json');
    t.is(ran.status, 0, `${own}: ${ran.stderr}`);
    const rows = eventsOf(ran).filter(({ reason }) => reason === 'sql-row');
    // As the sqlite3 shell would have it.
    t.deepEqual(
      rows.map(({ row }) => row),
      database.prepare(own).all(),
      own,
    );
    t.true(rows.length > 0, own);
    // The program divides nothing; the standard library, which a cache begins with, does.
    if (!own.includes('checkDivisor')) continue;
    const keys = rows.map((each) => String((each['row'] as { readonly key: unknown }).key));
    t.true(keys.includes('std.math::function gcd(i64,i64)'), keys.join(' '));
    t.deepEqual(
      keys.filter((key) => !key.startsWith('std.')),
      [],
    );
  }
});

test('every view is documented with every column', async (t) => {
  const root = await built(t);
  const [schema] = eventsOf(await ask(root, '--schema', '--json'));
  const text = readFileSync(path.join(repository, 'docs/cache.md'), 'utf8');
  const views = schema?.['views'] as readonly {
    readonly name: string;
    readonly columns: readonly string[];
  }[];
  t.is(schema?.['viewsVersion'], 2);
  t.true(text.includes(`Version ${Number(schema?.['viewsVersion'])} (`));
  for (const { name, columns } of views) {
    const start = text.search(new RegExp(`^### .*\\b${name}\\b`, 'm'));
    t.true(start >= 0, name);
    const section = text.slice(start, text.indexOf('\n#', start + 4));
    for (const column of columns) t.true(section.includes(`\`${column}\``), `${name}.${column}`);
  }
  const shown = (await ask(root, '--schema')).stdout;
  t.regex(shown, /^v_queries\(query, memos, dirty, cost_us, size_bytes, slowest_us\)$/m);
});

test('rows come as a table, as CSV and as JSON', async (t) => {
  const root = await built(t);
  const sql = `SELECT 1 AS n, 'a "b", c' AS text, NULL AS none,    x'00ff' AS bytes
    UNION ALL SELECT 1000, 'd', 2.5, NULL`;
  t.is(
    (await ask(root, sql)).stdout,
    '   n  text      none  bytes\n   1  a "b", c        00ff\n1000  d          2.5\n',
  );
  t.is(
    (await ask(root, sql, '--csv')).stdout,
    'n,text,none,bytes\n1,"a ""b"", c",,00ff\n1000,d,2.5,\n',
  );
  t.deepEqual(
    eventsOf(await ask(root, sql, '--json')).map(({ row, rows }) => row ?? rows),
    [
      { n: 1, text: 'a "b", c', none: null, bytes: '00ff' },
      { n: 1000, text: 'd', none: 2.5, bytes: null },
      2,
    ],
  );
  t.is((await ask(root, 'SELECT 1 AS n WHERE 0')).stdout, 'n\n');
});

test('a statement that would write is refused, and a wrong one explained', async (t) => {
  const root = await built(t);
  const cases: readonly (readonly [string, RegExp])[] = [
    ['DELETE FROM node', /^error: The cache can only be read: use SELECT\n$/],
    ['DROP VIEW v_memos', /^error: The cache can only be read: use SELECT\n$/],
    ['UPDATE node SET dirty = 0 RETURNING number', /can only be read/],
    ["ATTACH 'other.db' AS other", /can only be read/],
    ["VACUUM INTO 'copy.db'", /can only be read/],
    ['SELECT 1; DELETE FROM node', /more than one statement/],
    ['SELECT colour FROM v_memos', /^error: no such column: colour\n$/],
    ['', /^error: The statement is empty\n$/],
  ];
  for (const [sql, says] of cases) {
    const ran = await ask(root, sql);
    t.is(ran.status, 2, sql);
    t.is(ran.stdout, '', sql);
    t.regex(ran.stderr, says, sql);
  }
  t.is((await boltd(['build', root])).stdout, '');
});

test('without a cache there is nothing to ask, and that is said', async (t) => {
  const root = sampleProject(t, [1]);
  const ran = await ask(root, 'SELECT 1');
  t.is(ran.status, 2);
  t.is(ran.stderr, 'error: There is no cache yet; `boltd build` makes one\n');
});

test('a long table ends with a notice', async (t) => {
  const root = await built(t);
  const table = await ask(root, endless);
  t.is(table.stdout.split('\n').length, 1_002);
  t.is(table.stderr, 'note: there are more rows; --limit takes another number than 1000\n');
  const csv = await ask(root, endless, '--csv', '--limit', '3');
  t.is(csv.stdout, 'i\n1\n2\n3\n');
});

test('a statement without end is stopped by --timeout, and by whoever goes away', async (t) => {
  const root = await built(t);
  const silent = endless.replace('SELECT i FROM', 'SELECT count(*) FROM');
  const ran = await ask(root, silent, '--timeout', '0.3');
  t.is(ran.status, 2);
  t.regex(ran.stderr, /^error: The statement was stopped after 0\.3 s; --timeout/);

  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    const args = [path.join(repository, 'tools/bin/boltd.js'), '-C', root, 'query', 'sql', silent];
    const parent = spawn(process.execPath, args, { stdio: 'ignore' });
    const exit = new Promise<number | null>((resolve) => parent.on('exit', resolve));
    const child = await until(() => childrenOf(parent.pid ?? 0)[0]);
    parent.kill(signal);
    const status = await exit;
    if (signal === 'SIGINT') t.true(status === 130 || status === null, String(status));
    await until(() => (isRunning(child) ? undefined : true));
  }
  const [file, ...args] = [
    'bash',
    '-c',
    `'${process.execPath}' '${path.join(repository, 'tools/bin/boltd.js')}' -C '${root}' query sql --csv "$0" | head -2`,
    endless,
  ];
  const piped = spawn(file, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  piped.stdout.on('data', (chunk) => (said += String(chunk)));
  await new Promise((resolve) => piped.on('close', resolve));
  t.is(said, 'i\n1\n');
});

function isRunning(pid: number): boolean {
  try {
    // A zombie has no command line.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}
