/**
 * What one walk over a body finds out for all rules: in which task each variable is declared, what it is bound
 * to, which variables are aliases of which, and what was borrowed.
 */
import { present } from '../base/invariant.ts';
import type { Ordinal } from '../base/span.ts';
import type { HirExpr, Local, LocalId, TypedBody } from '../sema/hir.ts';
import type { Type } from '../sema/type.ts';
import { partsOf } from '../sema/type-parts.ts';
import { walkHir } from '../sema/walk-hir.ts';
import { bindingsOf } from './bindings.ts';
import type { RaceContext } from './context.ts';
import type { CalleeFacts, ClassFacts, Profile } from './model.ts';
import type { Given, Origin } from './origins.ts';
import type { Rights } from './rights.ts';

export interface BodyFacts extends Given {
  readonly context: RaceContext;
  readonly body: TypedBody;
  readonly kind: 'function' | 'method' | 'main';
  readonly signature: CalleeFacts;
  readonly profiles: readonly Profile[];
  /** Number of `async` blocks around the declaration of each local. */
  readonly depths: readonly number[];
  /** What each local of class type is bound to or assigned, and by how many `async` blocks it is enclosed there. */
  readonly values: ReadonlyMap<LocalId, readonly Binding[]>;
  /**
   * Variables that a pattern or a loop binds to a part of something for as long as a block: whoever holds it
   * stays away meanwhile, so they have its rights, in the task that binds them.
   */
  readonly views: ReadonlySet<LocalId>;
  /** For each alias, the variables whose object it may be, or a part of it. */
  readonly owners: ReadonlyMap<LocalId, ReadonlyMap<LocalId, Link>>;
  /** The inverse: aliases of `linear` objects, by the variable that owns the object. */
  readonly aliases: ReadonlyMap<LocalId, ReadonlyMap<LocalId, Link>>;
  readonly hasTasks: boolean;
  /** Without any, there is nothing to check. */
  readonly hasObjects: boolean;
  /** Memory of `factsOf`. */
  readonly known: Map<Type, ClassFacts | undefined>;
  /** All rights on the objects of a class. */
  readonly whole: Map<ClassFacts, Rights>;
}

export interface Binding {
  readonly value: HirExpr;
  readonly depth: number;
  readonly isLet: boolean;
}

/** How an alias leads to an owner's object. */
export interface Link {
  /** The same object. */
  readonly isSame: boolean;
  /** Declarations of the fields of the owner through which it may be a part; `*`: any. */
  readonly fields: readonly string[];
  /** Where the alias was made. */
  readonly at: Ordinal;
}

export interface BodyOwner {
  readonly kind: BodyFacts['kind'];
  readonly signature: CalleeFacts;
  readonly profiles: readonly Profile[];
}

/** All but what variables have to do with each other, which `collect-body-facts.ts` adds. */
export function scanBody(
  context: RaceContext,
  body: TypedBody,
  { kind, signature, profiles }: BodyOwner,
): BodyFacts {
  const depths = body.locals.map(() => 0);
  const values = new Map<LocalId, Binding[]>();
  const views = new Set<LocalId>();
  let hasTasks = false;
  let hasObjects = false;
  walkHir(body.root, (expr, depth) => {
    if (expr.kind === 'async') hasTasks = true;
    if (mayBeObject(expr.type) || expr.kind === 'consumeLocal' || expr.kind === 'consumeField') {
      hasObjects = true;
    }
    // The callee may have objects of its own, which depend on the type arguments.
    if (expr.kind === 'callFunction' && expr.typeArgs.length > 0) hasObjects = true;
    if (expr.kind === 'forRange') depths[expr.local] = depth;
    for (const { local, value, isView, isLet } of bindingsOf(body, expr)) {
      if (isLet) depths[local] = depth;
      if (isView) views.add(local);
      if (!mayBeObject(value.type)) continue;
      const bindings = values.get(local) ?? [];
      bindings.push({ value, depth, isLet });
      values.set(local, bindings);
    }
  });
  return {
    context,
    body,
    kind,
    signature,
    profiles,
    depths,
    values,
    views,
    given: new Set(),
    owners: new Map(),
    aliases: new Map(),
    hasTasks,
    hasObjects,
    known: new Map(),
    whole: new Map(),
  };
}

/** Whether a value of the type may hold an object; of structs and unions their facts know. */
export function mayBeObject(type: Type): boolean {
  switch (type.kind) {
    case 'class':
    case 'parameter':
    case 'array':
    case 'struct':
    case 'union':
      return true;
    case 'tuple':
    case 'optional':
      return partsOf(type).some(mayBeObject);
    default:
      return false;
  }
}

export function localAt(facts: BodyFacts, local: LocalId): Local {
  return present(facts.body.locals[local], `local ${local} of ${facts.body.decl}`);
}

export function factsOfType(facts: BodyFacts, type: Type): ClassFacts | undefined {
  if (!mayBeObject(type)) return undefined;
  if (facts.known.has(type)) return facts.known.get(type);
  const found = facts.context.factsOf(type, facts.profiles);
  facts.known.set(type, found);
  return found;
}

export function factsOfLocal(facts: BodyFacts, local: LocalId): ClassFacts | undefined {
  return factsOfType(facts, localAt(facts, local).type);
}

/** The capabilities that the signature grants on a parameter or `this`; undefined: all. */
export function grantOf(facts: BodyFacts, local: LocalId): readonly string[] | undefined {
  const { kind, type } = localAt(facts, local);
  // A struct's methods get a copy of it.
  if (kind === 'this') return type.kind === 'class' ? facts.signature.capabilities : undefined;
  return kind === 'parameter'
    ? facts.signature.parameters[parameterIndex(facts, local)]?.guard
    : undefined;
}

export function nameOf(facts: BodyFacts, local: LocalId): string {
  return localAt(facts, local).name;
}

/** The variable and those whose object it certainly is or may be. */
export function sameObject(facts: BodyFacts, local: LocalId): readonly LocalId[] {
  const owners = facts.owners.get(local);
  if (owners === undefined) return [local];
  return [local, ...[...owners].filter(([, link]) => link.isSame).map(([owner]) => owner)];
}

/** The origins, and for each that is an alias, those that lead to its object by the variables that own it. */
export function ownersOf(facts: BodyFacts, origins: readonly Origin[]): readonly Origin[] {
  return origins.flatMap((origin) => {
    const links = origin.local === undefined ? undefined : facts.owners.get(origin.local);
    if (links === undefined) return [origin];
    const further = [...links].flatMap(([local, { isSame, fields }]): readonly Origin[] => [
      ...(isSame ? [{ ...origin, local }] : []),
      ...fields.map((field) => ({ ...origin, local, path: [field, '*'] })),
    ]);
    return [origin, ...further];
  });
}

function parameterIndex({ kind }: BodyFacts, local: LocalId): number {
  return kind === 'method' ? local - 1 : local;
}
