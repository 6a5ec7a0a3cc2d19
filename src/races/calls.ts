/**
 * Calls: the receiver and the arguments have the capabilities that the callee uses (E0601 …), a `linear`
 * argument is consumed or lent (E0613), and no two of them are one object or part of one (E0614, E0618).
 */
import type { Ordinal } from '../base/span.ts';
import type { HirExpr } from '../sema/hir.ts';
import type { Type } from '../sema/type.ts';
import { factsOfType, localAt, ownersOf } from './body-facts.ts';
import { bodyMistake, describeCapabilities, describeObject, labelAt } from './describe.ts';
import { explainLoss } from './explain-loss.ts';
import { capabilityNamed, isHandedOver } from './facts.ts';
import type { Flow } from './flow.ts';
import type { CalleeFacts, ClassFacts } from './model.ts';
import type { Origin } from './origins.ts';
import { originsOf, overlap } from './origins.ts';
import type { Rights } from './rights.ts';
import { recordAll } from './tasks.ts';

/** An argument or receiver as the callee gets it. */
export interface Passed {
  readonly expr: HirExpr;
  readonly rights: Rights;
  /** Capabilities that the callee may use on it. */
  readonly used: readonly string[];
  readonly isReceiver: boolean;
}

export interface Arguments {
  readonly callee: CalleeFacts;
  readonly parameters: readonly Type[];
  readonly args: readonly HirExpr[];
  readonly rights: readonly (Rights | undefined)[];
}

export function passReceiver(
  flow: Flow,
  call: Extract<HirExpr, { kind: 'callMethod' }>,
  callee: CalleeFacts,
  rights: Rights | undefined,
): readonly Passed[] {
  if (rights === undefined) return [];
  const used = callee.capabilities.filter(
    (name) => capabilityNamed(rights.facts, name) !== undefined,
  );
  const method = call.slot.slice(0, call.slot.indexOf('('));
  const object = describeObject(flow.facts, call.receiver);
  const missing = used.find((name) => rights.lost.has(name));
  const loss = missing === undefined ? undefined : rights.lost.get(missing);
  if (missing !== undefined && loss !== undefined) {
    flow.report(
      explainLoss(flow.facts, {
        subject: `Calling \`${method}\` on ${object}`,
        object,
        at: call.at,
        rights,
        capability: missing,
        loss,
      }),
    );
  }
  recordGranted(flow, { expr: call.receiver, rights, used, isReceiver: true }, call.at);
  return [{ expr: call.receiver, rights, used, isReceiver: true }];
}

export function passArguments(flow: Flow, passed: Arguments): readonly Passed[] {
  return passed.args.flatMap((expr, index) => {
    const type = passed.parameters[index];
    const facts = type === undefined ? undefined : factsOfType(flow.facts, type);
    const rights = passed.rights[index];
    const parameter = passed.callee.parameters[index];
    if (facts === undefined || rights === undefined || parameter === undefined) return [];
    const { guard } = parameter;
    const used = facts.capabilities
      .map(({ name }) => name)
      .filter((name) => guard === undefined || guard.includes(name));
    checkGranted(flow, { expr, rights, used, isReceiver: false });
    if (
      isHandedOver(facts, used) &&
      !parameter.borrowed &&
      originsOf(flow.facts, expr).length > 0
    ) {
      reportNotHandedOver(flow, expr, facts);
    }
    recordGranted(flow, { expr, rights, used, isReceiver: false }, expr.at);
    return [{ expr, rights, used, isReceiver: false }];
  });
}

/** What is missing was reported and meets nobody. */
function recordGranted(flow: Flow, { expr, rights, used }: Passed, at: Ordinal): void {
  const { facts } = rights;
  const names = used.filter((name) => !rights.lost.has(name));
  const origins = originsOf(flow.facts, expr);
  recordAll(flow, origins, { facts, names, at });
  if (!isHandedOver(facts, names)) return;
  for (const origin of origins) flow.deeds.push({ kind: 'lent', origin, facts, names, at });
}

/** No object that the callee has `linear` capabilities on is passed by another way as well. */
export function checkDistinct(flow: Flow, passed: readonly Passed[]): void {
  if (passed.length < 2) return;
  passed.forEach((first, index) => {
    for (const second of passed.slice(index + 1)) {
      if (!usesLinear(first) && !usesLinear(second)) continue;
      const meeting = meetingOf(
        ownersOf(flow.facts, originsOf(flow.facts, first.expr)),
        ownersOf(flow.facts, originsOf(flow.facts, second.expr)),
      );
      if (meeting === undefined) continue;
      reportTwice(flow, { first, second, isSame: meeting });
      return;
    }
  });
}

/** Whether the two are the same object, rather than one a part of the other; undefined where neither. */
function meetingOf(first: readonly Origin[], second: readonly Origin[]): boolean | undefined {
  for (const a of first) {
    const b = second.find((origin) => overlap(a, origin));
    if (b !== undefined) return a.path.length === b.path.length;
  }
  return undefined;
}

/** What is missing was reported. */
function usesLinear({ rights, used }: Passed): boolean {
  return isHandedOver(
    rights.facts,
    used.filter((name) => !rights.lost.has(name)),
  );
}

function checkGranted(flow: Flow, { expr, rights, used }: Passed): void {
  const missing = used.find((name) => rights.lost.has(name));
  const loss = missing === undefined ? undefined : rights.lost.get(missing);
  if (missing === undefined || loss === undefined) return;
  const object = describeObject(flow.facts, expr);
  flow.report(
    explainLoss(flow.facts, {
      subject: `Passing ${object}`,
      object,
      at: expr.at,
      rights,
      capability: missing,
      loss,
    }),
  );
}

function reportNotHandedOver(flow: Flow, expr: HirExpr, facts: ClassFacts): void {
  const name = describeObject(flow.facts, expr);
  const isLinear = facts.capabilities.some(({ mode }) => mode === 'linear');
  flow.report(
    bodyMistake(flow.facts, {
      code: 'E0613',
      at: expr.at,
      message: isLinear
        ? `${name} is \`linear\` and is neither consumed nor lent`
        : `${name} leads to \`linear\` objects and is neither consumed nor lent`,
      notes: [
        'The parameter is not `borrowed`, so the callee may keep the object. Hand it over with `consume`, or ' +
          'declare the parameter `borrowed`.',
      ],
    }),
  );
}

function reportTwice(
  flow: Flow,
  {
    first,
    second,
    isSame,
  }: { readonly first: Passed; readonly second: Passed; readonly isSame: boolean },
): void {
  const at: Ordinal = second.expr.at;
  const name = describeObject(flow.facts, second.expr);
  const used = describeCapabilities(first.rights.facts, first.used);
  const role = first.isReceiver ? 'receiver' : 'argument';
  const [origin] = originsOf(flow.facts, second.expr);
  flow.report(
    bodyMistake(flow.facts, {
      code: isSame ? 'E0614' : 'E0618',
      at,
      message: isSame
        ? `${name} is passed twice`
        : `${name} and ${describeObject(flow.facts, first.expr)} are passed to one call, and one is a part of the other`,
      labels: [
        ...(first.expr.at === at
          ? []
          : [labelAt(flow.facts, first.expr.at, `the ${role}, on which the callee uses ${used}`)]),
        ...(origin?.local === undefined || localAt(flow.facts, origin.local).kind === 'this'
          ? []
          : [labelAt(flow.facts, localAt(flow.facts, origin.local).at, 'the object is held here')]),
      ],
      notes: [
        'The callee relies on being alone with an object on which it uses `linear` capabilities.',
      ],
    }),
  );
}
