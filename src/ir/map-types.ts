/**
 * Rebuilds a function with every type in it replaced. Types that stay the same keep their identity.
 */
import { assertNever } from '../base/invariant.ts';
import type { ClassType, Type } from '../sema/type.ts';
import type {
  Instruction,
  MirBlock,
  MirField,
  MirFunction,
  MirMethod,
  Operand,
  Terminator,
} from './mir.ts';

export interface TypeMap {
  type(type: Type): Type;
  /** Of a class, which stays one. */
  classType(type: ClassType): ClassType;
}

export function mapFunctionTypes(map: TypeMap, fn: MirFunction): MirFunction {
  return {
    ...fn,
    locals: fn.locals.map((local) => ({ ...local, type: map.type(local.type) })),
    temps: fn.temps.map(map.type),
    result: map.type(fn.result),
    blocks: fn.blocks.map((block) => mapBlock(map, block)),
  };
}

function mapBlock(map: TypeMap, block: MirBlock): MirBlock {
  return {
    instructions: block.instructions.map((instruction) => mapInstruction(map, instruction)),
    terminator: mapTerminator(map, block.terminator),
  };
}

function mapInstruction(map: TypeMap, i: Instruction): Instruction {
  const operand = (value: Operand): Operand => mapOperand(map, value);
  switch (i.op) {
    case 'load':
    case 'finishBegin':
    case 'finishEnd':
      return i;
    case 'store':
    case 'checkSet':
      return { ...i, value: operand(i.value) };
    case 'arith':
    case 'compare':
      return { ...i, left: operand(i.left), right: operand(i.right), type: map.type(i.type) };
    case 'negate':
    case 'complement':
    case 'checkDivisor':
      return { ...i, value: operand(i.value), type: map.type(i.type) };
    case 'convert':
      return { ...i, value: operand(i.value), from: map.type(i.from), to: map.type(i.to) };
    case 'new':
      return { ...i, class: map.classType(i.class) };
    case 'getField':
      return { ...i, object: operand(i.object), field: mapField(map, i.field) };
    case 'setField':
      return {
        ...i,
        object: operand(i.object),
        field: mapField(map, i.field),
        value: operand(i.value),
      };
    case 'call': {
      const { decl, typeArgs, parameters, result } = i.callee;
      const callee = {
        decl,
        typeArgs: typeArgs.map(map.type),
        parameters: parameters.map(map.type),
        result: map.type(result),
      };
      return { ...i, callee, args: i.args.map(operand) };
    }
    case 'callVirtual':
      return {
        ...i,
        receiver: operand(i.receiver),
        method: mapMethod(map, i.method),
        args: i.args.map(operand),
      };
    case 'printf':
      return { ...i, args: i.args.map((arg) => mapTyped(map, arg)) };
    case 'interpolate':
      return {
        ...i,
        parts: i.parts.map((part) => (typeof part === 'string' ? part : mapTyped(map, part))),
      };
    case 'lock':
    case 'unlock':
      return { ...i, object: operand(i.object) };
    case 'spawn':
      return { ...i, captures: i.captures.map(operand) };
    default:
      return assertNever(i);
  }
}

function mapTerminator(map: TypeMap, terminator: Terminator): Terminator {
  switch (terminator.op) {
    case 'goto':
    case 'unreachable':
      return terminator;
    case 'branch':
      return { ...terminator, condition: mapOperand(map, terminator.condition) };
    case 'return':
      return terminator.value === undefined
        ? terminator
        : { ...terminator, value: mapOperand(map, terminator.value) };
    default:
      return assertNever(terminator);
  }
}

function mapOperand(map: TypeMap, operand: Operand): Operand {
  switch (operand.kind) {
    case 'temp':
    case 'bool':
    case 'string':
      return operand;
    case 'int':
    case 'float':
    case 'zero':
      return { ...operand, type: map.type(operand.type) };
    default:
      return assertNever(operand);
  }
}

function mapField(map: TypeMap, field: MirField): MirField {
  return { owner: map.classType(field.owner), name: field.name, type: map.type(field.type) };
}

function mapMethod(map: TypeMap, method: MirMethod): MirMethod {
  return {
    owner: map.classType(method.owner),
    slot: method.slot,
    parameters: method.parameters.map(map.type),
    result: map.type(method.result),
  };
}

function mapTyped(
  map: TypeMap,
  typed: { readonly value: Operand; readonly type: Type },
): { readonly value: Operand; readonly type: Type } {
  return { value: mapOperand(map, typed.value), type: map.type(typed.type) };
}
