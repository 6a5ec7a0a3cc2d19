/** What is missing or broken outside of boltd is named in a line, with what to do; never a stack trace. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { discoverToolchain, MissingToolError } from '../../src/build/toolchain.ts';
import { reportFailure } from '../../src/cli/failure.ts';
import type { Output } from '../../src/cli/output.ts';
import { createOutput } from '../../src/cli/output.ts';
import { boltd, repository } from '../harness/boltd.ts';
import {
  boltdAsNobody,
  boltdOf,
  copyInstallation,
  eventOf,
  projectOf,
  sampleProject,
  temporaryFolder,
} from './kit.ts';

const stackLine = /^ {4}at /m;

interface BrokenInstallation {
  readonly title: string;
  readonly breakIt: (home: string) => void;
  readonly says: RegExp;
}

const replacePackage = (home: string, name: string, code: string): void => {
  const folder = path.join(home, 'node_modules', name);
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name, main: 'main.js' }));
  writeFileSync(path.join(folder, 'main.js'), code);
};

const broken: readonly BrokenInstallation[] = [
  {
    title: 'the runtime is missing',
    breakIt: (home) => rmSync(path.join(home, 'build/runtime'), { recursive: true }),
    says: /libboltrt\.a: not found in .*\n {2}do: run `npm run build`/,
  },
  {
    title: 'better-sqlite3 is missing',
    breakIt: (home) => rmSync(path.join(home, 'node_modules/better-sqlite3')),
    says: /better-sqlite3: does not load: .*\n {2}do: run `npm rebuild better-sqlite3`/,
  },
  {
    title: 'better-sqlite3 was not built',
    breakIt: (home) =>
      replacePackage(
        home,
        'better-sqlite3',
        "module.exports = class { constructor() { throw new Error('Could not locate the bindings file') } }; module.exports.SqliteError = Error;",
      ),
    says: /better-sqlite3: does not load: Could not locate the bindings file\n {2}do: run `npm rebuild/,
  },
  {
    title: 'llvm-bindings is missing',
    breakIt: (home) => rmSync(path.join(home, 'node_modules/llvm-bindings')),
    says: /llvm-bindings: does not load: .*\n {2}do: run `npm rebuild llvm-bindings`/,
  },
  {
    title: 'llvm-bindings was not built',
    breakIt: (home) =>
      replacePackage(
        home,
        'llvm-bindings',
        "module.exports = require('./build/llvm-bindings.node');",
      ),
    says: /llvm-bindings: does not load: .*\n {2}do: run `npm rebuild llvm-bindings`/,
  },
  {
    title: 'koffi is missing',
    breakIt: (home) => rmSync(path.join(home, 'node_modules/koffi')),
    says: /koffi: does not load: .*\n {2}do: run `npm ci`/,
  },
  {
    title: 'the code generation worker is missing',
    breakIt: (home) => rmSync(path.join(home, 'build/bundle/worker.js')),
    says: /code generation worker: not found: .*\n {2}do: run `npm run build`/,
  },
];

for (const { title, breakIt, says } of broken) {
  test(`when ${title}, a build says so, and so does doctor`, async (t) => {
    const home = copyInstallation(t);
    breakIt(home);
    const built = await boltdOf(home, ['build', sampleProject(t, [1])]);
    t.is(built.status, 70);
    t.regex(built.stderr, new RegExp(`^error: ${says.source}`));
    t.notRegex(built.stderr, stackLine);
    t.is(built.stderr.split('\n').length, 3, built.stderr);

    const doctor = await boltdOf(home, ['doctor']);
    t.is(doctor.status, 1);
    const [piece = '', detail = ''] = says.source.split(/: |\.\*/);
    t.regex(doctor.stdout, new RegExp(`^missing ${piece} +${detail}`, 'm'));
  });
}

test('without its bundle the command says how to make it', async (t) => {
  const home = copyInstallation(t);
  rmSync(path.join(home, 'build/bundle'), { recursive: true });
  const ran = await boltdOf(home, ['build']);
  t.is(ran.status, 70);
  t.is(ran.stderr, `boltd is not built yet; run \`npm start\` in ${home}\n`);
});

test('a missing tool is reported with the package that has it', async (t) => {
  const empty = temporaryFolder(t);
  const error = t.throws(() => discoverToolchain({ programFolders: [empty] }), {
    instanceOf: MissingToolError,
  });
  const { status, said } = await reportOf(error);
  t.is(status, 70);
  t.is(
    said[0]?.split('\n')[0],
    `error: a linker (ld.gold or gold or ld.bfd or ld.lld-14 or ld.lld): not found in ${empty}`,
  );
  t.is(
    said[0]?.split('\n')[1],
    '  do: apt-get install binutils (`boltd doctor` checks everything)',
  );
});

test('a linker that fails is named with what it said', async (t) => {
  const tools = temporaryFolder(t);
  writeFileSync(
    path.join(tools, 'ld.gold'),
    '#!/bin/sh\necho "ld.gold: I am not well" >&2\nexit 1\n',
    { mode: 0o755 },
  );
  const env = { PATH: `${tools}:${process.env['PATH']}` };
  const built = await boltd(['build', sampleProject(t, [1])], { env });
  t.is(built.status, 70);
  t.regex(
    built.stderr,
    /^error: .*\/ld\.gold could not link .*:\nld\.gold: I am not well\n {2}do: /,
  );
  t.notRegex(built.stderr, stackLine);
});

test('a bug names itself and says how to report it', async (t) => {
  const home = copyInstallation(t);
  writeFileSync(path.join(home, 'build/bundle/worker.js'), 'process.exit(3);\n');
  const built = await boltdOf(home, ['--json', 'build', sampleProject(t, [1])]);
  t.is(built.status, 70);
  t.regex(
    built.stderr,
    /^internal error: InternalError: Code generation failed for .*: a worker ended twice: exit status 3/,
  );
  t.regex(built.stderr, /^The order is in .*$/m);
  t.regex(built.stderr, /This is a bug in boltd, not in your program\. Please report it/);
  t.is(eventOf(built, 'failure')['kind'], 'internal');
});

test('a folder of sources that cannot be read is named', async (t) => {
  const root = sampleProject(t, [1]);
  chmodSync(root, 0o777);
  chmodSync(path.join(root, 'src'), 0);
  const ran = await boltdAsNobody(['check', root]);
  chmodSync(path.join(root, 'src'), 0o755);
  t.is(ran.status, 70);
  t.is(
    ran.stderr,
    `error: Permission denied: ${root}/src\n  do: change the permissions, or choose another place\n`,
  );
});

test('a source file that cannot be read is named', async (t) => {
  const root = sampleProject(t, [1]);
  chmodSync(root, 0o777);
  chmodSync(path.join(root, 'src/m0.bolt'), 0);
  const ran = await boltdAsNobody(['build', root]);
  t.is(ran.status, 70);
  t.regex(ran.stderr, /^error: Permission denied: .*\/src\/m0\.bolt\n {2}do: /);
});

test('an output that cannot be written is named', async (t) => {
  const root = sampleProject(t, [1]);
  const cases: readonly (readonly [string, number, RegExp])[] = [
    [path.join(root, 'src'), 2, /^error: -o takes the name of a file; .*\/src is a folder\n/],
    [
      path.join(root, 'bolt.toml/app'),
      70,
      /^error: (Part of the path is not a folder|There is a file in the way): .*bolt\.toml/,
    ],
    ['/proc/app', 70, /^error: .*\/proc\/app/],
  ];
  for (const [file, status, says] of cases) {
    const built = await boltd(['build', '-q', '-o', file, root]);
    t.is(built.status, status, file);
    t.regex(built.stderr, says);
    t.notRegex(built.stderr, stackLine);
  }
});

test('an invalid manifest is a mistake of the user, shown without a stack', async (t) => {
  const root = projectOf(t, [{ path: 'bolt.toml', text: '[package\n' }]);
  for (const command of ['build', 'run', 'check', 'clean']) {
    const ran = await boltd([command, root]);
    t.is(ran.status, 1, command);
    t.regex(ran.stderr, /^error\[E0401\]/);
    t.notRegex(ran.stderr, stackLine);
  }
});

test('doctor finds nothing wrong here', async (t) => {
  const ran = await boltd(['--json', 'doctor'], { cwd: temporaryFolder(t) });
  t.is(ran.status, 0, ran.stdout);
});

test('the cache being in use for too long is no stack trace either', async (t) => {
  const error = Object.assign(new Error('Process 7 is using the cache in /x'), {
    name: 'CacheLockedError',
  });
  const { status, said } = await reportOf(error);
  t.is(status, 70);
  t.deepEqual(said, [
    'error: Process 7 is using the cache in /x\n  do: wait until that process is done, or end it',
  ]);
});

test('the page of the JSON output knows every reason that there is', (t) => {
  const documented = readFileSync(path.join(repository, 'docs/json.md'), 'utf8');
  const folder = path.join(repository, 'src/cli');
  const sources = readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, String(name)))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(file, 'utf8'));
  const reasons = new Set(
    sources.flatMap((text) =>
      [...text.matchAll(/\.event\(\s*'([a-z-]+)'/g)].map(([, reason]) => reason),
    ),
  );
  t.true(reasons.size >= 10);
  for (const reason of reasons) t.regex(documented, new RegExp(`^## .*\`${reason}\``, 'm'));
});

/** What a user would see of an error. */
async function reportOf(
  error: unknown,
): Promise<{ readonly status: number; readonly said: readonly string[] }> {
  const said: string[] = [];
  const output: Output = {
    ...createOutput({ json: false, quiet: false, verbose: false, color: 'never' }),
    notice: (text) => void said.push(text),
  };
  return { status: await reportFailure(output, error), said };
}
