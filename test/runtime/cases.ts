// Runs a program of runtime/test for several sizes of the pool and checks the cases it reports.
import test from 'ava';

import { buildRuntime, folderOf, runProgram, type Variant } from './native.ts';

const POOL_SIZES = ['1', '2', '4'];

export function testPrograms(variant: Variant, programs: readonly string[]): void {
  test.before('the runtime builds', async () => {
    await buildRuntime(folderOf(variant), variant, 'tests');
  });

  for (const program of programs) {
    for (const threads of POOL_SIZES) {
      test.serial(`${program} with BOLT_THREADS=${threads} (${variant})`, async (t) => {
        const outcome = await runProgram(variant, program, { BOLT_THREADS: threads });
        t.is(outcome.stderr, '');
        t.is(outcome.status, 0);
        const lines = outcome.stdout.trimEnd().split('\n');
        t.deepEqual(
          lines.filter((line) => !line.startsWith('ok ') && !line.startsWith('done ')),
          [],
        );
        const passed = lines.filter((line) => line.startsWith('ok '));
        t.true(passed.length > 0);
        t.is(lines.at(-1), `done ${passed.length}`);
      });
    }
  }
}
