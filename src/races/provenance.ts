/** Questions about the object that an expression yields which hold wherever the expression stands. */
import type { HirExpr, LocalId } from '../sema/hir.ts';
import type { BodyFacts } from './body-facts.ts';
import { factsOfType, localAt, mayBeObject } from './body-facts.ts';
import { isConfined, isSubordinate, reachesLinear } from './facts.ts';
import type { Branching } from './origins.ts';
import { originsOf, yieldedBy } from './origins.ts';

/**
 * How many `async` blocks are around the code that the object may come from: less than `depth`, the number
 * around the expression, where it was there before the task.
 */
export function homeOf(facts: BodyFacts, expr: HirExpr, depth: number): number {
  return homeWithin({ facts, visiting: new Set() }, expr, depth);
}

export function homeOfLocal(facts: BodyFacts, local: LocalId): number {
  return localHome({ facts, visiting: new Set() }, local);
}

/** The parameter or the call that an object is borrowed from. */
export type Lender =
  | { readonly kind: 'parameter'; readonly local: LocalId }
  | { readonly kind: 'call'; readonly at: number };

/** Undefined for an object that is not borrowed. */
export function lenderOf(facts: BodyFacts, expr: HirExpr): Lender | undefined {
  if (!mayBeObject(expr.type)) return undefined;
  return lenderWithin({ facts, visiting: new Set() }, expr);
}

/**
 * Whether an object that an owner protects is one of `this`: reached from it, made here, or handed to a
 * method of the same owner.
 */
export function isOwnedByThis(facts: BodyFacts, expr: HirExpr): boolean {
  return facts.kind === 'method' && ownedWithin({ facts, visiting: new Set() }, expr);
}

interface Search {
  readonly facts: BodyFacts;
  readonly visiting: Set<LocalId>;
}

function localHome(search: Search, local: LocalId): number {
  const declared = search.facts.depths[local] ?? 0;
  if (declared === 0 || search.visiting.has(local)) return declared;
  search.visiting.add(local);
  const bindings = search.facts.values.get(local) ?? [];
  const home = Math.min(
    declared,
    ...bindings.map(({ value, depth }) => homeWithin(search, value, depth)),
  );
  search.visiting.delete(local);
  return home;
}

function homeWithin(search: Search, expr: HirExpr, depth: number): number {
  if (!mayBeObject(expr.type)) return depth;
  switch (expr.kind) {
    case 'local':
    case 'let':
    case 'assignLocal':
    case 'compoundLocal':
    case 'consumeLocal':
      return localHome(search, expr.local);
    case 'field':
    case 'consumeField':
    case 'assignField':
    case 'compoundField':
      return homeWithin(search, expr.object, depth);
    case 'callFunction':
      return homeOfResult(search, expr.args, depth);
    case 'callMethod':
      return homeOfResult(search, [expr.receiver, ...expr.args], depth);
    case 'convert':
    case 'cast':
    case 'try':
      return homeWithin(search, expr.operand, depth);
    case 'some':
    case 'inject':
      return homeWithin(search, expr.value, depth);
    case 'member':
    case 'element':
    case 'slice':
      return homeWithin(search, expr.object, depth);
    case 'freeze':
    case 'split':
      return homeWithin(search, expr.array, depth);
    case 'tuple':
    case 'array':
    case 'struct':
    case 'join':
    case 'if':
    case 'block':
    case 'finish':
    case 'match':
    case 'ifLet':
    case 'coalesce':
      return Math.min(depth, ...valuesIn(expr).map((part) => homeWithin(search, part, depth)));
    default:
      return depth;
  }
}

/** What must stay in its task comes out of a call only if it was made there, or lies behind what must stay too. */
function homeOfResult(search: Search, operands: readonly HirExpr[], depth: number): number {
  const homes = operands
    .filter(({ type }) => {
      const facts = factsOfType(search.facts, type);
      return facts !== undefined && isConfined(facts);
    })
    .map((operand) => homeWithin(search, operand, depth));
  return Math.min(depth, ...homes);
}

function lenderWithin(search: Search, expr: HirExpr): Lender | undefined {
  if ((expr.kind === 'callFunction' || expr.kind === 'callMethod') && expr.borrowed) {
    const lent = originLender(search, expr);
    return lent ?? { kind: 'call', at: expr.at };
  }
  if (expr.kind === 'consumeField') return lenderWithin(search, expr.object);
  if (expr.kind === 'convert' || expr.kind === 'cast' || expr.kind === 'try') {
    return lenderWithin(search, expr.operand);
  }
  if (expr.kind === 'some' || expr.kind === 'inject') return lenderWithin(search, expr.value);
  if (isBranching(expr)) return firstDefined(yieldedBy(expr), (last) => lenderWithin(search, last));
  return originLender(search, expr);
}

function originLender(search: Search, expr: HirExpr): Lender | undefined {
  return firstDefined(originsOf(search.facts, expr), ({ local }) =>
    local === undefined ? undefined : localLender(search, local),
  );
}

/** A struct's method gets a copy of it; what has one reference stays with the struct that was copied. */
function isLentCopy(facts: BodyFacts, local: LocalId): boolean {
  const { kind, type } = localAt(facts, local);
  if (kind !== 'this' || type.kind !== 'struct') return false;
  const own = factsOfType(facts, type);
  return own !== undefined && reachesLinear(own);
}

function localLender(search: Search, local: LocalId): Lender | undefined {
  const { facts, visiting } = search;
  if (localAt(facts, local).borrowed || isLentCopy(facts, local)) {
    return { kind: 'parameter', local };
  }
  if (visiting.has(local)) return undefined;
  visiting.add(local);
  const found = firstDefined(facts.values.get(local) ?? [], ({ value, isLet }) =>
    isLet ? lenderToVariable(search, value) : undefined,
  );
  visiting.delete(local);
  return found;
}

/** What is consumed out of a borrowed object is the taker's from then on. */
function lenderToVariable(search: Search, value: HirExpr): Lender | undefined {
  switch (value.kind) {
    case 'consumeField':
      return undefined;
    case 'convert':
      return lenderToVariable(search, value.operand);
    case 'if':
    case 'block':
    case 'finish':
      return firstDefined(yieldedBy(value), (last) => lenderToVariable(search, last));
    default:
      return lenderWithin(search, value);
  }
}

function ownedWithin(search: Search, expr: HirExpr): boolean {
  const { facts, visiting } = search;
  switch (expr.kind) {
    case 'local':
    case 'let':
    case 'assignLocal':
    case 'compoundLocal':
    case 'consumeLocal': {
      if (localAt(facts, expr.local).kind !== 'let' || visiting.has(expr.local)) return true;
      visiting.add(expr.local);
      const bindings = facts.values.get(expr.local) ?? [];
      const owned = bindings.every(({ value }) => ownedWithin(search, value));
      visiting.delete(expr.local);
      return owned;
    }
    case 'field':
    case 'consumeField':
    case 'assignField':
    case 'compoundField': {
      if (isThis(facts, expr.object)) return true;
      const owner = factsOfType(facts, expr.object.type);
      return owner !== undefined && isSubordinate(owner) && ownedWithin(search, expr.object);
    }
    case 'convert':
    case 'cast':
    case 'try':
      return ownedWithin(search, expr.operand);
    case 'some':
    case 'inject':
      return ownedWithin(search, expr.value);
    case 'member':
    case 'element':
    case 'slice':
      return ownedWithin(search, expr.object);
    case 'freeze':
    case 'split':
      return ownedWithin(search, expr.array);
    case 'tuple':
    case 'array':
    case 'struct':
    case 'join':
    case 'if':
    case 'block':
    case 'finish':
    case 'match':
    case 'ifLet':
    case 'coalesce':
      return valuesIn(expr).every((part) => ownedWithin(search, part));
    default:
      return true;
  }
}

/** What a branching expression yields, or a new value is made of. */
function valuesIn(
  expr: Branching | Extract<HirExpr, { kind: 'tuple' | 'array' | 'struct' | 'join' }>,
): readonly HirExpr[] {
  switch (expr.kind) {
    case 'tuple':
    case 'array':
      return expr.elements;
    case 'struct':
      return expr.fields.map(({ value }) => value);
    case 'join':
      return [expr.left, expr.right];
    default:
      return yieldedBy(expr);
  }
}

function isBranching(expr: HirExpr): expr is Branching {
  return (
    expr.kind === 'if' ||
    expr.kind === 'block' ||
    expr.kind === 'finish' ||
    expr.kind === 'match' ||
    expr.kind === 'ifLet' ||
    expr.kind === 'coalesce'
  );
}

export function isThis(facts: BodyFacts, expr: HirExpr): boolean {
  if (expr.kind === 'convert') return isThis(facts, expr.operand);
  return expr.kind === 'local' && localAt(facts, expr.local).kind === 'this';
}

function firstDefined<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
