/**
 * Objects that are kept: assigned to a variable or field, or put into a new object. A `linear` one is handed
 * over (E0611), a borrowed one is not kept (E0612), one with less than all capabilities neither (E0601 …), and
 * what an owner protects stays in it (E0616).
 */
import type { Ordinal } from '../base/span.ts';
import type { HirExpr } from '../sema/hir.ts';
import { factsOfType, localAt, mayBeObject } from './body-facts.ts';
import { bodyMistake, describeObject, labelAt, localNamed } from './describe.ts';
import { explainLoss } from './explain-loss.ts';
import { isSubordinate, reachesLinear } from './facts.ts';
import type { Flow } from './flow.ts';
import { originsOf, yieldedBy } from './origins.ts';
import { isOwnedByThis, isThis, lenderOf } from './provenance.ts';
import type { Loss, Rights } from './rights.ts';

export interface Store {
  readonly value: HirExpr;
  readonly rights: Rights | undefined;
  readonly at: Ordinal;
  readonly target:
    | { readonly kind: 'variable' }
    /** A field of this object. */
    | { readonly kind: 'object'; readonly object: HirExpr }
    /** The object that is being made. */
    | { readonly kind: 'new'; readonly made: HirExpr };
}

export function checkStore(flow: Flow, store: Store): void {
  const { value, rights } = store;
  if (!mayBeObject(value.type) || rights === undefined) return;
  if (reportLent(flow, store)) return;
  if (isLinear(flow, value) && originsOf(flow.facts, value).length > 0) {
    reportNotConsumed(flow, store);
    return;
  }
  // A new object belongs to nobody yet; being stored gives it its owner.
  const isNew = originsOf(flow.facts, value).length === 0;
  const missing = [...rights.lost].find(([, loss]) => !isNew || loss.kind !== 'subordinate');
  if (missing !== undefined)
    reportIncomplete(flow, store, { rights, capability: missing[0], loss: missing[1] });
  else if (isSubordinate(rights.facts)) checkOwner(flow, store);
}

export function isLinear(flow: Flow, value: HirExpr): boolean {
  const facts = factsOfType(flow.facts, value.type);
  return facts !== undefined && reachesLinear(facts);
}

function reportLent(flow: Flow, { value, at }: Store): boolean {
  const lender = lenderOf(flow.facts, value);
  if (lender === undefined) return false;
  const name = describeObject(flow.facts, value);
  const isCall = lender.kind === 'call';
  flow.report(
    bodyMistake(flow.facts, {
      code: 'E0612',
      at,
      message: isCall
        ? 'The result of a `borrowed` call cannot be kept'
        : `${name} is borrowed and cannot be kept`,
      labels: isCall
        ? lender.at === at
          ? []
          : [labelAt(flow.facts, lender.at, 'lent here')]
        : [labelAt(flow.facts, localAt(flow.facts, lender.local).at, `the \`borrowed\` parameter`)],
      notes: [
        isCall
          ? 'The object belongs to another. Bind it by `let` to use it for a while.'
          : 'The caller goes on using it. Declare the parameter without `borrowed` to take the object.',
      ],
    }),
  );
  return true;
}

function reportNotConsumed(flow: Flow, { value, at, target }: Store): void {
  const name = describeObject(flow.facts, value);
  const [origin] = originsOf(flow.facts, value);
  flow.report(
    bodyMistake(flow.facts, {
      code: 'E0611',
      at,
      message:
        target.kind === 'variable'
          ? `${name} is \`linear\` and is assigned without \`consume\``
          : `${name} is \`linear\` and is stored without \`consume\``,
      labels:
        origin?.local === undefined || localAt(flow.facts, origin.local).kind === 'this'
          ? []
          : [
              labelAt(
                flow.facts,
                localAt(flow.facts, origin.local).at,
                `${localNamed(flow.facts, origin.local)} refers to it already`,
              ),
            ],
      notes: [
        'A `linear` object has one lasting reference. Hand it over with `consume`, or store a new object.',
      ],
    }),
  );
}

function reportIncomplete(
  flow: Flow,
  { value, at, target }: Store,
  {
    rights,
    capability,
    loss,
  }: { readonly rights: Rights; readonly capability: string; readonly loss: Loss },
): void {
  const object = describeObject(flow.facts, value);
  const verb = target.kind === 'variable' ? 'Assigning' : 'Storing';
  flow.report(
    explainLoss(flow.facts, { subject: `${verb} ${object}`, object, at, rights, capability, loss }),
  );
}

/** A new object gets its owner by being stored; one that may have an owner stays with `this`. */
function checkOwner(flow: Flow, { value, at, target }: Store): void {
  if (target.kind === 'variable') return;
  const isNew = originsOf(flow.facts, value).length === 0;
  if (isNew) return;
  if (target.kind === 'object' && belongsToThis(flow, target.object)) return;
  if (target.kind === 'new' && flow.kept.has(target.made)) return;
  flow.report(
    bodyMistake(flow.facts, {
      code: 'E0616',
      at,
      message: `${describeObject(flow.facts, value)} is \`subordinate\` and is stored outside of its owner`,
      notes: [
        'It would have two owners, who do not know of each other. Store a new object, or let `this` keep it.',
      ],
    }),
  );
}

/**
 * New objects that an assignment stores in `this`, or in what it owns, before anybody else has them: what `this` owns may be
 * stored in them.
 */
export function noteKept(flow: Flow, object: HirExpr, value: HirExpr): void {
  if (value.kind === 'convert') noteKept(flow, object, value.operand);
  else if (value.kind === 'if' || value.kind === 'block' || value.kind === 'finish') {
    for (const last of yieldedBy(value)) noteKept(flow, object, last);
  } else if (value.kind === 'new') {
    const made = factsOfType(flow.facts, value.type);
    if (made === undefined || !isSubordinate(made) || !belongsToThis(flow, object)) return;
    flow.kept.add(value);
    for (const init of value.inits) noteKept(flow, object, init.value);
  }
}

function belongsToThis(flow: Flow, object: HirExpr): boolean {
  if (isThis(flow.facts, object)) return true;
  if (object.type.kind === 'array') return isOwnedByThis(flow.facts, object);
  const facts = factsOfType(flow.facts, object.type);
  return facts !== undefined && isSubordinate(facts) && isOwnedByThis(flow.facts, object);
}
