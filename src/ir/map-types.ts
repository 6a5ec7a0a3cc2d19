/**
 * Rebuilds a function with every type in it replaced. Types that stay the same keep their identity.
 */
import { assertNever } from '../base/invariant.ts';
import type { GlobalVariable } from '../sema/model.ts';
import type { Type } from '../sema/type.ts';
import { mapParts } from '../sema/type-parts.ts';
import type { Instruction, MirBlock, MirFunction, Operand, Terminator } from './mir.ts';
import type { MirField, MirMethod } from './mir-members.ts';

export interface TypeMap {
  type(type: Type): Type;
  /** Of a type that stays of its kind, as a class does: only what is inside it changes. */
  inside<T extends Type>(type: T): T;
}

/** The map that replaces by `replace`, and keeps what it leaves undefined but for its parts. */
export function typeMap(replace: (type: Type) => Type | undefined): TypeMap {
  const map: TypeMap = {
    type: (type) => replace(type) ?? mapParts(type, map.type),
    // Parts of a kind of type are all that differs.
    inside: <T extends Type>(type: T) => mapParts(type, map.type) as T,
  };
  return map;
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
    case 'checkIndex':
      return { ...i, index: operand(i.index), length: operand(i.length) };
    case 'arith':
    case 'compare':
      return { ...i, left: operand(i.left), right: operand(i.right), type: map.type(i.type) };
    case 'negate':
    case 'complement':
    case 'checkDivisor':
    case 'extract':
    case 'hash':
      return { ...i, value: operand(i.value), type: map.type(i.type) };
    case 'some':
    case 'isSome':
    case 'unwrap':
      return { ...i, value: operand(i.value), type: map.inside(i.type) };
    case 'inject':
    case 'tag':
    case 'project':
      return { ...i, value: operand(i.value), type: map.inside(i.type) };
    case 'stringLength':
      return { ...i, value: operand(i.value) };
    case 'arrayLength':
      return { ...i, value: operand(i.value), type: map.inside(i.type) };
    case 'isInstance':
      return { ...i, value: operand(i.value), class: map.inside(i.class) };
    case 'aggregate':
      return { ...i, type: map.inside(i.type), parts: i.parts.map(operand) };
    case 'newArray':
      return { ...i, type: map.inside(i.type), length: operand(i.length) };
    case 'arrayLiteral':
      return { ...i, type: map.inside(i.type), elements: i.elements.map(operand) };
    case 'getElement':
      return {
        ...i,
        array: operand(i.array),
        type: map.inside(i.type),
        index: operand(i.index),
      };
    case 'setElement':
      return {
        ...i,
        array: operand(i.array),
        type: map.inside(i.type),
        index: operand(i.index),
        value: operand(i.value),
      };
    case 'sliceArray':
      return {
        ...i,
        array: operand(i.array),
        type: map.inside(i.type),
        from: operand(i.from),
        to: operand(i.to),
      };
    case 'joinArrays':
      return {
        ...i,
        left: operand(i.left),
        right: operand(i.right),
        type: map.inside(i.type),
      };
    case 'getGlobal':
    case 'lockGlobal':
    case 'unlockGlobal':
      return { ...i, global: mapGlobal(map, i.global) };
    case 'setGlobal':
      return { ...i, global: mapGlobal(map, i.global), value: operand(i.value) };
    case 'callRuntime':
      return { ...i, args: i.args.map(operand) };
    case 'callExtern':
      return {
        ...i,
        parameters: i.parameters.map(map.type),
        result: map.type(i.result),
        args: i.args.map(operand),
      };
    case 'panic':
      return { ...i, message: operand(i.message) };
    case 'convert':
      return { ...i, value: operand(i.value), from: map.type(i.from), to: map.type(i.to) };
    case 'new':
      return { ...i, class: map.inside(i.class) };
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
    case 'switch':
      return {
        ...terminator,
        value: mapOperand(map, terminator.value),
        type: map.type(terminator.type),
      };
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
    case 'constant':
      return { ...operand, type: map.type(operand.type) };
    default:
      return assertNever(operand);
  }
}

function mapField(map: TypeMap, field: MirField): MirField {
  return { owner: map.inside(field.owner), name: field.name, type: map.type(field.type) };
}

function mapGlobal(map: TypeMap, global: GlobalVariable): GlobalVariable {
  return { ...global, type: map.type(global.type) };
}

function mapMethod(map: TypeMap, method: MirMethod): MirMethod {
  return {
    owner: map.inside(method.owner),
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
