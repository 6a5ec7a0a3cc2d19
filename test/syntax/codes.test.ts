import test from 'ava';
import { syntaxCodes } from '../../src/diagnostic/codes/syntax.ts';
import { problemsOf } from './harness.ts';

for (const { code, title, wrong, right } of syntaxCodes) {
  test(`${code}: ${title}`, (t) => {
    t.deepEqual(
      problemsOf(wrong).map((problem) => problem.replace(/^\S+ (\S+) .*$/s, '$1')),
      [code],
    );
    t.deepEqual(problemsOf(right), []);
  });
}
