/**
 * What `is` has told about variables: which member a union holds, which class an object has. Facts hold for
 * variables only, along the ways on which their test passed (or failed), until the variable is assigned or
 * consumed. A body is checked in one pass, so where a loop assigns a variable is found in its syntax first.
 */
import { present } from '../../base/invariant.ts';
import type { Expr } from '../../syntax/ast.ts';
import { childrenOf } from '../../syntax/children.ts';
import { equalTypes } from '../equal-types.ts';
import type { HirExpr, LocalId, TypeTest } from '../hir.ts';
import type { Type } from '../type.ts';
import type { Checker } from './checker.ts';
import { withoutParentheses } from './checker.ts';
import { findLocal } from './scope.ts';
import { membersOf } from './unions.ts';

/** A test that has passed, and what the value then is. */
interface Proof {
  readonly test: TypeTest;
  readonly type: Type;
}

interface Narrowing {
  /** Each on what the one before it proved. */
  readonly proofs: readonly Proof[];
  /** Of the union that the value is known to be of: the members that it may still hold. Undefined: all. */
  readonly possible: readonly number[] | undefined;
}

export type Facts = ReadonlyMap<LocalId, Narrowing>;

/** Facts of one way through the body; assignments take from all of them. */
export interface FactFrame {
  facts: Facts;
}

export interface NarrowingState {
  current: FactFrame;
  /** All that will be needed again, the current one included. */
  readonly frames: FactFrame[];
  /** A variable has been asked what it is: without that, conditions tell nothing. */
  hasTests: boolean;
  /** What conditions told on top of which facts, so that no link of a long chain is looked at twice. */
  readonly outcomes: WeakMap<HirExpr, Told>;
}

interface Told {
  readonly base: Facts;
  readonly outcome: Outcome;
}

export function newNarrowing(): NarrowingState {
  const current: FactFrame = { facts: new Map() };
  return { current, frames: [current], hasTests: false, outcomes: new WeakMap() };
}

/** What a condition tells where it holds, and where it does not. */
export interface Outcome {
  readonly whenTrue: Facts;
  readonly whenFalse: Facts;
}

/** `node`, a variable as it was declared, as what is known of it. */
export function narrowed(checker: Checker, local: LocalId, node: HirExpr): HirExpr {
  const narrowing = checker.narrowing.current.facts.get(local);
  if (narrowing === undefined) return node;
  return narrowing.proofs.reduce<HirExpr>(
    (operand, { test, type }) => ({
      kind: 'cast',
      type,
      operand,
      test,
      failure: 'proven',
      at: node.at,
    }),
    node,
  );
}

/** The variable holds something else from here on. */
export function forgetFacts(checker: Checker, local: LocalId): void {
  for (const frame of checker.narrowing.frames) {
    if (!frame.facts.has(local)) continue;
    const facts = new Map(frame.facts);
    facts.delete(local);
    frame.facts = facts;
  }
}

/** Facts about variables that `syntax`, which is about to be checked and may run again, assigns. */
export function forgetAssigned(checker: Checker, syntax: readonly Expr[]): void {
  if (checker.narrowing.current.facts.size === 0) return;
  const pending = [...syntax];
  for (let expr = pending.pop(); expr !== undefined; expr = pending.pop()) {
    const target = assignedName(expr);
    const local = target === undefined ? undefined : findLocal(checker, target);
    if (local !== undefined) forgetFacts(checker, local);
    pending.push(...childrenOf(expr));
  }
}

/** What follows from the outcome of `condition`, on top of what is known here. */
export function outcomeOf(checker: Checker, condition: HirExpr): Outcome {
  const { current, hasTests } = checker.narrowing;
  const { facts } = current;
  return hasTests ? outcomeFrom(checker, condition, facts) : { whenTrue: facts, whenFalse: facts };
}

/** Takes note of a test, which matters where it is of a variable. */
export function noteTest(checker: Checker, operand: HirExpr): void {
  if (variableOf(operand) !== undefined) checker.narrowing.hasTests = true;
}

/** Checks what only runs where `facts` hold. */
export function underFacts<T>(checker: Checker, facts: Facts, body: () => T): T {
  const outer = enterFacts(checker, facts);
  const result = body();
  leaveFacts(checker, outer);
  return result;
}

/** From here on `facts` hold, until `leaveFacts` of what is returned. A callback would cost nested code stack. */
export function enterFacts(checker: Checker, facts: Facts): FactFrame {
  const { narrowing } = checker;
  const outer = narrowing.current;
  if (facts === outer.facts) return outer;
  const frame: FactFrame = { facts };
  narrowing.frames.push(frame);
  narrowing.current = frame;
  return outer;
}

export function leaveFacts(checker: Checker, outer: FactFrame): void {
  const { narrowing } = checker;
  if (narrowing.current === outer) return;
  narrowing.current = outer;
  narrowing.frames.pop();
}

/** Facts of both ways on from a condition: what is assigned while they are kept is taken from them. */
export interface KeptFacts {
  readonly whenTrue: FactFrame;
  readonly whenFalse: FactFrame;
}

/** Keeps facts for later, until `releaseFacts`. */
export function keepFacts(checker: Checker, outcome: Outcome): KeptFacts {
  const kept: KeptFacts = {
    whenTrue: { facts: outcome.whenTrue },
    whenFalse: { facts: outcome.whenFalse },
  };
  checker.narrowing.frames.push(kept.whenTrue, kept.whenFalse);
  return kept;
}

/** Those kept last. */
export function releaseFacts(checker: Checker): void {
  const { frames } = checker.narrowing;
  frames.splice(frames.length - 2, 2);
}

/** From here on, in this block, `facts` hold. */
export function learnFacts(checker: Checker, facts: Facts): void {
  checker.narrowing.current.facts = facts;
}

/** Facts with `type` proven of the variable that `subject` reads; unchanged where it reads none. */
export function withProof(facts: Facts, subject: HirExpr, proof: Proof): Facts {
  const local = variableOf(subject);
  if (local === undefined) return facts;
  const proofs = [...proofsOf(subject), proof];
  return new Map(facts).set(local, { proofs, possible: undefined });
}

/** Left operands of long chains without recursion. */
function outcomeFrom(checker: Checker, condition: HirExpr, base: Facts): Outcome {
  const spine: (HirExpr & { readonly kind: 'binary' })[] = [];
  let expr = condition;
  const { outcomes } = checker.narrowing;
  let known: Outcome | undefined;
  while (expr.kind === 'binary' && (expr.operator === '&&' || expr.operator === '||')) {
    const told = outcomes.get(expr);
    if (told?.base === base) {
      known = told.outcome;
      break;
    }
    spine.push(expr);
    expr = expr.left;
  }
  let outcome = known ?? outcomeOfTest(checker, expr, base);
  for (let link = spine.pop(); link !== undefined; link = spine.pop()) {
    const { whenTrue, whenFalse } = outcome;
    if (link.operator === '&&') {
      const right = outcomeFrom(checker, link.right, whenTrue);
      outcome = { whenTrue: right.whenTrue, whenFalse: either(whenFalse, right.whenFalse) };
    } else {
      const right = outcomeFrom(checker, link.right, whenFalse);
      outcome = { whenTrue: either(whenTrue, right.whenTrue), whenFalse: right.whenFalse };
    }
    outcomes.set(link, { base, outcome });
  }
  return outcome;
}

function outcomeOfTest(checker: Checker, expr: HirExpr, base: Facts): Outcome {
  if (expr.kind === 'unary' && expr.operator === '!') {
    const { whenTrue, whenFalse } = outcomeFrom(checker, expr.operand, base);
    return { whenTrue: whenFalse, whenFalse: whenTrue };
  }
  if (expr.kind !== 'is') return { whenTrue: base, whenFalse: base };
  const local = variableOf(expr.operand);
  if (local === undefined) return { whenTrue: base, whenFalse: base };
  const { test } = expr;
  if (test.kind === 'class') {
    const whenTrue = withProof(base, expr.operand, { test, type: test.class });
    return { whenTrue, whenFalse: base };
  }
  const members = membersOf(checker, test.union);
  const type = present(members[test.member], 'a member');
  const known = base.get(local)?.possible ?? members.map((_, index) => index);
  const rest = known.filter((member) => member !== test.member);
  const [last] = rest;
  const proofs = proofsOf(expr.operand);
  const remaining: Narrowing =
    rest.length === 1 && last !== undefined
      ? {
          proofs: [
            ...proofs,
            {
              test: { kind: 'member', union: test.union, member: last },
              type: present(members[last], 'a member'),
            },
          ],
          possible: undefined,
        }
      : { proofs, possible: rest };
  return {
    whenTrue: withProof(base, expr.operand, { test, type }),
    whenFalse: new Map(base).set(local, remaining),
  };
}

/** What holds on both of two ways that meet. */
function either(a: Facts, b: Facts): Facts {
  if (a === b) return a;
  const joined = new Map<LocalId, Narrowing>();
  for (const [local, first] of a) {
    const second = b.get(local);
    if (second === undefined) continue;
    const proofs = commonProofs(first.proofs, second.proofs);
    const possible = union(possibleAt(first, proofs.length), possibleAt(second, proofs.length));
    if (proofs.length > 0 || possible !== undefined) joined.set(local, { proofs, possible });
  }
  return joined;
}

function commonProofs(a: readonly Proof[], b: readonly Proof[]): readonly Proof[] {
  const end = a.findIndex((proof, index) => {
    const other = b[index];
    return other === undefined || !equalTypes(proof.type, other.type);
  });
  return end < 0 ? a : a.slice(0, end);
}

/** The members that the value may hold of the union that the first `depth` proofs leave. */
function possibleAt({ proofs, possible }: Narrowing, depth: number): readonly number[] | undefined {
  const next = proofs[depth];
  if (next === undefined) return possible;
  return next.test.kind === 'member' ? [next.test.member] : undefined;
}

function union(
  a: readonly number[] | undefined,
  b: readonly number[] | undefined,
): readonly number[] | undefined {
  return a && b && [...new Set([...a, ...b])].sort((x, y) => x - y);
}

/** The variable that an expression reads, as it is or narrowed. */
function variableOf(expr: HirExpr): LocalId | undefined {
  let inner = expr;
  while (inner.kind === 'cast' && inner.failure === 'proven') inner = inner.operand;
  return inner.kind === 'local' ? inner.local : undefined;
}

function proofsOf(expr: HirExpr): readonly Proof[] {
  if (expr.kind !== 'cast') return [];
  return [...proofsOf(expr.operand), { test: expr.test, type: expr.type }];
}

function assignedName(expr: Expr): string | undefined {
  const target =
    expr.kind === 'assign' ? expr.target : expr.kind === 'consume' ? expr.operand : undefined;
  let root = target && withoutParentheses(target);
  while (root?.kind === 'member' || root?.kind === 'index') root = withoutParentheses(root.object);
  return root?.kind === 'name' ? root.name : undefined;
}
