/** Questions to the facts of a class. */
import type { CapabilityFacts, ClassFacts, ExclusiveMode } from './model.ts';

export function conflict({ conflicts }: ClassFacts, first: string, second: string): boolean {
  return conflicts.some(([a, b]) => a === first && b === second);
}

export function capabilityNamed(
  { capabilities }: ClassFacts,
  name: string,
): CapabilityFacts | undefined {
  return capabilities.find((capability) => capability.name === name);
}

export function reachesLinear({
  reaches,
}: {
  readonly reaches: readonly ExclusiveMode[];
}): boolean {
  return reaches.includes('linear');
}

/** Whether using the capability may touch a field that one of `names` is named for. */
export function leadsTo({ name, standsFor }: CapabilityFacts, names: ReadonlySet<string>): boolean {
  return names.has(name) || standsFor?.some((further) => names.has(further)) === true;
}

/** Whether callers give an object away, unless they lend it, to a callee that may use these capabilities on it. */
export function isHandedOver({ capabilities }: ClassFacts, used: readonly string[]): boolean {
  return capabilities.some(
    (capability) => used.includes(capability.name) && reachesLinear(capability),
  );
}

/** Whether a value must stay in the task that made it. */
export function isConfined({ reaches }: { readonly reaches: readonly ExclusiveMode[] }): boolean {
  return reaches.includes('local') || reaches.includes('subordinate');
}

/** Whether an owner protects the objects of the class. */
export function isSubordinate({ capabilities }: ClassFacts): boolean {
  return capabilities.some(({ mode }) => mode === 'subordinate');
}

/** Whether objects of the class do nothing without an owner, so that their methods belong to it. */
export function isEncapsulated({ capabilities }: ClassFacts): boolean {
  return capabilities.every(({ mode }) => mode === 'subordinate');
}

/**
 * Names of the capabilities that may be used while somebody else may use any capability that `reserved`
 * holds for.
 */
export function compatibleWith(
  facts: ClassFacts,
  reserved: (capability: CapabilityFacts) => boolean,
): ReadonlySet<string> {
  const excluded = facts.capabilities.filter(reserved);
  return new Set(
    facts.capabilities
      .filter(({ name }) => excluded.every((other) => !conflict(facts, other.name, name)))
      .map(({ name }) => name),
  );
}
