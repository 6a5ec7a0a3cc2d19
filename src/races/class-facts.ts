/**
 * What the rules on bodies know of a class: its capabilities, what they reach, and which of them two tasks may
 * not use on one object at the same time.
 */
import type { Capability } from '../sema/model.ts';
import { modesOf } from './instance.ts';
import type { CapabilityFacts, ClassFacts, ClassShape, ExclusiveMode, Profile } from './model.ts';
import { exclusiveModes } from './model.ts';
import type { ReachContext } from './reach.ts';
import { reachOf, unite } from './reach.ts';

/** `profiles` are those of the class's own type parameters. */
export function classFactsOf(
  context: ReachContext,
  shape: ClassShape,
  profiles: readonly Profile[],
): ClassFacts {
  const fields = shape.fields.map(
    ({ type, isConst, capabilities }): ReachingField => ({
      isConst,
      capabilities,
      reaches: reachOf(context, type, profiles),
    }),
  );
  const standing = standingFor(shape);
  const capabilities = shape.capabilities.map(({ name, mode }): CapabilityFacts => {
    const standsFor = standing.get(name);
    return {
      name,
      mode,
      reaches: unite([
        exclusiveModes.filter((exclusive) => exclusive === mode),
        ...fields.filter((field) => field.capabilities.includes(name)).map((each) => each.reaches),
      ]),
      ...(standsFor !== undefined && { standsFor: [...standsFor].sort() }),
    };
  });
  // What a capability stands for is used with it.
  const meanings = capabilities.map((capability) => ({
    name: capability.name,
    means: [
      capability,
      ...capabilities.filter((each) => standing.get(capability.name)?.has(each.name)),
    ],
  }));
  const conflicts: [string, string][] = [];
  for (const first of meanings) {
    for (const second of meanings) {
      const mayMeet = (a: CapabilityFacts): boolean =>
        second.means.some((b) => !areCompatible(fields, a, b));
      if (first.means.some(mayMeet)) conflicts.push([first.name, second.name]);
    }
  }
  const reaches = unite([...capabilities, ...fields].map((each) => each.reaches));
  return { capabilities, conflicts, reaches };
}

interface ReachingField {
  readonly isConst: boolean;
  readonly capabilities: readonly string[];
  readonly reaches: readonly ExclusiveMode[];
}

/**
 * Values of a type parameter, as far as a generic body can tell them: one capability for each mode that they
 * reach, all of which exclude each other.
 */
export function factsOfProfile(profile: Profile): ClassFacts | undefined {
  if (profile === 'value') return undefined;
  const modes = modesOf(profile);
  if (modes.length === 0) {
    return { capabilities: [{ name: '', mode: 'read', reaches: [] }], conflicts: [], reaches: [] };
  }
  return {
    capabilities: modes.map((mode) => ({ name: mode, mode, reaches: [mode] })),
    conflicts: modes.flatMap((a) => modes.map((b) => [a, b] as const)),
    reaches: modes,
  };
}

/**
 * Whoever calls an overridden method uses what the overriding ones use as well, without knowing it. One `linear`
 * capability that the caller knows of stands for that: it conflicts with what the further ones conflict with. Methods
 * without one are looked at where they override.
 */
function standingFor({ capabilities, furtherUses }: ClassShape): ReadonlyMap<string, Set<string>> {
  const standing = new Map<string, Set<string>>();
  for (const { known, further } of furtherUses) {
    const substitute = capabilities.find(
      ({ name, mode }) => mode === 'linear' && known.includes(name),
    );
    if (substitute === undefined) continue;
    const all = standing.get(substitute.name) ?? new Set<string>();
    for (const name of further) if (name !== substitute.name) all.add(name);
    standing.set(substitute.name, all);
  }
  // A further capability may itself stand for others in a class below. Sets grow while they are gone through.
  for (const all of standing.values()) {
    for (const name of all) for (const next of standing.get(name) ?? []) all.add(next);
  }
  return standing;
}

/**
 * Whether two tasks may use the two on one object at the same time. What both reach must be safe to share; a
 * `linear` capability is never used twice; and objects with `subordinate` capabilities may be linked among
 * each other, so that one task at a time reaches them, whichever fields it starts from.
 */
function areCompatible(
  fields: readonly ReachingField[],
  first: CapabilityFacts,
  second: CapabilityFacts,
): boolean {
  if (first.name === second.name && (first.mode === 'linear' || isImplicit(first))) return false;
  const reachSubordinates = [first, second].every(
    (each) => each.mode !== 'subordinate' && each.reaches.includes('subordinate'),
  );
  if (reachSubordinates) return false;
  const bothShared = isShared(first) && isShared(second);
  return fields
    .filter(
      ({ capabilities }) => capabilities.includes(first.name) && capabilities.includes(second.name),
    )
    .every((field) => isSafe(field, bothShared));
}

/**
 * Through `read` and `locked` capabilities, locks order all writes of the field itself; an object in it that
 * is `linear` must be taken out to be used, which one task succeeds in.
 */
function isSafe({ isConst, reaches }: ReachingField, bothShared: boolean): boolean {
  if (bothShared) return reaches.every((mode) => mode === 'linear');
  return isConst && reaches.length === 0;
}

/**
 * The capability of classes that declare none. It is never shared, not even if all fields are `const`, so that a
 * subclass may add a `var` field.
 */
function isImplicit({ mode, name }: Capability): boolean {
  return mode === 'local' && name === 'self';
}

function isShared({ mode }: Capability): boolean {
  return mode === 'read' || mode === 'locked';
}
