/** Warnings about chains that the published core would have grouped differently. */
import test from 'ava';
import { assertCodes, diagnose } from './program.ts';

const variables = 'let p = true; let q = false; let r = true; let n = 1; let m : i64 = 2; ';

test('both readings must have a type', (t) => {
  assertCodes(t, [
    [`${variables}p || q && r`, 'W0302'],
    [`${variables}p && q || r`],
    [`${variables}p == q && r`, 'W0302'],
    [`${variables}p && q == r`, 'W0302'],
    [`${variables}p || q == r`, 'W0302'],
    [`${variables}p != (q || r)`],
    [`${variables}n > 1 && n < 5`],
    [`${variables}n < 2 + 5`],
    [`${variables}n + 1 != 4`],
    [`${variables}n + 1 * 2`],
    [`${variables}-n * 2`, 'W0302'],
    [`${variables}-1 * n; -n + 2; -n - -2`],
    [`${variables}!p && q; n - 1 - 2; n == 1 && p`],
    [`${variables}(p || q) && r; p || (q && r); (p == q) && r`],
    [`${variables}p || q && nope`, 'E0300'],
    [`${variables}if p || q && r { 1 }; printf("%d", p || q && r)`, 'W0302', 'W0302'],
    [`${variables}m << 2 + 1; m & 3 == 1`],
    ['let a = new Desk(); let b = new Lamp(); let p = true; a == b == p', 'E0117'],
    ['let a = new Desk(); let b = new Lamp(); let p = true; p || a == b'],
  ]);
});

test('a chain in an argument is a chain of its own', (t) => {
  assertCodes(t, [
    ['function bool f(bool b) { b } void main() { let p = true; p && f(p || p && p) }', 'W0302'],
    ['let p = true; let b = p || (p || p && p)', 'W0302'],
  ]);
});

test('the fix puts parentheses where the groups differ', (t) => {
  const fixes = (body: string): unknown =>
    diagnose(`${variables}${body}`).map(({ fix }) => fix?.edits.map((edit) => edit.replacement));
  t.deepEqual(fixes('p || q && r'), [['(q', 'r)']]);
  t.deepEqual(fixes('p == q && r'), [['(p', 'q)']]);
  t.deepEqual(fixes('-n * 2'), [['(-', 'n)']]);
  t.deepEqual(fixes('p || q && (r)'), [['(q', '))']]);
});
