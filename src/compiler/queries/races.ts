/**
 * Data races, per declaration. Facts about classes and callees are queries of their own whose values leave out
 * what the rules do not depend on, so that most edits of a class concern none of its users.
 */
import type { DeclId } from '../../base/ids.ts';
import { nameSpan, tokenSpan } from '../../base/span.ts';
import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import type { DerivedQuery, QueryContext } from '../../query/query.ts';
import type { BodyVerdict } from '../../races/check-body.ts';
import { checkBodyRaces } from '../../races/check-body.ts';
import { checkLeakage } from '../../races/check-leakage.ts';
import { checkOverride } from '../../races/check-override.ts';
import { checkSubclass } from '../../races/check-subclass.ts';
import { classFactsOf, factsOfProfile } from '../../races/class-facts.ts';
import type { RaceContext } from '../../races/context.ts';
import { instanceKey, isPlain, splitInstanceKey } from '../../races/instance.ts';
import type { InstanceVerdict } from '../../races/instances.ts';
import { checkInstances } from '../../races/instances.ts';
import type {
  CalleeFacts,
  ClassFacts,
  ClassShape,
  FurtherUse,
  InstanceKey,
  Need,
  Profile,
} from '../../races/model.ts';
import type { ReachContext } from '../../races/reach.ts';
import { profileOfType, reachOf } from '../../races/reach.ts';
import type { ValueContext } from '../../races/value-facts.ts';
import { factsOfValue } from '../../races/value-facts.ts';
import { inheritedKey, inheritSlots, signatureKey } from '../../sema/members.ts';
import { substitute } from '../../sema/subtype.ts';
import type { ClassType, Type } from '../../sema/type.ts';
import { printType } from '../../sema/type-key.ts';
import { typedBodyQuery } from './bodies.ts';
import { capabilitiesQuery, superclassQuery, thisTypeOf } from './classes.ts';
import { declarationInput, memberKey, ownMethodsInput } from './inputs.ts';
import { fieldLayoutQuery, methodsQuery } from './members.ts';
import { callSignatureQuery, ownFieldQuery, signatureQuery } from './signatures.ts';
import { structHeaderQuery } from './structs.ts';
import { typeDeclarationQuery } from './unions.ts';

/** Capabilities and fields of a class, without names that do not matter. */
export const classShapeQuery: DerivedQuery<DeclId, ClassShape> = {
  kind: 'derived',
  name: 'classShape',
  storage: 'value',
  execute(context, decl) {
    const superclass = context.get(superclassQuery, decl);
    return {
      furtherUses: superclass === null ? [] : furtherUses(context, decl, superclass),
      capabilities: context.get(capabilitiesQuery, decl),
      fields: context.get(fieldLayoutQuery, decl).map(({ field, owner }) => ({
        type: substitute(field.type, owner.decl, owner.args),
        isConst: field.isConst,
        capabilities: field.capabilities,
      })),
    };
  },
};

/** What bodies must know of a class. */
export const classFactsQuery: DerivedQuery<InstanceKey, ClassFacts> = {
  kind: 'derived',
  name: 'classFacts',
  storage: 'value',
  execute(context, key) {
    const { decl, profiles } = splitInstanceKey(key);
    const shape = context.get(classShapeQuery, decl);
    return classFactsOf(reachContext(context), shape, profiles);
  },
};

/** What a generic declaration does wrong with type arguments of certain profiles, and what it relies on itself. */
export const instanceRacesQuery: DerivedQuery<InstanceKey, InstanceVerdict> = {
  kind: 'derived',
  name: 'instanceRaces',
  storage: 'value',
  execute(context, key) {
    const { decl, profiles } = splitInstanceKey(key);
    const verdict = verdictOf(context, decl, profiles);
    const known = new Set(verdictOf(context, decl, plain).diagnostics.map(placeOf));
    return {
      mistakes: verdict.diagnostics.filter((diagnostic) => !known.has(placeOf(diagnostic))),
      needs: [
        ...verdict.needs.map((need) => need.key),
        ...membersOf(context, decl).map((member) => instanceKey(member, profiles)),
      ],
    };
  },
};

/** Reports the data races of a declaration, or what could lead to one. */
export const racesQuery: DerivedQuery<DeclId, null> = {
  kind: 'derived',
  name: 'races',
  storage: 'value',
  execute(context, decl) {
    const { diagnostics, needs } = verdictOf(context, decl, plain);
    for (const diagnostic of diagnostics) context.report(diagnostic);
    const found = checkInstances({ verdict: (key) => context.get(instanceRacesQuery, key) }, needs);
    for (const { need, mistake } of found) {
      context.report({
        code: 'E0625',
        severity: 'error',
        message: `${capitalized(need.name)} breaks a rule on data races`,
        span: need.at === undefined ? nameSpan(decl) : tokenSpan(decl, need.at),
        labels: [{ span: mistake.span, message: mistake.message }, ...mistake.labels],
        notes: [
          `The generic declaration gets ${mistake.code} with this type argument: values of its class have to be treated with more care.`,
          ...mistake.notes,
        ],
      });
    }
    return null;
  },
};

/** A generic declaration by itself is checked as one for numbers and texts, which asks for the least. */
const plain: readonly Profile[] = [];

function verdictOf(context: QueryContext, decl: DeclId, profiles: readonly Profile[]): BodyVerdict {
  const kind = context.get(declarationInput, decl)?.kind;
  switch (kind) {
    case 'class':
      return {
        diagnostics: subclassMistakes(context, decl, profiles),
        needs: superclassInstance(context, decl, profiles),
      };
    case 'test':
      return callableVerdict(context, decl, { kind: 'function', profiles });
    case 'function':
    case 'main':
    case 'method':
      return callableVerdict(context, decl, { kind, profiles });
    default:
      return { diagnostics: [], needs: [] };
  }
}

function subclassMistakes(
  context: QueryContext,
  decl: DeclId,
  profiles: readonly Profile[],
): readonly Diagnostic[] {
  const superclass = context.get(superclassQuery, decl);
  if (superclass === null) return [];
  const races = raceContext(context);
  const facts = races.factsOf(thisTypeOf(context, decl), profiles);
  const inherited = races.factsOf(superclass, profiles);
  if (facts === undefined || inherited === undefined) return [];
  const name = printType({ ...superclass, args: [] });
  return checkSubclass({
    decl,
    facts,
    superclass: { decl: superclass.decl, name, facts: inherited },
  });
}

function callableVerdict(
  context: QueryContext,
  decl: DeclId,
  {
    kind,
    profiles,
  }: { readonly kind: 'function' | 'main' | 'method'; readonly profiles: readonly Profile[] },
): BodyVerdict {
  const body = context.get(typedBodyQuery, decl);
  if (body === null || body.isErroneous === true) return { diagnostics: [], needs: [] };
  const races = raceContext(context);
  const signature = context.get(signatureQuery, decl);
  const verdict = checkBodyRaces(races, body, { kind, signature, profiles });
  if (kind !== 'method') return verdict;
  const parent = context.get(declarationInput, decl)?.parent;
  // A method of a struct works on a copy: it has no object to leak and overrides nothing.
  if (parent === undefined || context.get(declarationInput, parent)?.kind === 'implement')
    return verdict;
  const thisType = thisTypeOf(context, parent);
  const owner = races.factsOf(thisType, profiles);
  if (owner === undefined) return verdict;
  const parameters = body.locals
    .filter((local) => local.kind === 'parameter')
    .map(({ type }) => races.factsOf(type, profiles));
  const result = races.factsOf(body.result, profiles);
  return {
    diagnostics: [
      ...checkLeakage({ decl, facts: signature, owner, result, parameters }),
      ...overrideMistakes(context, decl, { parent, own: signature, facts: owner, parameters }),
      ...verdict.diagnostics,
    ],
    needs: verdict.needs,
  };
}

function overrideMistakes(
  context: QueryContext,
  decl: DeclId,
  {
    parent,
    own,
    facts,
    parameters,
  }: {
    readonly parent: DeclId;
    readonly own: CalleeFacts;
    readonly facts: ClassFacts;
    readonly parameters: readonly (ClassFacts | undefined)[];
  },
): readonly Diagnostic[] {
  const superclass = context.get(superclassQuery, parent);
  if (superclass === null) return [];
  const inherited = context.get(capabilitiesQuery, superclass.decl).map(({ name }) => name);
  return overriddenBy(context, decl, superclass).flatMap((method) =>
    checkOverride({
      decl,
      own,
      overridden: { ...context.get(callSignatureQuery, method), decl: method },
      facts,
      inherited,
      parameterCapabilities: parameters.map(
        (parameter) => parameter?.capabilities.map(({ name }) => name) ?? [],
      ),
    }),
  );
}

/** What the methods of a class and those that it inherits use beyond the methods that they override. */
function furtherUses(
  context: QueryContext,
  decl: DeclId,
  superclass: ClassType,
): readonly FurtherUse[] {
  const inherited = context.get(classShapeQuery, superclass.decl);
  const own = context.get(ownMethodsInput, decl).flatMap(({ id }) => {
    const { capabilities } = context.get(callSignatureQuery, id);
    const isOwn = (name: string): boolean =>
      !inherited.capabilities.some((capability) => capability.name === name);
    const further = capabilities.filter(isOwn);
    if (further.length === 0) return [];
    return overriddenBy(context, id, superclass).map((method) => ({
      known: context.get(callSignatureQuery, method).capabilities,
      further,
    }));
  });
  return [...inherited.furtherUses, ...own];
}

/** The methods of a superclass that a method overrides. */
function overriddenBy(
  context: QueryContext,
  decl: DeclId,
  superclass: ClassType,
): readonly DeclId[] {
  const signature = context.get(callSignatureQuery, decl);
  const inherited = context.get(methodsQuery, memberKey(superclass.decl, signature.name));
  return inheritSlots(superclass, inherited)
    .filter(
      ({ method, owner }) =>
        inheritedKey(context.get(callSignatureQuery, method), owner) === signatureKey(signature),
    )
    .map(({ method }) => method);
}

/** For one declaration: what it mentions often is asked once. */
function raceContext(context: QueryContext): RaceContext {
  const reach = reachContext(context);
  const facts = remember((key: InstanceKey) => context.get(classFactsQuery, key));
  const values: ValueContext = {
    factsOfObject(type, profiles) {
      if (type.kind === 'parameter') return factsOfProfile(profiles[type.index] ?? 'value');
      return type.kind === 'class' ? facts(keyOf(context, type, profiles)) : undefined;
    },
    profileOf: (type, profiles) => profileOfType(reach, type, profiles),
    reachOf: (type, profiles) => reachOf(reach, type, profiles),
  };
  return {
    factsOf: (type, profiles) => factsOfValue(values, type, profiles),
    profileOf: values.profileOf,
    membersOf: (decl) => reach.valueParts(decl),
    fieldCapabilities: remember((field) => context.get(ownFieldQuery, field).capabilities),
    callee: remember((decl) => context.get(callSignatureQuery, decl)),
  };
}

function remember<K, V>(ask: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = ask(key);
    known.set(key, value);
    return value;
  };
}

export function reachContext(context: QueryContext): ReachContext {
  return {
    classShape: (decl) => context.get(classShapeQuery, decl),
    valueParts: (decl) => valueParts(context, decl),
  };
}

function valueParts(context: QueryContext, decl: DeclId): readonly Type[] {
  if (context.get(declarationInput, decl)?.kind === 'struct') {
    return context.get(structHeaderQuery, decl).fields.map(({ type }) => type);
  }
  const declaration = context.get(typeDeclarationQuery, decl);
  return declaration.kind === 'union' ? declaration.members : [];
}

/** Profiles of arguments are asked by key, so that what they are made of is looked at once. */
function keyOf(context: QueryContext, type: ClassType, profiles: readonly Profile[]): InstanceKey {
  return instanceKey(
    type.decl,
    type.args.map((argument) => argumentProfile(context, argument, profiles)),
  );
}

function argumentProfile(context: QueryContext, type: Type, profiles: readonly Profile[]): Profile {
  return profileOfType(reachContext(context), type, profiles);
}

/** The methods that come with an instance of a class. */
function membersOf(context: QueryContext, decl: DeclId): readonly DeclId[] {
  if (context.get(declarationInput, decl)?.kind !== 'class') return [];
  return context.get(ownMethodsInput, decl).map(({ id }) => id);
}

/** The superclass with the type arguments that the class gives it. */
function superclassInstance(
  context: QueryContext,
  decl: DeclId,
  profiles: readonly Profile[],
): readonly Need[] {
  const superclass = context.get(superclassQuery, decl);
  if (superclass === null || superclass.args.length === 0) return [];
  const own = superclass.args.map((argument) => argumentProfile(context, argument, profiles));
  if (isPlain(own)) return [];
  const key = instanceKey(superclass.decl, own);
  return [{ key, name: `\`${printType(superclass)}\`` }];
}

function placeOf({ code, span }: Diagnostic): string {
  return `${code} ${JSON.stringify(span)}`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
