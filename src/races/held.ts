/**
 * What a call or an assignment holds while its later operands are evaluated: an alias without a name. Until the
 * call begins, none of them consumes the object or what it is a part of (E0608), lends an owner to a callee that
 * may take the part out of it (E0608), or starts a task that goes on beside the call (E0617).
 */
import { parseDeclId } from '../base/ids.ts';
import { assertNever } from '../base/invariant.ts';
import type { Ordinal } from '../base/span.ts';
import type { HirExpr } from '../sema/hir.ts';
import { factsOfType, mayBeObject } from './body-facts.ts';
import { bodyMistake, describeObject, labelAt } from './describe.ts';
import { capabilityNamed, leadsTo, reachesLinear } from './facts.ts';
import type { Deed, Flow } from './flow.ts';
import type { Origin } from './origins.ts';
import { originsOf, placeOf } from './origins.ts';
import type { Rights } from './rights.ts';

export interface Held {
  readonly operand: HirExpr;
  readonly rights: Rights | undefined;
  /** How much had been done when the operand was evaluated. */
  readonly before: number;
}

/** `operand` was evaluated just now. */
export function hold(flow: Flow, operand: HirExpr, rights: Rights | undefined): readonly Held[] {
  if (!mayBeObject(operand.type)) return [];
  return [{ operand, rights, before: flow.deeds.length }];
}

/** Reports the first thing done since that the held object does not allow. */
export function checkHeld(flow: Flow, held: Held): void {
  if (flow.deeds.length === held.before) return;
  const origins = originsOf(flow.facts, held.operand);
  if (origins.length === 0) return;
  const deed = flow.deeds.slice(held.before).find((each) => isAgainst(flow, held, origins, each));
  if (deed !== undefined) reportDeed(flow, held.operand, deed);
}

function isAgainst(flow: Flow, held: Held, origins: readonly Origin[], deed: Deed): boolean {
  switch (deed.kind) {
    case 'consumed':
      return isConsumedBy(held.operand, origins, deed.place);
    case 'lent':
      return mayLose(flow, held) && origins.some((origin) => takesPart(flow, deed, origin));
    case 'started':
      return mayLose(flow, held) && flow.state.running.some(({ at }) => at === deed.at);
    default:
      return assertNever(deed);
  }
}

/** A place that ends in `*` stands for any part of its variable. */
function isConsumedBy(operand: HirExpr, origins: readonly Origin[], consumed: string): boolean {
  const place = placeOf(operand);
  if (place === undefined) {
    return origins.some(({ local }) => consumed.split('.')[0] === String(local));
  }
  if (consumed.endsWith('*')) return place.startsWith(consumed.slice(0, -1));
  return place === consumed || place.startsWith(`${consumed}.`);
}

/** Others harm a `linear` object only, and none that was read from where others may be as well. */
function mayLose(flow: Flow, { operand, rights }: Held): boolean {
  const facts = factsOfType(flow.facts, operand.type);
  if (facts === undefined || !reachesLinear(facts)) return false;
  return ![...(rights?.lost.values() ?? [])].some(({ kind }) => kind === 'sharedPart');
}

/** Whether a callee may have taken the object out of what it was lent. */
function takesPart(flow: Flow, deed: Extract<Deed, { kind: 'lent' }>, origin: Origin): boolean {
  const owner = deed.origin;
  if (owner.local === undefined || owner.local !== origin.local) return false;
  const [next] = origin.path.slice(owner.path.length);
  const isOwner = owner.path.every((field, index) => {
    const own = origin.path[index];
    return own === field || own === '*' || own === undefined;
  });
  if (!isOwner || (next === undefined && !origin.path.includes('*'))) return false;
  const fields =
    next === undefined || next === '*'
      ? undefined
      : flow.facts.context.fieldCapabilities(parseDeclId(next));
  return deed.names.some((name) => {
    const capability = capabilityNamed(deed.facts, name);
    if (capability === undefined || capability.mode === 'read') return false;
    return fields === undefined ? reachesLinear(capability) : leadsTo(capability, new Set(fields));
  });
}

function reportDeed(flow: Flow, operand: HirExpr, deed: Deed): void {
  const name = describeObject(flow.facts, operand);
  const label = (text: string): readonly [ReturnType<typeof labelAt>] => [
    labelAt(flow.facts, deed.at, text),
  ];
  const { at }: { readonly at: Ordinal } = operand;
  switch (deed.kind) {
    case 'consumed':
      flow.report(
        bodyMistake(flow.facts, {
          code: 'E0608',
          at,
          message: `${name} was consumed`,
          labels: label('consumed here'),
          notes: ['Use what took the object, or assign a new one first.'],
        }),
      );
      return;
    case 'lent':
      flow.report(
        bodyMistake(flow.facts, {
          code: 'E0608',
          at,
          message: `${name} may be taken out of its owner before the call that it is for`,
          labels: label('its owner is passed to another call here'),
          notes: [
            'A callee may consume the parts of what it is lent. Call it first, and bind its result by `let`.',
          ],
        }),
      );
      return;
    case 'started':
      flow.report(
        bodyMistake(flow.facts, {
          code: 'E0617',
          at,
          message: `${name} is held for a call, and a task is started before that may run at the same time`,
          labels: label('the task starts here'),
          notes: ['Start the task before the call, or behind it.'],
        }),
      );
      return;
    default:
      assertNever(deed);
  }
}
