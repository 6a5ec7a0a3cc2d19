/** The pages of the body codes: each wrong program gets its code and nothing else, each right one nothing. */
import test from 'ava';
import { bodyCodes } from '../../src/diagnostic/codes/body.ts';
import type { Files } from '../compiler/program.ts';
import { openProgram } from '../compiler/program.ts';

for (const { code, wrong, right } of bodyCodes) {
  test(`${code} is what its page says`, (t) => {
    t.deepEqual(codesOf(wrong), [code]);
    t.deepEqual(codesOf(right), []);
  });
}

function codesOf(source: string): readonly string[] {
  return openProgram(filesOf(source))
    .check()
    .map((diagnostic) => diagnostic.code);
}

/** One module `main`, or several behind `//- /src/name.bolt` lines. */
function filesOf(source: string): Files {
  const [first = '', ...rest] = source.split(/^\/\/- \/src\/(\w+)\.bolt\n/m);
  if (rest.length === 0) return { main: first };
  const files: Record<string, string> = {};
  for (let index = 0; index < rest.length; index += 2)
    files[rest[index] ?? ''] = rest[index + 1] ?? '';
  return files;
}
