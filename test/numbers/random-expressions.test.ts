/** Arithmetic of every width through the whole compiler, against a reference, in both profiles. */
import path from 'node:path';
import test from 'ava';
import { boltd, temporaryProject } from '../harness/boltd.ts';
import type { Typed } from './random-expression.ts';
import {
  isFloat,
  literal,
  numberTypes,
  randomExpression,
  randomFrom,
  randomValue,
} from './random-expression.ts';

for (const seed of [1, 2, 3]) {
  test(`random expressions have the values of the reference, seed ${seed}`, async (t) => {
    const { text, expected } = randomProgram(seed);
    const { root, dispose } = temporaryProject([{ path: '/main.bolt', text }]);
    try {
      const env = { BOLT_CACHE_DIR: path.join(root, '.cache') };
      for (const options of [[], ['--release']]) {
        const ran = await boltd(['run', ...options, path.join(root, 'main.bolt')], { env });
        t.is(ran.status, 0, ran.stderr);
        t.deepEqual(ran.stdout.split('\n').slice(0, -1), expected, `${options.join()}\n${text}`);
      }
    } finally {
      dispose();
    }
  });
}

/** Each expression is a function of its own, whose parameters the caller computes: nothing is folded early. */
function randomProgram(seed: number): {
  readonly text: string;
  readonly expected: readonly string[];
} {
  const random = randomFrom(seed);
  const functions: string[] = [];
  const calls: string[] = [];
  const expected: string[] = [];
  for (let index = 0; index < 120; index++) {
    const variables = numberTypes.map(
      (type, number): Typed => ({ type, text: `v${number}`, value: randomValue(random, type) }),
    );
    const type = numberTypes[index % numberTypes.length] ?? 'i32';
    const { text, value } = randomExpression(random, variables, { type, depth: 4 });
    const parameters = variables.map((variable) => `${variable.type} ${variable.text}`).join(', ');
    functions.push(`function ${type} calc${index}(${parameters}) { ${text} }\n`);
    const args = variables.map((variable) => literal(variable.type, variable.value)).join(', ');
    if (!isFloat(type)) {
      calls.push(`  printf("%s\\n", "\${calc${index}(${args})}");\n`);
      expected.push(String(value));
      continue;
    }
    const isNumber = Number.isFinite(value);
    const shown = isNumber ? `calc${index}(${args}) == ${literal(type, value)}` : 'true';
    calls.push(`  printf("%s\\n", "\${${shown}}");\n`);
    expected.push('true');
  }
  return { text: `${functions.join('')}\nvoid main() {\n${calls.join('')}}\n`, expected };
}
