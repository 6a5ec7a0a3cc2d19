/** The verifier finds every kind of damage to a valid unit. */
import test from 'ava';
import type { Instruction, MirBlock, MirFunction, MirUnit } from '../../src/ir/mir.ts';
import type { VerifierRule } from '../../src/ir/verify/violation.ts';
import { verifyUnit } from '../../src/ir/verify-mir.ts';
import * as h from './hir.ts';

const cell = h.classType('Cell');
const self = h.local(0, cell);

/** Of all sorts: a lock, a finish, a task, branches, calls, a division. */
const valid = h.lower({
  id: 'class Cell.method f(int)',
  self: cell,
  capabilities: ['Lock'],
  parameters: [['n', h.int]],
  lets: [['m', h.int]],
  result: h.int,
  body: h.block(
    h.bind(2, h.bin(h.num(9), '/', h.local(1))),
    h.finish(h.block(h.spawn([0, 1], h.block(h.put(self, h.field(cell, 'v', h.int), h.local(1)))))),
    h.when(h.bin(h.local(1), '<', h.num(0)), h.block(h.set(2, h.num(1)))),
    h.send(self, cell, 'g(i32)', [h.local(2)], h.int),
    h.call('function g(int)', [h.local(2)], { result: h.int }),
  ),
});

test('what lowering makes is valid', (t) => {
  t.deepEqual(verifyUnit(valid), []);
});

/** `valid` with its function number `index` changed. */
function withFunction(index: number, change: (fn: MirFunction) => Partial<MirFunction>): MirUnit {
  const functions = valid.functions.map((fn, at) => (at === index ? { ...fn, ...change(fn) } : fn));
  return { ...valid, functions };
}

function withBlocks(change: (block: MirBlock, index: number) => MirBlock): MirUnit {
  return withFunction(0, (fn) => ({ blocks: fn.blocks.map(change) }));
}

/** Replaces instructions of one kind. */
function withOp<O extends Instruction['op']>(
  op: O,
  change: (instruction: Extract<Instruction, { readonly op: O }>) => readonly Instruction[],
): MirUnit {
  const isOp = (i: Instruction): i is Extract<Instruction, { readonly op: O }> => i.op === op;
  return withBlocks((block) => ({
    ...block,
    instructions: block.instructions.flatMap((i) => (isOp(i) ? change(i) : [i])),
  }));
}

function catches(title: string, rule: VerifierRule, broken: MirUnit): void {
  test(title, (t) => {
    const rules = verifyUnit(broken).map((violation) => violation.rule);
    t.true(rules.includes(rule), `found: ${rules.join(', ')}`);
  });
}

const zero = { kind: 'int', type: h.int, value: '0' } as const;
const flag = { kind: 'bool', value: true } as const;

catches('a unit without functions', 'functions', { ...valid, functions: [] });
catches('a wrong symbol', 'functions', { ...valid, symbol: 'other' });
catches(
  'a task in the place of the declaration',
  'functions',
  withFunction(0, () => ({ kind: 'task' })),
);
catches(
  'parameters without slots',
  'parameters',
  withFunction(1, () => ({ locals: [] })),
);
catches(
  'a task with a result',
  'parameters',
  withFunction(1, () => ({ result: h.int })),
);
catches(
  'a function without blocks',
  'target',
  withFunction(0, () => ({ blocks: [] })),
);
catches(
  'a jump to a block that does not exist',
  'target',
  withBlocks((block, index) =>
    index === 0 ? { ...block, terminator: { op: 'goto', target: 99 } } : block,
  ),
);
catches(
  'a jump to the entry',
  'entry',
  withBlocks((block) =>
    block.terminator.op === 'return' ? { ...block, terminator: { op: 'goto', target: 0 } } : block,
  ),
);
catches(
  'a block that nothing leads to',
  'unreachable',
  withFunction(0, (fn) => ({
    blocks: [...fn.blocks, { instructions: [], terminator: { op: 'unreachable' } }],
  })),
);
catches(
  'a temp that is assigned twice',
  'single-assignment',
  withOp('arith', (i) => [i, i]),
);
catches(
  'a temp that is never assigned',
  'single-assignment',
  withOp('arith', () => []),
);
catches(
  'a temp without a type',
  'single-assignment',
  withFunction(0, (fn) => ({ temps: fn.temps.slice(0, -1) })),
);
catches(
  'a use before the definition',
  'dominance',
  withBlocks((block, index) =>
    index === 0 ? { ...block, instructions: block.instructions.toReversed() } : block,
  ),
);
catches(
  'a use that only one way defines',
  'dominance',
  withFunction(0, (fn) => {
    const temp = fn.temps.length;
    const load: Instruction = { op: 'load', dest: temp, slot: 1 };
    const use: Instruction = {
      op: 'printf',
      format: '',
      args: [{ value: { kind: 'temp', temp }, type: h.int }],
    };
    return {
      temps: [...fn.temps, h.int],
      blocks: fn.blocks.map((block, index) => {
        if (index === 1) return { ...block, instructions: [load, ...block.instructions] };
        return index === 2 ? { ...block, instructions: [use, ...block.instructions] } : block;
      }),
    };
  }),
);
catches(
  'a slot that does not exist',
  'slot',
  withOp('store', (i) => [{ ...i, slot: 99 }]),
);
catches(
  'a store of another type',
  'type',
  withOp('store', (i) => [{ ...i, value: flag }]),
);
catches(
  'operands of another type',
  'type',
  withOp('arith', (i) => [{ ...i, left: flag }]),
);
catches(
  'a result of another type',
  'type',
  withFunction(0, (fn) => ({ temps: fn.temps.map(() => h.i64) })),
);
catches(
  'an order of references',
  'type',
  withOp('compare', (i) => [{ ...i, type: cell }]),
);
catches(
  'a field of a number',
  'type',
  withFunction(1, (fn) => ({
    blocks: fn.blocks.map((block) => ({
      ...block,
      instructions: block.instructions.map((i) =>
        i.op === 'setField' ? { ...i, object: zero } : i,
      ),
    })),
  })),
);
catches(
  'too few arguments',
  'type',
  withOp('call', (i) => [{ ...i, args: [] }]),
);
catches(
  'an argument of another type',
  'type',
  withOp('callVirtual', (i) => [{ ...i, args: [flag] }]),
);
catches(
  'a value of a call without result',
  'type',
  withOp('callVirtual', (i) => [{ ...i, method: { ...i.method, result: h.none } }]),
);
catches(
  'a variable of type void',
  'type',
  withFunction(0, (fn) => ({
    locals: [...fn.locals, { name: 'x', type: h.none, at: 0 }],
  })),
);
catches(
  'a condition that is a number',
  'type',
  withBlocks((block) =>
    block.terminator.op === 'branch'
      ? { ...block, terminator: { ...block.terminator, condition: zero } }
      : block,
  ),
);
catches(
  'a division without a check',
  'divisor',
  withOp('checkDivisor', () => []),
);
catches(
  'a return without a value',
  'result',
  withBlocks((block) =>
    block.terminator.op === 'return' ? { ...block, terminator: { op: 'return' } } : block,
  ),
);
catches(
  'a returned value of another type',
  'result',
  withBlocks((block) =>
    block.terminator.op === 'return'
      ? { ...block, terminator: { op: 'return', value: flag } }
      : block,
  ),
);
catches(
  'a spawn of no task',
  'captures',
  withOp('spawn', (i) => [{ ...i, task: 0 }]),
);
catches(
  'captures in the wrong order',
  'captures',
  withOp('spawn', (i) => [{ ...i, captures: i.captures.toReversed() }]),
);
catches(
  'too few captures',
  'captures',
  withOp('spawn', (i) => [{ ...i, captures: i.captures.slice(1) }]),
);
catches(
  'a lock that is not given back',
  'balance',
  withOp('unlock', () => []),
);
catches(
  'a lock given back in another mode',
  'balance',
  withOp('unlock', (i) => [{ ...i, mode: 'shared' }]),
);
catches(
  'a finish that is not joined',
  'balance',
  withOp('finishEnd', () => []),
);
catches(
  'a finish that is joined twice',
  'balance',
  withOp('finishEnd', (i) => [i, i]),
);
catches(
  'a finish that is opened twice',
  'balance',
  withOp('finishBegin', (i) => [i, i]),
);
catches(
  'a spawn outside of its finish',
  'balance',
  withOp('finishBegin', () => []),
);
catches(
  'a lock that one way takes and another does not',
  'balance',
  withBlocks((block, index) =>
    index === 1
      ? {
          ...block,
          instructions: [
            { op: 'lock', object: { kind: 'temp', temp: 0 }, mode: 'shared', at: 0 },
            ...block.instructions,
          ],
        }
      : block,
  ),
);
