/** What a value consists of, by name or number, in declared order. */
import { InternalError, present } from '../../base/invariant.ts';
import type { StructField } from '../../sema/model.ts';
import type { StructType, TupleType, Type, UnionType } from '../../sema/type.ts';
import { typeKey } from '../../sema/type-key.ts';
import type { ValueShape, ValueShapes } from '../value-shapes.ts';

export const tagType: Type = { kind: 'int', bits: 32, signed: true };

/** Elements of a tuple are named by their numbers. */
export function namedParts(
  type: TupleType | StructType,
  shapes: ValueShapes,
): readonly StructField[] {
  if (type.kind === 'tuple') {
    return type.elements.map((element, index) => ({ name: String(index), type: element }));
  }
  const shape = shapeOf(type, shapes);
  if (shape.kind !== 'struct') throw new InternalError(`${typeKey(type)} has no fields`);
  return shape.fields;
}

export function unionMembers(type: UnionType, shapes: ValueShapes): readonly Type[] {
  const shape = shapeOf(type, shapes);
  if (shape.kind !== 'union') throw new InternalError(`${typeKey(type)} has no members`);
  return shape.members;
}

function shapeOf(type: StructType | UnionType, shapes: ValueShapes): ValueShape {
  const key = typeKey(type);
  return present(shapes[key], `shape of ${key}`);
}
