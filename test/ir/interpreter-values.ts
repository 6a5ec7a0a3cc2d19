/** Values that have parts, as the interpreter keeps them: records, optionals, unions, arrays. */
import { invariant, present } from '../../src/base/invariant.ts';
import type { MirPath } from '../../src/ir/mir.ts';
import type { ValueShapes } from '../../src/ir/value-shapes.ts';
import { partsOfShape } from '../../src/ir/value-shapes.ts';
import type { ConstantValue } from '../../src/sema/constant-value.ts';
import type { StructType, TupleType, Type, UnionType } from '../../src/sema/type.ts';
import { typeKey } from '../../src/sema/type-key.ts';
import type { Instance, Value } from './interpreter.ts';

/** A tuple or struct, never changed. */
export interface RecordValue {
  readonly kind: 'record';
  readonly parts: readonly Value[];
}

export interface OptionalValue {
  readonly kind: 'optional';
  readonly held: { readonly value: Value } | undefined;
}

export interface UnionValue {
  readonly kind: 'union';
  readonly member: number;
  readonly value: Value;
}

/** A part of `block`, which its slices share. */
export interface ArrayValue {
  readonly kind: 'array';
  readonly block: Value[];
  readonly start: number;
  readonly length: number;
}

export type Composite = RecordValue | OptionalValue | UnionValue | ArrayValue;

export function zeroOf(shapes: ValueShapes, type: Type): Value {
  switch (type.kind) {
    case 'int':
    case 'char':
      return 0n;
    case 'float':
      return 0;
    case 'bool':
      return false;
    case 'string':
      return '';
    case 'array':
      return { kind: 'array', block: [], start: 0, length: 0 };
    case 'tuple':
    case 'struct':
      return {
        kind: 'record',
        parts: typesOfParts(shapes, type).map((part) => zeroOf(shapes, part)),
      };
    case 'optional':
      return { kind: 'optional', held: undefined };
    case 'union': {
      const [first] = membersOf(shapes, type);
      return { kind: 'union', member: 0, value: zeroOf(shapes, present(first, 'member')) };
    }
    default:
      return undefined;
  }
}

export function constantOf(type: Type, constant: ConstantValue, shapes: ValueShapes): Value {
  switch (constant.kind) {
    case 'int':
      return BigInt(constant.value);
    case 'float':
      return Number(constant.value.replace('inf', 'Infinity'));
    case 'bool':
    case 'string':
      return constant.value;
    case 'none':
      return { kind: 'optional', held: undefined };
    case 'some':
      invariant(type.kind === 'optional', 'An optional');
      return { kind: 'optional', held: { value: constantOf(type.value, constant.value, shapes) } };
    case 'inject': {
      invariant(type.kind === 'union', 'A union');
      const held = present(membersOf(shapes, type)[constant.member], 'member');
      const value = constantOf(held, constant.value, shapes);
      return { kind: 'union', member: constant.member, value };
    }
    case 'members': {
      invariant(type.kind === 'tuple' || type.kind === 'struct', 'A record');
      const types = typesOfParts(shapes, type);
      const parts = constant.members.map((part, index) =>
        constantOf(present(types[index], 'part'), part, shapes),
      );
      return { kind: 'record', parts };
    }
    case 'array': {
      invariant(type.kind === 'array', 'An array');
      return arrayOf(constant.elements.map((part) => constantOf(type.element, part, shapes)));
    }
  }
}

export function arrayOf(block: Value[]): ArrayValue {
  return { kind: 'array', block, start: 0, length: block.length };
}

export function readPart(
  shapes: ValueShapes,
  whole: Value,
  type: Type,
  path: MirPath | undefined,
): Value {
  const [name, ...rest] = path ?? [];
  if (name === undefined) return whole;
  const part = partAt(shapes, type, name);
  return readPart(shapes, recordOf(whole).parts[part.index], part.type, rest);
}

/** `whole` with another value at `path`. */
export function withPart(
  shapes: ValueShapes,
  whole: { readonly value: Value; readonly type: Type },
  path: MirPath | undefined,
  value: Value,
): Value {
  const [name, ...rest] = path ?? [];
  if (name === undefined) return value;
  const { index, type } = partAt(shapes, whole.type, name);
  const { parts } = recordOf(whole.value);
  const changed = withPart(shapes, { value: parts[index], type }, rest, value);
  return { kind: 'record', parts: parts.with(index, changed) };
}

export function sameValue(a: Value, b: Value): boolean {
  if (!isComposite(a) || !isComposite(b)) return a === b;
  switch (a.kind) {
    case 'record':
      return a.parts.every((part, index) => sameValue(part, recordOf(b).parts[index]));
    case 'optional': {
      const other = optionalOf(b).held;
      if (a.held === undefined || other === undefined) return a.held === other;
      return sameValue(a.held.value, other.value);
    }
    case 'union':
      return a.member === unionOf(b).member && sameValue(a.value, unionOf(b).value);
    case 'array': {
      const [left, right] = [elementsOf(a), elementsOf(arrayIn(b))];
      return left.length === right.length && left.every((each, i) => sameValue(each, right[i]));
    }
  }
}

export function elementsOf(array: ArrayValue): readonly Value[] {
  return array.block.slice(array.start, array.start + array.length);
}

export function isComposite(value: Value): value is Composite {
  return typeof value === 'object' && 'kind' in value;
}

export function recordOf(value: Value): RecordValue {
  invariant(isComposite(value) && value.kind === 'record', 'No record');
  return value;
}

export function optionalOf(value: Value): OptionalValue {
  invariant(isComposite(value) && value.kind === 'optional', 'No optional');
  return value;
}

export function unionOf(value: Value): UnionValue {
  invariant(isComposite(value) && value.kind === 'union', 'No union');
  return value;
}

export function arrayIn(value: Value): ArrayValue {
  invariant(isComposite(value) && value.kind === 'array', 'No array');
  return value;
}

export function instanceOf(object: Value): Instance {
  invariant(typeof object === 'object' && !isComposite(object), 'A memory fault');
  return object;
}

function partAt(
  shapes: ValueShapes,
  type: Type,
  name: string,
): { readonly index: number; readonly type: Type } {
  invariant(type.kind === 'tuple' || type.kind === 'struct', `${typeKey(type)} has no parts`);
  const shape = type.kind === 'struct' ? present(shapes[typeKey(type)], typeKey(type)) : undefined;
  const index =
    shape?.kind === 'struct'
      ? shape.fields.findIndex((field) => field.name === name)
      : Number(name);
  return { index, type: present(typesOfParts(shapes, type)[index], name) };
}

function typesOfParts(shapes: ValueShapes, type: TupleType | StructType): readonly Type[] {
  return type.kind === 'tuple'
    ? type.elements
    : partsOfShape(present(shapes[typeKey(type)], typeKey(type)));
}

function membersOf(shapes: ValueShapes, type: UnionType): readonly Type[] {
  return partsOfShape(present(shapes[typeKey(type)], typeKey(type)));
}
