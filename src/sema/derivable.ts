/**
 * What can be compared, hashed and shown: built-in types by themselves, composites if their parts can, structs
 * if they derive it and their type arguments can. Of a type parameter it is taken for granted: whoever puts a
 * type in its place is asked.
 */
import { assertNever } from '../base/invariant.ts';
import type { SemaContext } from './context.ts';
import type { Derivable } from './model.ts';
import { substitute } from './subtype.ts';
import type { Type } from './type.ts';
import { typeKey } from './type-key.ts';

export type DeriveContext = Pick<SemaContext, 'structHeader' | 'typeDeclaration'>;

/** The part of `type`, or itself, because of which it cannot be compared, hashed or shown; undefined where it can. */
export function lacking(context: DeriveContext, type: Type, what: Derivable): Type | undefined {
  return search({ context, what, seen: new Set() }, type);
}

interface Search {
  readonly context: DeriveContext;
  readonly what: Derivable;
  /** Unions that are being looked into. */
  readonly seen: Set<string>;
}

function search(state: Search, type: Type): Type | undefined {
  switch (type.kind) {
    case 'int':
    case 'float':
    case 'bool':
    case 'char':
    case 'string':
    case 'never':
    case 'parameter':
    case 'error':
      return undefined;
    case 'class':
      return state.what === 'Hash' ? type : undefined;
    case 'array':
      return search(state, type.element);
    case 'tuple':
      return first(state, type.elements);
    case 'optional':
      return search(state, type.value);
    case 'struct':
      return state.context.structHeader(type.decl).derives.includes(state.what)
        ? first(state, type.args)
        : type;
    case 'union': {
      const key = typeKey(type);
      if (state.seen.has(key)) return undefined;
      state.seen.add(key);
      const declaration = state.context.typeDeclaration(type.decl);
      if (declaration.kind !== 'union') return undefined;
      return first(
        state,
        declaration.members.map((member) => substitute(member, type.decl, type.args)),
      );
    }
    case 'pointer':
    case 'void':
      return type;
    default:
      return assertNever(type);
  }
}

function first(state: Search, types: readonly Type[]): Type | undefined {
  for (const type of types) {
    const found = search(state, type);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** How to get what is lacking because of `part`. */
export function derivingHint(part: Type, what: Derivable): string {
  if (part.kind === 'struct') return `Declare \`struct ${nameOf(part)} derive(${what}) { … }\`.`;
  if (part.kind === 'class') return 'Objects have no hash: their fields may change.';
  if (part.kind === 'pointer') return 'Nothing is known of what a C pointer leads to.';
  return '`void` has no values.';
}

function nameOf(type: Extract<Type, { kind: 'struct' }>): string {
  return type.decl.slice(type.decl.lastIndexOf(' ') + 1);
}
