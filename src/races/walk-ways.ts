/**
 * The ways that a walk over a body takes: branches, short circuits, loops, jumps and tasks, and what is known where
 * they meet. Loops are walked a second time where the first pass changed what is known.
 */
import type { HirBlock, HirExpr, LoopId } from '../sema/hir.ts';
import { factsOfType } from './body-facts.ts';
import { isRestored, revive } from './consumption.ts';
import type { Flow, RunningTask, State, TaskRecord } from './flow.ts';
import { afterFinish, deadState, includes, join, withTask } from './flow.ts';
import { yieldedBy } from './provenance.ts';
import type { Rights } from './rights.ts';
import { intersect } from './rights.ts';

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

/** A second pass knows all that a first one leads to: what one consumes or starts does not depend on the others. */
const passes = 2;

export function walkLoop(
  flow: Flow,
  walker: Walker,
  loop: Extract<HirExpr, { kind: 'while' | 'for' | 'forRange' }>,
): void {
  if (loop.kind === 'for') walker.walk(flow, loop.init);
  if (loop.kind === 'forRange') {
    walker.walk(flow, loop.from);
    walker.walk(flow, loop.to);
  }
  const exits: State[] = [];
  let entry = flow.state;
  for (let pass = 1; pass <= passes; pass += 1) {
    const nexts: State[] = [];
    flow.loops.set(loop.loop, { finishDepth: flow.finishDepth, exits, nexts });
    flow.state = entry;
    if (loop.kind !== 'forRange') walker.walk(flow, loop.condition);
    const isEndless =
      loop.kind !== 'forRange' && loop.condition.kind === 'bool' && loop.condition.value;
    if (!isEndless) exits.push(flow.state);
    if (loop.kind === 'forRange') revive(flow, String(loop.local));
    walker.walkBlock(flow, loop.body);
    flow.state = nexts.reduce(join, flow.state);
    if (loop.kind === 'for') walker.walk(flow, loop.step);
    if (includes(entry, flow.state)) break;
    entry = join(entry, flow.state);
  }
  flow.loops.delete(loop.loop);
  flow.state = exits.reduce(join, deadState);
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
