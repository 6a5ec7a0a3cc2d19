/** The house's rules, checked: which layer may import which, what a file may look like. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { repository } from './harness/boltd.ts';

/** Each folder with the folders that it may import, itself aside. See ARCHITECTURE.md. */
const layers: Readonly<Record<string, readonly string[]>> = {
  'src/base': [],
  'src/host': ['src/base'],
  'src/diagnostic': ['src/base'],
  'src/query': ['src/base', 'src/diagnostic'],
  'src/syntax': ['src/base', 'src/diagnostic'],
  'src/sema': ['src/base', 'src/diagnostic', 'src/syntax'],
  'src/races': ['src/base', 'src/diagnostic', 'src/syntax', 'src/sema'],
  'src/ir': ['src/base', 'src/diagnostic', 'src/syntax', 'src/sema'],
  'src/llvm': ['src/base', 'src/diagnostic', 'src/sema', 'src/ir'],
  'src/compiler': [
    'src/base',
    'src/diagnostic',
    'src/query',
    'src/syntax',
    'src/sema',
    'src/races',
    'src/ir',
    'src/llvm',
  ],
  'src/build': [
    'src/base',
    'src/host',
    'src/diagnostic',
    'src/query',
    'src/syntax',
    'src/ir',
    'src/llvm',
    'src/compiler',
    'cache',
  ],
  'src/watch': [
    'src/base',
    'src/host',
    'src/diagnostic',
    'src/query',
    'src/compiler',
    'src/build',
    'cache',
  ],
  'src/daemon': [
    'src/base',
    'src/host',
    'src/diagnostic',
    'src/query',
    'src/compiler',
    'src/build',
    'src/watch',
    'cache',
  ],
  cache: ['src/base', 'src/query'],
};

/** Exceptions, each with its reason. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  // A process of its own: it puts objects where the store keeps them.
  'src/llvm/worker-main.ts': ['cache'],
};

/** Longest file; a table or a grammar may need it, most need far less. */
const maxLines = 450;

interface Source {
  readonly file: string;
  readonly text: string;
}

const sources = ['src', 'cache', 'tools', 'test'].flatMap(sourcesBelow);
const product = sources.filter(({ file }) => /^(src|cache)\//.test(file));

test('every layer imports only the layers before it', (t) => {
  for (const { file, text } of product) {
    const own = layerOf(file);
    const permitted = layers[own];
    if (permitted === undefined) continue;
    for (const imported of importsOf(file, text)) {
      const layer = layerOf(imported);
      const isAllowed =
        layer === own || permitted.includes(layer) || (allowed[file] ?? []).includes(layer);
      t.true(isAllowed, `${file} must not import ${imported}`);
    }
  }
});

test('the compiler proper reads no file, clock or environment', (t) => {
  const pure = /^src\/(base|diagnostic|query|syntax|sema|races|ir|compiler)\//;
  for (const { file, text } of product.filter((each) => pure.test(each.file))) {
    const effects =
      /from 'node:(?!crypto)|\bprocess\.(?:env|argv|cwd|hrtime|memoryUsage|exit)\b|\bDate\.now|\bMath\.random/.exec(
        text,
      );
    t.is(effects?.[0], undefined, file);
  }
});

test('every file of the product says what it is for and is one idea long', (t) => {
  for (const { file, text } of product) {
    t.true(/^\/\*\*|\n\/\*\*/.test(text), `${file} has no comment`);
    t.true(text.split('\n').length <= maxLines, `${file} is longer than ${maxLines} lines`);
  }
});

test('exports have names, and nothing is exported again', (t) => {
  for (const { file, text } of product) {
    t.false(/^export default/m.test(text), `${file} has a default export`);
    t.false(
      /^export (\*|\{[^}]*\}) from(?! '\.\/checker\.ts')/m.test(text),
      `${file} exports again`,
    );
  }
});

test('no test is skipped or alone, and nothing is left to be done', (t) => {
  for (const { file, text } of sources) {
    if (file === 'test/tidy.test.ts') continue;
    t.false(/\btest\.(skip|only|todo|failing)\(/.test(text), file);
    t.false(/\b(TODO|FIXME|XXX)\b/.test(text), `${file} has something left to be done`);
  }
});

function sourcesBelow(folder: string): readonly Source[] {
  return readdirSync(path.join(repository, folder), { recursive: true })
    .map((name) => `${folder}/${String(name)}`)
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((file) => ({ file, text: readFileSync(path.join(repository, file), 'utf8') }));
}

function layerOf(file: string): string {
  return file.startsWith('cache/') ? 'cache' : file.split('/').slice(0, 2).join('/');
}

/** Files of this repository that a file imports, relative to the root. */
function importsOf(file: string, text: string): readonly string[] {
  return [...text.matchAll(/from '(\.[^']+)'/g)].map(([, target = '']) =>
    path.posix.join(path.posix.dirname(file), target),
  );
}
