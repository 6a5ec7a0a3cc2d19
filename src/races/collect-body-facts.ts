/**
 * What variables of a body have to do with each other: which give away what they hold, and which are aliases of
 * which.
 */
import type { LocalId, TypedBody } from '../sema/hir.ts';
import type { Binding, BodyFacts, BodyOwner, Link } from './body-facts.ts';
import { factsOfLocal, scanBody } from './body-facts.ts';
import type { RaceContext } from './context.ts';
import { reachesLinear } from './facts.ts';
import { findGiven } from './given.ts';
import type { Given, Origin } from './origins.ts';
import { originsOf } from './origins.ts';

export function collectBodyFacts(
  context: RaceContext,
  body: TypedBody,
  owner: BodyOwner,
): BodyFacts {
  const bare = scanBody(context, body, owner);
  const given = findGiven(bare);
  const owners = findOwners(bare.values, { given });
  const facts = { ...bare, given, owners };
  return { ...facts, aliases: invert(facts, owners) };
}

type Owners = Map<LocalId, Map<LocalId, Link>>;

/** Follows `let`s until nothing new is found; assignment never makes an alias of a `linear` object. */
function findOwners(values: ReadonlyMap<LocalId, readonly Binding[]>, given: Given): Owners {
  const owners: Owners = new Map();
  const direct = new Map<LocalId, readonly Origin[]>();
  // In textual order, so that mostly one round is enough.
  for (const [local, bindings] of [...values].sort(([a], [b]) => a - b)) {
    const origins = bindings
      .filter(({ isLet }) => isLet)
      .flatMap(({ value }) => originsOf(given, value));
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
