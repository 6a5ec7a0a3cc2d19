/** Programs at the borders of the rules get exactly the codes that they say. */
import test from 'ava';
import { codesOf } from '../compiler/program.ts';
import { groups } from './border-programs.ts';
import { operandGroups } from './operand-programs.ts';
import { valueGroups } from './value-programs.ts';

for (const { title, classes, programs } of [...groups, ...operandGroups, ...valueGroups]) {
  for (const line of programs.split('\n').filter((text) => text.trim() !== '')) {
    test(`${title}: ${line}`, (t) => {
      const [program = '', verdict = ''] = line.split(' // ');
      const expected = verdict === 'ok' ? [] : verdict.split(' ');
      t.deepEqual(codesOf({ main: classes + wholeProgram(program) }), expected);
    });
  }
}

function wholeProgram(text: string): string {
  return /^(class|function|void main)\b/.test(text) ? text : `void main() { ${text} }`;
}
