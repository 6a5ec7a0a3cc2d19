/** Random typed bodies that end: everything in scope, every type as it must be, loops bounded. */
import type { BinaryOperator, HirBlock, HirExpr, LocalId } from '../../src/sema/hir.ts';
import type { Type } from '../../src/sema/type.ts';
import * as h from './hir.ts';

const cell = h.classType('Cell');
const v = h.field(cell, 'v', h.int);
const shared = h.field(cell, 'shared', h.int, 'locked');
const link = h.field(cell, 'link', cell);

/** The program's functions; `function f0()` is the entry. */
export function randomProgram(seed: number): h.FunctionParts[] {
  const random = generator(seed);
  return [
    randomFunction(random, { id: 'function f0()', depth: 4, result: h.int, callees: 2 }),
    randomFunction(random, {
      id: 'function f1(int)',
      depth: 3,
      result: h.int,
      callees: 1,
      takes: h.int,
    }),
    {
      ...randomFunction(random, {
        id: 'class Cell.method bump(i32)',
        depth: 2,
        result: h.int,
        callees: 0,
        takes: h.int,
        self: 'locked',
      }),
    },
  ];
}

interface Random {
  /** From 0 to `bound - 1`. */
  below(bound: number): number;
}

/** Mulberry32. */
function generator(seed: number): Random {
  let state = seed;
  return {
    below(bound) {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) % bound;
    },
  };
}

interface Shape {
  readonly id: string;
  readonly depth: number;
  readonly result: Type;
  /**
   * How many of `function f1(int)` and `Cell.bump` it may call: later ones only, so that calls end.
   */
  readonly callees: number;
  readonly takes?: Type;
  readonly self?: 'locked';
}

interface Scope {
  readonly random: Random;
  readonly shape: Shape;
  readonly lets: [string, Type][];
  readonly firstLet: number;
  visible: readonly Variable[];
  loops: readonly number[];
  counters: number;
  inTask: boolean;
  finishes: number;
}

interface Variable {
  readonly id: LocalId;
  readonly type: Type;
  /** Loop counters and `this` are left alone. */
  readonly writable: boolean;
}

function randomFunction(random: Random, shape: Shape): h.FunctionParts {
  const parameters: [string, Type][] = shape.takes === undefined ? [] : [['p', shape.takes]];
  const self = shape.self === undefined ? 0 : 1;
  const scope: Scope = {
    random,
    shape,
    lets: [],
    firstLet: self + parameters.length,
    visible: [
      ...(self === 1 ? [{ id: 0, type: cell, writable: false }] : []),
      ...parameters.map(([, type], index) => ({ id: self + index, type, writable: true })),
    ],
    loops: [],
    counters: 0,
    inTask: false,
    finishes: 0,
  };
  const statements = randomStatements(scope, shape.depth);
  const root = h.block(...statements, randomValue(scope, shape.result, 2));
  return {
    id: shape.id,
    parameters,
    lets: scope.lets,
    result: shape.result,
    ...(self === 1 ? { self: cell, capabilities: ['Lock'] } : {}),
    body: root,
  };
}

function newLocal(scope: Scope, type: Type): LocalId {
  const id = scope.firstLet + scope.lets.length;
  scope.lets.push([`x${id}`, type]);
  return id;
}

/** Statements with a scope of their own. */
function randomBlock(scope: Scope, depth: number): HirBlock {
  const { visible } = scope;
  const statements = randomStatements(scope, depth);
  scope.visible = visible;
  return h.voidBlock(...statements);
}

function randomStatements(scope: Scope, depth: number): HirExpr[] {
  return Array.from({ length: 1 + scope.random.below(4) }, () => randomStatement(scope, depth));
}

function randomStatement(scope: Scope, depth: number): HirExpr {
  const { random } = scope;
  if (depth <= 0) return h.print('%d ', randomValue(scope, h.int, 1));
  switch (random.below(15)) {
    case 0:
    case 1:
    case 2: {
      const type = pick(random, [h.int, h.bool, cell]);
      const value = randomValue(scope, type, 2);
      const id = newLocal(scope, type);
      scope.visible = [...scope.visible, { id, type, writable: true }];
      return h.bind(id, value);
    }
    case 3: {
      const variable = randomVariable(scope, undefined, 'writable');
      if (variable === undefined) break;
      return h.set(variable.id, randomValue(scope, variable.type, 2));
    }
    case 4: {
      const variable = randomVariable(scope, h.int, 'writable');
      if (variable === undefined) break;
      return h.update(variable.id, pick(random, ['+', '-', '*']), randomValue(scope, h.int, 2));
    }
    case 5:
      return h.when(
        randomValue(scope, h.bool, 2),
        randomBlock(scope, depth - 1),
        random.below(2) === 0 ? undefined : randomBlock(scope, depth - 1),
      );
    case 6:
    case 7:
      return randomLoop(scope, depth);
    case 8: {
      const loop = scope.loops.at(-1 - random.below(2));
      if (loop === undefined) break;
      return h.when(
        randomValue(scope, h.bool, 1),
        h.block(random.below(2) === 0 ? h.breakOut(loop) : h.next(loop)),
      );
    }
    case 9:
      return h.when(
        randomValue(scope, h.bool, 1),
        h.block(scope.inTask ? h.leave() : h.leave(randomValue(scope, scope.shape.result, 1))),
      );
    case 10: {
      scope.finishes += 1;
      const body = randomBlock(scope, depth - 1);
      scope.finishes -= 1;
      return h.finish(body);
    }
    case 11:
      if (scope.finishes > 0) return randomTask(scope, depth);
      break;
    case 12:
      return h.put(
        randomValue(scope, cell, 1),
        pick(random, [v, shared]),
        randomValue(scope, h.int, 2),
        random.below(2) === 0,
      );
    case 13:
      return h.updateField(
        randomValue(scope, cell, 1),
        pick(random, [v, shared]),
        '+',
        randomValue(scope, h.int, 1),
        random.below(2) === 0,
      );
    default:
      return h.put(randomValue(scope, cell, 1), link, randomValue(scope, cell, 1));
  }
  return h.print('%d ', randomValue(scope, h.int, 2));
}

function randomLoop(scope: Scope, depth: number): HirExpr {
  const { visible, loops, random } = scope;
  const loop = scope.counters;
  scope.counters += 1;
  scope.loops = [...loops, loop];
  const from = randomValue(scope, h.int, 0);
  const id = newLocal(scope, h.int);
  const isRange = random.below(2) === 0;
  const limit = h.num(random.below(4));
  if (isRange) {
    const writable = { id, type: h.int, writable: true };
    scope.visible = [...visible, writable];
    const body = randomBlock(scope, depth - 1);
    Object.assign(scope, { visible, loops });
    const start = h.num(random.below(3));
    return h.range(loop, id, { from: start, to: limit, inclusive: random.below(2) === 0 }, body);
  }
  scope.visible = [...visible, { id, type: h.int, writable: false }];
  const body = randomBlock(scope, depth - 1);
  Object.assign(scope, { visible, loops });
  const counter = h.local(id);
  const parts = {
    init: h.bind(id, h.num(0)),
    condition: h.bin(counter, '<', limit),
    step: h.set(id, h.bin(counter, '+', h.num(1))),
  };
  const rest = h.forLoop(loop, parts, body);
  return random.below(2) === 0 ? rest : h.nested(h.voidBlock(h.print('%d ', from), rest));
}

function randomTask(scope: Scope, depth: number): HirExpr {
  const { visible, loops, inTask, finishes } = scope;
  Object.assign(scope, { loops: [], inTask: true, finishes: 0 });
  const body = randomBlock(scope, depth - 1);
  Object.assign(scope, { visible, loops, inTask, finishes });
  return h.spawn(
    visible.map(({ id }) => id),
    body,
  );
}

function randomValue(scope: Scope, type: Type, depth: number): HirExpr {
  const { random } = scope;
  const variable = randomVariable(scope, type, 'any');
  if (variable !== undefined && random.below(3) === 0) return h.local(variable.id, type);
  if (type.kind === 'class') return randomObject(scope, depth);
  if (type.kind === 'bool') return randomCondition(scope, depth);
  if (depth <= 0) return h.num(random.below(5) - 1);
  const inner = (): HirExpr => randomValue(scope, h.int, depth - 1);
  switch (random.below(10)) {
    case 0:
    case 1:
      return h.bin(inner(), pick<BinaryOperator>(random, ['+', '-', '*', '/', '%']), inner());
    case 2:
      return h.neg('-', inner());
    case 3:
      return h.when(randomValue(scope, h.bool, 1), h.block(inner()), h.block(inner()));
    case 4:
      return h.get(randomValue(scope, cell, depth - 1), pick(random, [v, shared]));
    case 5:
      if (scope.shape.callees > 1) return h.call('function f1(int)', [inner()], { result: h.int });
      break;
    case 6:
      if (scope.shape.callees > 0) {
        return h.send(randomValue(scope, cell, depth - 1), cell, 'bump(i32)', [inner()], h.int);
      }
      break;
    case 7: {
      const target = randomVariable(scope, h.int, 'writable');
      if (target !== undefined) return h.set(target.id, inner());
      break;
    }
    case 8:
      return h.take(randomValue(scope, cell, depth - 1), pick(random, [v, shared]));
    default:
      break;
  }
  return h.num(random.below(5) - 1);
}

function randomCondition(scope: Scope, depth: number): HirExpr {
  const { random } = scope;
  if (depth <= 0) return h.truth(random.below(2) === 0);
  const inner = (): HirExpr => randomCondition(scope, depth - 1);
  switch (random.below(5)) {
    case 0:
      return h.bin(inner(), '&&', inner());
    case 1:
      return h.bin(inner(), '||', inner());
    case 2:
      return h.neg('!', inner());
    default:
      return h.bin(
        randomValue(scope, h.int, 1),
        pick(random, ['<', '==']),
        randomValue(scope, h.int, 1),
      );
  }
}

function randomObject(scope: Scope, depth: number): HirExpr {
  const { random } = scope;
  const variable = randomVariable(scope, cell, 'any');
  if (variable !== undefined) {
    const it = h.local(variable.id, cell);
    const choice = random.below(12);
    if (choice === 0 && variable.writable) return h.consume(variable.id, cell);
    if (choice === 1) return h.get(it, link);
    if (choice === 2) return h.take(it, link);
    if (choice < 9) return it;
  }
  if (depth <= 0) return h.create(cell, [v, h.num(random.below(9))]);
  return h.create(
    cell,
    [v, randomValue(scope, h.int, depth - 1)],
    [link, randomObject(scope, depth - 1)],
  );
}

function randomVariable(
  scope: Scope,
  type: Type | undefined,
  which: 'any' | 'writable',
): Variable | undefined {
  const fitting = scope.visible.filter(
    (variable) =>
      (type === undefined || variable.type.kind === type.kind) &&
      (which === 'any' || variable.writable),
  );
  return fitting[scope.random.below(Math.max(1, fitting.length))];
}

function pick<T>(random: Random, choices: readonly [T, ...T[]]): T {
  return choices[random.below(choices.length)] ?? choices[0];
}
