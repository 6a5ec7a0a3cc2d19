/**
 * Fields and methods as a class has them, inherited ones included. A class's view is made of its
 * superclass's view and its own members; an overriding method takes over the slots of those it
 * overrides.
 */
import type { DeclId } from '../base/ids.ts';
import type { FoundField, SemaContext } from './context.ts';
import type { CallSignature, Field, MethodSlot } from './model.ts';
import { substitute, substituteClass } from './subtype.ts';
import type { ClassType } from './type.ts';
import { typeKey } from './type-key.ts';

type SignatureContext = Pick<SemaContext, 'signature'>;

/**
 * The superclass's fields in layout order, then the class's own. A name has one place: its first.
 */
export function layOutFields(
  thisType: ClassType,
  inherited: readonly FoundField[],
  own: readonly Field[],
): readonly FoundField[] {
  const fields = [...inherited];
  const taken = new Set(inherited.map(({ field }) => field.name));
  for (const field of own) {
    if (taken.has(field.name)) continue;
    taken.add(field.name);
    fields.push({ field, owner: thisType });
  }
  return fields;
}

/**
 * The superclass's slots, overridden ones with the new method in place, then the slots of new
 * methods in textual order. Exact duplicates, which are reported elsewhere, are left out.
 */
export function extendSlots(
  context: SignatureContext,
  thisType: ClassType,
  inherited: readonly MethodSlot[],
  own: readonly DeclId[],
): readonly MethodSlot[] {
  const slots = [...inherited];
  const overridable = slotsByKey(context, inherited);
  const declared = new Set<string>();
  for (const method of own) {
    const slot = signatureKey(context.signature(method));
    if (declared.has(slot)) continue;
    declared.add(slot);
    const overridden = overridable.get(slot);
    if (overridden === undefined) slots.push({ slot, method, owner: thisType });
    for (const index of overridden ?? []) {
      slots[index] = { slot: slots[index]?.slot ?? slot, method, owner: thisType };
    }
  }
  return slots;
}

/** Slots without the repetitions that arise where one method overrides several. */
export function distinctMethods(slots: readonly MethodSlot[]): readonly MethodSlot[] {
  const seen = new Set<DeclId>();
  return slots.filter(({ method }) => !seen.has(method) && seen.add(method));
}

/** What a subclass with `superclass` sees of the superclass's members. */
export function inheritSlots(
  superclass: ClassType,
  slots: readonly MethodSlot[],
): readonly MethodSlot[] {
  return slots.map((slot) => ({ ...slot, owner: inheritOwner(superclass, slot.owner) }));
}

export function inheritField(superclass: ClassType, found: FoundField): FoundField {
  return { ...found, owner: inheritOwner(superclass, found.owner) };
}

/** `name(parameter type keys)`: two methods of a class with the same key are the same method. */
export function signatureKey({ name, parameters }: CallSignature): string {
  return `${name}(${parameters.map(({ type }) => typeKey(type)).join(',')})`;
}

/** The key of an inherited method as the class that asks sees it. */
export function inheritedKey(signature: CallSignature, owner: ClassType): string {
  const keys = signature.parameters.map(({ type }) =>
    typeKey(substitute(type, owner.decl, owner.args)),
  );
  return `${signature.name}(${keys.join(',')})`;
}

/**
 * Indices of the slots that a method with a certain key overrides; several where type arguments
 * made keys equal.
 */
function slotsByKey(
  context: SignatureContext,
  slots: readonly MethodSlot[],
): ReadonlyMap<string, readonly number[]> {
  const indices = new Map<string, number[]>();
  for (const [index, slot] of slots.entries()) {
    const key = inheritedKey(context.signature(slot.method), slot.owner);
    const sameKey = indices.get(key);
    if (sameKey === undefined) indices.set(key, [index]);
    else sameKey.push(index);
  }
  return indices;
}

function inheritOwner(superclass: ClassType, owner: ClassType): ClassType {
  return substituteClass(owner, superclass.decl, superclass.args);
}
