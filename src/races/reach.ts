/**
 * Which exclusive modes a type reaches: those of its capabilities, and of everything that its fields, elements
 * and parts lead to.
 * The search visits each class once for each set of modes of its arguments, so recursive classes end it.
 */
import type { DeclId } from '../base/ids.ts';
import { assertNever } from '../base/invariant.ts';
import type { DeclaredType, Type } from '../sema/type.ts';
import { partsOf } from '../sema/type-parts.ts';
import { instanceKey, modesOf, profileOf } from './instance.ts';
import type { ClassShape, ExclusiveMode, Profile } from './model.ts';
import { exclusiveModes } from './model.ts';

export interface ReachContext {
  classShape(decl: DeclId): ClassShape;
  /** Types of a struct's fields, or of a union's members; in terms of its own parameters. */
  valueParts(decl: DeclId): readonly Type[];
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
  return profileWithin({ context, known: new Map() }, type, profiles);
}

interface Search {
  readonly context: ReachContext;
  /** Results by instance; an instance that is being visited reaches nothing further by itself. */
  readonly known: Map<string, Profile>;
}

function reachWithin(
  search: Search,
  type: Type,
  profiles: readonly Profile[],
): readonly ExclusiveMode[] {
  return modesOf(profileWithin(search, type, profiles));
}

function profileWithin(search: Search, type: Type, profiles: readonly Profile[]): Profile {
  switch (type.kind) {
    case 'parameter':
      return profiles[type.index] ?? 'value';
    case 'class':
      return visit(search, type, profiles, (args) => {
        const { capabilities, fields } = search.context.classShape(type.decl);
        const own = exclusiveModes.filter((mode) =>
          capabilities.some((capability) => capability.mode === mode),
        );
        return profileOf(
          unite([own, ...fields.map((field) => reachWithin(search, field.type, args))]),
        );
      });
    case 'struct':
    case 'union':
      return visit(search, type, profiles, (args) =>
        profileOfParts(search, search.context.valueParts(type.decl), args),
      );
    case 'array': {
      const element = reachWithin(search, type.element, profiles);
      return profileOf(type.isRead ? element : unite([['linear'], element]));
    }
    case 'tuple':
    case 'optional':
      return profileOfParts(search, partsOf(type), profiles);
    case 'int':
    case 'float':
    case 'bool':
    case 'char':
    case 'string':
    case 'void':
    case 'never':
    case 'pointer':
    case 'error':
      return 'value';
    default:
      return assertNever(type);
  }
}

/** Of a type that is given by a declaration, which may be made of itself. */
function visit(
  search: Search,
  type: DeclaredType,
  profiles: readonly Profile[],
  find: (args: readonly Profile[]) => Profile,
): Profile {
  const args = type.args.map((argument) => profileWithin(search, argument, profiles));
  const key = instanceKey(type.decl, args);
  const known = search.known.get(key);
  if (known !== undefined) return known;
  search.known.set(key, type.kind === 'class' ? 'shared' : 'value');
  const found = find(args);
  search.known.set(key, found);
  return found;
}

/** Of a value that is made of others. */
function profileOfParts(
  search: Search,
  parts: readonly Type[],
  profiles: readonly Profile[],
): Profile {
  const own = parts.map((part) => profileWithin(search, part, profiles));
  return own.every((profile) => profile === 'value') ? 'value' : profileOf(unite(own.map(modesOf)));
}

/** In the order of `exclusiveModes`. */
export function unite(sets: readonly (readonly ExclusiveMode[])[]): readonly ExclusiveMode[] {
  return exclusiveModes.filter((mode) => sets.some((set) => set.includes(mode)));
}
