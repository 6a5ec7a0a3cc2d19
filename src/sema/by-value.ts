/**
 * What a value consists of: the parts that it holds by value, through structs, unions, tuples and
 * optionals. References (classes, arrays, strings, pointers) end the way. A struct or union that
 * leads to itself would be endless.
 */
import type { DeclId } from '../base/ids.ts';
import { assertNever } from '../base/invariant.ts';
import type { TypeParameter } from './model.ts';
import { parameterTypes } from './resolve-type.ts';
import { substitute } from './subtype.ts';
import type { StructType, Type, UnionType } from './type.ts';
import { typeKey } from './type-key.ts';

/** What structs and unions are declared to hold, in terms of their own parameters, cycles included. */
export interface ValueContext {
  typeParameters(decl: DeclId): readonly TypeParameter[];
  /** Types of a struct's fields, or a union's members. */
  heldTypes(type: StructType | UnionType): readonly Type[];
}

/** How deep types are followed: generic ones may grow without end where another declaration is endless. */
const maxDepth = 64;

/**
 * The structs and unions from `start` back to itself, itself first; empty where its values end. Only the
 * declaration counts: a generic struct that holds itself with other arguments has no end either.
 */
export function valueCycle(
  context: ValueContext,
  start: StructType | UnionType,
): readonly DeclId[] {
  const search: Search = { context, wanted: start.decl, seen: new Set(), way: [start.decl] };
  return reaches(search, start) ? search.way : [];
}

/** Whether a value of `type` holds one of the declaration `decl`. */
export function holds(context: ValueContext, type: Type, decl: DeclId): boolean {
  const search: Search = { context, wanted: decl, seen: new Set(), way: [] };
  return directParts(type).some((part) => part.decl === decl || reaches(search, part));
}

/** The type of the values of a declaration, inside it. */
export function ownType(
  kind: 'struct' | 'union',
  decl: DeclId,
  parameters: readonly TypeParameter[],
): StructType | UnionType {
  return { kind, decl, args: parameterTypes(decl, parameters) };
}

interface Search {
  readonly context: ValueContext;
  readonly wanted: DeclId;
  readonly seen: Set<string>;
  /** From the start to where the search is. */
  readonly way: DeclId[];
}

function reaches(search: Search, from: StructType | UnionType): boolean {
  const { context, wanted, seen, way } = search;
  if (way.length > maxDepth) return false;
  for (const part of partsHeld(context, from)) {
    if (part.decl === wanted) return true;
    const key = typeKey(part);
    if (seen.has(key)) continue;
    seen.add(key);
    way.push(part.decl);
    if (reaches(search, part)) return true;
    way.pop();
  }
  return false;
}

function partsHeld(
  context: ValueContext,
  type: StructType | UnionType,
): readonly (StructType | UnionType)[] {
  return context
    .heldTypes(type)
    .map((held) => substitute(held, type.decl, type.args))
    .flatMap(directParts);
}

/** The structs and unions directly in a value of `type`. */
function directParts(type: Type): readonly (StructType | UnionType)[] {
  switch (type.kind) {
    case 'struct':
    case 'union':
      return [type];
    case 'tuple':
      return type.elements.flatMap(directParts);
    case 'optional':
      return directParts(type.value);
    case 'int':
    case 'float':
    case 'bool':
    case 'char':
    case 'string':
    case 'void':
    case 'never':
    case 'class':
    case 'array':
    case 'pointer':
    case 'parameter':
    case 'error':
      return [];
    default:
      return assertNever(type);
  }
}
