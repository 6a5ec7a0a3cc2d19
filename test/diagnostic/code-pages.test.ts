/**
 * What `boltd explain` shows is true: the wrong program of each page gets the page's code and no other, the
 * right one gets none.
 */
import test from 'ava';
import { allCodes } from '../../src/diagnostic/codes.ts';
import { buildProgram } from '../harness/built-program.ts';
import type { FixtureFile } from '../harness/fixture-file.ts';
import { parseFixture } from '../harness/fixture-file.ts';
import { checkProgram } from '../harness/front-end.ts';

for (const { code, wrong, right } of allCodes) {
  test(`the wrong program of ${code} gets exactly this code`, async (t) => {
    const codes = await codesOf(code, wrong);
    t.true(codes.length > 0, 'it gets none');
    t.deepEqual([...new Set(codes)], [code]);
  });
  test(`the right program of ${code} gets none`, async (t) => {
    t.deepEqual(await codesOf(code, right), []);
  });
}

test('codes are unique', (t) => {
  const codes = allCodes.map((entry) => entry.code);
  t.is(new Set(codes).size, codes.length);
});

test('each page says what is wrong and how it is mended', (t) => {
  for (const { code, title, explanation, wrong, right } of allCodes) {
    t.regex(title, /^[A-Z`\d].*[^.]$/, code);
    t.regex(explanation, /\.$/, code);
    t.not(wrong, right, code);
  }
});

/** E04xx and E05xx are found when a whole program is built; the others by the front end alone. */
async function codesOf(code: string, program: string): Promise<readonly string[]> {
  const files = filesOf(program);
  const { diagnostics } = /^E0[45]/.test(code) ? await buildProgram(files) : checkProgram(files);
  return diagnostics.map((diagnostic) => diagnostic.code);
}

/** Projects get the manifest and the main module that a page leaves out. */
function filesOf(program: string): readonly FixtureFile[] {
  const files = parseFixture(program).flatMap((revision) => revision.files);
  const has = (path: string): boolean => files.some((file) => file.path === path);
  const isProject = files.some((file) => file.path !== '/main.bolt');
  if (!isProject) return files;
  const added: FixtureFile[] = [];
  if (!has('/bolt.toml')) {
    added.push({ path: '/bolt.toml', text: '[package]\nname = "page"\nversion = "0.1.0"\n' });
  }
  if (!has('/src/main.bolt')) added.push({ path: '/src/main.bolt', text: 'void main() {}\n' });
  return [...files, ...added];
}
