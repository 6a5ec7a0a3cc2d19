/** The diagnostic for a use whose capability was lost on the way: one code for each way to lose it. */
import { assertNever } from '../base/invariant.ts';
import type { Diagnostic, DiagnosticCode, Label } from '../diagnostic/diagnostic.ts';
import type { BodyFacts } from './body-facts.ts';
import { localAt, nameOf } from './body-facts.ts';
import { bodyMistake, describeCapability, labelAt, localNamed } from './describe.ts';
import { capabilityNamed } from './facts.ts';
import type { ClassFacts } from './model.ts';
import type { Loss, Rights } from './rights.ts';

export interface LostUse {
  /** What the use is, as the subject of a sentence: `Writing \`p.a\``. */
  readonly subject: string;
  /** What is used: `\`p\``. */
  readonly object: string;
  readonly at: number;
  readonly rights: Rights;
  /** The capability that is missing. */
  readonly capability: string;
  readonly loss: Loss;
}

interface Explanation {
  readonly code: DiagnosticCode;
  readonly why: string;
  readonly labels: readonly Label[];
  readonly notes: readonly string[];
}

export function explainLoss(facts: BodyFacts, use: LostUse): Diagnostic {
  const { code, why, labels, notes } = explain(facts, use);
  const capability = describeCapability(use.rights.facts, use.capability);
  return bodyMistake(facts, {
    code,
    at: use.at,
    message: `${use.subject} needs ${capability}, ${why}`,
    labels,
    notes,
  });
}

function explain(facts: BodyFacts, { loss, object, rights, capability, at }: LostUse): Explanation {
  switch (loss.kind) {
    case 'signature':
      return explainSignature(facts, loss, capability);
    case 'subordinate':
      return {
        code: 'E0603',
        why: 'which only the methods of its owner use',
        labels: [],
        notes: [
          '`subordinate` state is used on objects that a method reaches from `this` or has made. Let the owner have a method that does this.',
        ],
      };
    case 'task':
      return {
        code: 'E0604',
        why: 'which stays in the task that made the object',
        labels:
          loss.local === undefined
            ? []
            : [
                labelAt(
                  facts,
                  localAt(facts, loss.local).at,
                  `${localNamed(facts, loss.local)} is declared outside the task`,
                ),
              ],
        notes: [adviseOnTask(rights.facts, capability)],
      };
    case 'alias':
      return {
        code: 'E0605',
        why:
          loss.owner === undefined
            ? 'which an alias lacks'
            : `which ${localNamed(facts, loss.owner)} has and ${object} lacks as its alias`,
        labels: loss.at === at ? [] : [labelAt(facts, loss.at, 'the alias is made here')],
        notes: [
          `Only one reference to an object has its \`linear\` capabilities.${loss.owner === undefined ? '' : ` Use ${localNamed(facts, loss.owner)}, or hand the object over with \`consume\`.`}`,
        ],
      };
    case 'inUse':
      return {
        code: 'E0606',
        why: `which is not there as long as the alias ${localNamed(facts, loss.alias)} is in use`,
        labels: [
          labelAt(facts, loss.made, 'the alias is made here'),
          ...(loss.use === loss.made ? [] : [labelAt(facts, loss.use, 'and used here')]),
        ],
        notes: [
          `Be done with ${localNamed(facts, loss.alias)} first, or hand the object over with \`consume\`.`,
        ],
      };
    case 'inTask':
      return {
        code: 'E0606',
        why: `which is not there while a task that may run at the same time has ${localNamed(facts, loss.owner)}`,
        labels: [
          labelAt(facts, loss.made, `${object} is a part of it from here on`),
          ...(loss.use === loss.made ? [] : [labelAt(facts, loss.use, 'the task uses it here')]),
        ],
        notes: ['Be done with the part before the task starts, or use it behind the `finish`.'],
      };
    case 'sharedPart':
      return {
        code: 'E0607',
        why: `but others may reach the object through \`${loss.capability}\` as well`,
        labels: loss.at === at ? [] : [labelAt(facts, loss.at, 'it is read here')],
        notes: [
          'Take the object out of the field with `consume`, use it, and put it back; no two tasks get it at once.',
        ],
      };
    case 'downcast':
      return {
        code: 'E0607',
        why: 'but others may know the object as one of its superclass, and share it',
        labels:
          loss.at === at ? [] : [labelAt(facts, loss.at, 'it is found to be of this class here')],
        notes: ['Keep the object in a variable of its own class where it is used like this.'],
      };
    case 'lent':
      return {
        code: 'E0605',
        why: 'which what a `borrowed` call lends does not have',
        labels: loss.at === at ? [] : [labelAt(facts, loss.at, 'it is lent here')],
        notes: [
          'The owner keeps its `linear` capabilities. Do the work in a method of the owner, or return the object for good with `consume`.',
        ],
      };
    default:
      return assertNever(loss);
  }
}

/** A capability that others may have is at fault for what lies behind it, or for what it overlaps with. */
function adviseOnTask(facts: ClassFacts, name: string): string {
  const capability = capabilityNamed(facts, name);
  const inside = (capability?.reaches ?? []).filter((mode) => mode !== 'linear');
  const [mode] = inside;
  if (capability === undefined || mode === undefined) {
    return 'It overlaps with a capability that reaches state which must not leave the task. Give them separate fields, or make the object inside the task.';
  }
  if (capability.mode !== mode) {
    return `Its fields lead to objects with \`${mode}\` capabilities, which must not leave the task whatever protects the owner. Declare those \`linear\` (the owner takes them out and puts them back), \`locked\` or \`read\`, or make the object inside the task.`;
  }
  return 'Make the object inside the task, or declare the capability `linear` (one task at a time), `locked` (any number, in turns) or `read` (any number, nobody writes).';
}

function explainSignature(
  facts: BodyFacts,
  { local }: Extract<Loss, { kind: 'signature' }>,
  capability: string,
): Explanation {
  const { kind, at } = localAt(facts, local);
  if (kind === 'this') {
    return {
      code: 'E0601',
      why: 'which this method does not declare',
      labels: [],
      notes: [`Add \`${capability}\` to the annotation of the method: its callers must know.`],
    };
  }
  return {
    code: 'E0601',
    why: `which the guard of \`${nameOf(facts, local)}\` does not name`,
    labels: [labelAt(facts, at, 'the parameter')],
    notes: [`Add \`${capability}\` to the guard: callers must know.`],
  };
}
