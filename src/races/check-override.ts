/**
 * An overriding method is called by those who know the overridden one: it takes no more from its arguments
 * (E0623), and the capabilities of its own class that it uses are as well protected as those which its callers
 * know of (E0624). Inherited capabilities are compared where types are checked.
 */
import type { DeclId } from '../base/ids.ts';
import { nameSpan } from '../base/span.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { mistake } from '../sema/mistake.ts';
import { capabilityNamed, conflict, isConfined } from './facts.ts';
import type { CalleeFacts, ClassFacts } from './model.ts';

export interface Override {
  readonly decl: DeclId;
  readonly own: CalleeFacts;
  readonly overridden: CalleeFacts & { readonly decl: DeclId };
  /** The class of the overriding method. */
  readonly facts: ClassFacts;
  /** Capabilities of its superclass. */
  readonly inherited: readonly string[];
  /** Names of the capabilities of each parameter's class. */
  readonly parameterCapabilities: readonly (readonly string[])[];
}

export function checkOverride(override: Override): readonly Diagnostic[] {
  return [...weakenedSignature(override), ...hiddenUses(override)];
}

function weakenedSignature(override: Override): readonly Diagnostic[] {
  const { own, overridden } = override;
  const problems: string[] = [];
  own.parameters.forEach((parameter, index) => {
    const before = overridden.parameters[index];
    const all = override.parameterCapabilities[index] ?? [];
    if (before === undefined || all.length === 0) return;
    if (before.borrowed && !parameter.borrowed) {
      problems.push(`keeps argument ${index + 1}, which callers lend`);
    }
    const known = before.guard ?? all;
    const further = (parameter.guard ?? all).filter((name) => !known.includes(name));
    if (further.length > 0) {
      problems.push(`uses ${further.map(quoted).join(', ')} of argument ${index + 1}`);
    }
  });
  if (own.borrowed && !overridden.borrowed) problems.push('lends its result, which callers keep');
  return problems.map((problem) =>
    report(override, 'E0623', `This method ${problem}`, [
      'Callers may know the overridden method only and rely on its guards and `borrowed` marks. Repeat them here.',
    ]),
  );
}

/**
 * A further capability is safe if a capability that callers know of excludes at least what it excludes, or if a `linear`
 * one stands for it (see `class-facts.ts`). But nothing else keeps state in its task that must stay there.
 */
function hiddenUses(override: Override): readonly Diagnostic[] {
  const { own, overridden, facts, inherited } = override;
  const known = overridden.capabilities;
  const isExclusive = known.some((name) => capabilityNamed(facts, name)?.mode === 'linear');
  const further = own.capabilities.filter(
    (name) => !inherited.includes(name) && capabilityNamed(facts, name) !== undefined,
  );
  return further
    .filter((name) => {
      const capability = capabilityNamed(facts, name);
      if (capability === undefined) return false;
      return isConfined(capability)
        ? !known.some((cover) => isKeptInTask(facts, cover))
        : !isExclusive && !known.some((cover) => covers(facts, cover, name));
    })
    .map((name) =>
      report(override, 'E0624', `\`${name}\` is not covered by what the overridden method uses`, [
        isExclusive
          ? `Callers may hand the object to another task, where \`${name}\` must not be used: the annotation of the overridden method says \`${known.join(', ')}\` only.`
          : `Two tasks may call the overridden method at the same time, or one while another uses ${quoted(name)}: ` +
            `its annotation says \`${known.join(', ')}\` only. Let this capability be \`locked\` or \`read\`, or ` +
            'override a method with a `linear` capability.',
      ]),
    );
}

function covers(facts: ClassFacts, cover: string, name: string): boolean {
  if (isKeptInTask(facts, cover) && isKeptInTask(facts, name)) return true;
  return facts.capabilities.every(
    (other) => conflict(facts, cover, other.name) || !conflict(facts, name, other.name),
  );
}

/** Whether only the task that made the object uses the capability, so that one such use never meets another. */
function isKeptInTask(facts: ClassFacts, name: string): boolean {
  const capability = capabilityNamed(facts, name);
  return capability !== undefined && isConfined(capability) && conflict(facts, name, name);
}

function report(
  { decl, overridden }: Override,
  code: 'E0623' | 'E0624',
  message: string,
  notes: readonly string[],
): Diagnostic {
  const labels = [{ span: nameSpan(overridden.decl), message: 'the overridden method' }];
  return mistake({ code, message, span: nameSpan(decl), notes, labels });
}

function quoted(name: string): string {
  return `\`${name}\``;
}
