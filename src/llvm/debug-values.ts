/**
 * What values that have parts look like in memory, as debuggers are told: tuples and structs field by
 * field, an optional as a flag and its value, a union as the name of its member and all members at one
 * place. The offsets are those that LLVM gives the types of ir-types.ts.
 */
import { assertNever, present } from '../base/invariant.ts';
import type { ShapeSource, ValueShapes } from '../ir/value-shapes.ts';
import { shapesOfTypes } from '../ir/value-shapes.ts';
import type { Type } from '../sema/type.ts';
import { printType, typeKey } from '../sema/type-key.ts';
import { partsOf } from '../sema/type-parts.ts';
import type { CompositeType } from './ir-types.ts';
import { layoutOf, memberTypes, placesOf, shapeOf } from './layout.ts';

export interface ValueMembers {
  readonly sizeBytes: number;
  readonly members: readonly ValueMember[];
}

export interface ValueMember {
  readonly name: string;
  readonly offsetBytes: number;
  readonly type: MemberType;
}

export type MemberType =
  | { readonly kind: 'value'; readonly type: Type }
  /** Names of the numbers from 0, in 32 bits. */
  | { readonly kind: 'enumeration'; readonly names: readonly string[] }
  /** All at one place. */
  | {
      readonly kind: 'overlay';
      readonly sizeBytes: number;
      readonly members: readonly ValueMember[];
    };

/** Of a value of a concrete type, which is no bare reference. */
export function membersOf(type: CompositeType, source: ShapeSource): ValueMembers {
  const shapes = present(shapesOfTypes([type], source) ?? undefined, `shapes of ${typeKey(type)}`);
  const { sizeBytes } = layoutOf(type, shapes);
  return { sizeBytes, members: membersIn(type, shapes) };
}

function membersIn(type: CompositeType, shapes: ValueShapes): readonly ValueMember[] {
  switch (type.kind) {
    case 'tuple': {
      // Debuggers take `pair.0` for a number.
      const names = type.elements.map((_, index) => `_${index}`);
      return inARow(names, type.elements, shapes);
    }
    case 'struct': {
      const shape = shapeOf(type, shapes);
      const names = shape.kind === 'struct' ? shape.fields.map((field) => field.name) : [];
      return inARow(names, memberTypes(type, shapes), shapes);
    }
    case 'optional':
      return inARow(['some', 'value'], [{ kind: 'bool' }, type.value], shapes);
    case 'union': {
      const members = memberTypes(type, shapes);
      const names = members.map(printType);
      const overlaid = members.map((member, index) =>
        memberAt(present(names[index], 'name of a member'), 0, member),
      );
      const sizeBytes = layoutOf(type, shapes).sizeBytes - tagBytes;
      return [
        { name: 'is', offsetBytes: 0, type: { kind: 'enumeration', names } },
        {
          name: 'as',
          offsetBytes: tagBytes,
          type: { kind: 'overlay', sizeBytes, members: overlaid },
        },
      ];
    }
    default:
      return assertNever(type);
  }
}

/** Of the number that says which member a union holds, with the gap behind it. */
const tagBytes = 8;

function inARow(
  names: readonly string[],
  types: readonly Type[],
  shapes: ValueShapes,
): readonly ValueMember[] {
  const offsets = placesOf(types.map((type) => layoutOf(type, shapes)));
  return types.map((type, index) =>
    memberAt(
      present(names[index], 'name of a part'),
      present(offsets[index], 'place of a part'),
      type,
    ),
  );
}

function memberAt(name: string, offsetBytes: number, type: Type): ValueMember {
  return { name, offsetBytes, type: { kind: 'value', type } };
}

/** Whether a description of the type needs to know what a struct or union consists of. */
export function holdsShapes(type: Type): boolean {
  switch (type.kind) {
    case 'struct':
    case 'union':
      return true;
    case 'tuple':
    case 'optional':
      return partsOf(type).some(holdsShapes);
    default:
      return false;
  }
}
