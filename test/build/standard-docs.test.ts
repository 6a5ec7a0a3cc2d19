/** docs/std.md says of the standard library what its sources say: BLESS=1 writes it anew. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { moduleId } from '../../src/base/ids.ts';
import { splitDeclarations } from '../../src/syntax/split.ts';
import { repository } from '../harness/boltd.ts';

const page = path.join(repository, 'docs/std.md');
const folder = path.join(repository, 'runtime/std');

test('the page of the standard library says what its sources say', (t) => {
  const text = pageText();
  if (process.env['BLESS'] === '1') writeFileSync(page, text);
  t.is(readFileSync(page, 'utf8'), text);
});

test('every public declaration of the library has a doc comment', (t) => {
  const missing = modules().flatMap(({ name, declarations }) =>
    declarations.filter(({ doc }) => doc === '').map((each) => `${name}: ${each.head}`),
  );
  t.deepEqual(missing, []);
});

interface Described {
  readonly head: string;
  readonly doc: string;
}

function pageText(): string {
  const intro =
    '# The standard library\n\nIt comes with the installation, compiled; `import std.math;` is all it takes, and only ' +
    'what a program\nimports is part of it. This page is made from the doc comments of the sources in `runtime/std`.\n';
  const parts = modules().map(({ name, about, declarations }) => {
    const entries = declarations.map(({ head, doc }) => `- \`${head}\`  \n  ${doc}\n`);
    return `\n## std.${name}\n\n${about}\n\n${entries.join('')}`;
  });
  return intro + parts.join('');
}

function modules(): readonly {
  readonly name: string;
  readonly about: string;
  readonly declarations: readonly Described[];
}[] {
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const name = path.basename(file, '.bolt');
      const text = readFileSync(path.join(folder, file), 'utf8');
      const lines = text.split('\n');
      const end = lines.findIndex((line) => !line.startsWith('///'));
      const about = lines
        .slice(0, end)
        .map((line) => line.slice(4))
        .join('\n');
      const outline = splitDeclarations(moduleId(`std.${name}`), `<std>/${file}`, text);
      const shown = new Set(
        outline.declarations
          .filter(({ kind, isPublic }) => kind === 'class' && isPublic)
          .map(({ id }) => id),
      );
      const declarations = outline.declarations
        .filter(
          ({ isPublic, kind, parent }) =>
            isPublic || (kind === 'method' && parent !== undefined && shown.has(parent)),
        )
        .filter(({ doc, kind }) => kind !== 'method' || doc !== '')
        .map(({ signature, doc, kind, parent, name: own }) => ({
          head: headOf(signature, { kind, owner: parent?.split(' ').at(-1), own }),
          doc: doc.trim().replace(/\s*\n\s*/g, ' '),
        }));
      return { name, about, declarations };
    });
}

/** A signature as its author wrote it: without what is no part of a use. */
function headOf(
  signature: string,
  {
    kind,
    owner,
    own,
  }: { readonly kind: string; readonly owner: string | undefined; readonly own: string },
): string {
  if (kind === 'class') return `class ${own}`;
  const text = signature
    .replace(/^public /, '')
    .replace(/ [:=].*$/s, '')
    .replace(/ ;$/, '')
    .replace(/ ([(),.?[\]])/g, '$1')
    .replace(/([([.]) /g, '$1');
  return owner === undefined ? text : `${owner}: ${text}`;
}
