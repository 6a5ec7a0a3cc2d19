/**
 * What the rules know of values that hold objects. An array is an object with one capability over its elements.
 * An optional is what it may hold. Tuples, structs and unions are copied, and with them their references: they
 * are known by the modes that they reach, like the values of a type parameter.
 */
import type { ArrayType, Type } from '../sema/type.ts';
import { factsOfProfile } from './class-facts.ts';
import type { ClassFacts, ExclusiveMode, Profile } from './model.ts';
import { exclusiveModes } from './model.ts';

/** The capability of an array over its elements: `linear`, or `read` of a `read T[]`. */
export const elements = 'elements';

export interface ValueContext {
  /** Of a class or type parameter. */
  factsOfObject(type: Type, profiles: readonly Profile[]): ClassFacts | undefined;
  profileOf(type: Type, profiles: readonly Profile[]): Profile;
  reachOf(type: Type, profiles: readonly Profile[]): readonly ExclusiveMode[];
}

/** Undefined for what leads to no object. */
export function factsOfValue(
  context: ValueContext,
  type: Type,
  profiles: readonly Profile[],
): ClassFacts | undefined {
  switch (type.kind) {
    case 'array':
      return factsOfArray(type, context.reachOf(type.element, profiles));
    case 'optional':
      return factsOfValue(context, type.value, profiles);
    case 'tuple':
    case 'struct':
    case 'union':
      return factsOfProfile(context.profileOf(type, profiles));
    default:
      return context.factsOfObject(type, profiles);
  }
}

/** `reached`: the modes of its elements. Those that a `read` array shares must not be `local` to anybody. */
function factsOfArray({ isRead }: ArrayType, reached: readonly ExclusiveMode[]): ClassFacts {
  const reaches = exclusiveModes.filter(
    (mode) => reached.includes(mode) || (mode === 'linear' && !isRead),
  );
  const isShared = isRead && reached.every((mode) => mode === 'linear');
  return {
    capabilities: [{ name: elements, mode: isRead ? 'read' : 'linear', reaches }],
    conflicts: isShared ? [] : [[elements, elements]],
    reaches,
  };
}
