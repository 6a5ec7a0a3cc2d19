/** What `boltd doctor` says about pieces that only some uses need. */
import test from 'ava';
import { checkThreadSanitizer } from '../../src/cli/installation-check.ts';

test('a missing ThreadSanitizer is no failure, and says what to install', (t) => {
  const finding = checkThreadSanitizer(['/nowhere']);
  t.false(finding.ok);
  t.true(finding.isOptional);
  t.is(finding.detail, 'libclang_rt.tsan-x86_64.a: not found in /nowhere');
  t.is(finding.remedy, 'apt-get install libclang-rt-14-dev');
});

test('an installed ThreadSanitizer is shown with its place', (t) => {
  const finding = checkThreadSanitizer();
  t.true(finding.ok);
  t.regex(finding.detail, /libclang_rt\.tsan-x86_64\.a$/);
  t.is(finding.isOptional, undefined);
});
