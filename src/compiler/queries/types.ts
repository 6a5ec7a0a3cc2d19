/** How written types are resolved: what an alias stands for, and the members that a union is declared with. */
import type { DeclId } from '../../base/ids.ts';
import type { DerivedQuery, QueryContext } from '../../query/query.ts';
import type { TypeContext } from '../../sema/resolve-type.ts';
import type { Type } from '../../sema/type.ts';
import {
  aliasCycle,
  isAlias,
  mentionedTypes,
  resolveAlias,
  resolveMembers,
} from '../../sema/type-declaration.ts';
import { nameKey } from './inputs.ts';
import { exportedQuery, lookupQuery, namesInScopeQuery, typeParametersQuery } from './names.ts';
import { signatureSyntaxQuery } from './syntax.ts';

/** The aliases that the target of an alias mentions by name; empty for a union. */
export const mentionedAliasesQuery: DerivedQuery<DeclId, readonly DeclId[]> = {
  kind: 'derived',
  name: 'mentionedAliases',
  storage: 'value',
  execute(context, decl) {
    const syntax = context.get(signatureSyntaxQuery, decl);
    if (syntax.kind !== 'type' || !isAlias(syntax)) return [];
    const mentioned = mentionedTypes(typeContext(context), decl, syntax);
    return mentioned.filter((other) => isAlias(context.get(signatureSyntaxQuery, other)));
  },
};

/** The aliases through which an alias stands for itself, itself first; empty where it does not. */
export const aliasCycleQuery: DerivedQuery<DeclId, readonly DeclId[]> = {
  kind: 'derived',
  name: 'aliasCycle',
  storage: 'value',
  execute: (context, decl) =>
    aliasCycle((other) => context.get(mentionedAliasesQuery, other), decl),
};

/** What an alias stands for; null for a union, of whose members this depends on none. */
export const aliasTargetQuery: DerivedQuery<DeclId, Type | null> = {
  kind: 'derived',
  name: 'aliasTarget',
  storage: 'value',
  execute(context, decl) {
    const syntax = context.get(signatureSyntaxQuery, decl);
    if (syntax.kind !== 'type') return { kind: 'error' };
    if (!isAlias(syntax)) return null;
    if (context.get(aliasCycleQuery, decl).length > 0) return { kind: 'error' };
    return resolveAlias(typeContext(context), decl, syntax);
  },
};

/** The members of a union as written, even where one would contain the union. */
export const declaredMembersQuery: DerivedQuery<DeclId, readonly Type[]> = {
  kind: 'derived',
  name: 'declaredMembers',
  storage: 'value',
  execute(context, decl) {
    const syntax = context.get(signatureSyntaxQuery, decl);
    if (syntax.kind !== 'type' || isAlias(syntax)) return [];
    return resolveMembers(typeContext(context), decl, syntax);
  },
};

/** What the resolution of types may ask, answered from queries. */
export function typeContext(context: QueryContext): TypeContext {
  return {
    lookup: (module, name) => context.get(lookupQuery, nameKey(module, name)),
    lookupPublic: (module, name) => context.get(exportedQuery, nameKey(module, name)),
    namesInScope: (module) => context.get(namesInScopeQuery, module),
    typeParameters: (decl) => context.get(typeParametersQuery, decl),
    aliasTarget: (decl) => context.get(aliasTargetQuery, decl) ?? undefined,
    report: (diagnostic) => context.report(diagnostic),
  };
}
