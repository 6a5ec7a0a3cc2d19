/**
 * Values in evaluation, without their types, which the typed tree knows: integers and characters are bigints,
 * floats are numbers. Everything but an array's elements is immutable; who changes a part makes a new whole.
 */
import { assertNever, InternalError } from '../../base/invariant.ts';
import type { FloatType } from '../body/primitives.ts';
import type { ConstantValue } from '../constant-value.ts';
import type { Type } from '../type.ts';
import { printFloat, readFloat } from './floats.ts';

export type Value =
  | bigint
  | number
  | boolean
  | string
  | NoneValue
  | SomeValue
  | InjectValue
  | MembersValue
  | ArrayValue
  /** Of type void. */
  | undefined;

export interface NoneValue {
  readonly kind: 'none';
}

export interface SomeValue {
  readonly kind: 'some';
  readonly value: Value;
}

export interface InjectValue {
  readonly kind: 'inject';
  readonly member: number;
  readonly value: Value;
}

/** A tuple or struct, in declared order. */
export interface MembersValue {
  readonly kind: 'members';
  readonly members: readonly Value[];
}

/** Part of `elements`, which other slices may share. */
export interface ArrayValue {
  readonly kind: 'array';
  readonly elements: Value[];
  readonly from: number;
  readonly length: number;
}

export const NONE: NoneValue = { kind: 'none' };

/** What the parts of a value are, which only declarations know. */
export interface Parts {
  /** Of a struct, in declared order, or of a tuple: `0`, `1`, … */
  members(type: Type): readonly { readonly name: string; readonly type: Type }[];
  /** The member types of a union. */
  alternatives(type: Type): readonly Type[];
}

/** The value of a constant as data. */
export function toConstant(parts: Parts, type: Type, value: Value): ConstantValue {
  if (typeof value === 'bigint') return { kind: 'int', value: value.toString() };
  if (typeof value === 'number') {
    return { kind: 'float', value: printFloat(value, floatType(type)) };
  }
  if (typeof value === 'boolean') return { kind: 'bool', value };
  if (typeof value === 'string') return { kind: 'string', value };
  if (value === undefined) throw new InternalError('A constant without a value');
  switch (value.kind) {
    case 'none':
      return { kind: 'none' };
    case 'some':
      return { kind: 'some', value: toConstant(parts, optionalValue(type), value.value) };
    case 'inject':
      return {
        kind: 'inject',
        member: value.member,
        value: toConstant(parts, at(parts.alternatives(type), value.member), value.value),
      };
    case 'members': {
      const members = parts.members(type);
      return {
        kind: 'members',
        members: value.members.map((member, index) =>
          toConstant(parts, at(members, index).type, member),
        ),
      };
    }
    case 'array':
      return {
        kind: 'array',
        elements: elementsOf(value).map((element) => toConstant(parts, elementType(type), element)),
      };
    default:
      return assertNever(value);
  }
}

export function fromConstant(value: ConstantValue): Value {
  switch (value.kind) {
    case 'int':
      return BigInt(value.value);
    case 'float':
      return readFloat(value.value);
    case 'bool':
    case 'string':
      return value.value;
    case 'none':
      return NONE;
    case 'some':
      return { kind: 'some', value: fromConstant(value.value) };
    case 'inject':
      return { kind: 'inject', member: value.member, value: fromConstant(value.value) };
    case 'members':
      return { kind: 'members', members: value.members.map(fromConstant) };
    case 'array':
      return arrayOf(value.elements.map(fromConstant));
    default:
      return assertNever(value);
  }
}

export function arrayOf(elements: Value[]): ArrayValue {
  return { kind: 'array', elements, from: 0, length: elements.length };
}

export function elementsOf({ elements, from, length }: ArrayValue): readonly Value[] {
  return elements.slice(from, from + length);
}

export function asInteger(value: Value): bigint {
  if (typeof value !== 'bigint') throw new InternalError(`Not an integer: ${typeof value}`);
  return value;
}

export function asFloat(value: Value): number {
  if (typeof value !== 'number') throw new InternalError(`Not a float: ${typeof value}`);
  return value;
}

export function asText(value: Value): string {
  if (typeof value !== 'string') throw new InternalError(`Not a string: ${typeof value}`);
  return value;
}

export function asMembers(value: Value): MembersValue {
  if (typeof value === 'object' && value.kind === 'members') return value;
  throw new InternalError('Not a tuple or struct');
}

export function asArray(value: Value): ArrayValue {
  if (typeof value === 'object' && value.kind === 'array') return value;
  throw new InternalError('Not an array');
}

export function asOptional(value: Value): NoneValue | SomeValue {
  if (typeof value === 'object' && (value.kind === 'none' || value.kind === 'some')) return value;
  throw new InternalError('Not an optional');
}

export function asInjected(value: Value): InjectValue {
  if (typeof value === 'object' && value.kind === 'inject') return value;
  throw new InternalError('Not a union');
}

/** `list[index]`, which is there. */
export function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new InternalError(`Nothing at ${index}`);
  return found;
}

export function floatType(type: Type): FloatType {
  if (type.kind !== 'float') throw new InternalError(`Not the type of a float: ${type.kind}`);
  return type;
}

export function elementType(type: Type): Type {
  if (type.kind !== 'array') throw new InternalError(`Not the type of an array: ${type.kind}`);
  return type.element;
}

export function optionalValue(type: Type): Type {
  if (type.kind !== 'optional') throw new InternalError(`Not an optional type: ${type.kind}`);
  return type.value;
}
