/**
 * What was consumed is not used again before it is assigned (E0608), not even in another task (E0610); and only
 * what is `linear`, whole, and one's own is consumed (E0609, E0612).
 */
import type { Ordinal } from '../base/span.ts';
import type { HirExpr, LocalId } from '../sema/hir.ts';
import { factsOfLocal, grantOf, localAt } from './body-facts.ts';
import { bodyMistake, describeObject, labelAt, localNamed } from './describe.ts';
import { explainLoss } from './explain-loss.ts';
import { isHandedOver, reachesLinear } from './facts.ts';
import type { Consumption, Flow, State } from './flow.ts';
import { placeIn } from './flow.ts';
import { originsOf, placeOf } from './origins.ts';
import { lenderOf } from './provenance.ts';
import type { Loss, Rights } from './rights.ts';
import { allRights, rightsOfLocal, withBound } from './rights.ts';
import { forgetUses, recordAll, recordMention } from './tasks.ts';

type ConsumeLocal = Extract<HirExpr, { kind: 'consumeLocal' }>;
type ConsumeField = Extract<HirExpr, { kind: 'consumeField' }>;

/** A use of a place. What stands in front of it, the object of a field, is a use of its own. */
export function checkUsable(flow: Flow, expr: HirExpr): void {
  if (flow.state.consumed.size === 0) return;
  const place = placeOf(expr);
  const consumption = place === undefined ? undefined : flow.state.consumed.get(place);
  if (consumption === undefined) return;
  reportConsumed(flow, { consumption, at: expr.at, name: describeObject(flow.facts, expr) });
}

/** The place has a value again. */
export function revive(flow: Flow, place: string): void {
  const { consumed } = flow.state;
  if (consumed.size > 0) {
    const rest = new Map(
      [...consumed].filter(([key]) => key !== place && !key.startsWith(`${place}.`)),
    );
    if (rest.size < consumed.size) flow.state = { ...flow.state, consumed: rest };
  }
  if (!place.includes('.')) forgetUses(flow, Number(place));
}

/** A mention that gives away what the variable holds, without saying `consume`. */
export function takeLocal(
  flow: Flow,
  expr: Extract<HirExpr, { kind: 'local' }>,
): Rights | undefined {
  const { local, type, at } = expr;
  recordMention(flow, local, at);
  const mention: ConsumeLocal = { kind: 'consumeLocal', local, type, at };
  const place = placeIn(flow);
  const rights = rightsOfLocal(flow.facts, mention, { ...place, inUse: () => place.inUse(expr) });
  checkConsumeLocal(flow, mention, withBound(rights, flow.bound.get(local)));
  return allRights(flow.facts, mention, place);
}

/** `consume x`. */
export function checkConsumeLocal(
  flow: Flow,
  expr: ConsumeLocal,
  rights: Rights | undefined,
): void {
  const { facts } = flow;
  const name = localNamed(facts, expr.local);
  const place = String(expr.local);
  checkUsable(flow, expr);
  if (rights === undefined || !reachesLinear(rights.facts)) {
    if (expr.type.kind === 'parameter') consume(flow, expr.local, place, expr.at);
    else reportNotLinear(flow, expr, name);
    return;
  }
  const lender = lenderOf(facts, {
    kind: 'local',
    local: expr.local,
    type: expr.type,
    at: expr.at,
  });
  if (lender?.kind === 'parameter') {
    reportBorrowed(flow, { at: expr.at, name, parameter: lender.local });
    return;
  }
  if (!checkWhole(flow, rights, { at: expr.at, name })) return;
  const origins = [{ local: expr.local, path: [], at: expr.at }];
  const names = rights.facts.capabilities.map((capability) => capability.name);
  const user = flow.state.running.find(({ mentions }) => mentions.has(expr.local));
  if (user !== undefined) {
    reportUsedElsewhere(flow, { at: expr.at, name, use: user.mentions.get(expr.local) ?? user.at });
  } else {
    recordAll(flow, origins, { facts: rights.facts, names, at: expr.at });
  }
  consume(flow, expr.local, place, expr.at);
}

/**
 * `consume o.f`; the access to the field was checked. Of a field that tasks share nobody but this task knows
 * that it was emptied.
 */
export function checkConsumeField(
  flow: Flow,
  expr: ConsumeField,
  { rights, isShared }: { readonly rights: Rights | undefined; readonly isShared: boolean },
): void {
  const name = describeObject(flow.facts, expr);
  const place = placeOf(expr);
  checkUsable(flow, expr);
  // Generic code hands its values on like `linear` ones, whatever they are.
  const isLinear = rights !== undefined && reachesLinear(rights.facts);
  if (!isLinear && expr.type.kind !== 'parameter') {
    reportNotLinear(flow, expr, name);
    return;
  }
  const origins = originsOf(flow.facts, expr.object);
  const [origin] = origins;
  if (place === undefined) {
    // Which field was emptied shows at run time only; what is held meanwhile must not have been in it.
    for (const { local } of origins) {
      if (local === undefined) continue;
      flow.deeds.push({ kind: 'consumed', place: `${local}.*`, at: expr.at });
    }
    return;
  }
  if (origin?.local === undefined) return;
  if (isShared) consumeHere(flow, place, expr.at);
  else consume(flow, origin.local, place, expr.at);
}

/**
 * Whether a field that a task emptied holds an object again at the task's end, and others see it there: the
 * task did not assign its own copy of the variable.
 */
export function isRestored({ facts }: Flow, place: string, end: State): boolean {
  const [root = ''] = place.split('.');
  const local = Number(root);
  const declared = facts.depths[local] ?? 0;
  const bindings = facts.values.get(local) ?? [];
  return (
    place !== root &&
    !end.isDead &&
    !end.consumed.has(place) &&
    bindings.every(({ depth }) => depth <= declared)
  );
}

function consumeHere(flow: Flow, place: string, at: Ordinal): void {
  const consumption: Consumption = { at };
  flow.deeds.push({ kind: 'consumed', place, at });
  flow.state = {
    ...flow.state,
    consumed: new Map([...flow.state.consumed, [place, consumption]]),
  };
}

function consume(flow: Flow, local: LocalId, place: string, at: Ordinal): void {
  consumeHere(flow, place, at);
  const declared = flow.facts.depths[local] ?? 0;
  flow.tasks.forEach((task, depth) => {
    if (declared <= depth) task.consumed.set(place, { at, task: task.at });
  });
}

/** Whoever takes the object gets all of it, so nothing may be missing here. */
function checkWhole(
  flow: Flow,
  rights: Rights,
  { at, name }: { readonly at: Ordinal; readonly name: string },
): boolean {
  const missing = [...rights.lost].find(([, loss]) => isMissed(flow, loss));
  if (missing === undefined) return true;
  const [capability, loss] = missing;
  flow.report(
    explainLoss(flow.facts, {
      subject: `Consuming ${name}`,
      object: name,
      at,
      rights,
      capability,
      loss,
    }),
  );
  return false;
}

/** A parameter that was handed over was handed over whole, whatever its guard says; see `isHandedOver`. */
function isMissed({ facts }: Flow, loss: Loss): boolean {
  if (loss.kind !== 'signature') return true;
  const parameter = factsOfLocal(facts, loss.local);
  const grant = grantOf(facts, loss.local) ?? [];
  return (
    localAt(facts, loss.local).kind === 'this' ||
    parameter === undefined ||
    !isHandedOver(parameter, grant)
  );
}

function reportConsumed(
  flow: Flow,
  {
    consumption,
    at,
    name,
  }: { readonly consumption: Consumption; readonly at: Ordinal; readonly name: string },
): void {
  const isElsewhere = consumption.task !== undefined;
  flow.report(
    bodyMistake(flow.facts, {
      code: isElsewhere ? 'E0610' : 'E0608',
      at,
      message: isElsewhere
        ? `${name} is consumed by a task that may run at the same time`
        : `${name} was consumed`,
      labels: [
        labelAt(
          flow.facts,
          consumption.at,
          consumption.at === at ? 'in an earlier pass of the loop' : 'consumed here',
        ),
      ],
      notes: [
        isElsewhere
          ? 'Consume it before the task starts, or use it behind the end of `finish`.'
          : 'Use what took the object, or assign a new one first.',
      ],
    }),
  );
}

function reportUsedElsewhere(
  flow: Flow,
  { at, name, use }: { readonly at: Ordinal; readonly name: string; readonly use: Ordinal },
): void {
  flow.report(
    bodyMistake(flow.facts, {
      code: 'E0610',
      at,
      message: `${name} is consumed while a task that may run at the same time uses it`,
      labels: [labelAt(flow.facts, use, 'used here')],
      notes: ['Consume it before the task starts or behind the end of `finish`.'],
    }),
  );
}

function reportNotLinear(flow: Flow, expr: ConsumeLocal | ConsumeField, name: string): void {
  flow.report(
    bodyMistake(flow.facts, {
      code: 'E0609',
      at: expr.at,
      message: `${name} has no \`linear\` capability and is not consumed`,
      notes: [
        'Numbers and texts are copied, and other objects may have any number of references. Leave out `consume`.',
      ],
    }),
  );
}

function reportBorrowed(
  flow: Flow,
  {
    at,
    name,
    parameter,
  }: { readonly at: Ordinal; readonly name: string; readonly parameter: LocalId },
): void {
  flow.report(
    bodyMistake(flow.facts, {
      code: 'E0612',
      at,
      message: `${name} is borrowed and cannot be consumed`,
      labels: [labelAt(flow.facts, localAt(flow.facts, parameter).at, 'the `borrowed` parameter')],
      notes: [
        'The caller goes on using it. Declare the parameter without `borrowed` to take the object.',
      ],
    }),
  );
}
