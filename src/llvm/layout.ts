/**
 * Object layout: a header of 16 bytes, then the fields in the given order with natural alignment. A
 * class passes its superclass's fields first, and no field's place depends on those behind it: so a
 * subclass's layout begins with its superclass's, and a reference to the one is a reference to the
 * other.
 */
import { assertNever, InternalError, present } from '../base/invariant.ts';
import { fieldKey } from '../ir/references.ts';
import type { ValueShape, ValueShapes } from '../ir/value-shapes.ts';
import { noShapes, partsOfShape } from '../ir/value-shapes.ts';
import type { ClassType, StructType, Type, UnionType } from '../sema/type.ts';
import { typeKey } from '../sema/type-key.ts';
import { partsOf } from '../sema/type-parts.ts';

export interface LayoutField {
  /** The class that declares the field. */
  readonly owner: ClassType;
  readonly name: string;
  readonly type: Type;
}

export interface ClassLayout {
  /** Of an object, header included; a multiple of 8. */
  readonly sizeBytes: number;
  /** No field can hold a reference. */
  readonly pointerFree: boolean;
  /** In bytes from the object's start, by `fieldKey`. */
  readonly offsets: Readonly<Record<string, number>>;
}

/** Class pointer and lock. */
export const headerBytes = 16;

/** `fields`: those of the superclass first, all of concrete types; `shapes`: of what they hold. */
export function layoutClass(
  fields: readonly LayoutField[],
  shapes: ValueShapes = noShapes,
): ClassLayout {
  const offsets: Record<string, number> = {};
  let end = headerBytes;
  for (const field of fields) {
    const { sizeBytes, alignBytes } = layoutOf(field.type, shapes);
    const offset = alignUp(end, alignBytes);
    offsets[fieldKey(field)] = offset;
    end = offset + sizeBytes;
  }
  return {
    sizeBytes: alignUp(end, 8),
    pointerFree: fields.every((field) => !holdsPointer(field.type, shapes)),
    offsets,
  };
}

export interface ValueLayout {
  readonly sizeBytes: number;
  readonly alignBytes: number;
}

/** Size and alignment of a value in memory; what LLVM gives the type of ir-types.ts. */
export function layoutOf(type: Type, shapes: ValueShapes): ValueLayout {
  switch (type.kind) {
    case 'int':
    case 'float':
      return { sizeBytes: type.bits / 8, alignBytes: Math.min(type.bits / 8, 8) };
    case 'bool':
      return { sizeBytes: 1, alignBytes: 1 };
    case 'char':
      return { sizeBytes: 4, alignBytes: 4 };
    case 'string':
    case 'array':
      return { sizeBytes: 24, alignBytes: 8 };
    case 'class':
    case 'pointer':
      return { sizeBytes: 8, alignBytes: 8 };
    case 'tuple':
      return layoutParts(type.elements.map((element) => layoutOf(element, shapes)));
    case 'optional':
      if (isNullable(type.value)) return { sizeBytes: 8, alignBytes: 8 };
      return layoutParts([{ sizeBytes: 1, alignBytes: 1 }, layoutOf(type.value, shapes)]);
    case 'struct':
      return layoutParts(memberTypes(type, shapes).map((field) => layoutOf(field, shapes)));
    case 'union':
      return { sizeBytes: 8 + 8 * payloadWords(type, shapes), alignBytes: 8 };
    case 'void':
    case 'never':
    case 'parameter':
    case 'error':
      throw new InternalError(`A value of type ${type.kind} has no layout`);
    default:
      return assertNever(type);
  }
}

/** Whether the optional of such a value is the reference alone, null for `none`. */
export function isNullable(type: Type): boolean {
  return type.kind === 'class';
}

/** Of a union, in words of 8 bytes: room for the largest member. */
export function payloadWords(type: UnionType, shapes: ValueShapes): number {
  const sizes = memberTypes(type, shapes).map((member) => layoutOf(member, shapes).sizeBytes);
  return Math.ceil(Math.max(0, ...sizes) / 8);
}

export function shapeOf(type: StructType | UnionType, shapes: ValueShapes): ValueShape {
  const key = typeKey(type);
  return present(shapes[key], `shape of ${key}`);
}

/** Fields of a struct, members of a union. */
export function memberTypes(type: StructType | UnionType, shapes: ValueShapes): readonly Type[] {
  return partsOfShape(shapeOf(type, shapes));
}

export function holdsPointer(type: Type, shapes: ValueShapes): boolean {
  switch (type.kind) {
    case 'class':
    case 'string':
    case 'array':
    case 'pointer':
      return true;
    case 'struct':
    case 'union':
      return memberTypes(type, shapes).some((member) => holdsPointer(member, shapes));
    default:
      return partsOf(type).some((part) => holdsPointer(part, shapes));
  }
}

/** Where parts that lie one behind the other begin, in bytes. */
export function placesOf(parts: readonly ValueLayout[]): readonly number[] {
  let end = 0;
  return parts.map(({ sizeBytes, alignBytes }) => {
    const start = alignUp(end, alignBytes);
    end = start + sizeBytes;
    return start;
  });
}

/** One behind the other, each at its alignment. */
function layoutParts(parts: readonly ValueLayout[]): ValueLayout {
  let end = 0;
  let widest = 1;
  for (const { sizeBytes, alignBytes } of parts) {
    end = alignUp(end, alignBytes) + sizeBytes;
    widest = Math.max(widest, alignBytes);
  }
  return { sizeBytes: alignUp(end, widest), alignBytes: widest };
}

function alignUp(offset: number, align: number): number {
  return Math.ceil(offset / align) * align;
}
