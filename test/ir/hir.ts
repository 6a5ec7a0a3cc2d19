/**
 * Short ways to write typed bodies in tests, where the parser and the checker are not the subject.
 */

import type { DeclId } from '../../src/base/ids.ts';
import { declId, moduleId, parseDeclId } from '../../src/base/ids.ts';
import { lowerBody } from '../../src/ir/lower.ts';
import type { MirUnit } from '../../src/ir/mir.ts';
import type {
  BinaryOperator,
  FieldRef,
  HirBlock,
  HirExpr,
  Local,
  LocalId,
  LoopId,
  TypedBody,
  UnaryOperator,
} from '../../src/sema/hir.ts';
import type { Signature } from '../../src/sema/model.ts';
import type { ClassType, Type } from '../../src/sema/type.ts';

export const int: Type = { kind: 'int', bits: 32, signed: true };
export const u8: Type = { kind: 'int', bits: 8, signed: false };
export const i64: Type = { kind: 'int', bits: 64, signed: true };
export const float: Type = { kind: 'float', bits: 64 };
export const bool: Type = { kind: 'bool' };
export const string: Type = { kind: 'string' };
export const none: Type = { kind: 'void' };
export const never: Type = { kind: 'never' };

export function decl(local: string): DeclId {
  return declId(moduleId('m'), local);
}

export function classType(name: string, ...args: Type[]): ClassType {
  return { kind: 'class', decl: decl(`class ${name}`), args };
}

export function parameter(owner: string, name: string, index = 0): Type {
  return { kind: 'parameter', owner: decl(owner), index, name };
}

export function field(owner: ClassType, name: string, type: Type, lock?: 'locked'): FieldRef {
  return {
    decl: parseDeclId(`${owner.decl}.${name}`),
    name,
    owner,
    type,
    locked: lock === 'locked',
  };
}

const at = 0;

export const num = (value: number, type: Type = int): HirExpr => ({
  kind: 'int',
  value: String(value),
  type,
  at,
});
export const truth = (value: boolean): HirExpr => ({ kind: 'bool', value, type: bool, at });
export const text = (value: string): HirExpr => ({ kind: 'string', value, type: string, at });
export const local = (id: LocalId, type: Type = int): HirExpr => ({
  kind: 'local',
  local: id,
  type,
  at,
});
export const bind = (id: LocalId, value: HirExpr): HirExpr => ({
  kind: 'let',
  local: id,
  value,
  type: value.type,
  at,
});
export const set = (id: LocalId, value: HirExpr): HirExpr => ({
  kind: 'assignLocal',
  local: id,
  value,
  type: value.type,
  at,
});
export const update = (id: LocalId, operator: BinaryOperator, value: HirExpr): HirExpr => ({
  kind: 'compoundLocal',
  local: id,
  operator,
  value,
  type: value.type,
  at,
});
export const consume = (id: LocalId, type: Type): HirExpr => ({
  kind: 'consumeLocal',
  local: id,
  type,
  at,
});
export const get = (object: HirExpr, ref: FieldRef): HirExpr => ({
  kind: 'field',
  object,
  field: ref,
  type: ref.type,
  at,
});
export const put = (
  object: HirExpr,
  ref: FieldRef,
  value: HirExpr,
  exclusive = false,
): HirExpr => ({ kind: 'assignField', object, field: ref, value, exclusive, type: ref.type, at });
export const updateField = (
  object: HirExpr,
  ref: FieldRef,
  operator: BinaryOperator,
  value: HirExpr,
  exclusive = false,
): HirExpr => ({
  kind: 'compoundField',
  object,
  field: ref,
  operator,
  value,
  exclusive,
  type: ref.type,
  at,
});
export const take = (object: HirExpr, ref: FieldRef): HirExpr => ({
  kind: 'consumeField',
  object,
  field: ref,
  type: ref.type,
  at,
});
export const create = (type: ClassType, ...inits: (readonly [FieldRef, HirExpr])[]): HirExpr => ({
  kind: 'new',
  class: type,
  inits: inits.map(([ref, value]) => ({ field: ref, value, at })),
  type,
  at,
});
export const print = (format: string, ...args: HirExpr[]): HirExpr => ({
  kind: 'printf',
  format,
  args,
  type: none,
  at,
});
export const interpolate = (...parts: (string | HirExpr)[]): HirExpr => ({
  kind: 'interpolate',
  parts,
  type: string,
  at,
});
export const neg = (operator: UnaryOperator, operand: HirExpr): HirExpr => ({
  kind: 'unary',
  operator,
  operand,
  type: operand.type,
  at,
});
export const convert = (operand: HirExpr, type: Type): HirExpr => ({
  kind: 'convert',
  operand,
  type,
  at,
});

const comparisons: readonly BinaryOperator[] = ['==', '!=', '<', '<=', '>', '>=', '&&', '||'];

export function bin(left: HirExpr, operator: BinaryOperator, right: HirExpr): HirExpr {
  return {
    kind: 'binary',
    operator,
    left,
    right,
    type: comparisons.includes(operator) ? bool : left.type,
    at,
  };
}

export interface CallOptions {
  readonly result?: Type;
  readonly typeArgs?: readonly Type[];
  /** Where they differ from the arguments' types. */
  readonly parameters?: readonly Type[];
}

export function call(callee: string, args: readonly HirExpr[], options: CallOptions = {}): HirExpr {
  const { result = none, typeArgs = [], parameters = args.map((arg) => arg.type) } = options;
  return {
    kind: 'callFunction',
    callee: decl(callee),
    typeArgs,
    parameters,
    args,
    borrowed: false,
    type: result,
    at,
  };
}

export function send(
  receiver: HirExpr,
  owner: ClassType,
  slot: string,
  args: readonly HirExpr[] = [],
  result: Type = none,
): HirExpr {
  const method = parseDeclId(`${owner.decl}.method ${slot}`);
  const parameters = args.map((arg) => arg.type);
  return {
    kind: 'callMethod',
    receiver,
    method,
    owner,
    slot,
    parameters,
    args,
    borrowed: false,
    type: result,
    at,
  };
}

/** A block that yields its last statement's value unless that is void. */
export function block(...statements: HirExpr[]): HirBlock {
  const type = statements.at(-1)?.type ?? none;
  return { statements, yields: type.kind !== 'void', type, at };
}

/** A block with a trailing `;`. */
export function voidBlock(...statements: HirExpr[]): HirBlock {
  return { statements, yields: false, type: none, at };
}

export function when(condition: HirExpr, then: HirBlock, otherwise?: HirBlock): HirExpr {
  if (otherwise === undefined) return { kind: 'if', condition, then, type: none, at };
  const type = then.type.kind === 'never' ? otherwise.type : then.type;
  return { kind: 'if', condition, then, otherwise, type, at };
}

export const nested = (body: HirBlock): HirExpr => ({
  kind: 'block',
  block: body,
  type: body.type,
  at,
});
export const loop = (id: LoopId, condition: HirExpr, body: HirBlock): HirExpr => ({
  kind: 'while',
  loop: id,
  condition,
  body,
  type: none,
  at,
});
export const finish = (body: HirBlock): HirExpr => ({ kind: 'finish', body, type: body.type, at });
export const spawn = (captures: readonly LocalId[], body: HirBlock): HirExpr => ({
  kind: 'async',
  captures,
  body,
  type: none,
  at,
});
export const leave = (value?: HirExpr): HirExpr =>
  value === undefined
    ? { kind: 'return', type: never, at }
    : { kind: 'return', value, type: never, at };
export const breakOut = (id: LoopId): HirExpr => ({ kind: 'break', loop: id, type: never, at });
export const next = (id: LoopId): HirExpr => ({ kind: 'continue', loop: id, type: never, at });

export function forLoop(
  id: LoopId,
  parts: { readonly init: HirExpr; readonly condition: HirExpr; readonly step: HirExpr },
  body: HirBlock,
): HirExpr {
  return { kind: 'for', loop: id, ...parts, body, type: none, at };
}

export function range(
  id: LoopId,
  variable: LocalId,
  bounds: { readonly from: HirExpr; readonly to: HirExpr; readonly inclusive?: boolean },
  body: HirBlock,
): HirExpr {
  const { from, to, inclusive = false } = bounds;
  return { kind: 'forRange', loop: id, local: variable, from, to, inclusive, body, type: none, at };
}

export interface FunctionParts {
  readonly id: string;
  readonly parameters?: readonly (readonly [string, Type])[];
  readonly lets?: readonly (readonly [string, Type])[];
  readonly result?: Type;
  /** Of methods. */
  readonly self?: ClassType;
  readonly capabilities?: readonly string[];
  readonly body: HirBlock;
}

/** Locals are numbered: `this`, parameters, lets. */
export function typedBody(parts: FunctionParts): TypedBody {
  const { self, parameters = [], lets = [], result = none } = parts;
  const locals: Local[] = [
    ...(self === undefined
      ? []
      : [{ name: 'this', type: self, kind: 'this' as const, borrowed: false, at }]),
    ...parameters.map(([name, type]) => ({
      name,
      type,
      kind: 'parameter' as const,
      borrowed: false,
      at,
    })),
    ...lets.map(([name, type]) => ({ name, type, kind: 'let' as const, borrowed: false, at })),
  ];
  const parameterCount = locals.length - lets.length;
  return { decl: decl(parts.id), locals, parameterCount, result, root: parts.body };
}

/** Lowers a function; capabilities called `Lock…` are locked ones. */
export function lower(parts: FunctionParts): MirUnit {
  const body = typedBody(parts);
  const signature: Signature = {
    decl: body.decl,
    kind: parts.self === undefined ? 'function' : 'method',
    name: parts.id,
    typeParameters: [],
    parameters: [],
    result: body.result,
    borrowed: false,
    capabilities: parts.capabilities ?? [],
  };
  return lowerBody(body, signature, { isLockedCapability: (name) => name.startsWith('Lock') });
}
