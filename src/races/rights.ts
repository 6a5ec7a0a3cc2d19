/**
 * What may be done with an object at a place: the capabilities of its class, less those that were lost on the
 * way there, each with the reason. The reasons are what messages are about.
 */
import { parseDeclId } from '../base/ids.ts';
import { assertNever } from '../base/invariant.ts';
import type { Ordinal } from '../base/span.ts';
import type { HirExpr, LocalId } from '../sema/hir.ts';
import type { BodyFacts } from './body-facts.ts';
import { factsOfLocal, factsOfType, grantOf, sameObject } from './body-facts.ts';
import { capabilityNamed, compatibleWith, isConfined, leadsTo, reachesLinear } from './facts.ts';
import type { CapabilityFacts, ClassFacts } from './model.ts';
import { homeOf, homeOfLocal, isOwnedByThis } from './provenance.ts';

/** Why a capability is not available. */
export type Loss =
  /** The signature does not grant it on the parameter, or on `this`. */
  | { readonly kind: 'signature'; readonly local: LocalId }
  /** Owners alone use it. */
  | { readonly kind: 'subordinate' }
  /** The object stays in the task that made it. */
  | { readonly kind: 'task'; readonly local: LocalId | undefined }
  /** The mention is an alias; `owner` has the capability. */
  | { readonly kind: 'alias'; readonly owner: LocalId | undefined; readonly at: Ordinal }
  /** An alias of the object is in use. */
  | {
      readonly kind: 'inUse';
      readonly alias: LocalId;
      readonly made: Ordinal;
      readonly use: Ordinal;
    }
  /** It was read from a field that others may reach too. */
  | {
      readonly kind: 'sharedPart';
      readonly capability: string;
      readonly at: Ordinal;
      /** Of a `read` array: nobody writes to it, nor to arrays in it. */
      readonly isFrozen?: true;
    }
  /** The object was taken for one of a superclass, to which it does not belong. */
  | { readonly kind: 'downcast'; readonly at: Ordinal }
  /** A view shows a part of what a running task knows. */
  | {
      readonly kind: 'inTask';
      readonly owner: LocalId;
      readonly made: Ordinal;
      readonly use: Ordinal;
    }
  /** It was lent by a call. */
  | { readonly kind: 'lent'; readonly at: Ordinal };

export interface Rights {
  readonly facts: ClassFacts;
  readonly lost: ReadonlyMap<string, Loss>;
}

/** Where an expression stands, as far as its rights depend on it. */
export interface Place {
  /** Number of `async` blocks around it. */
  readonly depth: number;
  /** Variables that tasks which may be running mention, with the place. */
  running(): ReadonlyMap<LocalId, Ordinal>;
  /** Aliases that are in use behind the mention or beside it, with the place of a use. */
  inUse(mention: HirExpr): ReadonlyMap<LocalId, Ordinal>;
}

/** A new object, or one that was handed over. */
export function allRights(body: BodyFacts, expr: HirExpr, place: Place): Rights | undefined {
  const facts = factsOfType(body, expr.type);
  if (facts === undefined) return undefined;
  if (!isRestricted(facts, place)) return wholeRights(body, facts);
  const lost = new Map<string, Loss>();
  restrict(body, facts, { expr, place, local: undefined }, lost);
  return { facts, lost };
}

/** What most mentions have; made once for each class. */
function wholeRights(body: BodyFacts, facts: ClassFacts): Rights {
  const known = body.whole.get(facts);
  if (known !== undefined) return known;
  const whole: Rights = { facts, lost: new Map() };
  body.whole.set(facts, whole);
  return whole;
}

export type LocalMention = Extract<
  HirExpr,
  { kind: 'local' | 'let' | 'assignLocal' | 'consumeLocal' }
>;

/** Of a variable where it is mentioned. */
export function rightsOfLocal(
  body: BodyFacts,
  expr: LocalMention,
  place: Place,
): Rights | undefined {
  const { local } = expr;
  const facts = factsOfLocal(body, local);
  if (facts === undefined) return undefined;
  const isOwner = !body.owners.has(local) && !body.aliases.has(local);
  if (isOwner && grantOf(body, local) === undefined && !isRestricted(facts, place)) {
    return wholeRights(body, facts);
  }
  const lost = new Map<string, Loss>();
  for (const owner of sameObject(body, local)) {
    const grant = grantOf(body, owner);
    if (grant !== undefined) {
      loseWhere(facts, lost, (name) => !grant.includes(name), { kind: 'signature', local: owner });
    }
  }
  restrict(body, facts, { expr, place, local }, lost);
  if (reachesLinear(facts)) {
    if (isView(body, expr, place)) loseToOwners(body, facts, { local, place }, lost);
    else loseAsAlias(body, facts, local, lost);
    loseToAliases(body, facts, { expr, place }, lost);
  }
  return { facts, lost };
}

/** Of what a field holds, given the capabilities of the owner through which it is read. */
export function rightsOfPart(
  body: BodyFacts,
  expr: HirExpr,
  place: Place,
  owner: { readonly rights: Rights; readonly usable: readonly string[] },
): Rights | undefined {
  const rights = allRights(body, expr, place);
  if (rights === undefined || owner.usable.length === 0) return rights;
  if (!isSharedThrough(owner.rights, owner.usable)) return rights;
  const kept = compatibleWith(rights.facts, reachesLinear);
  const lost = new Map(rights.lost);
  const [capability = ''] = owner.usable;
  const isFrozen = expr.kind === 'element' && expr.object.type.kind === 'array';
  loseWhere(rights.facts, lost, (name) => !kept.has(name), {
    kind: 'sharedPart',
    capability,
    at: expr.at,
    ...(isFrozen && { isFrozen }),
  });
  return { facts: rights.facts, lost };
}

/** Of a part of a tuple, struct or union: what its whole has lost is lost for whatever reaches that mode. */
export function rightsOfMember(
  body: BodyFacts,
  expr: HirExpr,
  place: Place,
  whole: Rights | undefined,
): Rights | undefined {
  const rights = allRights(body, expr, place);
  return rights && whole ? translate(whole, rights) : rights;
}

/**
 * `to` less what `from` has lost. Where both are known by the same capabilities these correspond, else those that
 * reach a mode in common.
 */
export function translate(from: Rights, to: Rights): Rights {
  if (from.lost.size === 0) return to;
  const isSame = from.facts.capabilities.every(
    ({ name, mode }) => capabilityNamed(to.facts, name)?.mode === mode,
  );
  const lost = new Map(to.lost);
  for (const [name, loss] of from.lost) {
    const modes = capabilityNamed(from.facts, name)?.reaches ?? [];
    const isConcerned = (capability: CapabilityFacts): boolean =>
      isSame
        ? capability.name === name
        : modes.length === 0 || capability.reaches.some((mode) => modes.includes(mode));
    for (const capability of to.facts.capabilities) {
      if (isConcerned(capability) && !lost.has(capability.name)) lost.set(capability.name, loss);
    }
  }
  return { facts: to.facts, lost };
}

/**
 * Of an object that is found to be of a subclass. Whoever knows it as the superclass may share it, so what is
 * exclusive and only the subclass has is nobody's to use.
 */
export function rightsOfDowncast(
  body: BodyFacts,
  expr: HirExpr,
  known: Rights | undefined,
): Rights | undefined {
  const facts = factsOfType(body, expr.type);
  if (facts === undefined || known === undefined) return undefined;
  const lost = new Map(known.lost);
  loseWhere(
    facts,
    lost,
    (name) =>
      capabilityNamed(known.facts, name) === undefined &&
      (capabilityNamed(facts, name)?.reaches.length ?? 0) > 0,
    { kind: 'downcast', at: expr.at },
  );
  return { facts, lost };
}

/** Of what a `borrowed` call yields: others still own it. */
export function rightsOfLent(body: BodyFacts, expr: HirExpr, place: Place): Rights | undefined {
  const rights = allRights(body, expr, place);
  if (rights === undefined) return undefined;
  const lost = new Map(rights.lost);
  loseLinear(rights.facts, lost, { kind: 'lent', at: expr.at });
  return { facts: rights.facts, lost };
}

/** What all of several expressions allow, one of which is evaluated. */
export function intersect(
  facts: ClassFacts | undefined,
  branches: readonly (Rights | undefined)[],
): Rights | undefined {
  if (facts === undefined) return undefined;
  const lost = new Map<string, Loss>();
  for (const branch of branches) {
    for (const [name, loss] of branch?.lost ?? []) if (!lost.has(name)) lost.set(name, loss);
  }
  return { facts, lost };
}

/** Whether other tasks may be at the field as well, since no capability for it keeps them away. */
export function isSharedThrough({ facts }: Rights, usable: readonly string[]): boolean {
  return usable.every((name) => {
    const mode = capabilityNamed(facts, name)?.mode;
    return mode === 'read' || mode === 'locked';
  });
}

/** Of a variable, less what was missing where it was bound. */
export function withBound(
  rights: Rights | undefined,
  bound: ReadonlyMap<string, Loss> | undefined,
): Rights | undefined {
  if (rights === undefined || bound === undefined) return rights;
  return { facts: rights.facts, lost: new Map([...rights.lost, ...bound]) };
}

export function has({ facts, lost }: Rights, name: string): boolean {
  return !lost.has(name) && capabilityNamed(facts, name) !== undefined;
}

/** Whether `restrict` may find anything. */
function isRestricted(facts: ClassFacts, { depth }: Place): boolean {
  return facts.reaches.includes('subordinate') || (depth > 0 && isConfined(facts));
}

/** What holds for an object wherever it comes from: owners and tasks keep what is theirs. */
function restrict(
  body: BodyFacts,
  facts: ClassFacts,
  {
    expr,
    place,
    local,
  }: { readonly expr: HirExpr; readonly place: Place; readonly local: LocalId | undefined },
  lost: Map<string, Loss>,
): void {
  if (facts.capabilities.some(({ mode }) => mode === 'subordinate') && !isOwnedByThis(body, expr)) {
    const isProtected = (name: string): boolean =>
      capabilityNamed(facts, name)?.mode === 'subordinate';
    loseWhere(facts, lost, isProtected, { kind: 'subordinate' });
  }
  if (place.depth === 0 || !isConfined(facts)) return;
  const home = local === undefined ? homeOf(body, expr, place.depth) : homeOfLocal(body, local);
  if (home >= place.depth) return;
  const kept = compatibleWith(facts, isConfined);
  loseWhere(facts, lost, (name) => !kept.has(name), { kind: 'task', local });
}

function loseAsAlias(
  body: BodyFacts,
  facts: ClassFacts,
  local: LocalId,
  lost: Map<string, Loss>,
): void {
  const owners = body.owners.get(local);
  const [first] = owners ?? [];
  if (first === undefined) return;
  const [owner, link] = first;
  loseLinear(facts, lost, { kind: 'alias', owner, at: link.at });
}

/** A view has rights of its own where it is bound. It is no owner: consuming takes one. */
function isView(body: BodyFacts, expr: LocalMention, place: Place): boolean {
  const { local, kind } = expr;
  return kind !== 'consumeLocal' && body.views.has(local) && body.depths[local] === place.depth;
}

/** A view is of no use while tasks have what it shows, under whatever name. */
function loseToOwners(
  body: BodyFacts,
  facts: ClassFacts,
  { local, place }: { readonly local: LocalId; readonly place: Place },
  lost: Map<string, Loss>,
): void {
  const running = place.running();
  if (running.size === 0) return;
  for (const [owner, link] of body.owners.get(local) ?? []) {
    for (const name of [owner, ...(body.aliases.get(owner)?.keys() ?? [])]) {
      const use = name === local ? undefined : running.get(name);
      if (use === undefined) continue;
      loseLinear(facts, lost, { kind: 'inTask', owner: name, made: link.at, use });
    }
  }
}

function loseToAliases(
  body: BodyFacts,
  facts: ClassFacts,
  { expr, place }: { readonly expr: LocalMention; readonly place: Place },
  lost: Map<string, Loss>,
): void {
  const aliases = body.aliases.get(expr.local);
  if (aliases === undefined) return;
  const inUse = place.inUse(expr);
  for (const [alias, link] of aliases) {
    const use = inUse.get(alias);
    if (use === undefined) continue;
    const loss: Loss = { kind: 'inUse', alias, made: link.at, use };
    if (link.isSame || link.fields.includes('*')) loseLinear(facts, lost, loss);
    else losePart(body, facts, { fields: link.fields, loss }, lost);
  }
}

/** An alias of a part keeps the capabilities that lead to the part away. */
function losePart(
  body: BodyFacts,
  facts: ClassFacts,
  { fields, loss }: { readonly fields: readonly string[]; readonly loss: Loss },
  lost: Map<string, Loss>,
): void {
  const leading = new Set(
    fields.flatMap((field) => body.context.fieldCapabilities(parseDeclId(field))),
  );
  const leads = (name: string): boolean => {
    const capability = capabilityNamed(facts, name);
    return capability !== undefined && leadsTo(capability, leading);
  };
  loseWhere(facts, lost, leads, loss);
}

function loseLinear(facts: ClassFacts, lost: Map<string, Loss>, loss: Loss): void {
  for (const capability of facts.capabilities) {
    if (reachesLinear(capability) && !lost.has(capability.name)) lost.set(capability.name, loss);
  }
}

function loseWhere(
  facts: ClassFacts,
  lost: Map<string, Loss>,
  isLost: (name: string) => boolean,
  loss: Loss,
): void {
  for (const { name } of facts.capabilities) {
    if (!lost.has(name) && isLost(name)) lost.set(name, loss);
  }
}

/** Whether whoever gets the object from here would have what is missing here. */
export function isLossForAll(loss: Loss): boolean {
  switch (loss.kind) {
    case 'signature':
    case 'subordinate':
    case 'task':
    case 'sharedPart':
    case 'downcast':
      return true;
    case 'alias':
    case 'inUse':
    case 'inTask':
    case 'lent':
      return false;
    default:
      return assertNever(loss);
  }
}
