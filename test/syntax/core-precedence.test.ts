import test from 'ava';
import { regroupByCorePrecedence } from '../../src/syntax/core-precedence.ts';
import { exprOf, grouped } from './harness.ts';

/** The published language's table of examples. */
const table: readonly (readonly [source: string, core: string])[] = [
  ['p + q * r', 'p + (q * r)'],
  ['p && q + r', '(p && q) + r'],
  ['p + q && r', 'p + (q && r)'],
  ['p * q && r', 'p * (q && r)'],
  ['p && q || r', '(p && q) || r'],
  ['p || q && r', '(p || q) && r'],
  ['p < q', 'p < q'],
  ['p < q + r', '(p < q) + r'],
  ['p + q < r', '(p + q) < r'],
  ['p < q && r < s', '(p < (q && r)) < s'],
  ['p > q - r', '(p > q) - r'],
  ['p <= q + r', 'p <= (q + r)'],
  ['p + q <= r', '(p + q) <= r'],
  ['p - q - r', '(p - q) - r'],
  ['p == q + r', 'p == (q + r)'],
  ['p + q == r', '(p + q) == r'],
  ['p == q && r', 'p == (q && r)'],
  ['p && q == r', '(p && q) == r'],
  ['p + q != r', 'p + (q != r)'],
  ['p != q + r', 'p != (q + r)'],
  ['p && q != r', 'p && (q != r)'],
  ['!p && q', '(!p) && q'],
  ['!p == q', '(!p) == q'],
  ['- p * q', '-(p * q)'],
  ['- p + q', '(-p) + q'],
  ['- p != q', '-(p != q)'],
];

for (const [source, core] of table) {
  test(`the core reads \`${source}\` as \`${core}\``, (t) => {
    const expr = exprOf(source);
    const wanted = grouped(exprOf(core)).replaceAll('[', '').replaceAll(']', '');
    const regrouped = regroupByCorePrecedence(expr);
    t.is(grouped(regrouped ?? expr), wanted);
    t.is(regrouped === undefined, grouped(expr) === wanted);
  });
}

test('chains of comparisons, which are errors here, are grouped as in the core', (t) => {
  const at = (operator: '==' | '<' | '<=', left: ReturnType<typeof exprOf>, ordinal: number) => {
    const right = { kind: 'name', name: 'r', at: 4, from: 4, to: 4 } as const;
    const node = { kind: 'binary', operator, left, right, at: ordinal } as const;
    return { ...node, from: left.from, to: 4 };
  };
  const cases: readonly (readonly [string, '==' | '<' | '<=', string])[] = [
    ['p == q', '==', '(p == (q == r))'],
    ['p == q', '<', '(p == (q < r))'],
    ['p < q', '==', '((p < q) == r)'],
    ['p <= q', '<', '(p <= (q < r))'],
    ['p < q', '<=', '((p < q) <= r)'],
  ];
  for (const [left, operator, wanted] of cases) {
    const expr = at(operator, exprOf(left), 3.5);
    t.is(grouped(regroupByCorePrecedence(expr) ?? expr), wanted);
  }
});

test('what is an error in the core has no reading there', (t) => {
  t.is(regroupByCorePrecedence(exprOf('!p != q')), undefined);
});

test('operators that the core lacks have no reading there', (t) => {
  t.is(regroupByCorePrecedence(exprOf('p & q < r')), undefined);
  t.is(regroupByCorePrecedence(exprOf('~p && q + r')), undefined);
});

test('parentheses and other operands are left as they are', (t) => {
  t.is(regroupByCorePrecedence(exprOf('(p && q) + r')), undefined);
  t.is(regroupByCorePrecedence(exprOf('f(p && q + r) + s')), undefined);
  t.is(regroupByCorePrecedence(exprOf('p')), undefined);
  const regrouped = regroupByCorePrecedence(exprOf('p && (q + r) + consume s'));
  t.is(regrouped && grouped(regrouped), '((p && [(q + r)]) + (consume s))');
});

test('a long chain is regrouped without recursion', (t) => {
  const regrouped = regroupByCorePrecedence(exprOf(`p && q${' + r'.repeat(400)}`));
  t.is(regrouped?.kind, 'binary');
});
