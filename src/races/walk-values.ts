/**
 * The walk over what makes values, takes them apart, and asks what they are. The elements of an array are used
 * through its one capability; parts of other values have what the whole has.
 */
import type { Ordinal } from '../base/span.ts';
import type { HirExpr, HirPattern } from '../sema/hir.ts';
import { checkAccess } from './access.ts';
import { partOf } from './bindings.ts';
import { factsOfType, localAt } from './body-facts.ts';
import { checkUsable, revive, takeLocal } from './consumption.ts';
import { bodyMistake, describeCapabilities, describeObject } from './describe.ts';
import { explainLoss } from './explain-loss.ts';
import { capabilityNamed, reachesLinear } from './facts.ts';
import type { Flow } from './flow.ts';
import { placeIn } from './flow.ts';
import { originsOf } from './origins.ts';
import type { Loss, Rights } from './rights.ts';
import {
  allRights,
  has,
  isLossForAll,
  rightsOfDowncast,
  rightsOfMember,
  rightsOfPart,
  translate,
} from './rights.ts';
import { checkStore } from './store.ts';
import { recordAll, recordMention, recordUse } from './tasks.ts';
import { elements } from './value-facts.ts';

/** The way back into the walk. */
export type Walk = (flow: Flow, expr: HirExpr) => Rights | undefined;

export type ValueExpr = Extract<
  HirExpr,
  {
    kind:
      | 'constant'
      | 'none'
      | 'global'
      | 'some'
      | 'try'
      | 'inject'
      | 'tuple'
      | 'array'
      | 'struct'
      | 'newArray'
      | 'member'
      | 'element'
      | 'slice'
      | 'length'
      | 'split'
      | 'join'
      | 'freeze'
      | 'is'
      | 'cast'
      | 'assignPlace'
      | 'compoundPlace';
  }
>;

export function walkValue(flow: Flow, walk: Walk, expr: ValueExpr): Rights | undefined {
  switch (expr.kind) {
    case 'constant':
    case 'none':
    case 'global':
      return allRights(flow.facts, expr, placeIn(flow));
    case 'some':
      return walk(flow, expr.value);
    case 'try':
      return walk(flow, expr.operand);
    case 'inject': {
      const rights = walk(flow, expr.value);
      // A member without objects makes a union without any.
      const isObject = factsOfType(flow.facts, expr.value.type) !== undefined;
      return isObject ? asWhole(flow, expr, rights) : undefined;
    }
    case 'tuple':
    case 'array':
      for (const element of expr.elements) putInto(flow, expr, element, walk(flow, element));
      return allRights(flow.facts, expr, placeIn(flow));
    case 'struct':
      for (const { value } of expr.fields) putInto(flow, expr, value, walk(flow, value));
      return allRights(flow.facts, expr, placeIn(flow));
    case 'newArray':
      walk(flow, expr.length);
      return allRights(flow.facts, expr, placeIn(flow));
    case 'member': {
      const whole = walk(flow, expr.object);
      return takePart(flow, expr, expr.object, whole);
    }
    case 'element': {
      const whole = walk(flow, expr.object);
      walk(flow, expr.index);
      return readElement(flow, expr, { array: expr.object, rights: whole });
    }
    case 'slice': {
      const whole = walk(flow, expr.object);
      if (expr.from !== undefined) walk(flow, expr.from);
      if (expr.to !== undefined) walk(flow, expr.to);
      return whole;
    }
    case 'length':
      walk(flow, expr.object);
      return undefined;
    case 'split':
      takeArray(flow, walk, expr.array);
      walk(flow, expr.index);
      return allRights(flow.facts, expr, placeIn(flow));
    case 'join':
      takeArray(flow, walk, expr.left);
      takeArray(flow, walk, expr.right);
      return allRights(flow.facts, expr, placeIn(flow));
    case 'freeze':
      takeArray(flow, walk, expr.array);
      return allRights(flow.facts, expr, placeIn(flow));
    case 'is':
      walk(flow, expr.operand);
      return undefined;
    case 'cast': {
      const whole = walk(flow, expr.operand);
      return castTo(flow, expr, whole);
    }
    case 'assignPlace':
    case 'compoundPlace':
      walkPlaceWrite(flow, walk, expr);
      return undefined;
  }
}

/** What a pattern binds gets the rights of the part; fields of objects are read on the way. */
export function bindPattern(
  flow: Flow,
  pattern: HirPattern,
  { expr, rights }: { readonly expr: HirExpr; readonly rights: Rights | undefined },
): void {
  switch (pattern.kind) {
    case 'bind':
      bindLocal(flow, pattern.local, rights);
      return;
    case 'some': {
      const value = partOf(expr, pattern, '');
      bindPattern(flow, pattern.pattern, { expr: value, rights });
      return;
    }
    case 'is': {
      const value = partOf(expr, pattern, '');
      const own = value.kind === 'cast' ? castTo(flow, value, rights) : undefined;
      bindPattern(flow, pattern.pattern, { expr: value, rights: own });
      return;
    }
    case 'members':
      for (const { member, pattern: inner } of pattern.members) {
        // The part's type is the variable's: what is bound is restricted to that below.
        bindPattern(flow, inner, { expr: partOf(expr, pattern, member), rights });
      }
      return;
    case 'fields':
      for (const { field, pattern: inner, at } of pattern.fields) {
        const value: HirExpr = { kind: 'field', type: field.type, object: expr, field, at };
        bindPattern(flow, inner, { expr: value, rights: readField(flow, value, rights) });
      }
      return;
    case 'or':
      for (const inner of pattern.alternatives) bindPattern(flow, inner, { expr, rights });
      return;
    case 'wildcard':
    case 'literal':
    case 'range':
    case 'none':
      return;
  }
}

/** The element that a loop is at: its array is read in every pass. */
export function bindEach(
  flow: Flow,
  { subject, local, at }: Extract<HirExpr, { kind: 'forEach' }>,
  rights: Rights | undefined,
): void {
  useElements(flow, { array: subject, rights, at, kind: 'read' });
  bindLocal(flow, local, rights);
}

/** Losses that concern whoever gets it from here go with the variable, by the modes that they concern. */
function bindLocal(flow: Flow, local: number, rights: Rights | undefined): void {
  revive(flow, String(local));
  flow.bound.delete(local);
  const { type, at } = localAt(flow.facts, local);
  const mention = { kind: 'local', local, type, at } as const;
  const part = rightsOfMember(flow.facts, mention, placeIn(flow), rights);
  const shared = sharedElements(rights, at);
  const lost = [...(part?.lost ?? [])].filter(([, loss]) => isLossForAll(loss));
  if (part !== undefined && shared !== undefined) {
    for (const { name, reaches } of part.facts.capabilities) {
      if (reachesLinear({ reaches })) lost.push([name, shared]);
    }
  }
  if (lost.length > 0) flow.bound.set(local, new Map(lost));
}

/** Why elements of the array are not their reader's alone. */
function sharedElements(rights: Rights | undefined, at: Ordinal): Loss | undefined {
  const mode = rights && capabilityNamed(rights.facts, elements)?.mode;
  return mode === 'read'
    ? { kind: 'sharedPart', capability: elements, at, isFrozen: true }
    : undefined;
}

function typeOf(flow: Flow, local: number): HirExpr['type'] {
  return flow.facts.body.locals[local]?.type ?? { kind: 'error' };
}

function readField(
  flow: Flow,
  expr: Extract<HirExpr, { kind: 'field' }>,
  owner: Rights | undefined,
): Rights | undefined {
  if (owner === undefined) return allRights(flow.facts, expr, placeIn(flow));
  const { object, field, at } = expr;
  const usable = checkAccess(flow, owner, { object, field, at, kind: 'read' });
  return rightsOfPart(flow.facts, expr, placeIn(flow), { rights: owner, usable });
}

/** What is put into a new value is stored in it. */
function putInto(flow: Flow, made: HirExpr, value: HirExpr, rights: Rights | undefined): void {
  checkStore(flow, { value, rights, at: value.at, target: { kind: 'new', made } });
}

/** A union is known by modes: it has lost those that its member has lost in any way. */
function asWhole(flow: Flow, expr: HirExpr, part: Rights | undefined): Rights | undefined {
  const rights = allRights(flow.facts, expr, placeIn(flow));
  if (rights === undefined || part === undefined) return rights;
  const { facts } = part;
  const names = facts.capabilities.map(({ name }) => name).filter((name) => has(part, name));
  if (expr.kind === 'inject') {
    recordAll(flow, originsOf(flow.facts, expr.value), { facts, names, at: expr.at });
  }
  return translate(part, rights);
}

/** Taking an object out of a value is a use of the modes that the object reaches. */
function takePart(
  flow: Flow,
  expr: HirExpr,
  whole: HirExpr,
  rights: Rights | undefined,
): Rights | undefined {
  const part = rightsOfMember(flow.facts, expr, placeIn(flow), rights);
  if (part === undefined || rights === undefined) return part;
  const { facts } = rights;
  const names = facts.capabilities
    .filter(({ name, reaches }) => has(rights, name) && meet(reaches, part.facts.reaches))
    .map(({ name }) => name);
  recordAll(flow, originsOf(flow.facts, whole), { facts, names, at: expr.at });
  return part;
}

function meet(a: readonly string[], b: readonly string[]): boolean {
  return a.some((mode) => b.includes(mode));
}

function castTo(
  flow: Flow,
  expr: Extract<HirExpr, { kind: 'cast' }>,
  whole: Rights | undefined,
): Rights | undefined {
  return expr.test.kind === 'class'
    ? rightsOfDowncast(flow.facts, expr, whole)
    : takePart(flow, expr, expr.operand, whole);
}

interface ElementUse {
  readonly array: HirExpr;
  readonly rights: Rights | undefined;
  readonly at: Ordinal;
  readonly kind: 'read' | 'write';
}

function readElement(
  flow: Flow,
  expr: Extract<HirExpr, { kind: 'element' }>,
  { array, rights }: Pick<ElementUse, 'array' | 'rights'>,
): Rights | undefined {
  if (!useElements(flow, { array, rights, at: expr.at, kind: 'read' })) {
    return allRights(flow.facts, expr, placeIn(flow));
  }
  if (rights === undefined) return allRights(flow.facts, expr, placeIn(flow));
  const part = rightsOfPart(flow.facts, expr, placeIn(flow), { rights, usable: [elements] });
  const loss = rights.lost.get(elements);
  if (part === undefined || loss === undefined || !isFrozen(loss)) return part;
  const lost = new Map(part.lost);
  for (const { name, reaches } of part.facts.capabilities) {
    if (reachesLinear({ reaches }) && !lost.has(name)) lost.set(name, loss);
  }
  return { facts: part.facts, lost };
}

/** Whether the elements may be used; reports why not. Those of a text are nobody's. */
function useElements(flow: Flow, { array, rights, at, kind }: ElementUse): boolean {
  if (rights === undefined || array.type.kind !== 'array') return true;
  const { facts } = rights;
  const object = describeObject(flow.facts, array);
  const subject = `${kind === 'read' ? 'Reading' : 'Writing'} an element of ${object}`;
  if (kind === 'write' && array.type.isRead) {
    flow.report(
      bodyMistake(flow.facts, {
        code: 'E0602',
        at,
        message: `Elements of ${object} cannot be changed through ${describeCapabilities(facts, [elements])}`,
        notes: ['Any number of tasks may have a `read` array, so nobody writes to it.'],
      }),
    );
    return false;
  }
  const loss = rights.lost.get(elements);
  if (kind === 'read' && isFrozen(loss)) return true;
  if (loss !== undefined) {
    flow.report(
      explainLoss(flow.facts, { subject, object, at, rights, capability: elements, loss }),
    );
    return false;
  }
  recordUse(flow, originsOf(flow.facts, array), { facts, alternatives: [elements], at });
  return true;
}

/** Whether the array is one of those in a `read` array, which anybody reads. */
export function isFrozen(loss: Loss | undefined): boolean {
  return loss?.kind === 'sharedPart' && loss.isFrozen === true;
}

/** An array that is split, joined or frozen is given away; a variable need not say so. */
function takeArray(flow: Flow, walk: Walk, array: HirExpr): void {
  if (array.kind === 'local') {
    takeLocal(flow, array);
    return;
  }
  walk(flow, array);
  if (originsOf(flow.facts, array).length === 0) return;
  const name = describeObject(flow.facts, array);
  flow.report(
    bodyMistake(flow.facts, {
      code: 'E0613',
      at: array.at,
      message: `${name} is \`linear\` and is given away without \`consume\``,
      notes: [
        'An array that is split, joined or shared for good is used under no other name. Take it out with `consume` first, or use a copy.',
      ],
    }),
  );
}

/** The value comes first, then the place. */
function walkPlaceWrite(
  flow: Flow,
  walk: Walk,
  { place, value, at, kind }: Extract<HirExpr, { kind: 'assignPlace' | 'compoundPlace' }>,
): void {
  const rights = walk(flow, value);
  const { root } = place;
  switch (root.kind) {
    case 'local': {
      const { local } = root;
      recordMention(flow, local, at);
      checkUsable(flow, { kind: 'local', local, type: typeOf(flow, local), at });
      checkStore(flow, { value, rights, at, target: { kind: 'variable' } });
      return;
    }
    case 'global':
      checkStore(flow, { value, rights, at, target: { kind: 'variable' } });
      return;
    case 'field': {
      const owner = walk(flow, root.object);
      const { object, field } = root;
      if (owner !== undefined) {
        checkAccess(flow, owner, { object, field, at, kind: 'write' });
        if (kind === 'compoundPlace') checkAccess(flow, owner, { object, field, at, kind: 'read' });
      }
      checkStore(flow, { value, rights, at, target: { kind: 'object', object } });
      return;
    }
    case 'element': {
      const owner = walk(flow, root.array);
      walk(flow, root.index);
      useElements(flow, { array: root.array, rights: owner, at: place.at, kind: 'write' });
      checkStore(flow, { value, rights, at, target: { kind: 'object', object: root.array } });
    }
  }
}
