/**
 * Members as a class has them. Single names first: bodies ask by name, so that a new member
 * concerns only who names it. The tables behind them are for layout and descriptors.
 */
import type { DeclId } from '../../base/ids.ts';
import type { DerivedQuery, QueryContext } from '../../query/query.ts';
import type { FoundField } from '../../sema/context.ts';
import {
  distinctMethods,
  extendSlots,
  inheritField,
  inheritSlots,
  layOutFields,
} from '../../sema/members.ts';
import type { MethodSlot } from '../../sema/model.ts';
import { superclassQuery, thisTypeOf } from './classes.ts';
import type { MemberEntry, MemberKey } from './inputs.ts';
import {
  memberKey,
  memberNamesInput,
  ownFieldsInput,
  ownMethodsInput,
  splitMemberKey,
} from './inputs.ts';
import { callSignatureQuery, ownFieldQuery } from './signatures.ts';

/** The field of that name of the class or its nearest ancestor that has it. */
export const fieldQuery: DerivedQuery<MemberKey, FoundField | null> = {
  kind: 'derived',
  name: 'field',
  storage: 'value',
  execute(context, key) {
    const { decl, name } = splitMemberKey(key);
    const own = context.get(memberNamesInput, key).find((entry) => entry.kind === 'field');
    if (own !== undefined) {
      return { field: context.get(ownFieldQuery, own.id), owner: thisTypeOf(context, decl) };
    }
    const superclass = context.get(superclassQuery, decl);
    const inherited = superclass && context.get(fieldQuery, memberKey(superclass.decl, name));
    return superclass && inherited && inheritField(superclass, inherited);
  },
};

/** Own and inherited methods of that name, overridden ones left out. */
export const methodsQuery: DerivedQuery<MemberKey, readonly MethodSlot[]> = {
  kind: 'derived',
  name: 'methods',
  storage: 'value',
  execute(context, key) {
    const { decl, name } = splitMemberKey(key);
    const superclass = context.get(superclassQuery, decl);
    const inherited =
      superclass === null
        ? []
        : inheritSlots(superclass, context.get(methodsQuery, memberKey(superclass.decl, name)));
    const own = methodIds(context.get(memberNamesInput, key));
    return own.length === 0 ? inherited : extend(context, decl, inherited, own);
  },
};

/** Slots of a class's method table in order: a prefix of every subclass's. */
export const methodTableQuery: DerivedQuery<DeclId, readonly MethodSlot[]> = {
  kind: 'derived',
  name: 'methodTable',
  storage: 'value',
  execute(context, decl) {
    const superclass = context.get(superclassQuery, decl);
    const inherited =
      superclass === null
        ? []
        : inheritSlots(superclass, context.get(methodTableQuery, superclass.decl));
    return extend(context, decl, inherited, methodIds(context.get(ownMethodsInput, decl)));
  },
};

/** Fields of a class's objects in order: a prefix of every subclass's. */
export const fieldLayoutQuery: DerivedQuery<DeclId, readonly FoundField[]> = {
  kind: 'derived',
  name: 'fieldLayout',
  storage: 'value',
  execute(context, decl) {
    const superclass = context.get(superclassQuery, decl);
    const inherited =
      superclass === null
        ? []
        : context
            .get(fieldLayoutQuery, superclass.decl)
            .map((found) => inheritField(superclass, found));
    const own = context
      .get(ownFieldsInput, decl)
      .map((entry) => context.get(ownFieldQuery, entry.id));
    return layOutFields(thisTypeOf(context, decl), inherited, own);
  },
};

/** Names of all fields and methods, own and inherited, sorted; for suggestions. */
export const allMemberNamesQuery: DerivedQuery<DeclId, readonly string[]> = {
  kind: 'derived',
  name: 'allMemberNames',
  storage: 'value',
  execute(context, decl) {
    const superclass = context.get(superclassQuery, decl);
    const inherited = superclass === null ? [] : context.get(allMemberNamesQuery, superclass.decl);
    const fields = context.get(ownFieldsInput, decl);
    const own = [...fields, ...context.get(ownMethodsInput, decl)];
    return [...new Set([...inherited, ...own.map((entry) => entry.name)])].sort();
  },
};

/** What a call may choose from: slots of which each has a method of its own. */
export function callableMethods(
  context: QueryContext,
  decl: DeclId,
  name: string,
): readonly MethodSlot[] {
  return distinctMethods(context.get(methodsQuery, memberKey(decl, name)));
}

function extend(
  context: QueryContext,
  decl: DeclId,
  inherited: readonly MethodSlot[],
  own: readonly DeclId[],
): readonly MethodSlot[] {
  const signatures = { signature: (method: DeclId) => context.get(callSignatureQuery, method) };
  return extendSlots(signatures, thisTypeOf(context, decl), inherited, own);
}

function methodIds(entries: readonly MemberEntry[]): readonly DeclId[] {
  return entries.filter((entry) => entry.kind === 'method').map((entry) => entry.id);
}
