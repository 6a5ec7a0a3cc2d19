/**
 * Layouts of classes, instance by instance, and single places in them: code depends on the places that it
 * mentions, so a field or method added behind them concerns nobody.
 */
import type { Brand } from '../../base/ids.ts';
import { invariant, present } from '../../base/invariant.ts';
import { fieldKey } from '../../ir/references.ts';
import { shapesOfTypes } from '../../ir/value-shapes.ts';
import type { ClassLayout, LayoutField } from '../../llvm/layout.ts';
import { layoutClass } from '../../llvm/layout.ts';
import type { DerivedQuery, QueryContext } from '../../query/query.ts';
import { parseClassKey } from '../../sema/parse-type-key.ts';
import { substitute, substituteClass } from '../../sema/subtype.ts';
import type { ClassType, Type } from '../../sema/type.ts';
import { typeKey } from '../../sema/type-key.ts';
import { someType } from '../../sema/type-parts.ts';
import { fieldLayoutQuery, methodTableQuery } from './members.ts';
import { shapeSource } from './value-shapes.ts';

/** `typeKey` of a class without type parameters in its arguments. */
export type ClassKey = Brand<string, 'ClassKey'>;

/** A field or a method slot of a class: `<class key> <name>`. */
export type PlaceKey = Brand<string, 'PlaceKey'>;

export function classKey(type: ClassType): ClassKey {
  return typeKey(type) as ClassKey;
}

export function placeKey(owner: ClassType, name: string): PlaceKey {
  return `${typeKey(owner)} ${name}` as PlaceKey;
}

/** Where the fields of an object of this class lie; null where mistakes leave the type of one unknown. */
export const classLayoutQuery: DerivedQuery<ClassKey, ClassLayout | null> = {
  kind: 'derived',
  name: 'classLayout',
  storage: 'value',
  execute(context, key) {
    const type = parseClassKey(key);
    const fields = concreteFields(context, type);
    if (fields.some(({ type: each }) => isUnknown(each))) return null;
    const shapes = shapesOfTypes(
      fields.map((field) => field.type),
      shapeSource(context),
    );
    return shapes && layoutClass(fields, shapes);
  },
};

/** The fields of an object, those of the superclass first, with the types that they have in it. */
export function concreteFields(context: QueryContext, type: ClassType): readonly LayoutField[] {
  return context.get(fieldLayoutQuery, type.decl).map(({ field, owner: generic }) => {
    const owner = substituteClass(generic, type.decl, type.args);
    return { owner, name: field.name, type: substitute(field.type, owner.decl, owner.args) };
  });
}

/** Byte offset of a field; null where its class has no layout. */
export const fieldOffsetQuery: DerivedQuery<PlaceKey, number | null> = {
  kind: 'derived',
  name: 'fieldOffset',
  storage: 'value',
  execute(context, key) {
    const { owner, name } = splitPlaceKey(key);
    const layout = context.get(classLayoutQuery, classKey(owner));
    return layout && present(layout.offsets[fieldKey({ owner, name })], `offset of ${key}`);
  },
};

/** Index of a slot in the method table. */
export const methodSlotQuery: DerivedQuery<PlaceKey, number> = {
  kind: 'derived',
  name: 'methodSlot',
  storage: 'value',
  execute(context, key) {
    const { owner, name } = splitPlaceKey(key);
    const index = context.get(methodTableQuery, owner.decl).findIndex(({ slot }) => slot === name);
    invariant(index >= 0, `No method slot ${key}`);
    return index;
  },
};

function isUnknown(type: Type): boolean {
  return someType(type, ({ kind }) => kind === 'error');
}

function splitPlaceKey(key: PlaceKey): { readonly owner: ClassType; readonly name: string } {
  const space = key.indexOf(' ');
  return { owner: parseClassKey(key.slice(0, space)), name: key.slice(space + 1) };
}
