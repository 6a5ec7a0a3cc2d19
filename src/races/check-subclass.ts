/**
 * What a subclass must keep so that its objects can be used as objects of the superclass: capabilities that
 * were independent stay so (E0620), they reach no further modes (E0621), and the exclusive capabilities that
 * the subclass adds share nothing with those that others may hold as the superclass (E0622).
 */
import type { DeclId } from '../base/ids.ts';
import { assertNever } from '../base/invariant.ts';
import { nameSpan } from '../base/span.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { mistake } from '../sema/mistake.ts';
import { capabilityNamed, conflict, isConfined, reachesLinear } from './facts.ts';
import type { CapabilityFacts, ClassFacts } from './model.ts';

export interface Subclass {
  readonly decl: DeclId;
  readonly facts: ClassFacts;
  readonly superclass: { readonly decl: DeclId; readonly name: string; readonly facts: ClassFacts };
}

export function checkSubclass(subclass: Subclass): readonly Diagnostic[] {
  return [...newOverlaps(subclass), ...furtherModes(subclass), ...hiddenCapabilities(subclass)];
}

function newOverlaps({ decl, facts, superclass }: Subclass): readonly Diagnostic[] {
  const inherited = superclass.facts.capabilities;
  return inherited.flatMap((first, index) =>
    inherited.slice(index).flatMap((second) => {
      if (conflict(superclass.facts, first.name, second.name)) return [];
      if (!conflict(facts, first.name, second.name)) return [];
      const pair =
        first === second
          ? `two uses of \`${first.name}\``
          : `\`${first.name}\` and \`${second.name}\``;
      return [
        report(decl, superclass, {
          code: 'E0620',
          message: `This class makes ${pair} overlap`,
          note:
            `In \`${superclass.name}\` two tasks may use them at the same time, but a field of the subclass ` +
            'that both reach is not safe to share. Give the field one of them only, make it `const` with a ' +
            'type that may be shared, or declare a capability for it. An overriding method uses the fields of its ' +
            'own capabilities whenever the overridden one is called.',
        }),
      ];
    }),
  );
}

function furtherModes({ decl, facts, superclass }: Subclass): readonly Diagnostic[] {
  return superclass.facts.capabilities.flatMap(({ name, reaches }) => {
    const further = (capabilityNamed(facts, name)?.reaches ?? []).filter(
      (mode) => !reaches.includes(mode),
    );
    if (further.length === 0) return [];
    const modes = further.map((mode) => `\`${mode}\``).join(' and ');
    return [
      report(decl, superclass, {
        code: 'E0621',
        message: `Capability \`${name}\` reaches ${modes} state in this class`,
        note:
          `It does not in \`${superclass.name}\`, and whoever uses the object as one relies on that. Put the ` +
          'field under a capability that this class declares.',
      }),
    ];
  });
}

function hiddenCapabilities({ decl, facts, superclass }: Subclass): readonly Diagnostic[] {
  const inherited = superclass.facts.capabilities;
  const added = facts.capabilities.filter(
    ({ name }) => capabilityNamed(superclass.facts, name) === undefined,
  );
  return added.flatMap((own) =>
    inherited
      .filter(({ name }) => conflict(facts, own.name, name))
      .filter((other) => !isGuarded(superclass.facts, own, other))
      .map((other) =>
        report(decl, superclass, {
          code: 'E0622',
          message: `\`${own.mode} ${own.name}\` overlaps with the inherited \`${other.mode} ${other.name}\``,
          note:
            `As \`${superclass.name}\` the object may be used elsewhere through \`${other.name}\`, where ` +
            `nothing tells that \`${own.name}\` has to be left alone. Use separate fields.`,
        }),
      ),
  );
}

/**
 * Whether the rules on the superclass keep `other` away while `own` is in use: an alias or another task does
 * not have it there.
 */
function isGuarded(superclass: ClassFacts, own: CapabilityFacts, other: CapabilityFacts): boolean {
  switch (own.mode) {
    case 'read':
    case 'locked':
      return true;
    case 'linear':
      // In another task, the new capability is gone with what it overlaps.
      return reachesLinear(superclass) || isConfined(other);
    case 'local':
    case 'subordinate':
      return other.mode === 'linear' || isStripped(superclass, other);
    default:
      return assertNever(own.mode);
  }
}

/** Whether no task but the one that made the object can use the capability. */
function isStripped(facts: ClassFacts, { name }: CapabilityFacts): boolean {
  return facts.capabilities.some((each) => isConfined(each) && conflict(facts, each.name, name));
}

function report(
  decl: DeclId,
  superclass: Subclass['superclass'],
  {
    code,
    message,
    note,
  }: {
    readonly code: 'E0620' | 'E0621' | 'E0622';
    readonly message: string;
    readonly note: string;
  },
): Diagnostic {
  return mistake({
    code,
    message,
    span: nameSpan(decl),
    notes: [note],
    labels: [{ span: nameSpan(superclass.decl), message: 'the superclass' }],
  });
}
