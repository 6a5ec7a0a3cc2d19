/**
 * `match`, and whatever else tries patterns: the decision tree becomes jumps and switches. A value is loaded
 * when it is first looked at, and once on each way; an arm that several ways lead to gets its variables
 * through slots.
 */
import { assertNever, InternalError, invariant, present } from '../../base/invariant.ts';
import type { Ordinal } from '../../base/span.ts';
import type { HirArm, HirExpr, LocalId } from '../../sema/hir.ts';
import type { Type } from '../../sema/type.ts';
import type { CompareOperator, Operand, SlotId } from '../mir.ts';
import { boolType, mayBeUnset } from '../operand.ts';
import { lowerInto } from './branches.ts';
import { lowerCondition } from './conditions.ts';
import type { Label, SourceBlock } from './function-builder.ts';
import {
  addSlot,
  addVariable,
  branch,
  define,
  emit,
  endUnreachable,
  enterBlock,
  isReachable,
  jump,
  leaveBlock,
  newLabel,
  place,
  switchTo,
} from './function-builder.ts';
import { bindLet } from './locals.ts';
import type { Destination, Lowering, Value } from './lowering.ts';
import { forgetSince, localAt, lowerOperand } from './lowering.ts';
import type { Bound, Place, Tree } from './pattern-tree.ts';
import { treeOf } from './pattern-tree.ts';
import { checkSet, readField } from './references.ts';
import { extractPart } from './structs.ts';
import { asTested, tagOf, tagType } from './unions.ts';

type Match = Extract<HirExpr, { readonly kind: 'match' }>;

export function lowerMatch(l: Lowering, node: Match): Value {
  const { type, at } = node;
  if (type.kind === 'void' || type.kind === 'never') {
    lowerMatchInto(l, node, { kind: 'nowhere' });
    return undefined;
  }
  const slot = addSlot(l.builder, { name: '', type, at });
  lowerMatchInto(l, node, { kind: 'slot', slot });
  return define(l.builder, type, (dest) => ({ op: 'load', dest, slot }));
}

export function lowerMatchInto(l: Lowering, node: Match, destination: Destination): void {
  const value = lowerOperand(l, node.subject);
  const { type } = node.subject;
  lowerArms(l, {
    value,
    type,
    arms: node.arms,
    at: node.at,
    body: (arm) => lowerInto(l, arm.body, arm.body.type.kind === 'void' ? nowhere : destination),
  });
}

const nowhere: Destination = { kind: 'nowhere' };

export interface Arms<A extends Pick<HirArm, 'pattern' | 'guard'>> {
  readonly value: Operand;
  readonly type: Type;
  /** Exhaustive. */
  readonly arms: readonly A[];
  readonly at: Ordinal;
  /** The variables are of the block that the patterns stand in: a `let`. */
  readonly areOutside?: true;
  /** Lowers what the arm does, its variables bound. */
  body(arm: A): void;
}

/** Goes on behind the arms, in whichever of them control has been. */
export function lowerArms<A extends HirArm>(l: Lowering, arms: Arms<A>): void {
  if (!isReachable(l.builder)) return;
  const tree = treeOf(arms.arms, arms.type);
  const uses = new Map<number, number>();
  countUses(tree, uses);
  const walk: Walk<A> = {
    arms,
    shared: new Map(),
    uses,
    join: newLabel(),
  };
  const mark = l.learned.length;
  lowerTree(l, walk, tree, new Map([[0, arms.value]]));
  for (const [index, { label, slots, block }] of walk.shared) {
    place(l.builder, label);
    if (!isReachable(l.builder)) continue;
    for (const [local, slot] of slots) bindSlot(l, local, slot);
    const entered = enterArm(l, walk, block);
    lowerBody(l, walk, index);
    leaveArm(l, walk, entered);
  }
  forgetSince(l, mark);
  place(l.builder, walk.join);
}

interface Walk<A extends HirArm> {
  readonly arms: Arms<A>;
  /** Arms that several ways lead to. */
  readonly shared: Map<number, SharedArm>;
  readonly uses: ReadonlyMap<number, number>;
  readonly join: Label;
}

interface SharedArm {
  readonly label: Label;
  readonly slots: ReadonlyMap<LocalId, SlotId>;
  /** Where its variables are known. */
  readonly block: SourceBlock;
}

/** What has been loaded on the way to here, by place. */
type Loaded = Map<number, Operand>;

function countUses(tree: Tree, uses: Map<number, number>): void {
  switch (tree.kind) {
    case 'fail':
      return;
    case 'arm':
      uses.set(tree.arm, (uses.get(tree.arm) ?? 0) + 1);
      if (tree.next !== undefined) countUses(tree.next, uses);
      return;
    case 'switch':
      for (const each of tree.cases) countUses(each.tree, uses);
      countUses(tree.otherwise, uses);
      return;
    case 'test':
      countUses(tree.passed, uses);
      countUses(tree.failed, uses);
      return;
    default:
      assertNever(tree);
  }
}

function lowerTree<A extends HirArm>(l: Lowering, walk: Walk<A>, tree: Tree, loaded: Loaded): void {
  switch (tree.kind) {
    case 'fail':
      endUnreachable(l.builder);
      return;
    case 'arm':
      lowerLeaf(l, walk, tree, loaded);
      return;
    case 'switch':
      lowerSwitch(l, walk, tree, loaded);
      return;
    case 'test': {
      const then = newLabel();
      const otherwise = newLabel();
      const value = load(l, walk.arms.at, tree.place, loaded);
      branchOn(l, walk.arms.at, { tree, value, then, otherwise });
      lowerAt(l, walk, { label: then, tree: tree.passed, loaded });
      lowerAt(l, walk, { label: otherwise, tree: tree.failed, loaded });
      return;
    }
    default:
      assertNever(tree);
  }
}

function lowerAt<A extends HirArm>(
  l: Lowering,
  walk: Walk<A>,
  { label, tree, loaded }: { readonly label: Label; readonly tree: Tree; readonly loaded: Loaded },
): void {
  place(l.builder, label);
  const mark = l.learned.length;
  lowerTree(l, walk, tree, new Map(loaded));
  forgetSince(l, mark);
}

function lowerSwitch<A extends HirArm>(
  l: Lowering,
  walk: Walk<A>,
  { place: where, cases, otherwise }: Extract<Tree, { kind: 'switch' }>,
  loaded: Loaded,
): void {
  const held = load(l, walk.arms.at, where, loaded);
  const isUnion = where.type.kind === 'union';
  const value = where.type.kind === 'union' ? tagOf(l, held, where.type) : held;
  const type = isUnion ? tagType : where.type;
  const targets = cases.map((each) => ({ ...each, target: newLabel() }));
  const rest = newLabel();
  const [only] = targets;
  if (only !== undefined && targets.length === 1) {
    const { target, value: text } = only;
    if (type.kind === 'bool') {
      const [then, other] = text === '1' ? [target, rest] : [rest, target];
      branch(l.builder, value, { then, otherwise: other });
    } else {
      const right: Operand = { kind: 'int', type, value: text };
      branch(l.builder, compare(l, 'eq', { left: value, right, type }), {
        then: target,
        otherwise: rest,
      });
    }
  } else {
    switchTo(l.builder, { value, type, cases: targets, otherwise: rest });
  }
  for (const { target, tree } of targets) lowerAt(l, walk, { label: target, tree, loaded });
  lowerAt(l, walk, { label: rest, tree: otherwise, loaded });
}

function lowerLeaf<A extends HirArm>(
  l: Lowering,
  walk: Walk<A>,
  tree: Extract<Tree, { kind: 'arm' }>,
  loaded: Loaded,
): void {
  const arm = present(walk.arms.arms[tree.arm], `arm ${tree.arm}`);
  const values = tree.bound.map((bound) => ({
    bound,
    value: load(l, walk.arms.at, bound.place, loaded),
  }));
  const isShared = (walk.uses.get(tree.arm) ?? 0) > 1;
  const next = newLabel();
  if (!isShared) {
    const entered = enterArm(l, walk);
    // Made from the `match`: a breakpoint on the arm stops when its variables are set.
    for (const { bound, value } of values) bindLet(l, bound.local, value);
    const mark = l.learned.length;
    if (arm.guard !== undefined) {
      const then = newLabel();
      lowerCondition(l, arm.guard, { then, otherwise: next });
      place(l.builder, then);
    }
    lowerBody(l, walk, tree.arm);
    forgetSince(l, mark);
    leaveArm(l, walk, entered);
  } else {
    const { label, slots, block } = sharedArm(l, walk, tree.arm, tree.bound);
    const entered = enterArm(l, walk, block);
    for (const { bound, value } of values) {
      const slot = present(slots.get(bound.local), `slot of local ${bound.local}`);
      emit(l.builder, { op: 'store', slot, value });
      bindSlot(l, bound.local, slot);
    }
    if (arm.guard === undefined) jump(l.builder, label);
    else lowerCondition(l, arm.guard, { then: label, otherwise: next });
    leaveArm(l, walk, entered);
  }
  if (tree.next === undefined) return;
  place(l.builder, next);
  lowerTree(l, walk, tree.next, loaded);
}

function lowerBody<A extends HirArm>(l: Lowering, walk: Walk<A>, index: number): void {
  walk.arms.body(present(walk.arms.arms[index], `arm ${index}`));
  jump(l.builder, walk.join);
}

function sharedArm<A extends HirArm>(
  l: Lowering,
  walk: Walk<A>,
  arm: number,
  bound: readonly Bound[],
): SharedArm {
  const known = walk.shared.get(arm);
  if (known !== undefined) return known;
  const entered = enterArm(l, walk);
  const slots = bound.map(({ local }): [LocalId, SlotId] => {
    const { name, type, at } = localAt(l, local);
    return [local, addVariable(l.builder, { name, type, at })];
  });
  const { scope, isOwnScope } = l.builder;
  const block: SourceBlock = { scope, isOwnScope };
  leaveArm(l, walk, entered);
  const shared: SharedArm = { label: newLabel(), slots: new Map(slots), block };
  walk.shared.set(arm, shared);
  return shared;
}

/** Opens the block of an arm's variables, or goes back into it. */
function enterArm<A extends HirArm>(l: Lowering, walk: Walk<A>, block?: SourceBlock): SourceBlock {
  const { scope, isOwnScope } = l.builder;
  if (walk.arms.areOutside) return { scope, isOwnScope };
  const entered = enterBlock(l.builder);
  if (block !== undefined) leaveBlock(l.builder, block);
  return entered;
}

function leaveArm<A extends HirArm>(l: Lowering, walk: Walk<A>, entered: SourceBlock): void {
  if (!walk.arms.areOutside) leaveBlock(l.builder, entered);
}

/** The variable lives in the slot, whether or not something assigns to it. */
function bindSlot(l: Lowering, local: LocalId, slot: SlotId): void {
  l.bindings.set(local, { kind: 'slot', slot });
}

function load(l: Lowering, at: Ordinal, wanted: Place, loaded: Loaded): Operand {
  const known = loaded.get(wanted.id);
  if (known !== undefined) return known;
  const value = loadPart(l, at, wanted, loaded);
  loaded.set(wanted.id, value);
  return value;
}

function loadPart(l: Lowering, at: Ordinal, { source, type }: Place, loaded: Loaded): Operand {
  switch (source.kind) {
    case 'part': {
      const { member } = source;
      const value = load(l, at, source.of, loaded);
      const part = extractPart(l, value, { of: source.of.type, path: [member], type });
      if (mayBeUnset(type)) checkSet(l, part, { reason: 'unset-field', name: member, at });
      return part;
    }
    case 'value': {
      const of = source.of.type;
      invariant(of.kind === 'optional', 'The value of what is no optional');
      const value = load(l, at, source.of, loaded);
      return define(l.builder, type, (dest) => ({ op: 'unwrap', dest, value, type: of }));
    }
    case 'tested': {
      const value = load(l, at, source.of, loaded);
      return asTested(l, source.test, { value, from: source.of.type, type });
    }
    case 'field': {
      const object = load(l, at, source.of, loaded);
      const { field } = source;
      const owner: HirExpr = { kind: 'error', type: source.of.type, at };
      return readField(l, { kind: 'field', type, object: owner, field, at: source.at }, object);
    }
    case 'subject':
      throw new InternalError('The subject is loaded before its parts');
    default:
      return assertNever(source);
  }
}

function branchOn(
  l: Lowering,
  at: Ordinal,
  {
    tree: { test, place: where },
    value,
    ...targets
  }: {
    readonly tree: Extract<Tree, { kind: 'test' }>;
    readonly value: Operand;
    readonly then: Label;
    readonly otherwise: Label;
  },
): void {
  const { type } = where;
  switch (test.kind) {
    case 'some':
      invariant(type.kind === 'optional', 'Only an optional may hold nothing');
      branch(
        l.builder,
        define(l.builder, boolType, (dest) => ({ op: 'isSome', dest, value, type })),
        targets,
      );
      return;
    case 'equals': {
      const right = lowerOperand(l, test.value);
      branch(l.builder, compare(l, 'eq', { left: value, right, type }), targets);
      return;
    }
    case 'between': {
      const [least, greatest] = [test.from, test.to].map(
        (bound): Operand => ({ kind: 'int', type, value: bound }),
      );
      if (least === undefined || greatest === undefined) return;
      const then = newLabel();
      branch(l.builder, compare(l, 'ge', { left: value, right: least, type }), {
        then,
        otherwise: targets.otherwise,
      });
      place(l.builder, then);
      branch(l.builder, compare(l, 'le', { left: value, right: greatest, type }), targets);
      return;
    }
    case 'class': {
      checkSet(l, value, { reason: 'unset-field', name: 'the value', at });
      const { class: wanted } = test.test;
      branch(
        l.builder,
        define(l.builder, boolType, (dest) => ({ op: 'isInstance', dest, value, class: wanted })),
        targets,
      );
      return;
    }
    default:
      assertNever(test);
  }
}

function compare(
  l: Lowering,
  operator: CompareOperator,
  operands: { readonly left: Operand; readonly right: Operand; readonly type: Type },
): Operand {
  return define(l.builder, boolType, (dest) => ({ op: 'compare', dest, operator, ...operands }));
}
