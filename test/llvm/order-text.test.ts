/** Orders for fragments as text. */
import test from 'ava';
import type { ParsedOrder } from '../../src/llvm/order-text.ts';
import { decodeFragmentOrder, encodeFragmentOrder } from '../../src/llvm/order-text.ts';
import type { FragmentOrder } from '../../src/llvm/protocol.ts';
import { functionOrder, i32, mainOrder } from './mir-kit.ts';

function decoded(order: FragmentOrder): FragmentOrder {
  return decodeFragmentOrder(JSON.parse(encodeFragmentOrder(order)) as ParsedOrder);
}

test('an order reads back from its text', (t) => {
  const orders: readonly FragmentOrder[] = [
    functionOrder([i32], i32, (b) => b.return(b.load(0))),
    mainOrder((b) => b.do({ op: 'printf', format: 'é "x" \\', args: [] })),
    {
      kind: 'class',
      descriptor: {
        symbol: 'm::class C',
        name: 'C',
        sizeBytes: 16,
        pointerFree: true,
        methods: [],
        isInstance: false,
      },
    },
  ];
  for (const order of orders) t.deepEqual(decoded(order), order);
});

test('equal orders have equal texts, however their units came about', (t) => {
  const order = functionOrder([i32], i32, (b) => b.return(b.load(0)));
  const text = encodeFragmentOrder(order);
  t.is(encodeFragmentOrder(structuredClone(order)), text);
  t.is(encodeFragmentOrder(decoded(order)), text);
});

test('where there is nothing to order, the text says so', (t) => {
  t.is(encodeFragmentOrder(null), 'null');
});
