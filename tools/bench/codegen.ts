/**
 * What code generation costs: building fragments, assembling, emitting objects, and handing tasks
 * to workers. Run: node build/tools/bench/codegen.js [modules]
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { declId, moduleId } from '../../src/base/ids.ts';
import { discoverToolchain } from '../../src/build/toolchain.ts';
import type { Instruction, MirBlock, Operand } from '../../src/ir/mir.ts';
import { assembleModule } from '../../src/llvm/assemble.ts';
import { buildFragment } from '../../src/llvm/build-fragment.ts';
import { createEmitter } from '../../src/llvm/emit-object.ts';
import type { Fragment, FragmentOrder } from '../../src/llvm/protocol.ts';
import { createWorkerPool } from '../../src/llvm/worker-pool.ts';
import type { ClassType, Type } from '../../src/sema/type.ts';

const modules = Number(process.argv[2] ?? 200);
const functionsPerModule = 10;
const int: Type = { kind: 'int', bits: 32, signed: true };
const bool: Type = { kind: 'bool' };
const cell: ClassType = { kind: 'class', decl: declId(moduleId('bench'), 'class Cell'), args: [] };
const layout = {
  fieldOffsets: { 'bench.Cell.v': 16 },
  methodSlots: { 'bench.Cell.get(i32)': 0 },
  values: {},
};

report('machine', `${modules} modules of ${functionsPerModule} functions`);
const orders = Array.from({ length: modules }, (_, module) =>
  Array.from({ length: functionsPerModule }, (_, index) => functionOrder(module, index)),
);
const instructions = orders.flat().reduce((sum, order) => sum + countInstructions(order), 0);
report('MIR', `${Math.round(instructions / orders.flat().length)} instructions a function`);

let fragments: readonly (readonly Fragment[])[] = [];
for (let round = 0; round < 2; round++) {
  const before = process.memoryUsage.rss();
  const buildMs = measure(() => {
    fragments = orders.map((module) => module.map(buildFragment));
  });
  // Wrappers die in a later turn of the event loop.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const lines = fragments
    .flat()
    .reduce((sum, each) => sum + each.definitions.split('\n').length, 0);
  report(
    'build',
    `${us(buildMs, orders.flat().length)} µs a function, ${us(buildMs, lines)} µs a line of IR`,
  );
  report(
    '  growth',
    `${Math.round((process.memoryUsage.rss() - before) / orders.flat().length)} bytes a function`,
  );
}

let texts: readonly string[] = [];
const assembleMs = measure(() => {
  texts = fragments.map((module, index) =>
    assembleModule(
      `bench.m${index}`,
      module.map((fragment) => ({ fragment, sites: sitesOf(fragment) })),
    ),
  );
});
report('assemble', `${us(assembleMs, modules)} µs a module of ${texts[0]?.length ?? 0} characters`);

const toolchain = discoverToolchain();
const loadMs = measure(() => createEmitter(toolchain.libLlvm));
report('load libLLVM', `${loadMs.toFixed(1)} ms`);
const emitter = createEmitter(toolchain.libLlvm);
for (const profile of ['dev', 'release'] as const) {
  const some = texts.slice(0, profile === 'dev' ? modules : Math.ceil(modules / 10));
  let bytes = 0;
  const emitMs = measure(() => {
    for (const ir of some) {
      const emission = emitter.emit({ module: 'bench', ir, profile });
      if (emission.kind === 'failure') throw new Error(emission.failure.message);
      bytes += emission.bytes.length;
    }
  });
  report(
    `emit ${profile}`,
    `${us(emitMs, some.length)} µs a module, ${Math.round(bytes / some.length)} bytes`,
  );
}

const jsonMs = measure(() => orders.map((module) => JSON.stringify(module)));
report('order to JSON', `${us(jsonMs, orders.flat().length)} µs a function`);

const folder = mkdtempSync(path.join(tmpdir(), 'boltd-bench-'));
const poolOptions = {
  entry: fileURLToPath(new URL('../../src/llvm/worker-main.js', import.meta.url)),
  setup: { cacheFolder: folder, libLlvm: toolchain.libLlvm },
  failureFolder: folder,
};
const pool = createWorkerPool(poolOptions);
const startMs = await measureAsync(() => pool.run({ kind: 'fragments', orders: [] }));
report('worker start', `${startMs.toFixed(1)} ms`);
// A worker that had time to prepare, as after an edit in a new process.
const warm = createWorkerPool({ ...poolOptions, size: 1 });
warm.warm();
await new Promise((resolve) => setTimeout(resolve, 2000));
const [first = []] = orders;
const firstMs = await measureAsync(async () => {
  await warm.run({ kind: 'fragments', orders: first.slice(0, 1) });
  const order = { module: 'bench.m0', ir: texts[0] ?? '', profile: 'dev' } as const;
  await warm.run({ kind: 'object', order });
});
report('first order, warm', `${firstMs.toFixed(1)} ms`);
await warm.close();
const roundTripMs = await measureAsync(async () => {
  for (let index = 0; index < 500; index++) await pool.run({ kind: 'fragments', orders: [] });
});
report('round trip', `${us(roundTripMs, 500)} µs`);
const allMs = await measureAsync(async () => {
  await Promise.all(
    orders.map(async (module, index) => {
      const { fragments: made } = await pool.run({ kind: 'fragments', orders: module });
      const parts = made.map(({ result }) => ({ fragment: result, sites: sitesOf(result) }));
      const ir = assembleModule(`bench.m${index}`, parts);
      await pool.run({ kind: 'object', order: { module: `bench.m${index}`, ir, profile: 'dev' } });
    }),
  );
});
report('all, by workers', `${(allMs / 1000).toFixed(2)} s, ${us(allMs, modules)} µs a module`);
const cpu = process.cpuUsage();
report(
  '  of this process',
  `${((cpu.user + cpu.system) / 1e6).toFixed(2)} s of processor time since start`,
);
await pool.close();

function sitesOf(fragment: Fragment): { path: string; line: number; column: number }[] {
  return fragment.sites.map((ordinal) => ({ path: 'bench/m.bolt', line: ordinal, column: 1 }));
}

/**
 * A function of the kind that programs consist of: a loop with arithmetic, fields, calls and
 * checks.
 */
function functionOrder(module: number, index: number): FragmentOrder {
  const decl = declId(moduleId(`bench.m${module}`), `function f${index}(int,Cell)`);
  const temps: Type[] = [];
  const blocks: MirBlock[] = [];
  let code: Instruction[] = [];
  const temp = (type: Type): { readonly id: number; readonly operand: Operand } => {
    const id = temps.push(type) - 1;
    return { id, operand: { kind: 'temp', temp: id } };
  };
  const literal = (value: number): Operand => ({ kind: 'int', type: int, value: String(value) });
  const load = (slot: number, type: Type): Operand => {
    const { id, operand } = temp(type);
    code.push({ op: 'load', dest: id, slot });
    return operand;
  };
  const arith = (operator: 'add' | 'mul' | 'div', left: Operand, right: Operand): Operand => {
    const { id, operand } = temp(int);
    code.push({ op: 'arith', dest: id, operator, left, right, type: int });
    return operand;
  };
  const end = (terminator: MirBlock['terminator']): void => {
    blocks.push({ instructions: code, terminator });
    code = [];
  };
  const field = { owner: cell, name: 'v', type: int };
  code.push(
    { op: 'store', slot: 2, value: literal(index) },
    { op: 'store', slot: 3, value: literal(0) },
  );
  end({ op: 'goto', target: 1 });
  const { id: more, operand: condition } = temp(bool);
  const [i, n] = [load(2, int), load(0, int)];
  code.push({ op: 'compare', dest: more, operator: 'lt', left: i, right: n, type: int });
  end({ op: 'branch', condition, then: 2, otherwise: 3 });
  for (let step = 0; step < 4; step++) {
    const object = load(1, cell);
    code.push({ op: 'checkSet', value: object, reason: 'field-access', name: 'c', at: step });
    const { id, operand } = temp(int);
    code.push({ op: 'getField', dest: id, object, field });
    const sum = arith('add', arith('mul', operand, literal(step + 3)), load(3, int));
    code.push({ op: 'setField', object, field, value: sum });
    const called = temp(int);
    const method = { owner: cell, slot: 'get(i32)', parameters: [int], result: int };
    code.push({ op: 'callVirtual', dest: called.id, receiver: object, method, args: [sum] });
    code.push({ op: 'checkDivisor', value: called.operand, type: int, at: 10 + step });
    code.push({ op: 'store', slot: 3, value: arith('div', sum, called.operand) });
    const other = temp(int);
    const callee = { decl, typeArgs: [], parameters: [int, cell], result: int };
    code.push({ op: 'call', dest: other.id, callee, args: [sum, object] });
    code.push({ op: 'printf', format: '%d\n', args: [{ value: other.operand, type: int }] });
  }
  code.push({ op: 'store', slot: 2, value: arith('add', load(2, int), literal(1)) });
  end({ op: 'goto', target: 1 });
  const result = load(3, int);
  end({ op: 'return', value: result });
  const names: readonly [string, Type][] = [
    ['n', int],
    ['c', cell],
    ['i', int],
    ['sum', int],
  ];
  const locals = names.map(([name, type]) => ({ name, type, at: 0 }));
  const own = {
    symbol: decl,
    kind: 'declaration',
    parameterCount: 2,
    locals,
    temps,
    result: int,
    blocks,
  } as const;
  return {
    kind: 'function',
    unit: { decl, symbol: decl, functions: [own] },
    layout,
    isInstance: false,
  };
}

function countInstructions(order: FragmentOrder): number {
  if (order.kind !== 'function') return 0;
  const blocks = order.unit.functions.flatMap((each) => each.blocks);
  return blocks.reduce((sum, block) => sum + block.instructions.length + 1, 0);
}

/** Milliseconds of processor time, which other processes disturb less than the clock. */
function measure(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** Milliseconds by the clock. */
async function measureAsync(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Microseconds each of `count`. */
function us(milliseconds: number, count: number): string {
  return ((milliseconds * 1000) / count).toFixed(1);
}

function report(what: string, value: string): void {
  process.stdout.write(`${what.padEnd(18)} ${value}\n`);
}
