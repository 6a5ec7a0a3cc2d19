/**
 * Takes one small function through code generation. LLVM and the engine that runs us do much on
 * first use (load pages, bind symbols, register passes, compile), which the first edit after a
 * start would wait for. Its result is dropped and nothing of it stays.
 */
import { declId, moduleId } from '../base/ids.ts';
import type { MirFunction, Operand } from '../ir/mir.ts';
import type { Type } from '../sema/type.ts';
import { assembleModule } from './assemble.ts';
import { buildFragment } from './build-fragment.ts';
import type { ObjectEmitter } from './emit-object.ts';
import type { FragmentOrder } from './protocol.ts';

/** @throws Error when LLVM cannot be used. */
export function warmUp(emitter: ObjectEmitter): void {
  const fragment = buildFragment(sample);
  const sites = fragment.sites.map(() => ({ path: 'warm-up', line: 1, column: 1 }));
  const ir = assembleModule('warm-up', [{ fragment, sites }]);
  emitter.emit({ module: 'warm-up', ir, profile: 'dev' });
}

const decl = declId(moduleId('warm-up'), 'function sample(int)');
const int: Type = { kind: 'int', bits: 32, signed: true };
const [parameter, sum]: [number, number] = [0, 1];

/** A loop with a comparison, arithmetic, a check and a call: what most functions consist of. */
const code: MirFunction = {
  symbol: decl,
  kind: 'declaration',
  parameterCount: 1,
  locals: [
    { name: 'n', type: int, at: 0 },
    { name: 'sum', type: int, at: 0 },
  ],
  temps: [int, int, { kind: 'bool' }, int, int, int, int],
  result: int,
  blocks: [
    {
      instructions: [
        { op: 'load', dest: 0, slot: parameter },
        { op: 'store', slot: sum, value: literal('0') },
      ],
      terminator: { op: 'goto', target: 1 },
    },
    {
      instructions: [
        { op: 'load', dest: 1, slot: sum },
        { op: 'compare', dest: 2, operator: 'lt', left: temp(1), right: temp(0), type: int },
      ],
      terminator: { op: 'branch', condition: temp(2), then: 2, otherwise: 3 },
    },
    {
      instructions: [
        { op: 'checkDivisor', value: temp(0), type: int, at: 0 },
        { op: 'arith', dest: 3, operator: 'div', left: temp(1), right: temp(0), type: int },
        {
          op: 'call',
          dest: 4,
          callee: { decl, typeArgs: [], parameters: [int], result: int },
          args: [temp(3)],
        },
        { op: 'printf', format: '%d\n', args: [{ value: temp(4), type: int }] },
        { op: 'arith', dest: 5, operator: 'add', left: temp(1), right: literal('1'), type: int },
        { op: 'store', slot: sum, value: temp(5) },
      ],
      terminator: { op: 'goto', target: 1 },
    },
    {
      instructions: [{ op: 'load', dest: 6, slot: sum }],
      terminator: { op: 'return', value: temp(6) },
    },
  ],
};

const sample: FragmentOrder = {
  kind: 'function',
  unit: { decl, symbol: decl, functions: [code] },
  layout: { fieldOffsets: {}, methodSlots: {}, values: {} },
  isInstance: false,
};

function temp(id: number): Operand {
  return { kind: 'temp', temp: id };
}

function literal(value: string): Operand {
  return { kind: 'int', type: int, value };
}
