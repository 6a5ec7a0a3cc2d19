/** Reading and writing fields: one of the capabilities that the field names must be there (E0601 to E0607). */
import type { FieldRef, HirExpr } from '../sema/hir.ts';
import { factsOfType } from './body-facts.ts';
import { bodyMistake, describeCapabilities, describeObject, nameObject } from './describe.ts';
import { explainLoss } from './explain-loss.ts';
import { capabilityNamed, reachesLinear } from './facts.ts';
import type { Flow } from './flow.ts';
import { originsOf } from './origins.ts';
import type { Rights } from './rights.ts';
import { has } from './rights.ts';
import { recordAll, recordUse } from './tasks.ts';

export type AccessKind = 'read' | 'write' | 'consume';

export interface Access {
  readonly object: HirExpr;
  readonly field: FieldRef;
  readonly at: number;
  readonly kind: AccessKind;
}

const verbs: Readonly<Record<AccessKind, string>> = {
  read: 'Reading',
  write: 'Writing',
  consume: 'Consuming',
};

/** The capabilities through which the access may go; none where it was reported. */
export function checkAccess(flow: Flow, rights: Rights, access: Access): readonly string[] {
  const { object, field, at, kind } = access;
  const { facts } = rights;
  const named = flow.facts.context
    .fieldCapabilities(field.decl)
    .filter((name) => capabilityNamed(facts, name) !== undefined);
  // An annotation without a known capability has been reported.
  if (named.length === 0) return [];
  const writing = named.filter((name) => capabilityNamed(facts, name)?.mode !== 'read');
  if (kind !== 'read' && writing.length === 0) {
    reportReadOnly(flow, rights, access, named);
    return [];
  }
  const fitting = kind === 'read' ? named : writing;
  const usable = fitting.filter((name) => has(rights, name));
  if (usable.length === 0) {
    reportLost(flow, rights, access, fitting);
    return [];
  }
  // Without tasks nobody asks; most bodies have none.
  if (!flow.facts.hasTasks) return usable;
  const origins = originsOf(flow.facts, object);
  if (kind === 'consume') recordAll(flow, origins, { facts, names: usable, at });
  else recordUse(flow, origins, { facts, alternatives: needed(flow, rights, access, usable), at });
  return usable;
}

/**
 * Whoever is at a `linear` object by an exclusive capability has all rights on it, so the use counts as one of that
 * capability, not of a `read` or `locked` one beside it.
 */
function needed(
  flow: Flow,
  { facts }: Rights,
  { field }: Access,
  usable: readonly string[],
): readonly string[] {
  const part = factsOfType(flow.facts, field.type);
  if (part === undefined || !reachesLinear(part)) return usable;
  const exclusive = usable.filter((name) => {
    const mode = capabilityNamed(facts, name)?.mode;
    return mode !== 'read' && mode !== 'locked';
  });
  return exclusive.length > 0 ? exclusive : usable;
}

function reportReadOnly(
  flow: Flow,
  { facts }: Rights,
  { object, field, at }: Access,
  named: readonly string[],
): void {
  flow.report(
    bodyMistake(flow.facts, {
      code: 'E0602',
      at,
      message: `\`${field.name}\` of ${describeObject(flow.facts, object)} cannot be changed through ${describeCapabilities(facts, named)}`,
      notes: [
        'A `read` capability is for sharing, so nobody writes through it. Give the field a capability of another mode as well.',
      ],
    }),
  );
}

function reportLost(
  flow: Flow,
  rights: Rights,
  { object, field, at, kind }: Access,
  fitting: readonly string[],
): void {
  const [capability = ''] = fitting;
  const loss = rights.lost.get(capability);
  if (loss === undefined) return;
  const name = nameObject(flow.facts, object);
  const target = name === undefined ? `\`${field.name}\`` : `${name.slice(0, -1)}.${field.name}\``;
  flow.report(
    explainLoss(flow.facts, {
      subject: `${verbs[kind]} ${target}`,
      object: describeObject(flow.facts, object),
      at,
      rights,
      capability,
      loss,
    }),
  );
}
