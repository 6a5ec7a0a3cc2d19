/** Whatever is found where source files are expected is built or refused with a diagnostic. */
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { createRandom } from '../../tools/fuzz/random.ts';
import type { Ran } from '../harness/boltd.ts';
import { boltd, writeFiles } from '../harness/boltd.ts';
import { eventsOf, manifest, printed, projectOf, sampleProject, temporaryFolder } from './kit.ts';

/** Runs a command on one source file. */
async function onFile(
  t: ExecutionContext,
  command: readonly string[],
  content: string | Uint8Array,
): Promise<Ran> {
  const folder = temporaryFolder(t);
  const file = path.join(folder, 'input.bolt');
  writeFileSync(file, content);
  return boltd([...command, file], { env: { BOLT_CACHE_DIR: path.join(folder, 'cache') } });
}

function codesOf(ran: Ran): readonly string[] {
  return eventsOf(ran).flatMap(({ reason, code }) =>
    reason === 'diagnostic' ? [String(code)] : [],
  );
}

const hello = 'void main() {\n  printf("hello\\n");\n  printf("again\\n")\n}\n';

test('random bytes are mistakes, however many', async (t) => {
  for (const seed of [1, 2, 3]) {
    const random = createRandom(seed);
    const bytes = Uint8Array.from({ length: 100_000 }, () => random.below(256));
    const ran = await onFile(t, ['check'], bytes);
    t.is(ran.status, 1, ran.stderr.slice(-500));
    t.notRegex(ran.stderr, /internal error/);
  }
});

test('brackets of all kinds may be nested deeper than anybody would', async (t) => {
  const deep = 10_000;
  const texts = [
    `int main() { ${'('.repeat(deep)}1${')'.repeat(deep)} }`,
    `int main() { ${'('.repeat(deep)} }`,
    `int main() { ${'{'.repeat(deep)}1${'}'.repeat(deep)} }`,
    `int main() { ${'if true { '.repeat(deep)}1${' }'.repeat(deep)} }`,
    `int main() { ${'-'.repeat(deep)}1 }`,
    `int main() { ${'!'.repeat(deep)}true }`,
    `int main() { ${'f('.repeat(deep)}${')'.repeat(deep)} }`,
    `int main() { 1${'.x'.repeat(deep)} }`,
    `int main() { ${'1 + '.repeat(deep)}1 }`,
    `function ${'List<'.repeat(deep)}int${'>'.repeat(deep)} f() { }`,
    ')'.repeat(deep),
    '}'.repeat(deep),
    '"'.repeat(deep + 1),
  ];
  for (const text of texts) {
    const ran = await onFile(t, ['--json', 'build'], text);
    t.is(ran.status, 1, `${text.slice(0, 40)} ${ran.stderr}`);
    t.true(codesOf(ran).length >= 1);
  }
});

test('a line of 50 MB is compiled, or refused with one screen of text', async (t) => {
  const string = await onFile(t, ['check'], `void main() { printf("${'x'.repeat(50_000_000)}") }`);
  t.true(string.status === 0 || string.status === 1, string.stderr.slice(-500));
  const words = await onFile(t, ['check'], `void main() { ${'x '.repeat(25_000_000)}}`);
  t.is(words.status, 1);
  t.true(string.stderr.length < 5000 && words.stderr.length < 5000);
});

test('an empty file is a module without main', async (t) => {
  t.is((await onFile(t, ['check'], '')).status, 0);
  const built = await onFile(t, ['--json', 'build'], '');
  t.is(built.status, 1);
  t.deepEqual(codesOf(built), ['E0407']);
});

test('line ends and a byte order mark do not matter', async (t) => {
  for (const text of [hello, hello.replaceAll('\n', '\r\n'), `\ufeff${hello}`, hello.trimEnd()]) {
    const ran = await onFile(t, ['run', '-q'], text);
    t.is(ran.stdout, 'hello\nagain\n', ran.stderr);
  }
  const places = await onFile(
    t,
    ['--json', 'check'],
    'void main() {\r\n  one();\r\n  two()\r\n}\r\n',
  );
  const lines = eventsOf(places).flatMap(({ location }) => {
    const { line, column } = (location ?? {}) as {
      readonly line?: number;
      readonly column?: number;
    };
    return line === undefined ? [] : [[line, column]];
  });
  t.deepEqual(lines, [
    [2, 3],
    [3, 3],
  ]);
});

test('folders called like sources are looked into, and links to files followed', async (t) => {
  const root = sampleProject(t, [5]);
  mkdirSync(path.join(root, 'src/empty.bolt'));
  t.is((await boltd(['run', '-q', root])).stdout, printed([5]));
  const elsewhere = temporaryFolder(t);
  writeFileSync(path.join(elsewhere, 'real.bolt'), 'public function int value(int n) { n + 41 }\n');
  rmSync(path.join(root, 'src/m0.bolt'));
  symlinkSync(path.join(elsewhere, 'real.bolt'), path.join(root, 'src/m0.bolt'));
  t.is((await boltd(['run', '-q', root])).stdout, printed([41]));
  // What the link leads to is what counts.
  writeFileSync(path.join(elsewhere, 'real.bolt'), 'public function int value(int n) { n + 42 }\n');
  t.is((await boltd(['run', '-q', root])).stdout, printed([42]));
  symlinkSync(path.join(root, 'src'), path.join(root, 'src/again'));
  symlinkSync('/nowhere/at/all.bolt', path.join(root, 'src/dangling.bolt'));
  t.is((await boltd(['run', '-q', root])).stdout, printed([42]), 'links to folders and to nothing');
});

test('a file whose name is no identifier is refused', async (t) => {
  const root = sampleProject(t, [5]);
  for (const name of [
    'my-module.bolt',
    '1st.bolt',
    'a b.bolt',
    'x.y.bolt',
    'folder-1/fine.bolt',
    'ä.bolt',
  ]) {
    const file = path.join(root, 'src', name);
    writeFiles(root, [{ path: `src/${name}`, text: '' }]);
    const ran = await boltd(['--json', 'build', root]);
    t.deepEqual(codesOf(ran), ['E0406'], name);
    t.is(ran.status, 1);
    rmSync(file);
  }
  t.is((await boltd(['build', root])).status, 0);
});

test('a module that is deleted while others import it is missed, and welcome back', async (t) => {
  const root = sampleProject(t, [5, 6]);
  t.is((await boltd(['build', root])).status, 0);
  rmSync(path.join(root, 'src/m1.bolt'));
  const without = await boltd(['--json', 'build', root]);
  t.is(without.status, 1);
  t.true(codesOf(without).length >= 1);
  writeFiles(root, [{ path: 'src/m1.bolt', text: 'public function int value(int n) { n + 8 }\n' }]);
  t.is((await boltd(['run', '-q', root])).stdout, printed([5, 8]));
});

test('modules may import each other in a circle', async (t) => {
  const root = projectOf(t, [
    { path: 'bolt.toml', text: manifest },
    {
      path: 'src/main.bolt',
      text: 'import even;\nvoid main() { printf("%d\\n", even.half(10)) }\n',
    },
    {
      path: 'src/even.bolt',
      text: 'import odd;\nimport main;\npublic function int half(int n) { if n < 1 { 0 } else { odd.rest(n - 1) } }\n',
    },
    {
      path: 'src/odd.bolt',
      text: 'import even;\npublic function int rest(int n) { 1 + even.half(n - 1) }\n',
    },
  ]);
  t.is((await boltd(['run', '-q', root])).stdout, '5\n');
  writeFiles(root, [{ path: 'src/odd.bolt', text: 'import odd;\n' }]);
  const itself = codesOf(await boltd(['--json', 'check', root]));
  t.true(itself.includes('E0223'), 'but not themselves');
});

const packageText = (name: string, dependencies: Readonly<Record<string, string>>): string =>
  [
    `[package]\nname = "${name}"\nversion = "0.1.0"\n\n[dependencies]`,
    ...Object.entries(dependencies).map(([other, folder]) => `${other} = { path = "${folder}" }`),
    '',
  ].join('\n');

/** Two packages that use a third, and modules of the same names everywhere. */
const diamond = [
  { path: 'app/bolt.toml', text: packageText('app', { left: '../left', right: '../right' }) },
  {
    path: 'app/src/main.bolt',
    text: [
      'import util;',
      'import left.util as l;',
      'import right.util as r;',
      'void main() { printf("%d %d %d\\n", util.number(), l.number(), r.number()) }',
      '',
    ].join('\n'),
  },
  { path: 'app/src/util.bolt', text: 'public function int number() { 1 }\n' },
  { path: 'left/bolt.toml', text: packageText('left', { base: '../base' }) },
  {
    path: 'left/src/util.bolt',
    text: 'import base.util as b;\npublic function int number() { b.number() + 1 }\n',
  },
  { path: 'right/bolt.toml', text: packageText('right', { base: '../base' }) },
  {
    path: 'right/src/util.bolt',
    text: 'import base.util as b;\npublic function int number() { b.number() + 2 }\n',
  },
  { path: 'base/bolt.toml', text: packageText('base', {}) },
  { path: 'base/src/util.bolt', text: 'public function int number() { 100 }\n' },
];

test('packages may have modules of the same names, and share a dependency', async (t) => {
  const root = projectOf(t, diamond);
  const app = path.join(root, 'app');
  const ran = await boltd(['run', '-q', app]);
  t.is(ran.stdout, '1 101 102\n', ran.stderr);
  writeFiles(root, [
    { path: 'base/src/util.bolt', text: 'public function int number() { 200 }\n' },
  ]);
  const edited = await boltd(['--json', 'build', '--explain', app]);
  const emitted = eventsOf(edited).flatMap(({ reason, node }) => {
    const { query, key } = (node ?? {}) as { readonly query?: string; readonly key?: string };
    return reason === 'explanation' && query === 'object' ? [key] : [];
  });
  t.deepEqual(emitted, ['base.util@dev'], 'an edit in a dependency costs what one at home does');
  t.is((await boltd(['run', '-q', app])).stdout, '1 201 202\n');
});

test('a folder that is called like a dependency is refused', async (t) => {
  const root = projectOf(t, [
    ...diamond,
    { path: 'app/src/left/util.bolt', text: 'public function int number() { 7 }\n' },
  ]);
  const ran = await boltd(['--json', 'build', path.join(root, 'app')]);
  t.is(ran.status, 1);
  t.deepEqual(codesOf(ran), ['E0406']);
});

test('a package that is missing, misnamed or found twice is named', async (t) => {
  const cases: readonly (readonly [string, string])[] = [
    [
      'left = { path = "../nowhere" }',
      'No bolt.toml in the folder of dependency `left`: ../nowhere',
    ],
    ['wrong = { path = "../left" }', 'The package in ../left is called `left`, not `wrong`'],
    [
      'base = { path = "../other" }\nleft = { path = "../left" }',
      'Package `base` is already used from another folder: ',
    ],
  ];
  for (const [dependencies, message] of cases) {
    const root = projectOf(t, [
      ...diamond,
      { path: 'other/bolt.toml', text: packageText('base', {}) },
      {
        path: 'app/bolt.toml',
        text: `[package]\nname = "app"\nversion = "0.1.0"\n[dependencies]\n${dependencies}\n`,
      },
    ]);
    const ran = await boltd(['--json', 'build', path.join(root, 'app')]);
    t.is(ran.status, 1);
    const [diagnostic] = eventsOf(ran);
    t.is(diagnostic?.['code'], 'E0405');
    t.true(String(diagnostic?.['message']).startsWith(message), String(diagnostic?.['message']));
  }
});
