/**
 * Object layout: a header of 16 bytes, then the fields in the given order with natural alignment. A
 * class passes its superclass's fields first, and no field's place depends on those behind it: so a
 * subclass's layout begins with its superclass's, and a reference to the one is a reference to the
 * other.
 */
import { InternalError, unfinished } from '../base/invariant.ts';
import { fieldKey } from '../ir/references.ts';
import type { ClassType, Type } from '../sema/type.ts';

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

/** `fields`: those of the superclass first, all of concrete types. */
export function layoutClass(fields: readonly LayoutField[]): ClassLayout {
  const offsets: Record<string, number> = {};
  let end = headerBytes;
  for (const field of fields) {
    const { sizeBytes, alignBytes } = layoutOf(field.type);
    const offset = alignUp(end, alignBytes);
    offsets[fieldKey(field)] = offset;
    end = offset + sizeBytes;
  }
  return {
    sizeBytes: alignUp(end, 8),
    pointerFree: fields.every((field) => !holdsPointer(field.type)),
    offsets,
  };
}

/** Size and alignment of a value in memory. */
export function layoutOf(type: Type): { readonly sizeBytes: number; readonly alignBytes: number } {
  switch (type.kind) {
    case 'int':
    case 'float':
      return { sizeBytes: type.bits / 8, alignBytes: type.bits / 8 };
    case 'bool':
      return { sizeBytes: 1, alignBytes: 1 };
    case 'char':
      return { sizeBytes: 4, alignBytes: 4 };
    case 'string':
      return { sizeBytes: 24, alignBytes: 8 };
    case 'class':
      return { sizeBytes: 8, alignBytes: 8 };
    case 'void':
    case 'never':
    case 'parameter':
    case 'error':
      throw new InternalError(`A value of type ${type.kind} has no layout`);
    default:
      return unfinished(type);
  }
}

function holdsPointer(type: Type): boolean {
  return type.kind === 'class' || type.kind === 'string';
}

function alignUp(offset: number, align: number): number {
  return Math.ceil(offset / align) * align;
}
