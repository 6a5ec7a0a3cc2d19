/** Every command as a user meets it: what it prints and where, and its exit status. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { boltd, execute, repository, writeFiles } from '../harness/boltd.ts';
import {
  childrenOf,
  commandOf,
  edit,
  eventOf,
  eventsOf,
  executedBy,
  filesBelow,
  manifest,
  printed,
  projectOf,
  sampleProject,
  temporaryFolder,
  until,
} from './kit.ts';

const colorStart = '\u001b[';

test('a new project builds, runs and is left alone by a second `new`', async (t) => {
  const cwd = temporaryFolder(t);
  const made = await boltd(['new', 'My-First.Project'], { cwd });
  t.is(made.status, 0, made.stderr);
  t.is(made.stdout, '');
  t.regex(made.stderr, /Created package `my_first_project`/);
  const ran = await boltd(['run', '-q', 'My-First.Project'], { cwd });
  t.is(ran.stdout, 'Hello from Bolt, 1 of 3\nHello from Bolt, 2 of 3\nHello from Bolt, 3 of 3\n');
  t.is(ran.stderr, '');
  const again = await boltd(['new', 'My-First.Project'], { cwd });
  t.is(again.status, 2);
  t.is(
    again.stderr,
    'error: My-First.Project is not empty; `boltd init` makes a project of an existing folder\n',
  );
  writeFileSync(path.join(cwd, 'file'), '');
  t.is(
    (await boltd(['new', 'file'], { cwd })).stderr,
    'error: file is a file; a project is a folder\n',
  );
});

test('`init` keeps what is there, and refuses a project', async (t) => {
  const cwd = temporaryFolder(t);
  writeFiles(cwd, [{ path: 'src/main.bolt', text: 'int main() { 5 }\n' }]);
  t.is((await boltd(['init'], { cwd })).status, 0);
  t.is(readFileSync(path.join(cwd, 'src/main.bolt'), 'utf8'), 'int main() { 5 }\n');
  t.is((await boltd(['run', '-q'], { cwd })).status, 5);
  const again = await boltd(['init'], { cwd });
  t.is(again.status, 2);
  t.is(again.stderr, 'error: This folder already has a bolt.toml\n');
});

test('a build says what it built, and then that it is up to date', async (t) => {
  const root = sampleProject(t, [1]);
  const first = await boltd(['build'], { cwd: path.join(root, 'src') });
  t.is(first.stdout, '');
  t.regex(first.stderr, /^\S+\/\.bolt\/out\/dev\/sample built in \d+ ms\n$/);
  const second = await boltd(['build'], { cwd: root });
  t.regex(second.stderr, /^\.bolt\/out\/dev\/sample is up to date in \d+ ms\n$/);
  t.is((await boltd(['build', '-q'], { cwd: root })).stderr, '');
  const verbose = await boltd(['-v', 'build', '--release'], { cwd: root });
  t.regex(verbose.stderr, /^cache: .*\/\.bolt\nwrote .*\/out\/release\/sample\n/);
});

test('`-o` writes one executable that needs nothing beside it', async (t) => {
  const root = sampleProject(t, [7]);
  for (const flags of [[], ['--release']]) {
    const folder = temporaryFolder(t);
    const ran = await boltd(['-C', root, 'build', ...flags, '-o', path.join(folder, 'app')]);
    t.is(ran.status, 0, ran.stderr);
    t.deepEqual(filesBelow(folder), [path.join(folder, 'app')]);
    t.is((await execute(path.join(folder, 'app'), [])).stdout, printed([7]));
  }
  t.is((await boltd(['-C', root, 'build', '-o', 'deep/app'])).status, 0);
  t.true(statSync(path.join(root, 'deep/app')).isFile(), 'relative to -C');
});

test('mistakes go to standard error and give status 1', async (t) => {
  const root = projectOf(t, [
    { path: 'bolt.toml', text: manifest },
    { path: 'src/main.bolt', text: 'void main() { missing() }\n' },
  ]);
  for (const command of ['build', 'run', 'check']) {
    const ran = await boltd([command, root]);
    t.is(ran.status, 1, command);
    t.is(ran.stdout, '');
    t.regex(ran.stderr, /^error\[E\d{4}\].*\n --> src\/main\.bolt:1:15\n/);
    t.regex(ran.stderr, /\n1 error\n$/);
  }
});

test('`check --stage parse` asks for syntax alone', async (t) => {
  const root = projectOf(t, [
    { path: 'bolt.toml', text: manifest },
    { path: 'src/main.bolt', text: 'import nowhere;\nvoid main() { missing() }\nvoid f( {}\n' },
  ]);
  const codes = async (stage: string): Promise<readonly unknown[]> => {
    const ran = await boltd(['--json', 'check', '--stats=json', '--stage', stage, root]);
    t.is(ran.status, 1);
    if (stage === 'parse') {
      const { queries } = eventOf(ran, 'statistics') as {
        readonly queries: Readonly<Record<string, { readonly executed: number }>>;
      };
      const executed = Object.entries(queries).filter(([, { executed: count }]) => count > 0);
      t.deepEqual(executed.map(([name]) => name).sort(), ['bodySyntax', 'signatureSyntax']);
    }
    return eventsOf(ran).flatMap(({ reason, code }) => (reason === 'diagnostic' ? [code] : []));
  };
  const syntax = await codes('parse');
  t.true(syntax.length >= 1 && syntax.every((code) => /^E01/.test(String(code))), syntax.join());
  const all = await codes('type');
  t.true(all.length > syntax.length);
  t.deepEqual(await codes('race'), all);
  t.regex((await boltd(['help', 'check'])).stdout, /--stage race .*the default/);
});

test('`check` asks for data races, `check --stage type` for none of what they depend on', async (t) => {
  const racy =
    'class Cell { capability linear Own; var int v : Own; }\n' +
    'void main() { let c = new Cell(); let e = c; e.v := 1 }\n';
  const root = projectOf(t, [
    { path: 'bolt.toml', text: manifest },
    { path: 'src/main.bolt', text: racy },
  ]);
  const types = await boltd(['--json', 'check', '--stats=json', '--stage', 'type', root]);
  t.is(types.status, 0, types.stderr);
  const { queries } = eventOf(types, 'statistics') as {
    readonly queries: Readonly<Record<string, { readonly executed: number }>>;
  };
  t.is(queries['races']?.executed ?? 0, 0);
  t.is(queries['classFacts']?.executed ?? 0, 0);
  const races = await boltd(['--json', 'check', root]);
  t.is(races.status, 1);
  t.deepEqual(
    eventsOf(races).flatMap(({ reason, code }) => (reason === 'diagnostic' ? [code] : [])),
    ['E0605'],
  );
  t.is((await boltd(['build', root])).status, 1);
});

test('explain shows a page, and lists all', async (t) => {
  const page = await boltd(['explain', 'e0401']);
  t.is(page.status, 0);
  t.regex(page.stdout, /^E0401: The manifest is not TOML\n[\s\S]*\nWrong:\n[\s\S]*\nRight:\n/);
  const list = await boltd(['explain', '--list']);
  t.regex(list.stdout, /^E0401 {2}The manifest is not TOML$/m);
  const codes = list.stdout.split('\n').map((line) => line.slice(0, 5));
  t.is(new Set(codes).size, codes.length);
  t.is((await boltd(['explain', 'E9999'])).status, 2);
  t.is((await boltd(['explain'])).status, 2);
});

test('what is unknown is answered with the usage and status 2', async (t) => {
  const cwd = temporaryFolder(t);
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [
      ['biuld'],
      /^error: unknown command 'biuld'\n\(Did you mean build\?\)\n+Usage: boltd <command>/,
    ],
    [
      ['build', '--relaese'],
      /^error: unknown option '--relaese'\n\(Did you mean --release\?\)\n+Usage: boltd build/,
    ],
    [['build', 'a', 'b'], /^error: too many arguments/],
    [['run', 'a.bolt', '1'], /^error: too many arguments[\s\S]*\nUsage: boltd run/],
    [['check', '--stage', 'guess'], /^error: option '--stage <stage>' argument 'guess' is invalid/],
    [['build', '--jobs', '0'], /^error: --jobs takes a number from 1/],
    [['build', '--verify-cache=2'], /^error: --verify-cache takes a fraction/],
    [['--color', 'pink', 'doctor'], /^error: option '--color <when>' argument 'pink' is invalid/],
    [['-C', 'nowhere', 'build'], /^error: No such folder: .*nowhere\n$/],
    [['build', 'nowhere.bolt'], /^error: No such file or folder: .*nowhere\.bolt\n$/],
    [['build'], /^error: No bolt\.toml in .* or a folder above it; `boltd init` makes one\n$/],
    [['build', '--', 'x'], /^error: `boltd build` runs no program that could take x\n$/],
    [['query', 'irr', 'main.main'], /^error: Cannot query irr; did you mean ir\?\n$/],
    [['query', 'ir'], /^error: Which symbol\? Usage: boltd query ir <symbol>\n$/],
  ];
  for (const [args, says] of cases) {
    const ran = await boltd(args, { cwd });
    t.is(ran.status, 2, args.join(' '));
    t.is(ran.stdout, '', args.join(' '));
    t.regex(ran.stderr, says);
  }
  const bare = await boltd([], { cwd });
  t.is(bare.status, 2);
  t.regex(bare.stderr, /^Usage: boltd/);
});

test('help and version are results', async (t) => {
  for (const args of [
    ['--help'],
    ['help'],
    ['help', 'build'],
    ['build', '--help'],
    ['--version'],
  ]) {
    const ran = await boltd(args);
    t.is(ran.status, 0, args.join(' '));
    t.is(ran.stderr, '');
    t.not(ran.stdout, '');
  }
  t.regex(
    (await boltd(['help', 'run'])).stdout,
    /boltd run \[options\] \[target\] \[-- args\.\.\.\]/,
  );
});

test('colours are for people, or for whoever asks', async (t) => {
  const root = projectOf(t, [{ path: 'main.bolt', text: 'void main() { missing() }\n' }]);
  const file = path.join(root, 'main.bolt');
  const env = { BOLT_CACHE_DIR: path.join(root, 'cache') };
  const colored = async (
    flags: readonly string[],
    more: Readonly<Record<string, string>>,
  ): Promise<boolean> =>
    (
      await boltd([...flags, 'check', file], { env: { ...env, NO_COLOR: '', ...more } })
    ).stderr.includes(colorStart);
  t.false(await colored([], {}), 'a pipe');
  t.true(await colored(['--color=always'], { NO_COLOR: '1' }));
  t.false(await colored(['--color', 'never'], { FORCE_COLOR: '1' }));
  t.true(await colored([], { FORCE_COLOR: '1' }));
  t.false(await colored([], { FORCE_COLOR: '0' }));
  t.false(await colored([], { FORCE_COLOR: '1', NO_COLOR: '1' }));
});

test('with --json there is nothing but JSON lines on standard output', async (t) => {
  const root = sampleProject(t, [1]);
  const commands = [
    ['build', '--stats', '--explain', '--verbose-ir', '--verbose-llvm-ir'],
    ['build', '--stats=json'],
    ['check'],
    ['query', 'ir', 'm0.value'],
    ['query', 'llvm', 'm0.Box.get'],
    ['query', 'ir', 'm0.valeu'],
    ['explain', 'E0401'],
    ['explain', '--list'],
    ['doctor'],
    ['clean'],
    ['biuld'],
    ['init'],
    ['new', 'fresh'],
  ];
  for (const command of commands) {
    const ran = await boltd(['--json', '-C', root, ...command]);
    const events = eventsOf(ran);
    t.true(events.length > 0, command.join(' '));
    for (const event of events) {
      t.is(event['version'], 1);
      t.is(typeof event['reason'], 'string');
    }
  }
});

test('--stats=json is one object, also beside people', async (t) => {
  const root = sampleProject(t, [1]);
  const first = JSON.parse((await boltd(['build', '--stats=json', root])).stdout);
  t.true(first.total.executed > 10);
  t.is(first.modulesEmitted, 2);
  t.true(first.linked);
  const second = JSON.parse((await boltd(['build', '--stats=json', root])).stdout);
  t.is(second.total.executed, 0);
  t.false(second.linked);
  const text = await boltd(['build', '--stats', root]);
  t.is(text.stdout, '');
  t.regex(text.stderr, /^total +0 +0 /m);
});

test('--explain shows the edit and a chain for every query that it led to', async (t) => {
  const root = sampleProject(t, [1, 2]);
  await boltd(['build', root]);
  edit(root, [1, 22]);
  const ran = await boltd(['build', '--explain', root]);
  const lines = ran.stderr.split('\n');
  t.true(lines.includes('bodyText(m1::function value(int)) changed'), ran.stderr);
  t.regex(ran.stderr, /^ {2}- ….*half \( n \* 2 \) \+ 2 \) ;/m);
  t.regex(ran.stderr, /^ {2}\+ ….*half \( n \* 2 \) \+ 22 \) ;/m);
  const parsed = 'bodySyntax(m1::function value(int))';
  t.true(lines.includes(`${parsed} ← bodyText(m1::function value(int)) changed`), ran.stderr);
  t.true(lines.some((line) => /^object\(m1@dev\) ← moduleText\(m1\) ← .* changed$/.test(line)));
  t.false(ran.stderr.includes('m0'), 'the other module is not mentioned');
  const quiet = await boltd(['build', '--explain', root]);
  t.is(quiet.stderr.split('\n').length, 2, 'nothing happened');
});

test('--explain tells what was added and what removed', async (t) => {
  const root = sampleProject(t, [1, 2]);
  await boltd(['build', root]);
  const file = path.join(root, 'src/m1.bolt');
  const text = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    text.replace('function int half', 'function int halved').replace('half(', 'halved('),
  );
  const ran = await boltd(['--json', 'build', '--explain', root]);
  const changes = eventsOf(ran).flatMap((event) =>
    event['reason'] === 'input-changed'
      ? [
          event as {
            readonly node: { readonly query: string; readonly key: string };
            readonly change: string;
            readonly before?: string;
            readonly after?: string;
          },
        ]
      : [],
  );
  const bodies = changes.filter(({ node }) => node.query === 'bodyText');
  t.deepEqual(bodies.map(({ node, change }) => `${node.key} ${change}`).sort(), [
    'm1::function half(int) removed',
    'm1::function halved(int) added',
    'm1::function value(int) changed',
  ]);
  const changed = bodies.find(({ change }) => change === 'changed');
  t.regex(changed?.before ?? '', /half \( n/);
  t.regex(changed?.after ?? '', /halved \( n/);
});

test('--verify-cache executes reused queries again', async (t) => {
  const root = sampleProject(t, [1, 2]);
  await boltd(['build', root]);
  edit(root, [1, 3]);
  const ran = await boltd(['--json', 'build', '--verify-cache', root]);
  t.is(ran.status, 0, ran.stderr);
  edit(root, [1, 4]);
  const plain = await boltd(['--json', 'build', root]);
  t.true(executedBy(ran) > executedBy(plain));
  t.is((await boltd(['build', '--verify-cache=0.1', root])).status, 0);
});

test('--verbose-ir and --verbose-llvm-ir print code as it is produced, and only then', async (t) => {
  const root = sampleProject(t, [1]);
  const ran = await boltd(['build', '--verbose-ir', '--verbose-llvm-ir', root]);
  t.regex(ran.stderr, /^fn m0::half\(|^fn m0::function half\(int\)/m);
  t.regex(ran.stderr, /^define .*@"m0::function half\(int\)"/m);
  const again = await boltd(['build', '--verbose-ir', '--verbose-llvm-ir', root]);
  t.notRegex(again.stderr, /^(fn|define) /m);
});

test("`run` hands on the program's status", async (t) => {
  const status = async (body: string): Promise<number> => {
    const root = projectOf(t, [{ path: 'p.bolt', text: body }]);
    const env = { BOLT_CACHE_DIR: path.join(root, 'cache') };
    return (await boltd(['run', '-q', path.join(root, 'p.bolt')], { env })).status;
  };
  t.is(await status('int main() { 0 }'), 0);
  t.is(await status('int main() { 42 }'), 42);
  t.is(await status('int main() { 255 }'), 255);
});

const endless = 'int main() {\n  let n = 0;\n  while (n >= 0) { n := (n + 1) % 1000 };\n  n\n}\n';

test('`run` hands arguments, standard input and signals to the program', async (t) => {
  for (const [signal, expected] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    const { boltdPid, programPid, ended } = await running(t, ['--', 'one', '--two', '--']);
    t.deepEqual(commandOf(programPid)?.slice(1), ['one', '--two', '--']);
    t.is(readlinkSync(`/proc/${programPid}/fd/0`), readlinkSync(`/proc/${boltdPid}/fd/0`));
    // Ctrl-C reaches the whole group; other signals are sent to boltd.
    process.kill(signal === 'SIGINT' ? -boltdPid : boltdPid, signal);
    t.is(await ended, expected);
  }
});

test('a program that dies of a signal gives 128 and the signal', async (t) => {
  const { programPid, ended } = await running(t, []);
  process.kill(programPid, 'SIGKILL');
  t.is(await ended, 137);
});

/** A program in the middle of its work, in a process group of its own. */
async function running(
  t: ExecutionContext,
  args: readonly string[],
): Promise<{
  readonly boltdPid: number;
  readonly programPid: number;
  readonly ended: Promise<number | null>;
}> {
  const root = projectOf(t, [{ path: 'endless.bolt', text: endless }]);
  const command = [
    path.join(repository, 'tools/bin/boltd.js'),
    'run',
    path.join(root, 'endless.bolt'),
    ...args,
  ];
  const child = spawn(process.execPath, command, {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { ...process.env, BOLT_CACHE_DIR: path.join(root, 'cache') },
  });
  const boltdPid = child.pid ?? 0;
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const programPid = await until(() =>
    childrenOf(boltdPid).find((each) => commandOf(each)?.[0]?.endsWith('/endless')),
  );
  return { boltdPid, programPid, ended };
}

test('a reader that goes away early is no failure', async (t) => {
  const command = `'${process.execPath}' '${path.join(repository, 'tools/bin/boltd.js')}' explain --list | head -1; exit \${PIPESTATUS[0]}`;
  const ran = await execute('bash', ['-c', command]);
  t.is(ran.status, 0, ran.stderr);
  t.is(ran.stderr, '');
});

test('a single file leaves nothing beside itself', async (t) => {
  const cwd = temporaryFolder(t);
  const cache = temporaryFolder(t);
  mkdirSync(path.join(cwd, 'x'));
  writeFileSync(path.join(cwd, 'x/2 things.bolt'), 'int main() { 3 }\n');
  const ran = await boltd(['run', 'x/2 things.bolt'], { cwd, env: { XDG_CACHE_HOME: cache } });
  t.is(ran.status, 3, ran.stderr);
  t.deepEqual(filesBelow(cwd), [path.join(cwd, 'x/2 things.bolt')]);
  rmSync(path.join(cache, 'boltd'), { recursive: true });
});
