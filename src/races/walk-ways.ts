/**
 * The ways that a walk over a body takes: branches, short circuits, loops, jumps and tasks, and what is known where
 * they meet. Loops are walked a second time where the first pass changed what is known.
 */
import { assertNever } from '../base/invariant.ts';
import type { HirBlock, HirExpr, LocalId, LoopId } from '../sema/hir.ts';
import { boundBy } from './bindings.ts';
import { factsOfLocal, factsOfType } from './body-facts.ts';
import { isRestored, revive } from './consumption.ts';
import { bodyMistake, localNamed } from './describe.ts';
import { reachesLinear } from './facts.ts';
import type { Flow, RunningTask, State, TaskRecord } from './flow.ts';
import { afterFinish, deadState, includes, join, withTask } from './flow.ts';
import { originsOf, yieldedBy } from './origins.ts';
import type { Rights } from './rights.ts';
import { intersect } from './rights.ts';
import { bindEach, bindPattern } from './walk-values.ts';

/** The walk that calls these, for what they consist of. */
export interface Walker {
  /** The rights on the object that the expression yields; undefined where it yields none. */
  walk(flow: Flow, expr: HirExpr): Rights | undefined;
  walkBlock(flow: Flow, block: HirBlock): Rights | undefined;
}

export function walkIf(
  flow: Flow,
  walker: Walker,
  expr: Extract<HirExpr, { kind: 'if' }>,
): Rights | undefined {
  walker.walk(flow, expr.condition);
  const start = flow.state;
  const then = walker.walkBlock(flow, expr.then);
  const afterThen = flow.state;
  flow.state = start;
  const otherwise =
    expr.otherwise === undefined ? undefined : walker.walkBlock(flow, expr.otherwise);
  flow.state = join(afterThen, flow.state);
  const branches = yieldedBy(expr).length === 0 ? [] : [then, otherwise];
  return intersect(factsOfType(flow.facts, expr.type), branches);
}

export function walkMatch(
  flow: Flow,
  walker: Walker,
  expr: Extract<HirExpr, { kind: 'match' }>,
): Rights | undefined {
  const rights = walker.walk(flow, expr.subject);
  const yielded: (Rights | undefined)[] = [];
  let end = deadState;
  for (const { pattern, guard, body } of expr.arms) {
    // Guards of earlier arms may have been evaluated.
    const start = flow.state;
    bindPattern(flow, pattern, { expr: expr.subject, rights });
    if (guard !== undefined) {
      walker.walk(flow, guard);
      checkGuard(flow, {
        owners: originsOf(flow.facts, expr.subject).flatMap(({ local }) => local ?? []),
        bound: boundBy(flow.facts.body, pattern, expr.subject),
      });
    }
    const next = join(start, flow.state);
    yielded.push(walker.walk(flow, body));
    end = join(end, flow.state);
    flow.state = next;
  }
  flow.state = end;
  return intersect(factsOfType(flow.facts, expr.type), yielded);
}

export function walkIfLet(
  flow: Flow,
  walker: Walker,
  expr: Extract<HirExpr, { kind: 'ifLet' }>,
): Rights | undefined {
  const rights = walker.walk(flow, expr.subject);
  const start = flow.state;
  bindPattern(flow, expr.pattern, { expr: expr.subject, rights });
  const then = walker.walkBlock(flow, expr.then);
  const afterThen = flow.state;
  flow.state = start;
  const otherwise =
    expr.otherwise === undefined ? undefined : walker.walkBlock(flow, expr.otherwise);
  flow.state = join(afterThen, flow.state);
  const branches = yieldedBy(expr).length === 0 ? [] : [then, otherwise];
  return intersect(factsOfType(flow.facts, expr.type), branches);
}

/** Where a guard fails, the next arm binds what this one has bound, or other parts of the same. */
function checkGuard(
  flow: Flow,
  { owners, bound }: { readonly owners: readonly LocalId[]; readonly bound: readonly LocalId[] },
): void {
  for (const local of [...owners, ...bound]) {
    const facts = factsOfLocal(flow.facts, local);
    if (facts === undefined || !reachesLinear(facts)) continue;
    const [, consumption] =
      [...flow.state.consumed].find(([place]) => place.split('.')[0] === String(local)) ?? [];
    // What tasks know of the owner is looked at where a view of it is used.
    const task = bound.includes(local)
      ? flow.state.running.find(({ mentions }) => mentions.has(local))
      : undefined;
    const at = consumption?.at ?? task?.mentions.get(local);
    if (at === undefined) continue;
    flow.report(
      bodyMistake(flow.facts, {
        code: consumption === undefined ? 'E0617' : 'E0608',
        at,
        message: `${localNamed(flow.facts, local)} is given away by the condition of an arm, and a later arm may get it as well`,
        notes: ['Only look at it in the condition, and hand it over in the arm.'],
      }),
    );
  }
}

/** Chains of operators are as long as a file may be, so they are not recursed into. */
export function walkBinary(
  flow: Flow,
  walker: Walker,
  expr: Extract<HirExpr, { kind: 'binary' }>,
): void {
  const chain: Extract<HirExpr, { kind: 'binary' }>[] = [];
  let left: HirExpr = expr;
  while (left.kind === 'binary') {
    chain.push(left);
    left = left.left;
  }
  walker.walk(flow, left);
  for (const { operator, right } of chain.reverse()) {
    const before = flow.state;
    walker.walk(flow, right);
    if (operator === '&&' || operator === '||') flow.state = join(before, flow.state);
  }
}

type Loop = Extract<HirExpr, { kind: 'while' | 'whileLet' | 'for' | 'forEach' | 'forRange' }>;

/** A second pass knows all that a first one leads to: what one consumes or starts does not depend on the others. */
const passes = 2;

export function walkLoop(flow: Flow, walker: Walker, loop: Loop): void {
  if (loop.kind === 'for') walker.walk(flow, loop.init);
  if (loop.kind === 'forRange') {
    walker.walk(flow, loop.from);
    walker.walk(flow, loop.to);
  }
  const each = loop.kind === 'forEach' ? walker.walk(flow, loop.subject) : undefined;
  const exits: State[] = [];
  let entry = flow.state;
  for (let pass = 1; pass <= passes; pass += 1) {
    const nexts: State[] = [];
    flow.loops.set(loop.loop, { finishDepth: flow.finishDepth, exits, nexts });
    flow.state = entry;
    beginPass(flow, walker, { loop, each, exits });
    walker.walkBlock(flow, loop.body);
    flow.state = nexts.reduce(join, flow.state);
    if (loop.kind === 'for') walker.walk(flow, loop.step);
    if (includes(entry, flow.state)) break;
    entry = join(entry, flow.state);
  }
  flow.loops.delete(loop.loop);
  flow.state = exits.reduce(join, deadState);
}

/** From the beginning of a pass to its body. */
function beginPass(
  flow: Flow,
  walker: Walker,
  {
    loop,
    each,
    exits,
  }: { readonly loop: Loop; readonly each: Rights | undefined; readonly exits: State[] },
): void {
  switch (loop.kind) {
    case 'while':
    case 'for':
      walker.walk(flow, loop.condition);
      if (loop.condition.kind !== 'bool' || !loop.condition.value) exits.push(flow.state);
      return;
    case 'whileLet': {
      const rights = walker.walk(flow, loop.subject);
      exits.push(flow.state);
      bindPattern(flow, loop.pattern, { expr: loop.subject, rights });
      return;
    }
    case 'forEach':
      exits.push(flow.state);
      bindEach(flow, loop, each);
      return;
    case 'forRange':
      exits.push(flow.state);
      revive(flow, String(loop.local));
      return;
    default:
      assertNever(loop);
  }
}

/** A jump waits for the tasks of each `finish` that it leaves. */
export function leave(flow: Flow, loop: LoopId, way: 'exits' | 'nexts'): void {
  const frame = flow.loops.get(loop);
  if (frame !== undefined) frame[way].push(afterFinish(flow.state, frame.finishDepth));
  flow.state = deadState;
}

/** A task starts from what is known at its start and runs beside everything up to the end of its `finish`. */
export function walkTask(
  flow: Flow,
  walker: Walker,
  expr: Extract<HirExpr, { kind: 'async' }>,
): void {
  const start = flow.state;
  const record: TaskRecord = {
    at: expr.at,
    uses: new Map(),
    mentions: new Map(),
    consumed: new Map(),
  };
  const { finishDepth } = flow;
  flow.deeds.push({ kind: 'started', at: expr.at });
  flow.tasks.push(record);
  walker.walkBlock(flow, expr.body);
  const end = flow.state;
  flow.tasks.pop();
  flow.finishDepth = finishDepth;
  if (start.isDead) {
    flow.state = start;
    return;
  }
  const { uses, mentions } = record;
  const task: RunningTask = { finishDepth, at: expr.at, uses, mentions };
  const consumed = [...start.consumed, ...record.consumed];
  flow.state = {
    consumed: new Map(consumed.filter(([place]) => !isRestored(flow, place, end))),
    running: withTask(start.running, task),
    isDead: false,
  };
}
