/**
 * Which exclusive modes a type reaches: those of its capabilities, and of everything that its fields lead to.
 * The search visits each class once for each set of modes of its arguments, so recursive classes end it.
 */
import type { DeclId } from '../base/ids.ts';
import type { Type } from '../sema/type.ts';
import { instanceKey, modesOf, profileOf } from './instance.ts';
import type { ClassShape, ExclusiveMode, Profile } from './model.ts';
import { exclusiveModes } from './model.ts';

export interface ReachContext {
  classShape(decl: DeclId): ClassShape;
}

/** `profiles` are those of the type parameters that may occur in `type`. */
export function reachOf(
  context: ReachContext,
  type: Type,
  profiles: readonly Profile[],
): readonly ExclusiveMode[] {
  return reachWithin({ context, known: new Map() }, type, profiles);
}

/** `value` for what has no capabilities. */
export function profileOfType(
  context: ReachContext,
  type: Type,
  profiles: readonly Profile[],
): Profile {
  if (type.kind === 'parameter') return profiles[type.index] ?? 'value';
  if (type.kind !== 'class') return 'value';
  return profileOf(reachOf(context, type, profiles));
}

interface Search {
  readonly context: ReachContext;
  /** Results by instance; an instance that is being visited reaches nothing further by itself. */
  readonly known: Map<string, readonly ExclusiveMode[]>;
}

function reachWithin(
  search: Search,
  type: Type,
  profiles: readonly Profile[],
): readonly ExclusiveMode[] {
  if (type.kind === 'parameter') return modesOf(profiles[type.index] ?? 'value');
  if (type.kind !== 'class') return [];
  const args = type.args.map((argument) => argumentProfile(search, argument, profiles));
  const key = instanceKey(type.decl, args);
  const known = search.known.get(key);
  if (known !== undefined) return known;
  search.known.set(key, []);
  const { capabilities, fields } = search.context.classShape(type.decl);
  const own = exclusiveModes.filter((mode) =>
    capabilities.some((capability) => capability.mode === mode),
  );
  const reached = unite([own, ...fields.map((field) => reachWithin(search, field.type, args))]);
  search.known.set(key, reached);
  return reached;
}

function argumentProfile(search: Search, type: Type, profiles: readonly Profile[]): Profile {
  if (type.kind === 'parameter') return profiles[type.index] ?? 'value';
  if (type.kind !== 'class') return 'value';
  return profileOf(reachWithin(search, type, profiles));
}

/** In the order of `exclusiveModes`. */
export function unite(sets: readonly (readonly ExclusiveMode[])[]): readonly ExclusiveMode[] {
  return exclusiveModes.filter((mode) => sets.some((set) => set.includes(mode)));
}
