/**
 * Structs: their headers, whether their values end, and the methods of their `implement` blocks, each by
 * name, so that a new method concerns only who calls one of that name.
 */
import type { DeclId } from '../../base/ids.ts';
import { moduleOf } from '../../base/ids.ts';
import type { DerivedQuery, QueryContext } from '../../query/query.ts';
import type { ValueContext } from '../../sema/by-value.ts';
import { holds, ownType, valueCycle } from '../../sema/by-value.ts';
import type { StructHeader } from '../../sema/model.ts';
import {
  endlessType,
  namesOf,
  resolveStruct,
  structTypeOf,
  unknownStruct,
} from '../../sema/struct.ts';
import type { StructType, Type } from '../../sema/type.ts';
import type { MemberEntry, MemberKey } from './inputs.ts';
import {
  declarationInput,
  implementName,
  memberKey,
  memberNamesInput,
  nameKey,
  namesInput,
  ownMethodsInput,
  splitMemberKey,
} from './inputs.ts';
import { typeParametersQuery } from './names.ts';
import { signatureSyntaxQuery } from './syntax.ts';
import { declaredMembersQuery, typeContext } from './types.ts';

/** A struct as its tokens say it, even where it would contain itself. */
export const declaredStructQuery: DerivedQuery<DeclId, StructHeader> = {
  kind: 'derived',
  name: 'declaredStruct',
  storage: 'value',
  execute(context, decl) {
    const syntax = context.get(signatureSyntaxQuery, decl);
    if (syntax.kind === 'struct') return resolveStruct(typeContext(context), decl, syntax);
    return unknownStruct(decl, context.get(declarationInput, decl)?.name ?? '');
  },
};

/** The structs and unions through which values of a struct or union contain themselves; itself first, else empty. */
export const valueCycleQuery: DerivedQuery<DeclId, readonly DeclId[]> = {
  kind: 'derived',
  name: 'valueCycle',
  storage: 'value',
  execute(context, decl) {
    const kind = context.get(declarationInput, decl)?.kind === 'struct' ? 'struct' : 'union';
    const parameters = context.get(typeParametersQuery, decl);
    return valueCycle(valueContext(context), ownType(kind, decl, parameters));
  },
};

/** A struct whose values end: a field that would contain the struct has the error type. */
export const structHeaderQuery: DerivedQuery<DeclId, StructHeader> = {
  kind: 'derived',
  name: 'structHeader',
  storage: 'value',
  execute(context, decl) {
    const header = context.get(declaredStructQuery, decl);
    if (context.get(valueCycleQuery, decl).length === 0) return header;
    const fields = header.fields.map((field) => ({
      ...field,
      type: endingType(context, decl, field.type),
    }));
    return { ...header, fields };
  },
};

/** The struct that an `implement` belongs to; null where its module declares none of the name. */
export const implementedStructQuery: DerivedQuery<DeclId, DeclId | null> = {
  kind: 'derived',
  name: 'implementedStruct',
  storage: 'value',
  execute(context, decl) {
    const syntax = context.get(signatureSyntaxQuery, decl);
    if (syntax.kind !== 'implement') return null;
    const entries = context.get(namesInput, nameKey(moduleOf(decl), syntax.name.text));
    return entries.find(({ kind }) => kind === 'struct')?.id ?? null;
  },
};

/** The methods of a name in a struct's `implement` blocks, in textual order. */
export const structMethodsQuery: DerivedQuery<MemberKey, readonly DeclId[]> = {
  kind: 'derived',
  name: 'structMethods',
  storage: 'value',
  execute(context, key) {
    const { decl, name } = splitMemberKey(key);
    return implementationsOf(context, decl).flatMap((block) =>
      methodIds(context.get(memberNamesInput, memberKey(block, name))),
    );
  },
};

/** Names of all methods of a struct, sorted; for suggestions. */
export const structMethodNamesQuery: DerivedQuery<DeclId, readonly string[]> = {
  kind: 'derived',
  name: 'structMethodNames',
  storage: 'value',
  execute(context, decl) {
    const names = implementationsOf(context, decl).flatMap((block) =>
      context.get(ownMethodsInput, block).map(({ name }) => name),
    );
    return [...new Set(names)].sort();
  },
};

/** A struct as a method in the `implement` block `block` sees it; undefined where there is no such struct. */
export function implementedType(context: QueryContext, block: DeclId): StructType | undefined {
  const decl = context.get(implementedStructQuery, block);
  const syntax = context.get(signatureSyntaxQuery, block);
  if (decl === null || syntax.kind !== 'implement') return undefined;
  const names = namesOf(syntax.typeParameters);
  const expected = context.get(typeParametersQuery, decl);
  return names.length === expected.length ? structTypeOf(decl, names) : undefined;
}

/** `type` unless its values would contain those of `decl`. */
export function endingType(context: QueryContext, decl: DeclId, type: Type): Type {
  return holds(valueContext(context), type, decl) ? endlessType : type;
}

function valueContext(context: QueryContext): ValueContext {
  return {
    typeParameters: (decl) => context.get(typeParametersQuery, decl),
    heldTypes: ({ kind, decl }) =>
      kind === 'struct'
        ? context.get(declaredStructQuery, decl).fields.map(({ type }) => type)
        : context.get(declaredMembersQuery, decl),
  };
}

function implementationsOf(context: QueryContext, struct: DeclId): readonly DeclId[] {
  const name = context.get(declarationInput, struct)?.name ?? '';
  return context
    .get(namesInput, nameKey(moduleOf(struct), implementName(name)))
    .filter(({ kind }) => kind === 'implement')
    .map(({ id }) => id);
}

function methodIds(entries: readonly MemberEntry[]): readonly DeclId[] {
  return entries.filter((entry) => entry.kind === 'method').map((entry) => entry.id);
}
