/**
 * The pages of the codes tell the truth: the wrong program gets exactly the code, the right one
 * nothing.
 */
import test from 'ava';
import { declarationCodes } from '../../src/diagnostic/codes/declaration.ts';
import type { Files } from '../compiler/program.ts';
import { codesOf } from '../compiler/program.ts';

for (const { code, wrong, right } of declarationCodes) {
  test(`${code} is what its wrong program gets, and nothing its right one`, (t) => {
    t.deepEqual([...new Set(codesOf(filesOf(wrong)))], [code]);
    t.deepEqual(codesOf(filesOf(right)), []);
  });
}

test('codes are unique', (t) => {
  const codes = declarationCodes.map((entry) => entry.code);
  t.is(new Set(codes).size, codes.length);
});

/** `//- /src/a/b.bolt` begins module `a.b`; a text without such a line is module `main`. */
function filesOf(program: string): Files {
  const parts = program.split(/^\/\/- \/src\/(.*)\.bolt\n/m);
  if (parts.length === 1) return { main: program };
  const files: Record<string, string> = {};
  for (let index = 1; index < parts.length; index += 2) {
    files[(parts[index] ?? '').replaceAll('/', '.')] = parts[index + 1] ?? '';
  }
  return files;
}
