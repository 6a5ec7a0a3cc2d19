/** Class headers and what follows from them alone: superclasses, type parameters, capabilities. */
import type { DeclId } from '../../base/ids.ts';
import type { DerivedQuery, QueryContext } from '../../query/query.ts';
import type { SuperclassLink } from '../../sema/hierarchy.ts';
import { ancestorsOf, cycleThrough, resolveSuperclass } from '../../sema/hierarchy.ts';
import type { Capability, ClassHeader } from '../../sema/model.ts';
import { parameterTypes } from '../../sema/resolve-type.ts';
import type { ClassType } from '../../sema/type.ts';
import type { MemberKey } from './inputs.ts';
import { declarationInput, splitMemberKey } from './inputs.ts';
import { typeParametersQuery } from './names.ts';
import { signatureSyntaxQuery } from './syntax.ts';
import { typeContext } from './types.ts';

/** The class that a class's `extends` names; may lie on a cycle. */
export const superclassLinkQuery: DerivedQuery<DeclId, ClassType | null> = {
  kind: 'derived',
  name: 'superclassLink',
  storage: 'value',
  execute(context, decl) {
    const syntax = context.get(signatureSyntaxQuery, decl);
    if (syntax.kind !== 'class') return null;
    return resolveSuperclass(typeContext(context), decl, syntax) ?? null;
  },
};

/** Superclasses, nearest first, in terms of the class's own parameters; never cyclic. */
export const ancestorsQuery: DerivedQuery<DeclId, readonly ClassType[]> = {
  kind: 'derived',
  name: 'ancestors',
  storage: 'value',
  execute: (context, decl) => ancestorsOf(superclassLink(context), decl),
};

/** The nearest ancestor. */
export const superclassQuery: DerivedQuery<DeclId, ClassType | null> = {
  kind: 'derived',
  name: 'superclass',
  storage: 'value',
  execute: (context, decl) => context.get(ancestorsQuery, decl)[0] ?? null,
};

/** The cycle of superclasses that a class is on, itself first; empty where it is on none. */
export const inheritanceCycleQuery: DerivedQuery<DeclId, readonly DeclId[]> = {
  kind: 'derived',
  name: 'inheritanceCycle',
  storage: 'value',
  execute: (context, decl) => cycleThrough(superclassLink(context), decl) ?? [],
};

/** The capabilities that a class itself declares, as written. */
export const declaredCapabilitiesQuery: DerivedQuery<DeclId, readonly Capability[]> = {
  kind: 'derived',
  name: 'declaredCapabilities',
  storage: 'value',
  execute(context, decl) {
    const syntax = context.get(signatureSyntaxQuery, decl);
    if (syntax.kind !== 'class') return [];
    return distinct(syntax.capabilities.map(({ mode, name }) => ({ mode, name: name.text })));
  },
};

export const classHeaderQuery: DerivedQuery<DeclId, ClassHeader> = {
  kind: 'derived',
  name: 'classHeader',
  storage: 'value',
  execute(context, decl) {
    const superclass = context.get(superclassQuery, decl);
    return {
      decl,
      name: context.get(declarationInput, decl)?.name ?? '',
      typeParameters: context.get(typeParametersQuery, decl),
      ...(superclass !== null && { superclass }),
      capabilities: ownCapabilities(context, decl),
    };
  },
};

/** Inherited capabilities, those of the remotest ancestor first, then the class's own. */
export const capabilitiesQuery: DerivedQuery<DeclId, readonly Capability[]> = {
  kind: 'derived',
  name: 'capabilities',
  storage: 'value',
  execute(context, decl) {
    const ancestors = context.get(ancestorsQuery, decl).map((ancestor) => ancestor.decl);
    const owners = [...ancestors.reverse(), decl];
    return distinct(owners.flatMap((owner) => ownCapabilities(context, owner)));
  },
};

/** Whether there is a capability of that name among them. */
export const hasCapabilityQuery: DerivedQuery<MemberKey, boolean> = {
  kind: 'derived',
  name: 'hasCapability',
  storage: 'value',
  execute(context, key) {
    const { decl, name } = splitMemberKey(key);
    return context.get(capabilitiesQuery, decl).some((capability) => capability.name === name);
  },
};

/** Names of the capabilities of mode `locked`, inherited ones included. */
export const lockedCapabilitiesQuery: DerivedQuery<DeclId, readonly string[]> = {
  kind: 'derived',
  name: 'lockedCapabilities',
  storage: 'value',
  execute: (context, decl) =>
    context
      .get(capabilitiesQuery, decl)
      .filter(({ mode }) => mode === 'locked')
      .map(({ name }) => name),
};

/** Whether the chain of ancestors ends at a superclass that is unknown, or on a cycle. */
export const hasUnknownAncestorQuery: DerivedQuery<DeclId, boolean> = {
  kind: 'derived',
  name: 'hasUnknownAncestor',
  storage: 'value',
  execute(context, decl) {
    const last = context.get(ancestorsQuery, decl).at(-1)?.decl ?? decl;
    const syntax = context.get(signatureSyntaxQuery, last);
    return syntax.kind === 'class' && syntax.superclass !== undefined;
  },
};

/** Whether a class or an ancestor declares capabilities, so that its members must be annotated. */
export const needsAnnotationsQuery: DerivedQuery<DeclId, boolean> = {
  kind: 'derived',
  name: 'needsAnnotations',
  storage: 'value',
  execute: (context, decl) =>
    [decl, ...context.get(ancestorsQuery, decl).map((ancestor) => ancestor.decl)].some(
      (owner) => context.get(declaredCapabilitiesQuery, owner).length > 0,
    ),
};

/** A class as its own members see it. */
export function thisTypeOf(context: QueryContext, decl: DeclId): ClassType {
  return {
    kind: 'class',
    decl,
    args: parameterTypes(decl, context.get(typeParametersQuery, decl)),
  };
}

/** As declared; a class without declared and without inherited ones has `local self`. */
function ownCapabilities(context: QueryContext, decl: DeclId): readonly Capability[] {
  const declared = context.get(declaredCapabilitiesQuery, decl);
  const isRoot = context.get(superclassQuery, decl) === null;
  return declared.length === 0 && isRoot ? [implicitCapability] : declared;
}

/** The first of each name: a repetition is harmless, or reported. */
function distinct(capabilities: readonly Capability[]): readonly Capability[] {
  const seen = new Set<string>();
  return capabilities.filter(({ name }) => !seen.has(name) && seen.add(name));
}

/** Of a class without capabilities of its own or inherited ones. */
export const implicitCapability: Capability = { mode: 'local', name: 'self' };

function superclassLink(context: QueryContext): SuperclassLink {
  return (decl) => context.get(superclassLinkQuery, decl) ?? undefined;
}
