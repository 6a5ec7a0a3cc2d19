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
import { reachesLinear } from './facts.ts';
import type { CalleeFacts, ClassFacts, Profile } from './model.ts';
import type { Origin } from './origins.ts';
import { originsOf } from './origins.ts';
import type { Rights } from './rights.ts';

export interface BodyFacts {
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

export function collectBodyFacts(
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
  const owners = findOwners(values);
  const facts: BodyFacts = {
    context,
    body,
    kind,
    signature,
    profiles,
    depths,
    values,
    views,
    owners,
    aliases: new Map(),
    hasTasks,
    hasObjects,
    known: new Map(),
    whole: new Map(),
  };
  return { ...facts, aliases: invert(facts, owners) };
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

/** `originsOf` without variables that hold no object. */
export function objectOrigins(facts: BodyFacts, expr: HirExpr): readonly Origin[] {
  return originsOf(expr).filter(
    ({ local }) => local === undefined || factsOfLocal(facts, local) !== undefined,
  );
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

type Owners = Map<LocalId, Map<LocalId, Link>>;

/** Follows `let`s until nothing new is found; assignment never makes an alias of a `linear` object. */
function findOwners(values: ReadonlyMap<LocalId, readonly Binding[]>): Owners {
  const owners: Owners = new Map();
  const direct = new Map<LocalId, readonly Origin[]>();
  // In textual order, so that mostly one round is enough.
  for (const [local, bindings] of [...values].sort(([a], [b]) => a - b)) {
    const origins = bindings.filter(({ isLet }) => isLet).flatMap(({ value }) => originsOf(value));
    if (origins.length > 0) direct.set(local, origins);
  }
  for (let changed = true; changed; ) {
    changed = false;
    for (const [local, origins] of direct) {
      for (const origin of origins) {
        if (origin.local === undefined || origin.local === local) continue;
        if (addLink(owners, local, origin.local, linkOf(origin))) changed = true;
        for (const [further, link] of owners.get(origin.local) ?? []) {
          if (further === local) continue;
          if (origin.path.length === 0 && owners.get(local)?.get(further) === link) continue;
          const through = link.isSame
            ? { ...linkOf(origin), fields: [...link.fields, ...linkOf(origin).fields] }
            : { ...link, at: origin.at };
          if (addLink(owners, local, further, through)) changed = true;
        }
      }
    }
  }
  return owners;
}

function linkOf({ path, at }: Origin): Link {
  const [first] = path;
  return { isSame: first === undefined, fields: first === undefined ? [] : [first], at };
}

/** Whether anything was new. */
function addLink(owners: Owners, alias: LocalId, owner: LocalId, link: Link): boolean {
  const links = owners.get(alias) ?? new Map<LocalId, Link>();
  owners.set(alias, links);
  const known = links.get(owner);
  if (known === undefined) {
    links.set(owner, link);
    return true;
  }
  const further = link.fields.filter((field) => !known.fields.includes(field));
  const isSame = known.isSame || link.isSame;
  if (isSame === known.isSame && further.length === 0) return false;
  const fields = [...known.fields, ...further];
  links.set(owner, { ...known, isSame, fields });
  return true;
}

function invert(
  facts: BodyFacts,
  owners: ReadonlyMap<LocalId, ReadonlyMap<LocalId, Link>>,
): ReadonlyMap<LocalId, ReadonlyMap<LocalId, Link>> {
  const aliases = new Map<LocalId, Map<LocalId, Link>>();
  for (const [alias, links] of owners) {
    const type = factsOfLocal(facts, alias);
    if (type === undefined || !reachesLinear(type)) continue;
    for (const [owner, link] of links) {
      const known = aliases.get(owner) ?? new Map<LocalId, Link>();
      known.set(alias, link);
      aliases.set(owner, known);
    }
  }
  return aliases;
}
