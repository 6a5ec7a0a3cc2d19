/** Every example of the published rules comes out as published, unless a listed improvement changes it. */
import test from 'ava';
import { codesOf } from '../compiler/program.ts';
import { prelude, rules } from './reference-cases.ts';

/** Lines with another verdict than the published one, by the improvement that changes it. */
const deviations: Readonly<Record<string, string>> = {
  'class Aa { capability local L1; var int f : L1; var bool g : L1; } void main(){ 1 }':
    'Q46: fields of one capability may have different types',
  'if true { let c = new Cell(); let e = c; e.v := 1 } else { 1 }':
    'Q31: nested blocks are analysed like others',
  'while true { let c = new Cell(); let e = consume c; e.v }':
    'Q30: a variable that is declared in a loop is a new one in each pass',
  'function void g(int m, int n) { 1 } void main(){ let c = new Cell(); g(c.v, c.v) }':
    'Q44: numbers from a `linear` object are values',
  'let p = new Pair(); p.setA(p.a)': 'Q44: numbers from a `linear` object are values',
  'function void g(borrowed Cell c) { let n = 0; n := c.v } void main(){ 1 }':
    'Q37: numbers from a borrowed object are values',
  'class Node { capability subordinate In; var int v : In; } class Own1 { capability local Kl; var Node n : Kl; int get() : Kl { let h = this.n; h.v } } void main(){ let o = new Own1(); o.get() }':
    'Q40: owners of `subordinate` state are used everywhere, only the state itself is not',
};

for (const { name, cases } of rules) {
  for (const line of cases.split('\n').filter((text) => text.trim() !== '')) {
    const [program = '', remark = ''] = line.split(/\s*\/\/ /);
    const published = remark.startsWith('ok');
    test(`${name}: ${line}`, (t) => {
      const isAccepted = published !== (deviations[program] !== undefined);
      const codes = codesOf({ main: prelude + wholeProgram(program) }).filter(
        (code) => !code.startsWith('W'),
      );
      if (isAccepted) t.deepEqual(codes, []);
      else t.true(codes.length > 0, 'it is accepted');
      // What is wrong is that it could race, or names no capability.
      for (const code of codes) t.regex(code, /^E06|^E0214/);
    });
  }
}

test('every deviation is one of the lines', (t) => {
  const lines = rules.flatMap(({ cases }) => cases.split('\n'));
  for (const program of Object.keys(deviations)) {
    t.true(
      lines.some((line) => line.startsWith(`${program} `)),
      program,
    );
  }
});

function wholeProgram(text: string): string {
  return /^(class|function|void main)\b/.test(text) ? text : `void main() { ${text} }`;
}
