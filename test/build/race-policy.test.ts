/** `--ignore-data-races`: what it turns into warnings, and that it leaves nothing behind. */
import test from 'ava';
import { declId, moduleId } from '../../src/base/ids.ts';
import { underRacePolicy } from '../../src/build/race-policy.ts';
import type { Diagnostic, DiagnosticCode } from '../../src/diagnostic/diagnostic.ts';
import { hasErrors } from '../../src/diagnostic/severity.ts';

const decl = declId(moduleId('m'), 'main');

function found(code: DiagnosticCode): Diagnostic {
  return {
    code,
    severity: code.startsWith('E') ? 'error' : 'warning',
    message: 'Two tasks write `n`',
    span: { kind: 'tokens', decl, from: 0, to: 1 },
    labels: [{ span: { kind: 'tokens', decl, from: 2, to: 3 }, message: 'the other one' }],
    notes: ['Both belong to capability `C`.'],
  };
}

test('data races forbid a build', (t) => {
  const races = [found('E0600'), found('E0699')];
  t.is(underRacePolicy('reject', races), races);
  t.true(hasErrors(underRacePolicy('reject', races)));
});

test('ignored data races are warnings that say all that the errors say', (t) => {
  const race = found('E0612');
  t.deepEqual(underRacePolicy('ignore', [race]), [{ ...race, severity: 'warning' }]);
  t.is(race.severity, 'error');
});

test('other mistakes stay mistakes', (t) => {
  for (const code of ['E0300', 'E0501', 'E0599', 'E0700', 'E6000'] as const) {
    t.true(hasErrors(underRacePolicy('ignore', [found(code)])), code);
  }
  const warning = found('W0601');
  t.deepEqual(underRacePolicy('ignore', [warning]), [warning]);
});
