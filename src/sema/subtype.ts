/**
 * How types relate: subtyping along superclasses, substitution of type arguments, and the least
 * common supertype. The type of a reported mistake is related to every type, so that it reports
 * nothing more.
 */
import type { DeclId } from '../base/ids.ts';
import type { SemaContext } from './context.ts';
import { equalTypes } from './equal-types.ts';
import type { ClassType, Type } from './type.ts';
import { mapParts, partsOf, someType } from './type-parts.ts';

/** All that relating types needs to know about classes. */
export type Hierarchy = Pick<SemaContext, 'ancestors'>;

/**
 * Whether a value of type `from` may stand where `to` is expected. Generic classes are invariant.
 */
export function isSubtype(hierarchy: Hierarchy, from: Type, to: Type): boolean {
  if (from.kind === 'error' || to.kind === 'error' || from.kind === 'never') return true;
  if (from.kind !== 'class' || to.kind !== 'class') return equalOrUnknown(from, to);
  const seen = asSuperclass(hierarchy, from, to.decl);
  return seen !== undefined && sameArguments(seen, to);
}

/** `type` seen as the class `superclass`, itself or an ancestor; undefined where it is neither. */
export function asSuperclass(
  hierarchy: Hierarchy,
  type: ClassType,
  superclass: DeclId,
): ClassType | undefined {
  if (type.decl === superclass) return type;
  const found = hierarchy.ancestors(type.decl).find((ancestor) => ancestor.decl === superclass);
  return found && substituteClass(found, type.decl, type.args);
}

/** The most special type that both are subtypes of; undefined where there is none. */
export function commonSupertype(hierarchy: Hierarchy, a: Type, b: Type): Type | undefined {
  if (isSubtype(hierarchy, a, b)) return a.kind === 'error' ? a : b;
  if (isSubtype(hierarchy, b, a)) return a;
  if (a.kind !== 'class' || b.kind !== 'class') return undefined;
  return hierarchy
    .ancestors(a.decl)
    .map((ancestor) => substituteClass(ancestor, a.decl, a.args))
    .find((ancestor) => isSubtype(hierarchy, b, ancestor));
}

/** `type` with `args` in place of the type parameters of `owner`. */
export function substitute(type: Type, owner: DeclId, args: readonly Type[]): Type {
  if (args.length === 0) return type;
  if (type.kind !== 'parameter') {
    return mapParts(type, (part) => substitute(part, owner, args));
  }
  return type.owner === owner ? (args[type.index] ?? { kind: 'error' }) : type;
}

/** `substitute` for a class type, which stays one. */
export function substituteClass(type: ClassType, owner: DeclId, args: readonly Type[]): ClassType {
  if (type.args.length === 0 || args.length === 0) return type;
  return { ...type, args: type.args.map((argument) => substitute(argument, owner, args)) };
}

function sameArguments(a: ClassType, b: ClassType): boolean {
  return a.args.every((argument, index) => {
    const other = b.args[index];
    return other !== undefined && equalOrUnknown(argument, other);
  });
}

/** Equality that lets a reported mistake inside pass. */
function equalOrUnknown(a: Type, b: Type): boolean {
  if (a.kind === 'error' || b.kind === 'error') return true;
  const parts = partsOf(a);
  if (parts.length === 0 || (!someType(a, isError) && !someType(b, isError)))
    return equalTypes(a, b);
  const others = partsOf(b);
  const isSameKind = a.kind === b.kind && parts.length === others.length && declOf(a) === declOf(b);
  return isSameKind && parts.every((part, index) => equalOrUnknown(part, others[index] ?? part));
}

function isError(type: Type): boolean {
  return type.kind === 'error';
}

function declOf(type: Type): DeclId | undefined {
  return 'decl' in type ? type.decl : undefined;
}
