/**
 * Executes mid-level IR as its definition says, without LLVM: one thread, tasks at the end of their
 * `finish` in the order of their spawning, output into a string, panics as values.
 */
import { assertNever, invariant, present } from '../../src/base/invariant.ts';
import type { Ordinal } from '../../src/base/span.ts';
import { instantiate } from '../../src/ir/instantiate.ts';
import type {
  ArithmeticOperator,
  CompareOperator,
  Instruction,
  MirFunction,
  MirUnit,
  Operand,
} from '../../src/ir/mir.ts';
import { fieldKey } from '../../src/ir/references.ts';
import { functionSymbol } from '../../src/ir/symbol.ts';
import type { ValueShapes } from '../../src/ir/value-shapes.ts';
import { noShapes } from '../../src/ir/value-shapes.ts';
import type { ClassType, Type } from '../../src/sema/type.ts';
import { typeKey } from '../../src/sema/type-key.ts';
import { interpretComposite } from './interpret-composite.ts';
import type { Composite } from './interpreter-values.ts';
import {
  constantOf,
  instanceOf,
  readPart,
  sameValue,
  withPart,
  zeroOf,
} from './interpreter-values.ts';
import { printed } from './printed-value.ts';

export interface Program {
  readonly units: readonly MirUnit[];
  /** The implementation of a class's slot: a declaration and its type arguments. */
  readonly dispatch?: (
    type: ClassType,
    slot: string,
  ) => { readonly decl: string; readonly typeArgs: readonly Type[] };
  /** Parts of the structs and unions in it. */
  readonly shapes?: ValueShapes;
  /** Whether a class is another, or below it. */
  readonly isBelow?: (type: ClassType, other: ClassType) => boolean;
}

export interface Outcome {
  readonly output: string;
  readonly result?: Value | undefined;
  /** `divide@3`, `receiver x@0` … */
  readonly panic?: string;
  /** Locks and joins in the order of their execution: `+x`, `-x` exclusive, `(`, `)` shared. */
  readonly log: readonly string[];
}

export type Value = bigint | number | boolean | string | Instance | Composite | undefined;

export interface Instance {
  readonly type: ClassType;
  readonly fields: Map<string, Value>;
  /** Exclusive and shared holds. */
  readonly lock: { exclusive: number; shared: number };
}

class Panic extends Error {}

interface Machine {
  readonly program: Program;
  readonly units: Map<string, MirUnit>;
  readonly log: string[];
  readonly shapes: ValueShapes;
  readonly globals: Map<string, Value>;
  output: string;
  steps: number;
}

type Task = () => void;

interface Frame {
  readonly unit: MirUnit;
  readonly fn: MirFunction;
  readonly temps: Value[];
  readonly slots: Value[];
  readonly scopes: Map<number, Task[]>;
}

export function execute(program: Program, symbol: string, args: readonly Value[] = []): Outcome {
  const units = new Map(program.units.map((unit) => [unit.symbol, unit]));
  const machine: Machine = {
    program,
    units,
    log: [],
    shapes: program.shapes ?? noShapes,
    globals: new Map(),
    output: '',
    steps: 0,
  };
  try {
    const result = callUnit(machine, present(units.get(symbol), symbol), args);
    return { output: machine.output, result, log: machine.log };
  } catch (error) {
    if (!(error instanceof Panic)) throw error;
    return { output: machine.output, panic: error.message, log: machine.log };
  }
}

function callUnit(machine: Machine, unit: MirUnit, args: readonly Value[]): Value {
  return run(machine, unit, present(unit.functions[0], 'function'), args);
}

function run(machine: Machine, unit: MirUnit, fn: MirFunction, args: readonly Value[]): Value {
  invariant(args.length === fn.parameterCount, `${args.length} arguments for ${fn.symbol}`);
  const frame: Frame = { unit, fn, temps: [], slots: [...args], scopes: new Map() };
  for (let block = fn.blocks[0]; block !== undefined; ) {
    machine.steps += 1;
    invariant(machine.steps < 1_000_000, 'The program does not end');
    for (const instruction of block.instructions) step(machine, frame, instruction);
    const { terminator } = block;
    switch (terminator.op) {
      case 'goto':
        block = fn.blocks[terminator.target];
        break;
      case 'branch':
        block =
          fn.blocks[
            value(machine, frame, terminator.condition) === true
              ? terminator.then
              : terminator.otherwise
          ];
        break;
      case 'return':
        invariant(frame.scopes.size === 0, 'A finish is open at the return');
        return terminator.value && value(machine, frame, terminator.value);
      case 'switch': {
        const subject = value(machine, frame, terminator.value);
        const chosen = terminator.cases.find((each) => BigInt(each.value) === asInteger(subject));
        block = fn.blocks[chosen?.target ?? terminator.otherwise];
        break;
      }
      case 'unreachable':
        throw new Panic('unreachable');
      default:
        assertNever(terminator);
    }
  }
  throw new Error('A jump into nothing');
}

function step(machine: Machine, frame: Frame, i: Instruction): void {
  const { shapes } = machine;
  const of = (operand: Operand): Value => value(machine, frame, operand);
  switch (i.op) {
    case 'load':
      frame.temps[i.dest] = readPart(shapes, frame.slots[i.slot], slotType(frame, i.slot), i.path);
      return;
    case 'store':
      frame.slots[i.slot] = withPart(
        shapes,
        { value: frame.slots[i.slot], type: slotType(frame, i.slot) },
        i.path,
        of(i.value),
      );
      return;
    case 'arith':
      frame.temps[i.dest] = arithmetic(i.operator, i.type, [of(i.left), of(i.right)]);
      return;
    case 'compare':
      frame.temps[i.dest] = compare(i.operator, of(i.left), of(i.right));
      return;
    case 'negate': {
      const operand = of(i.value);
      frame.temps[i.dest] =
        typeof operand === 'bigint' ? wrap(i.type, -operand) : -(operand as number);
      return;
    }
    case 'complement': {
      const operand = of(i.value);
      frame.temps[i.dest] = typeof operand === 'bigint' ? wrap(i.type, ~operand) : operand !== true;
      return;
    }
    case 'convert':
      frame.temps[i.dest] = convert(of(i.value), i.to);
      return;
    case 'new':
      frame.temps[i.dest] = { type: i.class, fields: new Map(), lock: { exclusive: 0, shared: 0 } };
      return;
    case 'getField':
      frame.temps[i.dest] = readPart(
        shapes,
        fieldOf(machine, of(i.object), i),
        i.field.type,
        i.path,
      );
      return;
    case 'setField': {
      const whole = { value: fieldOf(machine, of(i.object), i), type: i.field.type };
      const changed = withPart(shapes, whole, i.path, of(i.value));
      instanceOf(of(i.object)).fields.set(fieldKey(i.field), changed);
      return;
    }
    case 'isInstance': {
      const { type } = instanceOf(of(i.value));
      frame.temps[i.dest] = present(machine.program.isBelow, 'classes')(type, i.class);
      return;
    }
    case 'getGlobal':
      frame.temps[i.dest] = readPart(
        shapes,
        present(machine.globals.get(i.global.decl), i.global.decl),
        i.global.type,
        i.path,
      );
      return;
    case 'setGlobal': {
      const { decl, type } = i.global;
      const before = machine.globals.get(decl) ?? zeroOf(shapes, type);
      const changed = withPart(shapes, { value: before, type }, i.path, of(i.value));
      machine.globals.set(decl, changed);
      return;
    }
    case 'lockGlobal':
    case 'unlockGlobal':
      machine.log.push(`${i.op === 'lockGlobal' ? 'lock' : 'unlock'} ${i.mode} ${i.global.decl}`);
      return;
    case 'panic':
      throw panic(String(of(i.message)), i.at);
    case 'stringLength': {
      const text = String(of(i.value));
      const count = i.unit === 'bytes' ? Buffer.byteLength(text) : [...text].length;
      frame.temps[i.dest] = BigInt(count);
      return;
    }
    case 'hash':
    case 'callRuntime':
    case 'callExtern':
      throw new Error(`The interpreter has no ${i.op}`);
    case 'checkSet':
      if (of(i.value) === undefined) throw panic(`${i.reason} ${i.name}`, i.at);
      return;
    case 'checkDivisor':
      if (of(i.value) === 0n) throw panic('divide', i.at);
      return;
    case 'call': {
      const unit = unitOf(machine, i.callee.decl, i.callee.typeArgs);
      assign(frame, i.dest, callUnit(machine, unit, i.args.map(of)));
      return;
    }
    case 'callVirtual': {
      const receiver = instanceOf(of(i.receiver));
      const target = present(machine.program.dispatch, 'dispatch')(receiver.type, i.method.slot);
      const unit = unitOf(machine, target.decl, target.typeArgs);
      assign(frame, i.dest, callUnit(machine, unit, [receiver, ...i.args.map(of)]));
      return;
    }
    case 'printf':
      machine.output += format(
        i.format,
        i.args.map((arg) => of(arg.value)),
      );
      return;
    case 'interpolate':
      frame.temps[i.dest] = i.parts
        .map((part) =>
          typeof part === 'string' ? part : printed(shapes, of(part.value), part.type),
        )
        .join('');
      return;
    case 'lock': {
      const { type, lock } = instanceOf(of(i.object));
      lock[i.mode] += 1;
      machine.log.push(`lock ${i.mode} ${typeKey(type)}`);
      return;
    }
    case 'unlock': {
      const { type, lock } = instanceOf(of(i.object));
      lock[i.mode] -= 1;
      invariant(lock[i.mode] >= 0, 'Unlocked what is not locked');
      machine.log.push(`unlock ${i.mode} ${typeKey(type)}`);
      return;
    }
    case 'finishBegin':
      frame.scopes.set(i.scope, []);
      return;
    case 'spawn': {
      const { unit } = frame;
      const task = present(unit.functions[i.task], 'task');
      const captures = i.captures.map(of);
      present(frame.scopes.get(i.scope), 'scope').push(
        () => void run(machine, unit, task, captures),
      );
      return;
    }
    case 'finishEnd': {
      const tasks = present(frame.scopes.get(i.scope), 'scope');
      for (const task of tasks) task();
      frame.scopes.delete(i.scope);
      machine.log.push(`joined ${tasks.length}`);
      return;
    }
    default: {
      const fail = (what: string, at: Ordinal): never => {
        throw panic(what, at);
      };
      const result = interpretComposite({ shapes, of, fail }, i);
      if ('dest' in i) frame.temps[i.dest] = result;
    }
  }
}

function slotType(frame: Frame, slot: number): Type {
  return present(frame.fn.locals[slot], `slot ${slot}`).type;
}

function fieldOf(
  machine: Machine,
  object: Value,
  { field }: Extract<Instruction, { readonly op: 'getField' | 'setField' }>,
): Value {
  const { fields } = instanceOf(object);
  return fields.get(fieldKey(field)) ?? zeroOf(machine.shapes, field.type);
}

function asInteger(subject: Value): bigint {
  if (typeof subject === 'boolean') return subject ? 1n : 0n;
  invariant(typeof subject === 'bigint', 'A switch on no integer');
  return subject;
}

function unitOf(machine: Machine, decl: string, typeArgs: readonly Type[]): MirUnit {
  const generic = present(machine.units.get(decl), decl);
  if (typeArgs.length === 0) return generic;
  const symbol = functionSymbol(generic.decl, typeArgs);
  const known = machine.units.get(symbol) ?? instantiate(generic, typeArgs, symbol);
  machine.units.set(symbol, known);
  return known;
}

function assign(frame: Frame, dest: number | undefined, result: Value): void {
  if (dest !== undefined) frame.temps[dest] = result;
}

function value(machine: Machine, frame: Frame, operand: Operand): Value {
  switch (operand.kind) {
    case 'temp':
      return frame.temps[operand.temp];
    case 'int':
      return BigInt(operand.value);
    case 'float':
      return Number(operand.value);
    case 'bool':
    case 'string':
      return operand.value;
    case 'zero':
      return zeroOf(machine.shapes, operand.type);
    case 'constant':
      return constantOf(operand.type, operand.value, machine.shapes);
    default:
      return assertNever(operand);
  }
}

function arithmetic(
  operator: ArithmeticOperator,
  type: Type,
  operands: readonly [Value, Value],
): Value {
  const [a, b] = operands;
  if (typeof a === 'number' && typeof b === 'number') {
    return {
      add: a + b,
      sub: a - b,
      mul: a * b,
      div: a / b,
      rem: a % b,
      and: 0,
      or: 0,
      xor: 0,
      shl: 0,
      shr: 0,
    }[operator];
  }
  invariant(
    typeof a === 'bigint' && typeof b === 'bigint' && type.kind === 'int',
    'Integers expected',
  );
  const count = b & BigInt(type.bits - 1);
  const compute: Record<ArithmeticOperator, () => bigint> = {
    add: () => a + b,
    sub: () => a - b,
    mul: () => a * b,
    div: () => a / b,
    rem: () => a % b,
    and: () => a & b,
    or: () => a | b,
    xor: () => a ^ b,
    shl: () => a << count,
    shr: () => a >> count,
  };
  return wrap(type, compute[operator]());
}

function compare(operator: CompareOperator, a: Value, b: Value): boolean {
  if (operator === 'eq') return sameValue(a, b);
  if (operator === 'ne') return !sameValue(a, b);
  const [left, right] = [a as bigint, b as bigint];
  return { lt: left < right, le: left <= right, gt: left > right, ge: left >= right }[operator];
}

function convert(from: Value, to: Type): Value {
  if (to.kind === 'int')
    return wrap(to, typeof from === 'number' ? BigInt(Math.trunc(from)) : (from as bigint));
  return to.kind === 'float' ? Number(from) : from;
}

function wrap(type: Type, wide: bigint): bigint {
  invariant(type.kind === 'int', 'An integer type');
  return type.signed ? BigInt.asIntN(type.bits, wide) : BigInt.asUintN(type.bits, wide);
}

function format(pattern: string, args: readonly Value[]): string {
  let index = 0;
  return pattern.replaceAll(/%(%|[a-z]+)/g, (_, directive: string) => {
    if (directive === '%') return '%';
    const arg = args[index];
    index += 1;
    return typeof arg === 'boolean' ? String(Number(arg)) : String(arg);
  });
}

function panic(what: string, at: Ordinal): Panic {
  return new Panic(`${what}@${at}`);
}
