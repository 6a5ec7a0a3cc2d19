/**
 * What the forward walk over a body knows where it stands: what was consumed, which tasks may be running, and
 * what the tasks around it have used so far.
 */
import type { Ordinal } from '../base/span.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { HirExpr, LocalId, LoopId } from '../sema/hir.ts';
import type { BodyFacts } from './body-facts.ts';
import type { Live, Liveness } from './liveness.ts';
import type { ClassFacts, Need } from './model.ts';
import type { Origin } from './origins.ts';
import type { Loss, Place } from './rights.ts';

/** What a task, or the code that started it, does with an object. */
export interface Use {
  /** The variable that holds the object. */
  readonly local: LocalId;
  readonly facts: ClassFacts;
  /** Any one of these is enough for the access. */
  readonly alternatives: readonly string[];
  readonly at: Ordinal;
}

/** By variable; uses with the same alternatives once. */
export type Uses = ReadonlyMap<LocalId, readonly Use[]>;

/** A task that was started and not yet waited for. */
export interface RunningTask {
  /** Number of `finish` blocks around its start; the innermost of them waits for it. */
  readonly finishDepth: number;
  readonly at: Ordinal;
  readonly uses: Uses;
  readonly mentions: ReadonlyMap<LocalId, Ordinal>;
}

export interface Consumption {
  readonly at: Ordinal;
  /** The `async` block that consumed it, if it may still be running. */
  readonly task?: Ordinal;
}

/** The part that differs between ways through the body. */
export interface State {
  /** By place: a local's number, fields behind dots. */
  readonly consumed: ReadonlyMap<string, Consumption>;
  readonly running: readonly RunningTask[];
  /** No way leads here. */
  readonly isDead: boolean;
}

export const startState: State = { consumed: new Map(), running: [], isDead: false };
export const deadState: State = { consumed: new Map(), running: [], isDead: true };

/** What a task has done so far. */
export interface TaskRecord {
  readonly at: Ordinal;
  readonly uses: Map<LocalId, Use[]>;
  readonly mentions: Map<LocalId, Ordinal>;
  /** Places of variables from outside that it consumes on some way. */
  readonly consumed: Map<string, Consumption>;
}

/** What concerns an object that is held for a call while it is done. */
export type Deed =
  /** `*` behind a dot: some part. */
  | { readonly kind: 'consumed'; readonly place: string; readonly at: Ordinal }
  /** A callee got the object of `origin`, `linear` in part, with these capabilities. */
  | {
      readonly kind: 'lent';
      readonly origin: Origin;
      readonly facts: ClassFacts;
      readonly names: readonly string[];
      readonly at: Ordinal;
    }
  /** A task. */
  | { readonly kind: 'started'; readonly at: Ordinal };

export interface LoopFrame {
  readonly finishDepth: number;
  readonly exits: State[];
  readonly nexts: State[];
}

export interface Flow {
  readonly facts: BodyFacts;
  readonly liveness: Liveness;
  /** Losses that come with what a variable was bound to. */
  readonly bound: Map<LocalId, ReadonlyMap<string, Loss>>;
  readonly needs: Need[];
  /** New objects that `this` keeps from the start. */
  readonly kept: Set<HirExpr>;
  readonly loops: Map<LoopId, LoopFrame>;
  /** In the order of the walk, for those who have to know what an operand did. */
  readonly deeds: Deed[];
  /** From the outermost to the innermost task around. */
  readonly tasks: TaskRecord[];
  finishDepth: number;
  state: State;
  report(diagnostic: Diagnostic): void;
}

export function placeIn(flow: Flow): Place {
  return {
    depth: flow.tasks.length,
    running: () => mentionsOf(flow.state),
    inUse: (mention) => aliasesInUse(flow, mention),
  };
}

function aliasesInUse({ liveness, state }: Flow, mention: HirExpr): Live {
  const later = liveness.get(mention);
  if (state.running.length === 0) return later ?? none;
  return new Map([...(later ?? none), ...mentionsOf(state)]);
}

function mentionsOf({ running }: State): Live {
  if (running.length === 0) return none;
  return new Map(running.flatMap(({ mentions }) => [...mentions]));
}

const none: Live = new Map();

/** What is known behind two ways that meet. */
export function join(a: State, b: State): State {
  if (a.isDead || a === b) return b;
  if (b.isDead) return a;
  return {
    consumed: b.consumed.size === 0 ? a.consumed : new Map([...b.consumed, ...a.consumed]),
    running: b.running.reduce(withTask, a.running),
    isDead: false,
  };
}

/** Whether `b` knows of nothing that `a` does not. */
export function includes(a: State, b: State): boolean {
  if (b.isDead) return true;
  return (
    [...b.consumed.keys()].every((place) => a.consumed.has(place)) &&
    b.running.every((task) => a.running.some((other) => covers(other, task)))
  );
}

/** Tasks of one `async` block count as one, which does what any of them does. */
export function withTask(
  running: readonly RunningTask[],
  task: RunningTask,
): readonly RunningTask[] {
  const index = running.findIndex(({ at }) => at === task.at);
  const known = running[index];
  if (known === undefined) return [...running, task];
  if (covers(known, task)) return running;
  const uses = new Map(known.uses);
  for (const [local, further] of task.uses) {
    const all = uses.get(local) ?? [];
    uses.set(local, [
      ...all,
      ...further.filter((use) => !all.some((each) => isSameUse(each, use))),
    ]);
  }
  const mentions = new Map([...task.mentions, ...known.mentions]);
  return running.with(index, { ...known, uses, mentions });
}

export function isSameUse(a: Use, b: Use): boolean {
  return (
    a.local === b.local &&
    a.alternatives.length === b.alternatives.length &&
    a.alternatives.every((name, index) => name === b.alternatives[index])
  );
}

function covers(a: RunningTask, b: RunningTask): boolean {
  if (a === b) return true;
  if (a.at !== b.at) return false;
  for (const local of b.mentions.keys()) if (!a.mentions.has(local)) return false;
  for (const [local, uses] of b.uses) {
    const known = a.uses.get(local) ?? [];
    if (!uses.every((use) => known.some((each) => isSameUse(each, use)))) return false;
  }
  return true;
}

/** Behind the end of `finish` blocks: the tasks in them are done, and what they consumed is consumed for good. */
export function afterFinish(state: State, finishDepth: number): State {
  if (state.isDead) return state;
  const running = state.running.filter((task) => task.finishDepth <= finishDepth);
  if (running.length === state.running.length) return state;
  const ended = new Set(
    state.running.filter((task) => task.finishDepth > finishDepth).map(({ at }) => at),
  );
  const consumed = new Map(
    [...state.consumed].map(([place, consumption]): [string, Consumption] =>
      consumption.task !== undefined && ended.has(consumption.task)
        ? [place, { at: consumption.at }]
        : [place, consumption],
    ),
  );
  return { consumed, running, isDead: false };
}
