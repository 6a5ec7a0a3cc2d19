/**
 * Executes typed bodies directly, by recursion over the tree: the reference that lowered code is
 * compared with. It shares nothing with lowering; control flow is exceptions, locks are left out.
 */
import { InternalError, invariant, present } from '../../src/base/invariant.ts';
import type { HirBlock, HirExpr, LocalId, TypedBody } from '../../src/sema/hir.ts';
import type { ClassType, Type } from '../../src/sema/type.ts';
import { typeKey } from '../../src/sema/type-key.ts';

export interface Outcome {
  readonly output: string;
  readonly result: string;
  readonly panic: string | undefined;
}

type Value = number | boolean | Instance | undefined;

interface Instance {
  readonly type: ClassType;
  readonly fields: Map<string, Value>;
}

class Leave extends Error {
  readonly how: 'return' | 'break' | 'continue';
  readonly loop: number;
  readonly value: Value;

  constructor(how: Leave['how'], loop: number, value: Value) {
    super(how);
    this.how = how;
    this.loop = loop;
    this.value = value;
  }
}

class Panic extends Error {}

interface World {
  readonly bodies: ReadonlyMap<string, TypedBody>;
  output: string;
  fuel: number;
}

interface Frame {
  readonly world: World;
  readonly body: TypedBody;
  readonly locals: Map<LocalId, Value>;
  /** Tasks of the open scopes, innermost last. */
  readonly scopes: (() => void)[][];
}

/** Supports `int`, `bool` and classes; methods are found by the declaration that the call names. */
export function interpret(bodies: readonly TypedBody[], entry: string): Outcome {
  const world: World = {
    bodies: new Map(bodies.map((body) => [body.decl, body])),
    output: '',
    fuel: 20_000,
  };
  try {
    const result = run(world, entry, []);
    return { output: world.output, result: String(result), panic: undefined };
  } catch (error) {
    if (!(error instanceof Panic)) throw error;
    return { output: world.output, result: 'none', panic: error.message };
  }
}

function run(world: World, decl: string, args: readonly Value[]): Value {
  const body = present(world.bodies.get(decl), decl);
  const frame: Frame = { world, body, locals: new Map(args.entries()), scopes: [] };
  const value = returning(() => block(frame, body.root));
  return body.result.kind === 'void' ? undefined : value;
}

function returning(execute: () => Value): Value {
  try {
    return execute();
  } catch (signal) {
    if (signal instanceof Leave && signal.how === 'return') return signal.value;
    throw signal;
  }
}

function block(frame: Frame, { statements, yields }: HirBlock): Value {
  let last: Value;
  for (const statement of statements) last = evaluate(frame, statement);
  return yields ? last : undefined;
}

function evaluate(frame: Frame, e: HirExpr): Value {
  const { locals, world } = frame;
  world.fuel -= 1;
  if (world.fuel < 0) throw new InternalError('The generated program runs too long');
  switch (e.kind) {
    case 'int':
      return Number(e.value);
    case 'bool':
      return e.value;
    case 'local':
      return locals.get(e.local);
    case 'let':
    case 'assignLocal':
      return put(locals, e.local, evaluate(frame, e.value));
    case 'compoundLocal': {
      const left = locals.get(e.local);
      return put(locals, e.local, operate(e.operator, left, evaluate(frame, e.value)));
    }
    case 'consumeLocal': {
      const value = locals.get(e.local);
      put(locals, e.local, zero(e.type));
      return value;
    }
    case 'field':
      return vetted(read(frame, e, object(evaluate(frame, e.object), e.object, frame)), e);
    case 'assignField': {
      if (e.exclusive) {
        const target = object(evaluate(frame, e.object), e.object, frame);
        return write(target, e.field.name, evaluate(frame, e.value));
      }
      const value = evaluate(frame, e.value);
      return write(object(evaluate(frame, e.object), e.object, frame), e.field.name, value);
    }
    case 'compoundField': {
      const target = object(evaluate(frame, e.object), e.object, frame);
      const left = read(frame, e, target);
      return write(target, e.field.name, operate(e.operator, left, evaluate(frame, e.value)));
    }
    case 'consumeField': {
      const target = object(evaluate(frame, e.object), e.object, frame);
      const value = read(frame, e, target);
      write(target, e.field.name, zero(e.field.type));
      return vetted(value, e);
    }
    case 'new': {
      const created: Instance = { type: e.class, fields: new Map() };
      for (const init of e.inits) write(created, init.field.name, evaluate(frame, init.value));
      return created;
    }
    case 'callFunction':
      return run(
        world,
        e.callee,
        e.args.map((arg) => evaluate(frame, arg)),
      );
    case 'callMethod': {
      const receiver = evaluate(frame, e.receiver);
      if (receiver === undefined) throw new Panic(`receiver ${name(frame, e.receiver)}@${e.at}`);
      return run(world, e.method, [receiver, ...e.args.map((arg) => evaluate(frame, arg))]);
    }
    case 'printf': {
      const args = e.args.map((arg) => evaluate(frame, arg));
      world.output += e.format.replaceAll('%d', () => String(Number(args.shift())));
      return undefined;
    }
    case 'if': {
      if (evaluate(frame, e.condition) === true) return block(frame, e.then);
      return e.otherwise && block(frame, e.otherwise);
    }
    case 'while':
      iterate(
        e.loop,
        () => evaluate(frame, e.condition) === true,
        () => block(frame, e.body),
        () => {},
      );
      return undefined;
    case 'for':
      evaluate(frame, e.init);
      iterate(
        e.loop,
        () => evaluate(frame, e.condition) === true,
        () => block(frame, e.body),
        () => void evaluate(frame, e.step),
      );
      return undefined;
    case 'forRange': {
      let counter = Number(evaluate(frame, e.from));
      const end = Number(evaluate(frame, e.to));
      iterate(
        e.loop,
        () => counter < end || (e.inclusive && counter === end),
        () => {
          put(locals, e.local, counter);
          block(frame, e.body);
        },
        () => {
          counter += 1;
        },
      );
      return undefined;
    }
    case 'block':
      return block(frame, e.block);
    case 'finish':
      return joined(frame, () => block(frame, e.body));
    case 'async': {
      const copies = new Map(e.captures.map((local) => [local, locals.get(local)]));
      const task: Frame = { world, body: frame.body, locals: copies, scopes: [] };
      frame.scopes.at(-1)?.push(() => void returning(() => block(task, e.body)));
      return undefined;
    }
    case 'binary': {
      const left = evaluate(frame, e.left);
      if (e.operator === '&&' && left === false) return false;
      if (e.operator === '||' && left === true) return true;
      const right = evaluate(frame, e.right);
      if ((e.operator === '/' || e.operator === '%') && right === 0) {
        throw new Panic(`divide@${e.at}`);
      }
      return operate(e.operator, left, right);
    }
    case 'unary': {
      const operand = evaluate(frame, e.operand);
      return e.operator === '!' ? operand !== true : -Number(operand) | 0;
    }
    case 'return':
      throw new Leave('return', -1, e.value && evaluate(frame, e.value));
    case 'break':
    case 'continue':
      throw new Leave(e.kind, e.loop, undefined);
    default:
      throw new InternalError(`The reference does not know ${e.kind}`);
  }
}

function iterate(loop: number, goesOn: () => boolean, body: () => void, step: () => void): void {
  for (; goesOn(); step()) {
    try {
      body();
    } catch (signal) {
      if (!(signal instanceof Leave) || signal.loop !== loop) throw signal;
      if (signal.how === 'break') return;
    }
  }
}

/** Tasks run where the scope is left, however that is, but not after a panic. */
function joined(frame: Frame, execute: () => Value): Value {
  const tasks: (() => void)[] = [];
  frame.scopes.push(tasks);
  const join = (): void => {
    frame.scopes.pop();
    for (const task of tasks) task();
  };
  let value: Value;
  try {
    value = execute();
  } catch (signal) {
    if (signal instanceof Leave) join();
    throw signal;
  }
  join();
  return value;
}

function operate(operator: string, left: Value, right: Value): Value {
  const [a, b] = [Number(left), Number(right)];
  switch (operator) {
    case '+':
      return (a + b) | 0;
    case '-':
      return (a - b) | 0;
    case '*':
      return Math.imul(a, b);
    case '/':
      return (a / b) | 0;
    case '%':
      return (a % b) | 0;
    case '<':
      return a < b;
    case '==':
      return left === right;
    case '&&':
    case '||':
      return right;
    default:
      throw new InternalError(`The reference does not know ${operator}`);
  }
}

type FieldAccess = Extract<HirExpr, { readonly kind: 'field' | 'compoundField' | 'consumeField' }>;

function read(_: Frame, e: FieldAccess, target: Instance): Value {
  const known = target.fields.has(e.field.name);
  return known ? target.fields.get(e.field.name) : zero(e.field.type);
}

function vetted(value: Value, e: FieldAccess): Value {
  if (value === undefined) throw new Panic(`unset-field ${e.field.name}@${e.at}`);
  return value;
}

function write(target: Instance, field: string, value: Value): Value {
  target.fields.set(field, value);
  return value;
}

function object(value: Value, e: HirExpr, frame: Frame): Instance {
  if (value === undefined) throw new Panic(`field-access ${name(frame, e)}@${e.at}`);
  invariant(typeof value === 'object', typeKey(e.type));
  return value;
}

function name(frame: Frame, e: HirExpr): string {
  if (e.kind === 'local' || e.kind === 'consumeLocal')
    return present(frame.body.locals[e.local], 'local').name;
  if (e.kind === 'field' || e.kind === 'consumeField') return e.field.name;
  return e.kind;
}

function put(locals: Map<LocalId, Value>, local: LocalId, value: Value): Value {
  locals.set(local, value);
  return value;
}

function zero(type: Type): Value {
  if (type.kind === 'int') return 0;
  return type.kind === 'bool' ? false : undefined;
}
